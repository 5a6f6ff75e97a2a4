/**
 * Types of `<obole-checkout>` and its events, as `obole.js` defines them.
 *
 * Import something from here, or name this file in `include`: the element and its events are then
 * known to `document.createElement`, `querySelector` and `addEventListener`. For JSX add the file
 * of your library: `obole-react.d.ts` or `obole-preact.d.ts`.
 */

/** Where a payment stands. Only `captured` is paid. */
export type OboleStatus =
  | 'created'
  | 'pending'
  | 'authorized'
  | 'captured'
  | 'partially_refunded'
  | 'refunded'
  | 'declined'
  | 'canceled'
  | 'expired'
  | 'disputed'
  | 'reversed';

/** One of these words, or another that a later version may say. */
type Word<Known extends string> = Known | (string & {});

/**
 * What the element reads. All are texts, amounts too: `25.00` as a text is exact, `25.1 + 0.2` as
 * a number is not.
 */
export interface OboleAttributes {
  /** The link that is paid through. */
  link: string;
  /** Language of the form; else the nearest `lang` of the page, else the browser's. */
  lang?: string;
  /** The amount the form begins with, such as `25.00`. */
  amount?: string;
  /** The currency the form begins with, such as `CHF`. */
  currency?: string;
  /** The terminal the form begins with. */
  provider?: string;
  /** Other amounts to choose from, such as `10,25,100`. */
  presets?: string;
  /** Without it, the colour scheme of the page. */
  theme?: 'light' | 'dark';
}

/** The form is there: `form` when it can be sent, `wasm` when it was taken over as well. */
export interface OboleReady {
  level: 'form' | 'wasm';
}

/** The amount changed. `null` as long as there is none that could be paid. */
export interface OboleAmount {
  /** Major units with the decimals of the currency, such as `25.00`. */
  value: string | null;
  currency: string | null;
}

/** Another way to pay was chosen. */
export interface OboleProvider {
  provider: string;
}

/** The donor pressed the button and the form is whole. */
export interface OboleSubmit {
  /** What the button says: with the fee, where the donor covers it, which `obole:amount` is without. */
  value: string;
  currency: string;
  provider: string;
}

/** The payment was created; the browser goes to the provider now. */
export interface OboleRedirect {
  provider: string;
}

/** The donor is back, and this is how the payment stands. Told again when it changes. */
export interface OboleReturn {
  status: OboleStatus;
}

/** The form was not sent, or was refused. */
export interface OboleError {
  /**
   * `invalid` for what the form found itself, `unreachable` without an answer, else the code of the
   * edge's problem.
   */
  code: Word<
    | 'invalid'
    | 'unreachable'
    | 'amount_ambiguous'
    | 'amount_too_small'
    | 'amount_too_large'
    | 'total_changed'
    | 'payment_open_elsewhere'
    | 'provider_refused'
    | 'provider_unavailable'
    | 'internal'
  >;
  /** The field it is about; empty if none. */
  field: Word<
    | ''
    | 'amount'
    | 'currency'
    | 'terminal'
    | 'name'
    | 'email'
    | 'message'
    | 'dedication_name'
    | 'consent'
  >;
}

/**
 * Something is missing. The plain form works on, unless there is none: then a link to the payment
 * page stands there, or a sentence.
 */
export interface OboleDegraded {
  /**
   * Without a form: `network`, or the code of the edge's problem. With the plain form, that it was
   * not taken over: files did not come (`network`) or did not run (`script`, `wasm`), what stands
   * beside the form cannot be read (`data`) or is of another version (`version`), or it takes long
   * (`timeout`), and may still come: then `obole:ready` follows.
   */
  reason: Word<
    'network' | 'script' | 'wasm' | 'data' | 'version' | 'timeout' | 'link_unknown' | 'internal'
  >;
}

/** The element's events. All bubble and cross shadow roots; none tells who the donor is. */
export interface OboleEventMap {
  'obole:ready': CustomEvent<OboleReady>;
  'obole:amount': CustomEvent<OboleAmount>;
  'obole:provider': CustomEvent<OboleProvider>;
  /** Cancelable: after `preventDefault()` nothing is sent. */
  'obole:submit': CustomEvent<OboleSubmit>;
  'obole:redirect': CustomEvent<OboleRedirect>;
  'obole:return': CustomEvent<OboleReturn>;
  'obole:error': CustomEvent<OboleError>;
  'obole:degraded': CustomEvent<OboleDegraded>;
}

/**
 * The checkout on the page. It is set by attributes; it has no properties of its own. Its events
 * are among those that `addEventListener` of every element knows, because they bubble.
 */
export interface HTMLOboleCheckoutElement extends HTMLElement {
  getAttribute(name: keyof OboleAttributes): string | null;
  getAttribute(name: string): string | null;
  setAttribute<Name extends keyof OboleAttributes>(
    name: Name,
    value: NonNullable<OboleAttributes[Name]>,
  ): void;
  setAttribute<Name extends string>(
    name: Name extends keyof OboleAttributes ? never : Name,
    value: string,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'obole-checkout': HTMLOboleCheckoutElement;
  }

  // The events bubble, so a listener around the element is typed as well.
  interface GlobalEventHandlersEventMap extends OboleEventMap {}
}
