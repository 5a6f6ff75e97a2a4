// The one script a page names. It puts a form there at once, as the edge rendered it, and then
// lets wasm take it over in place. Whatever fails on the way, the form stays and works.

/* global OBOLE_VERSION, OBOLE_GLUE_INTEGRITY, OBOLE_WASM_INTEGRITY */

const script = document.currentScript;
const edge = new URL(script?.src || location.href).origin;
const files = `${edge}/v/${OBOLE_VERSION}/widget`;
const NAME = 'obole-checkout';
const ATTRIBUTES = ['link', 'lang', 'amount', 'currency', 'provider', 'presets', 'theme'];
const PATIENCE = 4000;

const policy = window.trustedTypes?.createPolicy?.('obole', {
  createHTML: (text) => text,
  createScriptURL: (text) => text,
});

let module;
/** The wasm module, once for all elements of the page. */
const widget = () => (module ??= load());

async function load() {
  // Ahead of `import`, which knows no integrity: a changed glue is refused here.
  const glue = fetch(`${files}.js`, { integrity: OBOLE_GLUE_INTEGRITY, credentials: 'omit' });
  const wasm = fetch(`${files}_bg.wasm`, { integrity: OBOLE_WASM_INTEGRITY, credentials: 'omit' });
  wasm.catch(() => {});
  const text = await fetched(glue);
  if (!text.ok) throw 'network';
  const exports = await import(`${files}.js`).catch(() => {
    throw 'script';
  });
  const binary = await fetched(wasm);
  if (!binary.ok) throw 'network';
  await exports.default({ module_or_path: binary });
  return exports;
}

const fetched = (request) =>
  request.catch(() => {
    throw 'network';
  });

class Checkout extends HTMLElement {
  async connectedCallback() {
    // Moved within the page: nothing to do.
    if (this.started) return;
    this.started = true;
    const root = (this.root ??= this.shadowRoot ?? this.attachShadow({ mode: 'open' }));
    if (this.theme) this.style.colorScheme = this.theme;
    if (!root.querySelector('form') && !(await this.fill(root))) return;
    if (!this.started) return;
    this.tell('ready', { level: 'form' });
    try {
      const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE, 'timeout'));
      const exports = await Promise.race([widget(), late]);
      if (!this.started) return;
      this.handle = exports.take_over(root, this);
      this.tell('ready', { level: 'wasm' });
    } catch (error) {
      this.tell('degraded', { reason: typeof error === 'string' ? error : 'wasm' });
      this.back(root).catch(() => {});
    }
  }

  /** The donor is back and no wasm shows it: what the edge says, above the form. */
  async back(root) {
    const [, id, secret] = /^#obole=(\w+)\.([\w-]+)$/.exec(location.hash) ?? [];
    if (!id) return;
    const query = new URLSearchParams({ secret, lang: this.language });
    const answer = await fetch(`${edge}/v1/payments/${id}?${query}`, { credentials: 'omit' });
    const { payment } = await answer.json();
    if (payment?.link !== this.getAttribute('link')) return;
    const { amount, reference, sentence, status, status_text: heading } = payment;
    const place = root.querySelector('[role=status]');
    place.textContent = `${heading}: ${amount.currency} ${amount.value}. ${sentence} ${reference}`;
    place.parentNode.prepend(place);
    history.replaceState(history.state, '', location.pathname + location.search);
    this.tell('return', { status });
  }

  /** Fetches the form; whether there is one now. */
  async fill(root) {
    const query = new URLSearchParams({ form: 1, lang: this.language });
    for (const name of ['amount', 'currency', 'presets']) {
      if (this.hasAttribute(name)) query.set(name, this.getAttribute(name));
    }
    if (this.hasAttribute('provider')) query.set('terminal', this.getAttribute('provider'));
    query.set('return_to', location.href.replace(/#.*/, ''));
    const link = encodeURIComponent(this.getAttribute('link') ?? '');
    let reason = 'network';
    try {
      const answer = await fetch(`${edge}/v1/links/${link}?${query}`, { credentials: 'omit' });
      const body = await answer.json();
      if (answer.ok) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(body.form.css);
        root.adoptedStyleSheets = [sheet];
        root.innerHTML = policy?.createHTML(body.form.html) ?? body.form.html;
        return true;
      }
      reason = body.code;
      root.textContent = body.title;
    } catch {
      const way = document.createElement('a');
      way.href = `${edge}/pay/${link}`;
      way.textContent = way.href;
      root.replaceChildren(way);
    }
    this.started = false;
    this.tell('degraded', { reason });
    return false;
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected || !this.started) return;
      this.started = false;
      this.handle?.free();
      this.handle = null;
      this.root.replaceChildren();
    });
  }

  get language() {
    return (
      this.getAttribute('lang') || this.closest('[lang]:not([lang=""])')?.lang || navigator.language
    );
  }

  get theme() {
    const theme = this.getAttribute('theme');
    return theme === 'dark' || theme === 'light' ? theme : '';
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`obole:${name}`, { bubbles: true, composed: true, detail }));
  }
}

/** An element with what the `data-*` attributes of `source` say. */
function made(source, link) {
  const element = document.createElement(NAME);
  for (const name of ATTRIBUTES) {
    const value = name === 'link' ? link : source.dataset[name];
    if (value) element.setAttribute(name, value);
  }
  return element;
}

function scan() {
  for (const place of document.querySelectorAll('[data-obole-link]:empty')) {
    place.append(made(place, place.dataset.oboleLink));
  }
}

if (customElements.get(NAME)) {
  console.warn('Obole: the script is on this page more than once.');
} else {
  customElements.define(NAME, Checkout);
}
if (script?.dataset.link) script.after(made(script, script.dataset.link));
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', scan);
else scan();
