// The attributes, tried out, and the events, written down as they are heard.

import { LINK, checkout, copies, made, whenNear } from './checkout.js';

const LINES_MAX = 40;

/** A live checkout that follows the table of attributes, and a log of its events. */
export function interfaces() {
  const stage = document.getElementById('event-stage');
  const controls = [...document.querySelectorAll('[data-attribute]')];
  const code = document.querySelector('#tag-code code');
  controls.find((control) => control.dataset.attribute === 'link').value = LINK;
  const attributes = () =>
    Object.fromEntries(controls.map((each) => [each.dataset.attribute, each.value.trim()]));

  let timer;
  const show = () => stage.replaceChildren(checkout(attributes()));
  const tag = () => (code.textContent = checkout(attributes()).outerHTML);
  for (const control of controls) {
    control.addEventListener('input', () => {
      tag();
      clearTimeout(timer);
      timer = setTimeout(show, 350);
    });
  }
  tag();
  whenNear(stage, show);
  copies(document.querySelector('#tag-code .copy'), () => code.textContent);
  events(stage);
}

function events(stage) {
  const log = document.getElementById('log');
  const lines = log.querySelector('ol');
  const refuse = document.getElementById('refuse');
  const names = [...document.querySelectorAll('#event-list dt')].map((each) => each.textContent);
  // Where no wasm came there is no `obole:submit`: the plain form sends itself.
  document.addEventListener('obole:ready', ({ target, detail }) => {
    if (detail.level !== 'form') return;
    const form = target.shadowRoot?.querySelector('form');
    form?.addEventListener('submit', (event) => refuse.checked && event.preventDefault());
  });
  for (const name of names) {
    // On the document: what bubbles arrives, from whichever checkout of the page.
    document.addEventListener(name, (event) => {
      if (name === 'obole:submit' && refuse.checked) event.preventDefault();
      if (!stage.contains(event.target)) return;
      const end = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
      const detail = JSON.stringify(event.detail).replaceAll(/([:,])"/g, '$1 "');
      const told = event.defaultPrevented ? `${detail} refused` : detail;
      lines.append(made('li', {}, made('code', { textContent: name }), ` ${told}`));
      while (lines.childElementCount > LINES_MAX) lines.firstElementChild.remove();
      if (end) log.scrollTop = log.scrollHeight;
    });
  }
}
