// Making live checkouts, and looking into them.

/** The link all of them are of. */
export const LINK = new URLSearchParams(location.search).get('link') || 'demo';

/** A checkout with these attributes; those without a value are left out. */
export function checkout(attributes = {}) {
  const element = document.createElement('obole-checkout');
  for (const [name, value] of Object.entries({ link: LINK, ...attributes })) {
    if (value) element.setAttribute(name, value);
  }
  return element;
}

const PATIENCE = 8000;

/** Waits for the form in it, or for it to be all there will be. */
export function settled(element) {
  return told(element, () => true);
}

/** Gives the sign that a donor's hand gives, and waits for the form to be taken over. */
export async function taken(element) {
  if (element.handle) return;
  const over = told(element, ({ level }) => level === 'wasm');
  const sign = new PointerEvent('pointerover', { bubbles: true, composed: true });
  element.shadowRoot?.querySelector('form')?.dispatchEvent(sign);
  await over;
}

function told(element, enough) {
  return new Promise((resolve) => {
    // Where not even the loader came, nobody tells.
    setTimeout(resolve, PATIENCE);
    element.addEventListener('obole:ready', ({ detail }) => enough(detail) && resolve());
    element.addEventListener('obole:degraded', () => resolve());
  });
}

/** Calls once when the place comes near to what is seen. */
export function whenNear(place, call) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      call();
    },
    { rootMargin: '400px' },
  );
  observer.observe(place);
}

/** Light and dark for a place, by the radio buttons of a group; it begins as the page is. */
export function schemes(group, places, begin) {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const set = (scheme) => {
    for (const place of places()) place.dataset.scheme = scheme;
  };
  const scheme = begin ?? (dark ? 'dark' : 'light');
  group.querySelector(`[value=${scheme}]`).checked = true;
  group.addEventListener('change', (event) => set(event.target.value));
  set(scheme);
}

/** An element with these properties and children. */
export function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Lets the button copy what the function says, and say so. */
export function copies(button, text) {
  const label = button.textContent;
  let timer;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed here';
    }
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = label), 1600);
  });
  button.setAttribute('aria-live', 'polite');
}
