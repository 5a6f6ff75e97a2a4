const encoder = new TextEncoder();
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
/** Bytes of a derived id or secret. */
const DERIVED_BYTES = 16;

let imported: Promise<CryptoKey> | undefined;

/** The signing key is imported once for each isolate. */
function signingKey(secret: string): Promise<CryptoKey> {
  imported ??= crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return imported;
}

/** A text nobody without the signing key can compute, one for each purpose. */
export async function derive(secret: string, purpose: string, ...parts: string[]): Promise<string> {
  const text = encoder.encode([purpose, ...parts].join("\0"));
  const mac = await crypto.subtle.sign("HMAC", await signingKey(secret), text);
  return base32(new Uint8Array(mac, 0, DERIVED_BYTES));
}

/** A hash of texts, each bounded from the next. */
export async function hashOf(parts: string[]): Promise<string> {
  const text = parts.map((part) => `${part.length}\0${part}`).join("");
  return base32(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))));
}

function base32(bytes: Uint8Array): string {
  let out = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += DIGITS[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? out + DIGITS[(buffer << (5 - bits)) & 31] : out;
}
