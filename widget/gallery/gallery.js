// The gallery: everything the look of a checkout can be told, on live ones.

import { bench } from './bench.js';
import { LINK, checkout, settled, whenNear } from './checkout.js';
import { interfaces } from './interface.js';
import { parts } from './parts.js';
import { themes } from './themes.js';

const trouble = document.getElementById('trouble');

document.getElementById('link-name').textContent = LINK;
document.addEventListener('obole:degraded', ({ detail: { reason } }) => {
  if (reason !== 'link_unknown') return;
  tell(`There is no link «${LINK}» here. Name one of yours: /gallery/?link=…`);
});

try {
  const answer = await fetch('theming.json');
  if (!answer.ok) throw new Error(`theming.json: ${answer.status}`);
  const theming = await answer.json();
  interfaces();
  parts(theming.parts);
  rightToLeft();
  await Promise.all([themes(), bench(theming.properties)]);
} catch (error) {
  tell(`The gallery could not be built: ${error.message}`);
}

function rightToLeft() {
  const stage = document.getElementById('rtl-stage');
  whenNear(stage, async () => {
    const element = checkout({ lang: 'ar' });
    stage.append(element);
    await settled(element);
    const spoken = element.shadowRoot?.querySelector('[lang]')?.lang ?? '';
    if (spoken.startsWith('ar')) return;
    const note = document.getElementById('rtl-note');
    note.textContent = 'This edge has no Arabic texts, so the form answers in another language.';
    note.hidden = false;
  });
}

function tell(text) {
  trouble.textContent = text;
  trouble.hidden = false;
}
