// What a property is where nobody sets it: read from the style that the checkout has on, so that it
// is written in one place.

/** The default of each property in each scheme: `#rrggbb`, or pixels. */
export function defaults(element, properties) {
  const root = element.shadowRoot;
  const place = root?.querySelector('.obole');
  const found = { light: new Map(), dark: new Map() };
  if (!place) return found;
  const sheets = [...root.adoptedStyleSheets, ...root.styleSheets];
  const css = sheets.flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join('\n');
  const probe = document.createElement('i');
  probe.style.position = 'absolute';
  place.append(probe);
  for (const { name, kind } of properties) {
    const fallback = fallbackOf(css, name);
    if (!fallback || kind === 'font') continue;
    for (const scheme of ['light', 'dark']) {
      probe.style.colorScheme = scheme;
      probe.style.color = probe.style.inlineSize = '';
      if (kind === 'color') probe.style.color = fallback;
      else probe.style.inlineSize = fallback;
      const { color, inlineSize } = getComputedStyle(probe);
      found[scheme].set(name, kind === 'color' ? hex(color) : parseFloat(inlineSize));
    }
  }
  probe.remove();
  return found;
}

/** The second half of `var(name, …)`, brackets within it included. */
function fallbackOf(css, name) {
  const start = css.indexOf(`var(${name},`);
  if (start < 0) return '';
  const begin = start + `var(${name},`.length;
  let depth = 1;
  for (let at = begin; at < css.length; at++) {
    if (css[at] === '(') depth++;
    if (css[at] === ')' && --depth === 0) return css.slice(begin, at).trim();
  }
  return '';
}

function hex(color) {
  const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(color)?.slice(1) ?? [];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}
