/**
 * The element's events as JSX attributes, which React understands from 19 on:
 * `<obole-checkout link="demo" onobole:amount={(event) => show(event.detail.value)} />`.
 *
 * React 19 sets `lang` and `id` as properties, and `undefined` becomes a word there: where one of
 * them comes and goes, give `lang={lang ?? ''}`.
 */

import type { OboleEventMap } from './obole';
import './obole-react';

type Handlers = {
  [Name in keyof OboleEventMap as `on${Name}`]?: (event: OboleEventMap[Name]) => void;
};

declare module './obole-react' {
  interface OboleJsxProps extends Handlers {}
}
