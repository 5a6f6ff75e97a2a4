// Asking the edge for a payment, and what the donor may do when none comes of it.

import { type AmountBody, type Problem, create, fill, isWeb } from "./api";
import { type Form, type Trouble, currencyOf, providerName, takes, terminalOf, trouble } from "./choice";
import { forgetKey, keyFor } from "./key";
import { type Money, fromWire, wire, written } from "./money";

/** What a donor may do instead. */
export type Way =
  /** Send the same again. */
  | { kind: "again" }
  /** The same gift through another terminal, under the same key. */
  | { kind: "elsewhere"; terminal: string }
  /** Go on at the provider's page that is open already. */
  | { kind: "continue"; url: string }
  /** Pay here all the same, as another payment. */
  | { kind: "anew" };

/** A way with what its button says. */
export type Instead = Way & { label: string };

/** Why nobody can be paid yet. */
export interface Refusal {
  code: string;
  trouble: Trouble;
  instead: Instead[];
}

const OTHERS_MAX = 3;

/** The provider's page, or why there is none. */
export async function opened(
  form: Form,
  money: Money,
  terminal: string,
  isSameGift: boolean,
): Promise<string | Refusal> {
  const { edge, lang, link } = form;
  const body = JSON.stringify({
    amount: { value: wire(money), currency: money.currency },
    terminal,
    lang,
    return_to: location.href.replace(/#.*/, ""),
  });
  // A key may belong to a payment that has ended meanwhile; then, once, a new one.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const key = keyFor(edge, link.id, body, isSameGift && attempt === 0);
    const answer = await create(edge, link.id, key, body).catch(() => undefined);
    if (!answer) break;
    if (!answer.ok && answer.body.code !== "idempotency_key_reused") {
      return refusal(form, answer.body, terminal, money.currency);
    }
    const url = answer.body.payment?.redirect_url;
    if (isWeb(url)) return url;
    forgetKey(edge, link.id);
  }
  const { try_again: label = "", unreachable } = form.texts;
  const instead: Instead[] = [{ kind: "again", label }];
  return { code: "unreachable", trouble: trouble("", unreachable), instead };
}

function refusal(form: Form, problem: Problem, terminal: string, currency: string): Refusal {
  const { texts } = form;
  const { code, title, field = "", readings = [], redirect_url: open } = problem;
  const provider = providerName(terminalOf(form, terminal));
  const payWith = (provider: string) => fill(texts.pay_with_other, { provider });
  if (code === "provider_unavailable" || code === "provider_refused") {
    const others = form.link.terminals.filter(({ id }) => id !== terminal);
    const fitting = others.filter((other) => takes(other, currency)).slice(0, OTHERS_MAX);
    const elsewhere = fitting.map((other): Instead => {
      return { kind: "elsewhere", terminal: other.id, label: payWith(providerName(other)) };
    });
    const instead: Instead[] = [{ kind: "again", label: texts.try_again ?? "" }, ...elsewhere];
    return { code, trouble: trouble("", fill(texts.provider_silent, { provider })), instead };
  }
  if (code === "payment_open_elsewhere") {
    const instead: Instead[] = [{ kind: "anew", label: payWith(provider) }];
    if (isWeb(open)) {
      const label = fill(texts.continue_there, { provider: new URL(open).host });
      instead.unshift({ kind: "continue", url: open, label });
    }
    const text = fill(texts.open_elsewhere, { provider: problem.provider ?? "" });
    return { code, trouble: trouble("", text), instead };
  }
  const shown = ({ value, currency }: AmountBody): [string, string] => {
    const money = fromWire(value, currency, currencyOf(form, currency)?.exponent ?? 2);
    return [value, money ? written(money, form.lang) : value];
  };
  const told = trouble(field, title || texts.unreachable, readings.map(shown));
  return { code, trouble: told, instead: [] };
}
