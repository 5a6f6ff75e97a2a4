/**
 * `<obole-checkout>` in JSX of Preact, events included:
 * `<obole-checkout link="demo" onobole:amount={(event) => show(event.detail.value)} />`.
 */

import type { ClassAttributes, HTMLAttributes } from 'preact';

import type { HTMLOboleCheckoutElement, OboleAttributes, OboleEventMap } from './obole';

type Handlers = {
  [Name in keyof OboleEventMap as `on${Name}`]?: (event: OboleEventMap[Name]) => void;
};

/** What the element takes in JSX. */
export interface OboleJsxProps
  extends OboleAttributes,
    Handlers,
    ClassAttributes<HTMLOboleCheckoutElement>,
    Omit<HTMLAttributes<HTMLOboleCheckoutElement>, keyof OboleAttributes> {}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'obole-checkout': OboleJsxProps;
    }
  }
}
