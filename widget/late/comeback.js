// The donor is back: `#obole=<payment>.<secret>` in the page's address. The edge says, in the same
// words and markup as its own page, what became of the payment.

/** How long to wait before asking again, in milliseconds; then no more. */
const PAUSES = [2000, 4000, 8000, 16000];
const OPEN = ['created', 'pending', 'authorized'];

export const comeback = async (element, root, edge, html) => {
  const [, id, secret] = /^#obole=(\w+)\.([\w-]+)$/.exec(location.hash) ?? [];
  if (!id) return;
  const place = root.querySelector('#result');
  const form = root.querySelector('form');
  const ask = async (form) => {
    const query = new URLSearchParams({ secret, lang: element.language, form });
    const answer = await fetch(`${edge}/v1/payments/${id}?${query}`, { credentials: 'omit' });
    return answer.ok ? answer.json() : {};
  };
  let known;
  for (const pause of [...PAUSES, 0]) {
    // What is asked for the last time does not promise to be asked again.
    const { payment, result } = await ask(pause ? 'result' : 'last').catch(() => ({}));
    // Gone meanwhile, or back at the form.
    if (!place.isConnected || (known && !place.firstChild)) return;
    // Told already by another checkout of the same link.
    if (!known && !location.hash.includes(id)) return;
    // Another checkout of the page may be the one that is meant.
    if (payment && payment.link !== element.getAttribute('link')) return;
    if (payment && (payment.status !== known || !pause)) {
      if (!known) leave();
      const news = payment.status !== known;
      known = payment.status;
      place.innerHTML = html(result);
      form.hidden = true;
      place.querySelector('button')?.addEventListener('click', () => {
        place.replaceChildren();
        form.hidden = false;
        (form.querySelector('#amount') ?? form.querySelector('input:not([type=hidden])')).focus();
      });
      if (news) element.tell('return', { status: known });
    }
    if (payment && !OPEN.includes(known)) return forget(root);
    if (!pause) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
};

/** The secret leaves the address, so that it is neither shared nor bookmarked. */
const leave = () => {
  try {
    history.replaceState(history.state, '', location.pathname + location.search);
  } catch {
    // A page without an origin of its own: nobody can bookmark it.
  }
};

/** The payment is over: its key is spent. */
const forget = (root) => {
  try {
    sessionStorage.removeItem(JSON.parse(root.querySelector('script').textContent).key_place);
  } catch {
    // Where nothing may be kept, nothing was.
  }
};
