// What became of a payment, shown to the donor who comes back from the provider.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type Payment, askPayment } from "./api";
import { type Form, currencyOf, providerName, terminalOf } from "./choice";
import { Seal } from "./drawings";
import { TestBadge } from "./fields";
import { forgetKey } from "./key";
import { fromWire, written } from "./money";

/** How long to wait before asking again; then no more. */
const PAUSES_MS = [2_000, 4_000, 8_000, 16_000];

export interface Outcome {
  payment: Payment;
  /** The page that can be printed. */
  receiptUrl: string;
  /** What is shown is looked at again by itself. */
  updates: boolean;
}

const isOpen = (status: string) => ["created", "pending", "authorized"].includes(status);

/** The payment that the page's address names (`#obole=<payment>.<secret>`), if it is this link's,
 *  and how to go on without it. */
export function useComeback(form: Form, tell: (name: string, detail: object) => void) {
  const { edge, link, textLang: lang } = form;
  const [outcome, setOutcome] = useState<Outcome>();
  const end = useRef(() => {});
  useEffect(() => {
    const [, id, secret] = /^#obole=(\w+)\.([\w-]+)$/.exec(location.hash) ?? [];
    if (!id || !secret) return undefined;
    const receiptUrl = `${edge}/result/${id}?${new URLSearchParams({ secret, lang })}`;
    let timer = 0;
    let isOver = false;
    let known = "";
    const look = async (round: number) => {
      const answer = await askPayment(edge, id, secret, lang).catch(() => undefined);
      const payment = answer?.ok ? answer.body.payment : undefined;
      // Gone meanwhile, or another checkout of the page is the one that is meant.
      if (isOver || (payment && payment.link !== link.id)) return;
      const pause = PAUSES_MS[round];
      if (payment) {
        const { status } = payment;
        if (!isOpen(status)) forgetKey(edge, link.id);
        // The secret leaves the address, so that it is neither shared nor bookmarked.
        if (!known) history.replaceState(history.state, "", location.pathname + location.search);
        if (known !== status) tell("return", { status });
        known = status;
        setOutcome({ payment, receiptUrl, updates: pause !== undefined && isOpen(status) });
        if (!isOpen(status)) return;
      }
      if (pause !== undefined) timer = window.setTimeout(look, pause, round + 1);
    };
    void look(0);
    end.current = () => {
      isOver = true;
      clearTimeout(timer);
    };
    return () => end.current();
  }, []);
  const dismiss = () => {
    end.current();
    setOutcome(undefined);
  };
  return [outcome, dismiss] as const;
}

const TONES: Record<string, string> = {
  captured: "done",
  authorized: "done",
  created: "open",
  pending: "open",
  declined: "failed",
  canceled: "failed",
  expired: "failed",
};

export function Result({ form, outcome, onAgain }: { form: Form; outcome: Outcome; onAgain(): void }) {
  const { texts } = form;
  const { payment, receiptUrl, updates } = outcome;
  const isPaid = payment.status === "captured";
  const tone = TONES[payment.status] ?? "plain";
  return (
    <div class="result" part="result" data-tone={tone}>
      <span class="seal" aria-hidden="true">
        <Seal tone={tone} />
      </span>
      <p class="kicker">{isPaid ? payment.status_text : texts.result_status}</p>
      <h2 part="title" tabIndex={-1}>
        {isPaid ? texts.thanks : payment.status_text}
      </h2>
      <p class="sentence">{payment.sentence}</p>
      <dl part="receipt">
        {facts(form, payment).map(([label, value, kind = "plain"]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class={kind}>{value}</dd>
          </div>
        ))}
      </dl>
      {payment.test && <TestBadge texts={texts} />}
      {updates && <p class="hint">{texts.will_update}</p>}
      <p class="actions">
        {isPaid && (
          <a class="again" part="again" href={receiptUrl} target="_blank" rel="noopener">
            {texts.print_receipt}
          </a>
        )}
        <button class="again" part="again" type="button" onClick={onAgain}>
          {texts.again}
        </button>
      </p>
    </div>
  );
}

/** The lines of the receipt: label, value, and their kind for the style. */
function facts(form: Form, payment: Payment): [label: string, value: ComponentChildren, kind?: string][] {
  const { texts, textLang } = form;
  const { value, currency } = payment.amount;
  const money = fromWire(value, currency, currencyOf(form, currency)?.exponent ?? 2);
  const day = payment.created_at.slice(0, "2026-01-31".length);
  const { format } = new Intl.DateTimeFormat(textLang, { dateStyle: "long", timeZone: "UTC" });
  return [
    [texts.result_amount ?? "", money ? written(money, textLang) : value, "sum"],
    [texts.result_date ?? "", <time dateTime={day}>{format(new Date(day))}</time>],
    [texts.result_provider ?? "", providerName(terminalOf(form, payment.terminal))],
    [texts.result_reference ?? "", payment.reference, "reference"],
    ...payment.receipt.map(({ label, value }): [string, string] => [label, value]),
  ];
}
