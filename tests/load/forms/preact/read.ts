// Reading an amount that a person typed: by all conventions, and never by a guess.

import { type Money, fromDigits, separators } from "./money";

export type Reading =
  | { money: Money }
  | { error: "empty" | "zero" | "negative" | "not_a_number" | "other_currency" | "too_many_decimals" }
  | { error: "ambiguous"; readings: [Money, Money] };

const TEXT_LEN_MAX = 40;
/** Marks of writing direction and width that pasted text brings along. */
const INVISIBLE = /[\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const DASH = "-\u2010-\u2014\u2212\uFE63\uFF0D";
const LEADING_DASH = new RegExp(`^[${DASH}]`);
const TRAILING_DASH = new RegExp(`[${DASH}]$`);
const DASHES = new RegExp(`^[${DASH}]+`);
/** What a separator may follow without ending an abbreviation. */
const NO_LETTER = new RegExp(`(^|[${DASH} \u00A0$€£¥])$`);
const DIGIT = "0-9\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF10-\uFF19";
const AROUND = new RegExp(`^([^${DIGIT}]*)([${DIGIT}](?:.*[${DIGIT}])?)([^${DIGIT}]*)$`, "s");
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10];

/** Each separator by the characters typed for it; its first stands for all. */
const MARKS = [".\uFF0E", ",\u060C\uFF0C", " \u00A0\u2007\u2009\u202F", "'‘’\u02BC′\uFF07", "\u066B", "\u066C"];
const markOf = (character: string) =>
  character === "" ? undefined : MARKS.find((all) => all.includes(character))?.charAt(0);
const separatesDecimals = (mark: string | undefined) =>
  mark === "." || mark === "," || mark === "\u066B";

/** The number in `text`, with or without a sign of the chosen currency beside it. */
export function read(text: string, lang: string, currency: string, exponent: number): Reading {
  if ([...text.trim()].length > TEXT_LEN_MAX) return { error: "not_a_number" };
  const visible = text.trim().replace(INVISIBLE, "").trim();
  if (visible === "") return { error: "empty" };
  const parts = takenApart(visible);
  if (!parts) return { error: "not_a_number" };
  const before = parts.before.replace(LEADING_DASH, "");
  const sign = before === parts.before ? before.replace(TRAILING_DASH, "") : before;
  const isNegative = sign !== parts.before;
  for (const beside of [sign.trim(), parts.after]) {
    if (beside === "" || signs(currency, lang).has(beside.toUpperCase())) continue;
    return { error: isKnownSign(beside, lang) ? "other_currency" : "not_a_number" };
  }
  const number = scanned(parts.number);
  if (!number) return { error: "not_a_number" };
  const sum = parts.isWhole
    ? whole(number, currency, exponent)
    : agreed(number, markOf(separators(lang).group), currency, exponent);
  if ("money" in sum && sum.money.minor === 0n) return { error: "zero" };
  if (isNegative && !("error" in sum && sum.error === "not_a_number")) return { error: "negative" };
  return sum;
}

function takenApart(text: string) {
  const [, first, core, rest] = AROUND.exec(text) ?? [];
  if (first === undefined || core === undefined || rest === undefined) return undefined;
  // A separator may lead («.50») unless it ends an abbreviation («Fr.50»).
  const leads = separatesDecimals(markOf(first.slice(-1))) && NO_LETTER.test(first.slice(0, -1));
  // A separator may trail («25.»), and a dash after it stands for no decimals.
  const trails = separatesDecimals(markOf(rest.charAt(0)));
  const afterMark = trails ? rest.slice(1) : rest;
  const after = trails ? afterMark.replace(DASHES, "") : rest;
  const isWhole = after.length < afterMark.length;
  return {
    before: (leads ? first.slice(0, -1) : first).trim(),
    number: (leads ? first.slice(-1) : "") + core + (trails && !isWhole ? rest.charAt(0) : ""),
    isWhole,
    after: after.trim(),
  };
}

/** Latin digits, and each separator with the count of digits before it. */
interface Digits {
  digits: string;
  marks: [mark: string, at: number][];
}

function scanned(text: string): Digits | undefined {
  const found: Digits = { digits: "", marks: [] };
  let script: number | undefined;
  for (const character of text) {
    const code = character.charCodeAt(0);
    const zero = ZEROS.find((zero) => code >= zero && code < zero + 10);
    if (zero !== undefined) {
      if ((script ??= zero) !== zero) return undefined;
      found.digits += code - zero;
      continue;
    }
    const mark = markOf(character);
    const at = found.digits.length;
    if (mark === undefined || found.marks.at(-1)?.[1] === at) return undefined;
    found.marks.push([mark, at]);
  }
  return found;
}

function whole({ digits, marks }: Digits, currency: string, exponent: number): Reading {
  if (!groups(digits, marks, digits.length)) return { error: "not_a_number" };
  return sum(digits, 0, currency, exponent);
}

/** The sum that all conventions agree on. */
function agreed(
  number: Digits,
  ownGroup: string | undefined,
  currency: string,
  exponent: number,
): Reading {
  const { digits, marks } = number;
  const decimals = decimalsOf(number);
  if (decimals === undefined) return whole(number, currency, exponent);
  const smaller = sum(digits, decimals, currency, exponent);
  if (!groups(digits, marks, digits.length)) {
    const most = exponent === 0 || exponent === 2 ? 2 : 4;
    return decimals > most ? { error: "too_many_decimals" } : smaller;
  }
  // One mark before exactly three digits.
  const larger = sum(digits, 0, currency, exponent);
  if ("money" in smaller && "money" in larger) {
    return { error: "ambiguous", readings: [smaller.money, larger.money] };
  }
  return marks.every(([mark]) => mark === ownGroup) ? larger : smaller;
}

/** How many digits are decimals if the last mark separates them. */
function decimalsOf({ digits, marks }: Digits): number | undefined {
  const last = marks.at(-1);
  if (!last) return undefined;
  const [mark, at] = last;
  const before = marks.slice(0, -1);
  const decimals = digits.length - at;
  const isOtherMark = before.every(([earlier]) => earlier !== mark);
  // «1,000.» ends a sentence as easily as a number.
  const saysSomething = decimals > 0 || before.length === 0;
  const can = separatesDecimals(mark) && isOtherMark && saysSomething && groups(digits, before, at);
  return can ? decimals : undefined;
}

/** Whether the marks split the first `end` digits into thousands, or as in India. */
function groups(digits: string, marks: Digits["marks"], end: number): boolean {
  const first = marks[0];
  if (!first) return true;
  const [mark, head] = first;
  if (head < 1 || head > 3 || digits.startsWith("0") || mark === "\u066B") return false;
  if (marks.some(([other]) => other !== mark)) return false;
  const lengths = marks.map(([, at], index) => (marks[index + 1]?.[1] ?? end) - at);
  const pairs = lengths.slice(0, -1);
  const isIndian = mark === "," && head <= 2 && lengths.at(-1) === 3 && pairs.every((n) => n === 2);
  return isIndian || lengths.every((length) => length === 3);
}

function sum(digits: string, decimals: number, currency: string, exponent: number): Reading {
  const money = fromDigits(digits || "0", decimals, currency, exponent);
  return money ? { money } : { error: "too_many_decimals" };
}

/** Signs that people write and `Intl` does not know. */
const OTHER_SIGNS: Record<string, string[]> = {
  CHF: ["Fr.", "Fr", "SFr.", "SFr", "Frs.", "Frs", "Franken", "francs", "franchi"],
  EUR: ["Euro", "Euros"],
};

/** The code and the signs of a currency, in capitals. */
function signs(currency: string, lang: string): Set<string> {
  const found = new Set([currency, ...(OTHER_SIGNS[currency] ?? []).map((sign) => sign.toUpperCase())]);
  for (const currencyDisplay of ["symbol", "narrowSymbol"]) {
    for (const tag of [lang, "en"]) {
      const options = { style: "currency", currency, currencyDisplay } as Intl.NumberFormatOptions;
      const parts = new Intl.NumberFormat(tag, options).formatToParts(1);
      const sign = parts.find((part) => part.type === "currency")?.value;
      if (sign) found.add(sign.toUpperCase());
    }
  }
  return found;
}

function isKnownSign(text: string, lang: string): boolean {
  return Intl.supportedValuesOf("currency").some((currency) => signs(currency, lang).has(text.toUpperCase()));
}
