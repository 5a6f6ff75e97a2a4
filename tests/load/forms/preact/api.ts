// What the edge answers, and how it is asked.

/** What the link asks in one currency; amounts in major units, as text. */
export interface CurrencyOffer {
  code: string;
  exponent: number;
  min: string;
  max: string;
  presets: { value: string }[];
}

export interface Terminal {
  id: string;
  kind: string;
  name: string;
  test: boolean;
  currencies: string[];
}

export interface Link {
  id: string;
  name: string;
  currencies: CurrencyOffer[];
  terminals: Terminal[];
}

export interface Offer {
  link: Link;
  lang: string;
  texts: Record<string, string>;
}

export interface AmountBody {
  value: string;
  currency: string;
}

export interface Problem {
  code: string;
  title: string;
  field?: string;
  readings?: AmountBody[];
  /** Where a payment page is open already. */
  provider?: string;
  redirect_url?: string;
}

export interface Payment {
  id: string;
  link: string;
  terminal: string;
  status: string;
  status_text: string;
  sentence: string;
  amount: AmountBody;
  reference: string;
  test: boolean;
  redirect_url?: string;
  created_at: string;
  receipt: { label: string; value: string }[];
}

/** Longer than the edge waits for a provider. */
const PATIENCE_MS = 30_000;

/** The answer's status and body; fails if nothing that can be read came back. */
async function ask<T>(url: string, init?: RequestInit): Promise<{ ok: boolean; body: T }> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(url, { credentials: "omit", signal, ...init });
  return { ok: answer.ok, body: (await answer.json()) as T };
}

export const askOffer = (edge: string, link: string, query: URLSearchParams) =>
  ask<Offer & Problem>(`${edge}/v1/links/${encodeURIComponent(link)}?${query}`);

export const askPayment = (edge: string, id: string, secret: string, lang: string) =>
  ask<{ payment?: Payment }>(`${edge}/v1/payments/${id}?${new URLSearchParams({ secret, lang })}`);

export const create = (edge: string, link: string, key: string, body: string) =>
  ask<{ payment?: Payment } & Problem>(`${edge}/v1/links/${encodeURIComponent(link)}/payments`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body,
  });

export const isWeb = (url: string | undefined): url is string => /^https?:\/\//.test(url ?? "");

/** Fills the `{name}` placeholders of a text. */
export const fill = (text = "", values: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
