import type { Link, Terminal } from "./catalog";
import { Problem } from "./problem";

/** Whole minor units of a currency. */
export interface Money {
  minor: number;
  currency: string;
}

/** The body of a request for a payment. */
export interface Order {
  amount: { value: string; currency: string };
  terminal: string;
  lang?: string;
  email?: string;
  name?: string;
  address?: Record<string, string | null>;
  promo_code?: string;
  cover_fee?: boolean;
  return_to?: string;
}

const FIELDS: Record<string, string> = {
  amount: "object",
  terminal: "string",
  lang: "string",
  email: "string",
  name: "string",
  address: "object",
  promo_code: "string",
  cover_fee: "boolean",
  return_to: "string",
};
export const ADDRESS_FIELDS = ["street", "zip", "city", "country"];
/** Languages of the payment page that are asked for by name. */
const LANGUAGES = new Set(["de", "en", "fr", "it"]);
const NO_DECIMALS = new Set(["JPY", "KRW", "ISK", "CLP", "VND", "XAF", "XOF", "XPF", "UGX"]);
const THREE_DECIMALS = new Set(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);
const AMOUNT_CHARS_MAX = 16;
const TEXT_CHARS_MAX = 100;
const EMAIL = /^[\x21-\x3f\x41-\x7e]+@[^@.][\x21-\x3f\x41-\x7e]*\.[\x21-\x3f\x41-\x7e]+$/;
const CONTROL = /\p{Cc}/u;

/** Reads the body; a field that is unknown or of another type refuses it. */
export function readOrder(body: unknown): Order {
  if (typeof body !== "object" || body === null) throw new Problem("body_invalid");
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(FIELDS, name)) throw new Problem("body_invalid");
    const absent = value === null && name !== "amount" && name !== "terminal";
    if (!absent && (typeof value !== FIELDS[name] || value === null)) {
      throw new Problem("body_invalid");
    }
  }
  const order = body as Order;
  const { amount, address } = order;
  const amountIsRead =
    typeof amount?.value === "string" &&
    typeof amount.currency === "string" &&
    Object.keys(amount).length === 2;
  if (!amountIsRead || typeof order.terminal !== "string") throw new Problem("body_invalid");
  for (const [name, value] of Object.entries(address ?? {})) {
    const isText = typeof value === "string" || value === null;
    if (!ADDRESS_FIELDS.includes(name) || !isText) throw new Problem("body_invalid");
  }
  return order;
}

/** Checks the order against the link; what comes out may be opened. */
export function admit(order: Order, link: Link, terminal: Terminal | null): Money {
  if (order.promo_code != null) throw new Problem("promo_code_unknown");
  if (order.cover_fee) throw new Problem("cover_fee_not_offered");
  const { currency, value } = order.amount;
  if (!link.currencies.includes(currency)) throw new Problem("currency_not_offered");
  if (!terminal || !link.terminals.includes(order.terminal)) {
    throw new Problem("terminal_not_offered");
  }
  if (!terminal.currencies.includes(currency)) throw new Problem("currency_not_taken");
  const minor = minorUnits(value, currency);
  const { min, max } = link.amount.free;
  if (minor < minorUnits(min, currency)) throw new Problem("amount_too_small");
  if (minor > minorUnits(max, currency)) throw new Problem("amount_too_large");
  if (order.return_to != null && !leadsBack(order.return_to, link.return_origins)) {
    throw new Problem("return_not_allowed");
  }
  if (order.email != null && (order.email.length > 254 || !EMAIL.test(order.email))) {
    throw new Problem("email_invalid");
  }
  for (const text of [order.name, ...Object.values(order.address ?? {})]) {
    if (text != null && (text.length > TEXT_CHARS_MAX || CONTROL.test(text))) {
      throw new Problem("name_invalid");
    }
  }
  return { minor, currency };
}

/** The language of the order, as far as it is known. */
export function languageOf(order: Order): string {
  const primary = order.lang?.split("-")[0]?.toLowerCase() ?? "";
  return LANGUAGES.has(primary) ? primary : "en";
}

/** Major units as the API writes them. */
export function wireValue({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  if (exponent === 0) return String(minor);
  const digits = String(minor).padStart(exponent + 1, "0");
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function exponentOf(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

function minorUnits(text: string, currency: string): number {
  const match = text.length <= AMOUNT_CHARS_MAX ? /^(\d+)(?:\.(\d+))?$/.exec(text) : null;
  const exponent = exponentOf(currency);
  const decimals = match?.[2] ?? "";
  if (!match || decimals.length > exponent) throw new Problem("amount_invalid");
  // Texts, not products: 0.07 * 100 is not 7.
  const minor = Number(match[1] + decimals.padEnd(exponent, "0"));
  if (!Number.isSafeInteger(minor)) throw new Problem("amount_too_large");
  return minor;
}

function leadsBack(address: string, origins: string[]): boolean {
  const origin = /^https?:\/\/[a-z0-9.\-:[\]]+(?=$|[/?#])/.exec(address)?.[0];
  const plain = address.length <= 1500 && /^[\x21-\x5b\x5d-\x7e]+$/.test(address);
  return plain && origin !== undefined && origins.includes(origin);
}
