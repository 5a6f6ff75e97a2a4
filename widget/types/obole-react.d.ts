/** `<obole-checkout>` in JSX of React 18 and 19. Events: `obole-react19.d.ts`. */

import type { ClassAttributes, HTMLAttributes } from 'react';

import type { HTMLOboleCheckoutElement, OboleAttributes } from './obole';

/** What the element takes in JSX. */
export interface OboleJsxProps
  extends OboleAttributes,
    ClassAttributes<HTMLOboleCheckoutElement>,
    Omit<HTMLAttributes<HTMLOboleCheckoutElement>, keyof OboleAttributes> {}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'obole-checkout': OboleJsxProps;
    }
  }
}
