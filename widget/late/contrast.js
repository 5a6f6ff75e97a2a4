// A page may give the checkout any colours; what nobody could read is moved towards black or white
// until it can be read (WCAG 2.2, 1.4.3 and 1.4.11).

/** Red, green and blue of any colour that CSS can compute, on white where it is transparent. */
const painter = () => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  return (...layers) => {
    brush.fillStyle = '#fff';
    brush.fillRect(0, 0, 1, 1);
    for (const colour of layers) {
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
    }
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
};

const luminance = (colour) => {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** The contrast of two colours, from 1 to 21. */
export const ratio = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** Where every colour can be moved to. */
const ENDS = [[0, 0, 0], [255, 255, 255]];

/** The nearest colour on the way to black or white that stands out from all of these grounds. */
export const readable = (colour, grounds, least) => {
  // No colour stands out from both light and dark: then the first ground counts.
  if (!ENDS.some((end) => grounds.every((ground) => ratio(end, ground) >= least))) {
    grounds = [grounds[0]];
  }
  const enough = (one) => grounds.every((ground) => ratio(one, ground) >= least);
  for (let step = 0; step <= 20; step++) {
    for (const [end] of ENDS) {
      const moved = colour.map((value) => Math.round(value + ((end - value) * step) / 20));
      if (enough(moved)) return moved;
    }
  }
  // Never reached: from any ground black or white stands out by 4.58 at least.
  return ENDS[0];
};

/** What must be told from which grounds, and how well. */
const PAIRS = [
  ['text', ['surface', 'field', 'tint'], 4.5],
  ['muted', ['surface', 'field', 'tint'], 4.5],
  ['danger', ['surface'], 4.5],
  ['accent', ['surface', 'field'], 3],
  ['on-accent', ['accent'], 4.5],
  ['line', ['surface'], 3],
];

/** What the colours of a form depend on, as it was when they were mended. */
const mended = new WeakMap();
const dark = matchMedia('(prefers-color-scheme: dark)');
const depends = (root) => {
  const style = getComputedStyle(root.host);
  const set = [...PAIRS.map(([name]) => name), 'surface', 'field'];
  const values = set.map((name) => style.getPropertyValue(`--obole-${name}`));
  return [...values, style.colorScheme, dark.matches].join();
};

/** Looks whether anything changed; keeps no form alive that has left the page. */
const watchers = new WeakMap();
const watcher = (held) => {
  const look = () => {
    const root = held.deref();
    if (!root?.host.isConnected) {
      page.disconnect();
      dark.removeEventListener('change', look);
    } else if (depends(root) !== mended.get(root)) mend(root);
  };
  const page = new MutationObserver(look);
  return { look, page };
};

/** Mends the colours now, and again where the page goes from light to dark or the other way. */
export const contrast = (root) => {
  mend(root);
  const { look, page } = watchers.get(root) ?? watcher(new WeakRef(root));
  watchers.set(root, { look, page });
  // Pages toggle by a class or an attribute above us; some swap whole sheets, which nobody tells.
  page.disconnect();
  for (let at = root.host; at; at = at.parentElement ?? at.getRootNode().host) {
    page.observe(at, { attributes: true });
  }
  root.addEventListener('focusin', look);
  dark.addEventListener('change', look);
};

const mend = (root) => {
  mended.set(root, depends(root));
  const checkout = root.querySelector('.obole');
  // The system's colours are the person's own.
  if (!checkout || matchMedia('(forced-colors: active)').matches) return;
  const paint = painter();
  const moved = [];
  for (const [name] of [...PAIRS, ['field']]) checkout.style.removeProperty(`--_${name}`);
  // An element of its own, so that no state of another one is measured.
  const probe = document.createElement('div');
  probe.style.cssText = 'position:absolute;visibility:hidden;transition:none';
  checkout.append(probe);
  const computed = (name) => {
    probe.style.color = `var(--_${name})`;
    return getComputedStyle(probe).color;
  };
  const surface = computed('surface');
  const seen = { surface: paint(surface), field: paint(surface, computed('field')) };
  seen.accent = paint(surface, computed('accent'));
  const far = ENDS.every((end) =>
    [seen.surface, seen.field].some((ground) => ratio(end, ground) < 4.5),
  );
  if (far) {
    // One text stands on both, and no colour can be read on both.
    seen.field = seen.surface;
    checkout.style.setProperty('--_field', 'var(--_surface)');
    moved.push('--obole-field');
  }
  // Chosen things lie on a breath of the accent (see the style).
  seen.tint = seen.field.map((value, index) => value * 0.92 + seen.accent[index] * 0.08);
  for (const [name, grounds, least] of PAIRS) {
    const colour = paint(surface, computed(name));
    const good = readable(colour, grounds.map((ground) => seen[ground]), least);
    seen[name] = good;
    if (`${good}` === `${colour}`) continue;
    checkout.style.setProperty(`--_${name}`, `rgb(${good})`);
    moved.push(`--obole-${name}`);
  }
  probe.remove();
  const told = moved.join(', ');
  if (told && told !== checkout.moved) {
    console.warn(`Obole: nobody could read ${told} as set; moved until one can.`);
  }
  checkout.moved = told;
};
