// Keeps what the checkout tells the page, and what a policy forbids, for whoever looks into
// `__seen`: the tests. Every page here names it ahead of the checkout, so that nothing is missed.
(() => {
  if (window.__seen) return;
  const seen = { events: [], violations: [] };
  Object.defineProperty(window, "__seen", { value: seen });
  const names = ["ready", "amount", "provider", "submit", "redirect", "return", "error", "degraded"];
  for (const name of names) {
    window.addEventListener("obole:" + name, (event) => {
      seen.events.push({ name, detail: event.detail ?? null, composed: event.composed });
    });
  }
  window.addEventListener("securitypolicyviolation", (event) => {
    seen.violations.push(event.effectiveDirective + " " + event.blockedURI);
  }, true);
})();
