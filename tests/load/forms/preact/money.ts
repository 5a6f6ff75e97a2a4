// Sums in whole minor units, and how people write them. No fraction is ever a number.

export interface Money {
  minor: bigint;
  currency: string;
  exponent: number;
}

/** Major units, as the interface carries them: `1234.50`. */
export function wire({ minor, exponent }: Money): string {
  const digits = minor.toString().padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export function fromWire(text: string, currency: string, exponent: number): Money | undefined {
  const [, major, decimals = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (major === undefined) return undefined;
  return fromDigits(major + decimals, decimals.length, currency, exponent);
}

/** The sum of these digits, the last `decimals` of them behind the separator; only zeros may be
 *  finer than the currency. */
export function fromDigits(
  digits: string,
  decimals: number,
  currency: string,
  exponent: number,
): Money | undefined {
  let kept = digits;
  let scale = decimals;
  for (; scale > exponent; scale -= 1) {
    if (!kept.endsWith("0")) return undefined;
    kept = kept.slice(0, -1);
  }
  return { minor: BigInt(kept + "0".repeat(exponent - scale)), currency, exponent };
}

/** How a language separates groups and decimals. */
export function separators(lang: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(lang, { useGrouping: "always" as never }).formatToParts(1234567.8);
  const found = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { group: found("group"), decimal: found("decimal") };
}

const isPointOrComma = (text: string) => text === "." || text === ",";

/** Three decimals are written so that they cannot pass for thousands, one lone group of thousands
 *  so that it cannot pass for decimals. */
function digits(money: Money, lang: string) {
  const text = wire(money);
  const [major = "", decimals = ""] = text.split(".");
  const { group, decimal } = separators(lang);
  let count = decimals.length;
  if (count === 3 && major.length <= 3 && major !== "0" && isPointOrComma(decimal)) {
    count = decimals.endsWith("0") ? 2 : 4;
  }
  const loneGroup = count === 0 && major.length > 3 && major.length < 7 && isPointOrComma(group);
  return { text, decimals, count, loneGroup };
}

const format = (lang: string, options: object, text: string) =>
  // `Intl` reads decimal texts exactly, as numbers it would round; the types do not know it yet.
  new Intl.NumberFormat(lang, options as Intl.NumberFormatOptions).format(text as never);

/** The amount with the currency's code. */
export function written(money: Money, lang: string): string {
  const { text, count, loneGroup } = digits(money, lang);
  const options = {
    style: "currency",
    currency: money.currency,
    currencyDisplay: "code",
    useGrouping: loneGroup ? false : "always",
    minimumFractionDigits: count,
    maximumFractionDigits: count,
  };
  return format(lang, options, text);
}

/** The number alone, as one would type it. */
export function typed(money: Money, lang: string): string {
  const { text, decimals, count } = digits(money, lang);
  const fraction = /^0*$/.test(decimals) ? 0 : count;
  const options = {
    useGrouping: false,
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  };
  return format(lang, options, text);
}
