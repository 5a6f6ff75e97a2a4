// `<Obole>`: the checkout as a React component. This file and `obole.d.ts` are all there is; copy
// both. React 18 and 19.

import { createElement, useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';

import type { HTMLOboleCheckoutElement, OboleAttributes, OboleEventMap } from './obole';

/** Where the loader is had from. */
export interface OboleSource {
  /** The edge's address: `https://pay.example.org`. */
  edge: string;
  /** A version to stay at: the loader then comes from `/v/{version}/obole.js`. */
  version?: string | undefined;
  /** What the browser is to hold that version's loader against: `sha384-…`. */
  integrity?: string | undefined;
  /** Of the page's content security policy, where it names scripts by nonce. */
  nonce?: string | undefined;
}

type Optional<Type> = { [Name in keyof Type]?: Type[Name] | undefined };

export interface OboleProps
  extends OboleSource,
    Pick<OboleAttributes, 'link'>,
    Optional<Omit<OboleAttributes, 'link'>> {
  id?: string | undefined;
  className?: string | undefined;
  /** Shown until the checkout is there, and without script. By default a link to the payment page. */
  children?: ReactNode;
  onReady?: Handler<'obole:ready'>;
  onAmount?: Handler<'obole:amount'>;
  onProvider?: Handler<'obole:provider'>;
  /** After `event.preventDefault()` nothing is sent. */
  onSubmit?: Handler<'obole:submit'>;
  onRedirect?: Handler<'obole:redirect'>;
  onReturn?: Handler<'obole:return'>;
  onError?: Handler<'obole:error'>;
  onDegraded?: Handler<'obole:degraded'>;
}

type Handler<Name extends keyof OboleEventMap> =
  | ((event: OboleEventMap[Name]) => void)
  | undefined;

const HANDLERS = {
  'obole:ready': 'onReady',
  'obole:amount': 'onAmount',
  'obole:provider': 'onProvider',
  'obole:submit': 'onSubmit',
  'obole:redirect': 'onRedirect',
  'obole:return': 'onReturn',
  'obole:error': 'onError',
  'obole:degraded': 'onDegraded',
} as const satisfies Record<keyof OboleEventMap, keyof OboleProps>;

const NAMES = Object.keys(HANDLERS) as (keyof OboleEventMap)[];

// The server has no layout, and React 18 warns of the other there.
const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

export function Obole(props: OboleProps): ReactElement {
  const { edge, version, integrity, nonce, link, lang, theme } = props;
  const { amount, currency, provider, presets, id, className } = props;
  const place = useRef<HTMLOboleCheckoutElement>(null);

  // The newest handlers, so that a new function on each render moves no listener.
  const current = useRef(props);
  useCommitEffect(() => {
    current.current = props;
  });

  // Ahead of the loader, which may tell at once what there is to tell.
  useCommitEffect(() => {
    const element = place.current;
    if (!element) return;
    const hear = (event: Event) => {
      const handler = current.current[HANDLERS[event.type as keyof OboleEventMap]];
      (handler as ((event: Event) => void) | undefined)?.(event);
    };
    for (const name of NAMES) element.addEventListener(name, hear);
    return () => {
      for (const name of NAMES) element.removeEventListener(name, hear);
    };
  }, []);

  // React 19 writes the word `undefined` where an attribute that is a property of every element goes.
  useCommitEffect(() => {
    if (id === undefined) place.current?.removeAttribute('id');
    if (lang === undefined) place.current?.removeAttribute('lang');
  }, [id, lang]);

  useEffect(() => {
    let here = true;
    loadObole({ edge, version, integrity, nonce }).catch(() => {
      if (!here) return;
      const detail = { reason: 'network' };
      place.current?.dispatchEvent(
        new CustomEvent('obole:degraded', { bubbles: true, composed: true, detail }),
      );
    });
    return () => {
      here = false;
    };
  }, [edge, version, integrity, nonce]);

  // `class`: on a custom element, React 18 takes `className` for a name like any other.
  return createElement(
    'obole-checkout',
    { ref: place, id, class: className, link, lang, amount, currency, provider, presets, theme },
    props.children ?? createElement('a', { href: payPage(edge, link) }, payPage(edge, link)),
  );
}

const loading = new Map<string, Promise<void>>();

/** Loads the loader, once however often it is asked for; again after it failed. */
export function loadObole(source: OboleSource): Promise<void> {
  if (customElements.get('obole-checkout')) return Promise.resolve();
  const version = source.version && `/v/${encodeURIComponent(source.version)}`;
  const address = `${origin(source.edge)}${version ?? ''}/obole.js`;
  const known = loading.get(address);
  if (known) return known;
  const made = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.async = true;
    if (source.nonce) script.nonce = source.nonce;
    if (source.integrity) {
      script.integrity = source.integrity;
      script.crossOrigin = 'anonymous';
    }
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      loading.delete(address);
      reject(new Error(`Obole: ${address} could not be loaded.`));
    };
    script.src = address;
    document.head.append(script);
  });
  loading.set(address, made);
  return made;
}

function payPage(edge: string, link: string): string {
  return `${origin(edge)}/pay/${encodeURIComponent(link)}`;
}

function origin(edge: string): string {
  return edge.replace(/\/+$/, '');
}
