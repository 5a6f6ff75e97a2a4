// The themes, read from `themes.css`: a comment names and describes each, its rules follow.

import { checkout, copies, made, schemes, whenNear } from './checkout.js';

/** A card for each theme, with a live checkout. */
export async function themes() {
  const answer = await fetch('themes.css');
  if (!answer.ok) throw new Error(`themes.css: ${answer.status}`);
  const cards = parsed(await answer.text()).map(card);
  document.getElementById('theme-list').append(...cards);

  for (const button of document.querySelectorAll('[data-all]')) {
    button.addEventListener('click', () => {
      const same = document.querySelectorAll(`#theme-list [value=${button.dataset.all}]`);
      for (const input of same) input.click();
    });
  }
}

function parsed(css) {
  const sections = css.matchAll(/\/\* (\w+)\. (.*?) \*\/\s*([^]*?)(?=\/\*|$)/g);
  return [...sections].map(([, name, about, rules]) => ({ name, about, rules: rules.trim() }));
}

function card({ name, about, rules }) {
  const key = name.toLowerCase();
  const text = rules.replaceAll(`.${key} obole-checkout`, 'obole-checkout');
  const stage = made('div', { className: `stage ${key}` });
  stage.dataset.name = name;
  whenNear(stage, () => stage.append(checkout({ lang: 'en' })));

  const legend = made('legend', { className: 'unseen' }, `Scheme of ${name}`);
  const group = made('fieldset', { className: 'choice' }, legend);
  for (const [value, label] of [['light', 'Light'], ['dark', 'Dark']]) {
    const input = made('input', { type: 'radio', name: `scheme-${key}`, value });
    group.append(made('label', {}, input, ` ${label}`));
  }
  schemes(group, () => [stage]);

  const copy = made('button', { type: 'button', className: 'copy', textContent: 'Copy CSS' });
  copies(copy, () => text);
  const code = made('pre', { tabIndex: 0 }, made('code', { textContent: text }));
  code.setAttribute('role', 'region');
  code.setAttribute('aria-label', `CSS of ${name}`);
  const source = made('details', {}, made('summary', { textContent: 'CSS' }), code);
  const head = made('header', {}, made('h3', {}, name), made('p', {}, about));
  const foot = made('div', { className: 'bar' }, group, copy);
  return made('article', { className: 'theme' }, head, stage, foot, source);
}
