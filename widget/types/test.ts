// Read by the compiler only: what must be accepted, and below `@ts-expect-error` what must not.

import type { HTMLOboleCheckoutElement, OboleAttributes, OboleStatus } from './obole';

declare function same<Expected>(value: Expected): void;

// The element.

const made: HTMLOboleCheckoutElement = document.createElement('obole-checkout');
made.setAttribute('link', 'demo');
made.setAttribute('theme', 'dark');
made.setAttribute('presets', '10,25,100');
made.setAttribute('class', 'wide');
made.setAttribute('aria-label', 'Give');
same<string | null>(made.getAttribute('amount'));
// @ts-expect-error: no such theme
made.setAttribute('theme', 'blue');
// @ts-expect-error: an amount is a text
made.setAttribute('amount', 25);

const found = document.querySelector('obole-checkout');
same<HTMLOboleCheckoutElement | null>(found);
// @ts-expect-error: there may be none
found.setAttribute('link', 'demo');
// @ts-expect-error: set by attributes, not by properties
made.link = 'demo';

const attributes: OboleAttributes = { link: 'demo', amount: '25.00', theme: 'light' };
same<'light' | 'dark' | undefined>(attributes.theme);
// @ts-expect-error: a link is needed
same<OboleAttributes>({ lang: 'fr' });
// @ts-expect-error: no such attribute
same<OboleAttributes>({ link: 'demo', colour: 'green' });
// @ts-expect-error: an amount is a text
same<OboleAttributes>({ link: 'demo', amount: 25 });
// @ts-expect-error: presets are one text
same<OboleAttributes>({ link: 'demo', presets: ['10', '25'] });

// Its eight events.

made.addEventListener('obole:ready', (event) => {
  same<'form' | 'wasm'>(event.detail.level);
  // @ts-expect-error: no such level
  same<boolean>(event.detail.level === 'ready');
});
made.addEventListener('obole:amount', ({ detail }) => {
  same<string | null>(detail.value);
  same<string | null>(detail.currency);
  // @ts-expect-error: may be null
  same<string>(detail.value);
  // @ts-expect-error: told by `obole:provider`
  same<unknown>(detail.provider);
});
made.addEventListener('obole:provider', ({ detail }) => {
  same<string>(detail.provider);
});
made.addEventListener('obole:submit', (event) => {
  same<string>(event.detail.value);
  same<string>(event.detail.currency);
  same<string>(event.detail.provider);
  // @ts-expect-error: an amount is a text
  same<number>(event.detail.value);
  event.preventDefault();
});
made.addEventListener('obole:redirect', ({ detail }) => {
  same<string>(detail.provider);
  // @ts-expect-error: where to is not told
  same<unknown>(detail.url);
});
made.addEventListener('obole:return', ({ detail }) => {
  same<OboleStatus>(detail.status);
  // @ts-expect-error: the word is `captured`
  same<boolean>(detail.status === 'paid');
  // @ts-expect-error: who gave how much is not told
  same<unknown>(detail.value);
});
made.addEventListener('obole:error', ({ detail }) => {
  same<string>(detail.code);
  same<string>(detail.field);
  same<boolean>(detail.code === 'amount_ambiguous');
  // @ts-expect-error: a code, not a sentence
  same<unknown>(detail.message);
});
made.addEventListener('obole:degraded', ({ detail }) => {
  same<string>(detail.reason);
  // @ts-expect-error: the reason is a text
  same<Error>(detail.reason);
});

// The browser's own events stay what they are.
made.addEventListener('click', (event) => same<MouseEvent>(event));
made.addEventListener('other:event', (event) => same<Event>(event));

// They bubble.
document.body.addEventListener('obole:amount', (event) => same<string | null>(event.detail.value));
document.addEventListener('obole:return', (event) => same<OboleStatus>(event.detail.status));
window.addEventListener('obole:ready', (event) => same<'form' | 'wasm'>(event.detail.level));

const total = (_: CustomEvent<{ total: number }>): void => {};
// @ts-expect-error: another detail
made.addEventListener('obole:amount', total);
// @ts-expect-error: another event's detail
made.removeEventListener('obole:amount', (event: CustomEvent<{ level: 'form' }>) => event);
