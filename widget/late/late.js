// What few pages need, fetched only there: a donor who comes back, a theme of the page's own, an
// attribute that is none of ours.

import { contrast } from './contrast.js';
import { comeback } from './comeback.js';
import { inspect } from './inspect.js';

export default (element, root, edge, attributes, known, html) => {
  inspect(element, attributes, known);
  contrast(root);
  return comeback(element, root, edge, html);
};
