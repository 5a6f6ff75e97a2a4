// The one script a page names: the same checkout as ours, as one would write it with Preact. It has
// what the link `demo` asks: no fields about the donor, no boxes, no campaign, no fixed price.

import { render } from "preact";

import css from "obole:style";

import { askOffer } from "./api";
import { Checkout } from "./checkout";
import { firstChoice } from "./choice";

const script = document.currentScript as HTMLScriptElement | null;
const edge = new URL(script?.src || location.href).origin;
const NAME = "obole-checkout";
const ATTRIBUTES = ["link", "lang", "amount", "currency", "provider", "presets", "theme"];
/** Longer than any language tag that numbers are written by. */
const TAG_LEN_MAX = 12;

class Element extends HTMLElement {
  private started = false;

  connectedCallback() {
    // Moved within the page: nothing to do.
    if (this.started) return;
    this.started = true;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const theme = this.getAttribute("theme");
    if (theme === "dark" || theme === "light") this.style.colorScheme = theme;
    void this.start(root);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected || !this.started) return;
      this.started = false;
      if (this.shadowRoot) render(null, this.shadowRoot);
    });
  }

  private async start(root: ShadowRoot) {
    const link = this.getAttribute("link") ?? "";
    const asked =
      this.getAttribute("lang") ||
      this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang ||
      navigator.language;
    const query = new URLSearchParams({ lang: asked });
    const presets = this.getAttribute("presets");
    if (presets) query.set("presets", presets);
    const answer = await askOffer(edge, link, query).catch(() => undefined);
    if (!this.started) return;
    if (!answer?.ok) {
      this.fail(root, link, answer?.body.title);
      this.tell("degraded", { reason: answer?.body.code ?? "network" });
      return;
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const { body } = answer;
    // `de-CH` groups digits in another way than `de`.
    const isVariant = asked.split("-")[0]?.toLowerCase() === body.lang && asked.length <= TAG_LEN_MAX;
    const form = { ...body, lang: isVariant ? asked : body.lang, textLang: body.lang, edge };
    const first = firstChoice(form, {
      amount: this.getAttribute("amount"),
      currency: this.getAttribute("currency"),
      provider: this.getAttribute("provider"),
    });
    const tell = this.tell.bind(this);
    render(<Checkout form={form} first={first} tell={tell} />, root);
  }

  /** No offer: the problem's own words, or the way to the hosted page. */
  private fail(root: ShadowRoot, link: string, title: string | undefined) {
    this.started = false;
    if (title) {
      root.textContent = title;
      return;
    }
    const way = document.createElement("a");
    way.href = `${edge}/pay/${encodeURIComponent(link)}`;
    way.textContent = way.href;
    root.replaceChildren(way);
  }

  private tell(name: string, detail: object, cancelable = false): boolean {
    const options = { bubbles: true, composed: true, cancelable, detail };
    return this.dispatchEvent(new CustomEvent(`obole:${name}`, options));
  }
}

/** An element with what the `data-*` attributes of `source` say. */
function made(source: HTMLElement, link: string): HTMLElement {
  const element = document.createElement(NAME);
  for (const name of ATTRIBUTES) {
    const value = name === "link" ? link : source.dataset[name];
    if (value) element.setAttribute(name, value);
  }
  return element;
}

function scan() {
  for (const place of document.querySelectorAll<HTMLElement>("[data-obole-link]:empty")) {
    place.append(made(place, place.dataset.oboleLink ?? ""));
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, Element);
if (script?.dataset.link) script.after(made(script, script.dataset.link));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", scan);
else scan();
