// The idempotency key: made before the first request, kept until the payment is over. The same
// body gets the same key, another body another one; only where the donor takes another provider,
// because the first one did not answer, the key goes along.

interface Kept {
  key: string;
  body: string;
}

/** Where the key of this link's payment is kept. */
const place = (edge: string, link: string) => `obole:${edge}/${link}`;

export function keyFor(edge: string, link: string, body: string, isSameGift: boolean): string {
  const name = place(edge, link);
  const kept = stored(name);
  const key = kept && (isSameGift || kept.body === body) ? kept.key : random();
  try {
    sessionStorage.setItem(name, JSON.stringify({ key, body }));
  } catch {
    // A full or forbidden storage costs only the protection across reloads.
  }
  return key;
}

/** The payment is over, or its key is spent. */
export function forgetKey(edge: string, link: string): void {
  try {
    sessionStorage.removeItem(place(edge, link));
  } catch {
    // Nothing was kept either.
  }
}

function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function stored(name: string): Kept | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
