// The one script a page names. It puts a form there at once, as the edge rendered it, and lets
// wasm take it over in place at the first sign that somebody wants to use it. Whatever fails on
// the way, the form stays and works.

/* global OBOLE_VERSION, OBOLE_GLUE_INTEGRITY, OBOLE_WASM_INTEGRITY, OBOLE_LATE_INTEGRITY */

const script = document.currentScript;
const edge = new URL(script?.src || location.href).origin;
const files = `${edge}/v/${OBOLE_VERSION}/`;
const NAME = 'obole-checkout';
const ATTRIBUTES = ['link', 'lang', 'amount', 'currency', 'provider', 'presets', 'theme'];
// Ours, and those of any element; what else there is was probably meant otherwise.
const KNOWN = RegExp(`^(data-|aria-|on|(id|class|style|hidden|slot|part|title|dir|role|${ATTRIBUTES.join('|')})$)`);
const COLOURS = ['text', 'muted', 'surface', 'field', 'line', 'accent', 'on-accent', 'danger'];
const PATIENCE = 4000;
const warn = (text) => console.warn(`Obole: ${text}`);

const policy = window.trustedTypes?.createPolicy?.('obole', {
  createHTML: (text) => text,
  createScriptURL: (text) => text,
});
const html = (text) => policy?.createHTML(text) ?? text;

/** A file of this version, refused where one byte of it is another. */
const file = async (name, integrity) => {
  const answer = await fetch(files + name, { integrity, credentials: 'omit' }).catch(() => 0);
  if (!answer.ok) throw 'network';
  return answer;
};
/** A module; fetched first, because `import` knows no integrity. */
const code = async (name, integrity) => {
  await file(name, integrity);
  return import(files + name).catch(() => {
    throw 'script';
  });
};
const once = (make, made) => () => (made ??= make());
/** What few pages need. */
const late = once(() => code('late.js', OBOLE_LATE_INTEGRITY));
/** The wasm module, once for all elements of the page. */
const widget = once(async () => {
  const wasm = file('widget_bg.wasm', OBOLE_WASM_INTEGRITY);
  wasm.catch(() => {});
  const exports = await code('widget.js', OBOLE_GLUE_INTEGRITY);
  await exports.default({ module_or_path: await wasm });
  return exports;
});

/** What was chosen on this page, by link: offered again where a form comes back. */
const chosen = {};

class Checkout extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  async connectedCallback() {
    // Moved within the page: nothing to do.
    if (this.turn) return;
    const turn = (this.turn = {});
    const root = (this.root ??= this.shadowRoot ?? this.attachShadow({ mode: 'open' }));
    const theme = this.getAttribute('theme');
    this.style.colorScheme = /^(light|dark)$/.test(theme) ? theme : '';
    const problem = root.querySelector('form') ? '' : await this.fill(root);
    if (turn !== this.turn) return;
    if (problem) {
      this.turn = null;
      return this.tell('degraded', { reason: problem });
    }
    this.tell('ready', { level: 'form' });
    const style = getComputedStyle(this);
    let helped;
    const help = () => {
      if (helped || turn !== this.turn) return;
      const odd = [...this.attributes].some(({ name }) => !KNOWN.test(name));
      const themed = COLOURS.some((name) => style.getPropertyValue('--obole-' + name));
      helped = odd || themed || /^#obole=\w/.test(location.hash);
      if (helped) {
        late()
          .then((more) => turn === this.turn && more.default(this, root, edge, ATTRIBUTES, KNOWN, html))
          .catch(() => {});
      }
    };
    help();
    let wanted = () => {
      wanted = null;
      this.take(root, turn);
    };
    for (const sign of ['pointerover', 'focusin']) {
      const seen = () => {
        // The page may have got its colours since.
        help();
        wanted?.();
      };
      root.addEventListener(sign, seen, { once: true });
    }
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    } catch {
      wanted = null;
      return this.tell('degraded', { reason: 'wasm' });
    }
    if (root.activeElement) wanted();
  }

  async take(root, turn) {
    const tell = (name, detail) => turn === this.turn && this.tell(name, detail);
    const timer = setTimeout(tell, PATIENCE, 'degraded', { reason: 'timeout' });
    try {
      const exports = await widget();
      if (turn !== this.turn) return;
      this.handle = exports.take_over(root, this);
      tell('ready', { level: 'wasm' });
    } catch (error) {
      tell('degraded', { reason: typeof error === 'string' ? error : 'wasm' });
    }
    clearTimeout(timer);
  }

  /** Fetches the form; the reason why there is none. */
  async fill(root) {
    const query = new URLSearchParams({ form: 1, lang: this.language });
    const own = this.getAttribute('link') ?? '';
    for (const name of ['amount', 'currency', 'provider', 'presets']) {
      const value = chosen[own]?.[name] ?? this.getAttribute(name);
      if (value) query.set(name, value);
    }
    query.set('return_to', location.href.replace(/#.*/, ''));
    const link = encodeURIComponent(own);
    try {
      const answer = await fetch(`${edge}/v1/links/${link}?${query}`, { credentials: 'omit' });
      const body = await answer.json();
      if (!answer.ok) {
        root.textContent = body.title;
        return body.code ?? 'network';
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(body.form.css);
      root.adoptedStyleSheets = [sheet];
      // Parsed apart: within another form of the page a parser would drop ours.
      const parsed = document.createElement('template');
      parsed.innerHTML = html(body.form.html);
      root.replaceChildren(parsed.content);
    } catch {
      const way = document.createElement('a');
      way.textContent = way.href = `${edge}/pay/${link}`;
      root.replaceChildren(way);
      return 'network';
    }
  }

  attributeChangedCallback(name, before, now) {
    // Nothing shown yet; else also where what it named so far could not be shown.
    if (!this.root || before === now) return;
    this.stop();
    // Several attributes are often set at once.
    queueMicrotask(() => this.isConnected && this.connectedCallback());
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.stop());
  }

  stop() {
    this.turn = null;
    this.handle?.free();
    this.handle = null;
    this.root?.replaceChildren();
  }

  get language() {
    return (
      this.getAttribute('lang') || this.closest('[lang]:not([lang=""])')?.lang || navigator.language
    );
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`obole:${name}`, { bubbles: true, composed: true, detail }));
  }
}

/** An element with what the `data-*` attributes of `source` say. */
const made = (source, link) => {
  const element = document.createElement(NAME);
  // No others: builders of pages put `data-id` and more onto everything.
  for (const name of ATTRIBUTES) {
    if (name in source.dataset) element.setAttribute(name, source.dataset[name]);
  }
  element.setAttribute('link', link);
  return element;
};

const scan = () => {
  for (const place of document.querySelectorAll('[data-obole-link]:empty')) {
    place.append(made(place, place.dataset.oboleLink));
  }
};

if (customElements.get(NAME)) {
  warn('the script is on this page more than once.');
} else {
  for (const name of ['amount', 'provider']) {
    addEventListener(`obole:${name}`, ({ target, detail }) => {
      const link = target.getAttribute('link');
      chosen[link] = { ...chosen[link], ...detail, amount: detail.value ?? chosen[link]?.amount };
    });
  }
  customElements.define(NAME, Checkout);
}
if (script?.dataset.link) {
  if (script.parentNode === document.head) warn('in the head nobody sees the form; move the script.');
  script.after(made(script, script.dataset.link));
}
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', scan);
else scan();
