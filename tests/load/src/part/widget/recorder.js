// Runs before any script of the page. Notes when the donor can type, types at once as an eager
// donor would, and notes when the button spells what was typed. It waits for changes instead of
// looking again and again, so that it takes next to nothing of the time it measures.
(() => {
  const LEVEL = "{{LEVEL}}";
  const AMOUNT = "37";
  const PATIENCE_MS = 25_000;
  const seen = { typable: 0, taken: 0, shift: 0 };
  let finish;
  let isReady = false;
  const done = new Promise((resolve) => (finish = resolve));
  setTimeout(() => finish({ never: true, isReady, page: document.body?.innerText, ...seen, taken: null }), PATIENCE_MS);
  Object.defineProperty(window, "__load", { value: { done } });

  const micros = () => Math.round(performance.now() * 1000);
  const add = (entries) => {
    for (const entry of entries) seen.shift += Math.round(entry.value * 1e4);
  };
  const shifts = new PerformanceObserver((list) => add(list.getEntries()));
  shifts.observe({ type: "layout-shift", buffered: true });

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    const changes = new MutationObserver(() => look(root, changes));
    changes.observe(root, { childList: true, subtree: true, characterData: true });
    return root;
  };
  addEventListener("obole:ready", (event) => {
    isReady ||= event.detail.level === LEVEL;
    const root = event.target.shadowRoot;
    if (root) look(root);
  });

  let isAwaited = false;
  function look(root, changes) {
    if (seen.taken) return changes?.disconnect();
    if (seen.typable) {
      const spelled = root.querySelector(".pay")?.textContent.includes(AMOUNT);
      if (!spelled || !isReady) return;
      seen.taken = micros();
      // What follows from it is drawn in the next frame, and told after it.
      requestAnimationFrame(() => requestAnimationFrame(() => {
        add(shifts.takeRecords());
        finish(seen);
      }));
    } else if (!isAwaited && root.querySelector("#amount")) {
      isAwaited = true;
      requestAnimationFrame(() => type(root));
    }
  }

  /** In a frame of its own: what the donor cannot see cannot be typed into. */
  function type(root) {
    const field = root.querySelector("#amount");
    const { width, height } = field.getBoundingClientRect();
    if (field.disabled || !field.checkVisibility() || !width || !height) {
      requestAnimationFrame(() => type(root));
      return;
    }
    seen.typable = micros();
    const happens = { bubbles: true, composed: true };
    field.form.dispatchEvent(new PointerEvent("pointerover", happens));
    field.focus({ preventScroll: true });
    field.value = AMOUNT;
    field.dispatchEvent(new InputEvent("input", happens));
  }
})();
