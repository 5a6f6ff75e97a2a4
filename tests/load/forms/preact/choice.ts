// What the donor chose so far, and what follows from it.

import { type CurrencyOffer, type Offer, type Terminal, fill } from "./api";
import { type Money, fromWire, typed, wire, written } from "./money";
import { read } from "./read";

export interface Choice {
  /** Text of the amount field; unless empty it wins over the preset. */
  text: string;
  /** Preset chosen, in major units. */
  preset?: string;
  currency: string;
  terminal?: string;
}

/** A problem, told beside the field it is about; beside the button where it has none. */
export interface Trouble {
  field: string;
  text: string;
  readings: [value: string, shown: string][];
}

/** An offer with the language its numbers are written in. */
export interface Form extends Offer {
  edge: string;
  /** The language of the texts; `lang` may be a variant of it. */
  textLang: string;
}

export const currencyOf = (form: Form, code: string): CurrencyOffer | undefined =>
  form.link.currencies.find((currency) => currency.code === code);

export const terminalOf = (form: Form, id: string | undefined): Terminal | undefined =>
  form.link.terminals.find((terminal) => terminal.id === id);

export const providerName = (terminal: Terminal | undefined) =>
  terminal?.kind === "saferpay" ? "Saferpay" : "PayPal";

export const takes = (terminal: Terminal, currency: string) => terminal.currencies.includes(currency);

/** What a page may choose beforehand. */
export interface Wish {
  amount: string | null;
  currency: string | null;
  provider: string | null;
}

/** What the form shows first: an amount that is one of the presets chooses it. */
export function firstChoice(form: Form, wish: Wish): Choice {
  const offer = currencyOf(form, wish.currency ?? "") ?? form.link.currencies[0];
  const { code = "", exponent = 2, presets = [] } = offer ?? {};
  const text = wish.amount ?? "";
  const money = fromWire(text, code, exponent);
  const preset = money && presets.find(({ value }) => value === wire(money))?.value;
  const shown = money ? typed(money, form.lang) : text;
  const terminal = wish.provider ?? undefined;
  return settled({ text: preset ? "" : shown, preset, currency: code, terminal }, form);
}

/** The first terminal that takes the currency, unless the chosen one does. */
export function settled(choice: Choice, form: Form): Choice {
  const fitting = form.link.terminals.filter((terminal) => takes(terminal, choice.currency));
  const kept = fitting.find((terminal) => terminal.id === choice.terminal) ?? fitting[0];
  return { ...choice, terminal: kept?.id };
}

export const trouble = (field: string, text = "", readings: Trouble["readings"] = []): Trouble => ({
  field,
  text,
  readings,
});

/** The exact amount, within the link's limits, or what to tell the donor. */
export function amountOf(choice: Choice, form: Form): Money | Trouble {
  const { texts, lang } = form;
  const offer = currencyOf(form, choice.currency);
  if (!offer) return trouble("currency", texts.currency_not_taken);
  const { code, exponent } = offer;
  const limits = { min: fromWire(offer.min, code, exponent), max: fromWire(offer.max, code, exponent) };
  const preset = choice.text.trim() === "" && choice.preset !== undefined
    ? fromWire(choice.preset, code, exponent)
    : undefined;
  const reading = preset ? { money: preset } : read(choice.text, lang, code, exponent);
  if ("money" in reading) {
    const { money } = reading;
    const [bound, text] =
      limits.min && money.minor < limits.min.minor ? [limits.min, texts.amount_too_small]
      : limits.max && money.minor > limits.max.minor ? [limits.max, texts.amount_too_large]
      : [];
    if (!bound || !text) return money;
    const shown = written(bound, lang);
    return trouble("amount", fill(text, { min: shown, max: shown }));
  }
  if (reading.error === "ambiguous") {
    const shown = reading.readings.map((money): [string, string] => [wire(money), written(money, lang)]);
    return trouble("amount", texts.amount_ambiguous, shown);
  }
  return trouble("amount", fill(texts[`amount_${reading.error}`], { max: `${exponent}` }));
}

/** What the pay button says: the exact amount as soon as there is one. */
export function payLabel(choice: Choice, form: Form): string {
  const amount = amountOf(choice, form);
  return "minor" in amount
    ? fill(form.texts.pay_amount, { amount: written(amount, form.lang) })
    : (form.texts.pay ?? "");
}

/** Least and greatest amount in the chosen currency, in words. */
export function limitsText(choice: Choice, form: Form): string {
  const offer = currencyOf(form, choice.currency);
  if (!offer) return "";
  const shown = (value: string) => {
    const money = fromWire(value, offer.code, offer.exponent);
    return money ? written(money, form.lang) : value;
  };
  return fill(form.texts.limits, { min: shown(offer.min), max: shown(offer.max) });
}
