// The parts by name, each lit while it is pointed at.

import { checkout, made, whenNear } from './checkout.js';

/** Builds the list for these parts, with a live checkout. */
export function parts(list) {
  const stage = document.getElementById('part-stage');
  const element = checkout({ lang: 'en' });
  whenNear(stage, () => stage.append(element));

  const light = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, light];
  const lit = (name) => {
    light.replaceSync(
      name
        ? `#part-stage obole-checkout::part(${name}) {
             outline: 3px solid light-dark(#b3261e, #ffb4ab) !important;
             outline-offset: 1px;
             background-image: linear-gradient(light-dark(#b3261e1f, #ffb4ab2e) 0 0) !important;
           }`
        : '',
    );
    const part = name && element.shadowRoot?.querySelector(`[part~="${name}"]`);
    note.hidden = !name || Boolean(part?.checkVisibility());
    note.textContent = note.hidden ? '' : (ABSENT[name] ?? 'Not on the form just now.');
  };
  const focused = () => document.activeElement?.closest('#part-list button')?.dataset.part ?? '';

  const note = made('p', { className: 'card absent', hidden: true });
  note.setAttribute('role', 'status');
  stage.after(note);

  const rows = list.map(({ name, meaning }) => {
    const button = made(
      'button',
      { type: 'button' },
      made('code', { textContent: name }),
      made('span', { textContent: meaning }),
    );
    button.addEventListener('pointerenter', () => lit(name));
    button.addEventListener('pointerleave', () => lit(focused()));
    button.addEventListener('focus', () => lit(name));
    button.addEventListener('blur', () => lit(''));
    // Where a touch gives no focus to a button.
    button.addEventListener('click', () => button.focus());
    button.dataset.part = name;
    return made('li', {}, button);
  });
  document.getElementById('part-list').append(...rows);
}

const ABSENT = {
  problem: 'A problem is there when there is one: see the states of the workbench.',
  reading: 'Readings are there when an amount has two: see the states of the workbench.',
  result: 'A result is there when a donor is back from the provider.',
  again: 'This way is there beside a result.',
};
