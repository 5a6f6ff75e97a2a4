// The workbench: a control for each property, and the CSS that comes of it.

import { checkout, copies, made, schemes, settled, taken } from './checkout.js';
import { weaknesses } from './contrast.js';
import { defaults } from './defaults.js';

const FONTS = {
  'as it comes': '',
  'your page’s': 'inherit',
  serif: 'Charter, "Bitstream Charter", Cambria, Georgia, serif',
  'old style': '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", serif',
  humanist: 'Optima, Candara, "Noto Sans", sans-serif',
  round: 'ui-rounded, "SF Pro Rounded", Nunito, "Arial Rounded MT Bold", sans-serif',
  typed: 'ui-monospace, "Cascadia Code", Menlo, "DejaVu Sans Mono", monospace',
};

/** Builds it for these properties, with a live checkout. */
export async function bench(properties) {
  const stage = document.getElementById('bench-stage');
  const form = document.getElementById('properties');
  const element = checkout({ lang: 'en' });
  stage.append(element);
  schemes(document.getElementById('bench-scheme'), () => [stage]);
  states(element);
  await settled(element);

  const initial = defaults(element, properties);
  // What was set, by property; for a colour one text for each scheme.
  const set = new Map();
  const change = () => {
    for (const { name } of properties) {
      if (set.has(name)) stage.style.setProperty(name, written(set.get(name)));
      else stage.style.removeProperty(name);
    }
    document.querySelector('#bench-code code').textContent = css(set);
    judge(set, initial);
  };
  const begin = () => {
    set.clear();
    form.replaceChildren(...properties.map((property) => row(property, initial, set, change)));
    change();
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('reset').addEventListener('click', begin);
  copies(document.querySelector('#bench-code .copy'), () => css(set));
  begin();
}

/** A property's name, meaning, default and control. */
function row(property, initial, set, change) {
  const { name, kind, meaning } = property;
  const id = `set${name}`;
  const back = made('button', { type: 'button', className: 'back', hidden: true }, 'default');
  back.setAttribute('aria-label', `${meaning}: back to the default`);
  const control = made('span', { className: 'control' });
  const put = (value) => {
    if (value === undefined) set.delete(name);
    else set.set(name, value);
    back.hidden = value === undefined;
    change();
  };
  const build = () => control.replaceChildren(...CONTROLS[kind](property, id, initial, put));
  back.addEventListener('click', () => {
    put(undefined);
    build();
    control.querySelector('input, select').focus();
  });
  build();
  const label = made('label', { htmlFor: id }, meaning);
  const about = made('small', {}, made('code', { textContent: name }), ` ${property.default}`);
  return made('div', { className: 'row' }, made('span', {}, label, about), back, control);
}

const CONTROLS = {
  color({ name, meaning }, id, initial, put) {
    const value = { light: initial.light.get(name), dark: initial.dark.get(name) };
    return ['light', 'dark'].map((scheme) => {
      const input = made('input', { type: 'color', title: scheme });
      if (scheme === 'light') input.id = id;
      input.setAttribute('aria-label', `${meaning}, ${scheme}`);
      if (value[scheme]) input.value = value[scheme];
      input.addEventListener('input', () => {
        value[scheme] = input.value;
        put({ ...value });
      });
      return made('span', { className: scheme }, input);
    });
  },

  length({ name, min, max, step }, id, initial, put) {
    const input = made('input', { type: 'range', id, min, max, step });
    input.value = initial.light.get(name) ?? min;
    const output = made('output', { htmlFor: id, textContent: `${input.value}px` });
    input.addEventListener('input', () => {
      output.textContent = `${input.value}px`;
      put(`${input.value}px`);
    });
    return [input, output];
  },

  font(property, id, initial, put) {
    const options = Object.entries(FONTS).map(([text, value]) => made('option', { text, value }));
    const select = made('select', { id }, ...options);
    select.addEventListener('change', () => put(select.value || undefined));
    return [select];
  },

  other(property, id, initial, put) {
    const input = made('input', { id, autocomplete: 'off', spellcheck: false });
    input.addEventListener('input', () => put(input.value.trim() || undefined));
    return [input];
  },
};

function written(value) {
  if (typeof value === 'string') return value;
  return value.light === value.dark ? value.light : `light-dark(${value.light}, ${value.dark})`;
}

function css(set) {
  const lines = [...set].map(([name, value]) => `  ${name}: ${written(value)};\n`);
  return lines.length
    ? `obole-checkout {\n${lines.join('')}}`
    : '/* Nothing is changed yet: the defaults need no CSS. */';
}

/** Says which pairs of colours are too close, in both schemes. */
function judge(set, initial) {
  const found = ['light', 'dark'].flatMap((scheme) => {
    const colors = new Map(initial[scheme]);
    // What follows the surface by default follows the one that was set.
    const follows = colors.get('--obole-field') === colors.get('--obole-surface');
    for (const [name, value] of set) if (value[scheme]) colors.set(name, value[scheme]);
    if (follows && !set.has('--obole-field')) {
      colors.set('--obole-field', colors.get('--obole-surface'));
    }
    return weaknesses(colors, scheme);
  });
  const items = found.map((text) => made('li', { textContent: text }));
  document.getElementById('contrasts').replaceChildren(...items);
}

/** Brings the checkout into a state a donor can bring it into, in the donor's way. */
function states(element) {
  const group = document.getElementById('bench-state');
  group.addEventListener('change', async ({ target }) => {
    await taken(element);
    if (!target.checked) return;
    const root = element.shadowRoot;
    const field = root?.querySelector('#amount');
    if (!field) return;
    field.value = target.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    if (!target.value) return;
    root.querySelector('[part~=pay]').click();
    // The form leads the donor to the field; here the hand stays where it was.
    requestAnimationFrame(() => target.focus({ preventScroll: true }));
  });
}
