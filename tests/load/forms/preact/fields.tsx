// The fields of the form: amount, currency, provider.

import { fill } from "./api";
import { type Choice, type Form, type Trouble, currencyOf, limitsText, providerName, takes } from "./choice";
import { Mark } from "./drawings";
import { fromWire, typed } from "./money";

interface Props {
  form: Form;
  choice: Choice;
  problem?: Trouble;
}

interface AmountProps extends Props {
  onText(text: string): void;
  onPreset(value: string): void;
  onCurrency(code: string): void;
  onReading(text: string): void;
}

/** Where the problems of these fields are told; all others are told beside the button. */
export const PLACES: Record<string, string> = {
  amount: "#amount",
  currency: "#currency",
  terminal: "[name=terminal]:checked",
};

export function Amount({ form, choice, problem, onText, onPreset, onCurrency, onReading }: AmountProps) {
  const { texts } = form;
  const here = problem?.field === "amount" || problem?.field === "currency" ? problem : undefined;
  return (
    <fieldset class="amount" part="amount">
      <legend>{texts.amount_heading}</legend>
      <Presets form={form} choice={choice} onPreset={onPreset} />
      <div class="entry" part="entry">
        <div class="field">
          <label for="amount">{texts.amount_label}</label>
          <input
            id="amount"
            part="field"
            name="amount"
            type="text"
            inputMode="decimal"
            autocomplete="off"
            placeholder=" "
            dir="ltr"
            value={choice.text}
            aria-describedby="limits amount-problem"
            aria-invalid={problem?.field === "amount" || undefined}
            onInput={(event) => onText(event.currentTarget.value)}
          />
        </div>
        <Currency form={form} choice={choice} problem={problem} onCurrency={onCurrency} />
      </div>
      <p id="limits" class="hint" part="hint">
        {limitsText(choice, form)}
      </p>
      <Problem id="amount-problem" problem={here} />
      <div class="readings">
        {here?.readings.map(([value, shown]) => (
          <button key={value} class="reading" part="reading" type="button" onClick={() => onReading(shown)}>
            {shown}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Presets({ form, choice, onPreset }: Pick<AmountProps, "form" | "choice" | "onPreset">) {
  const offer = currencyOf(form, choice.currency);
  return (
    <div class="presets" part="presets">
      {offer?.presets.map(({ value }) => {
        const money = fromWire(value, offer.code, offer.exponent);
        return (
          <label key={value} class="preset" part="preset">
            <input
              type="radio"
              name="preset"
              value={value}
              checked={choice.preset === value}
              onChange={() => onPreset(value)}
            />
            <span class="value">{money ? typed(money, form.lang) : value}</span>
          </label>
        );
      })}
    </div>
  );
}

function Currency({ form, choice, problem, onCurrency }: Props & Pick<AmountProps, "onCurrency">) {
  return (
    <div class="field">
      <label for="currency">{form.texts.currency_label}</label>
      <select
        id="currency"
        part="currency"
        name="currency"
        value={choice.currency}
        aria-invalid={problem?.field === "currency" || undefined}
        onChange={(event) => onCurrency(event.currentTarget.value)}
      >
        {form.link.currencies.map(({ code }) => (
          <option key={code} value={code}>
            {code}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Providers({ form, choice, problem, onTerminal }: Props & { onTerminal(id: string): void }) {
  const { texts, link } = form;
  const here = problem?.field === "terminal" ? problem : undefined;
  return (
    <fieldset class="providers" part="providers">
      <legend>{texts.provider_heading}</legend>
      {link.terminals.map((terminal) => {
        const isClosed = !takes(terminal, choice.currency);
        const isChosen = choice.terminal === terminal.id;
        return (
          <label key={terminal.id} class="provider" part="provider" data-closed={isClosed || undefined}>
            <input
              type="radio"
              name="terminal"
              value={terminal.id}
              checked={isChosen}
              disabled={isClosed}
              aria-describedby="terminal-problem"
              aria-invalid={(here && isChosen) || undefined}
              onChange={() => onTerminal(terminal.id)}
            />
            <span class="mark" part="mark" aria-hidden="true">
              <Mark kind={terminal.kind} />
            </span>
            <span class="name">
              {terminal.name}
              {terminal.test && <TestBadge texts={texts} />}
              <small class="reason">{texts.currency_not_taken}</small>
              <small class="note" part="note">
                {fill(texts.redirect_note, { provider: providerName(terminal) })}
              </small>
            </span>
          </label>
        );
      })}
      <Problem id="terminal-problem" problem={here} />
    </fieldset>
  );
}

export function TestBadge({ texts }: Pick<Form, "texts">) {
  return (
    <small class="badge" part="test-badge">
      {texts.test_mode}
    </small>
  );
}

/** Where a problem is told, linked to its field by the field's `aria-describedby`. */
function Problem({ id, problem }: { id: string; problem?: Trouble }) {
  return (
    <p id={id} class="trouble" part="problem">
      {problem?.text}
    </p>
  );
}
