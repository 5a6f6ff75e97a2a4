// Runs before any script of a page, so that nothing is missed.
(() => {
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
