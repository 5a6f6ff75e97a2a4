// The whole form with its result before it.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { fill } from "./api";
import {
  type Choice,
  type Form,
  type Trouble,
  amountOf,
  payLabel,
  providerName,
  settled,
  takes,
  terminalOf,
  trouble,
} from "./choice";
import { Amount, PLACES, Providers } from "./fields";
import { forgetKey } from "./key";
import { wire } from "./money";
import { Result, useComeback } from "./result";
import { type Instead, opened } from "./send";

interface Props {
  form: Form;
  first: Choice;
  /** Dispatches one of the checkout's events; whether the page did not refuse it. */
  tell(name: string, detail: object, cancelable?: boolean): boolean;
}

/** After this the donor is told that it takes long. */
const SLOW_MS = 6_000;

const RIGHT_TO_LEFT = /^ar(-|$)/i;

export function Checkout({ form, first, tell }: Props) {
  const { link, texts, lang, edge } = form;
  const root = useRef<HTMLFormElement>(null);
  const [choice, setChoice] = useState(first);
  const [problem, setProblem] = useState<Trouble>();
  const [instead, setInstead] = useState<Instead[]>([]);
  /** Who is being asked for a payment page. */
  const [busy, setBusy] = useState<string>();
  const turn = useRef(0);
  const [focus, setFocus] = useState<{ on: string }>();
  const [outcome, dismiss] = useComeback(form, tell);
  const isSlow = useSlow(busy !== undefined);

  useEffect(() => {
    tell("ready", { level: "script" });
    const restored = (event: PageTransitionEvent) => event.persisted && rest();
    addEventListener("pageshow", restored);
    return () => {
      rest();
      removeEventListener("pageshow", restored);
    };
  }, []);
  useLayoutEffect(() => {
    const element = focus && root.current?.querySelector<HTMLElement>(focus.on);
    // The description is read when focus arrives; where it is there already it must come again.
    element?.blur();
    element?.focus();
  }, [focus]);

  /** Nothing is under way any more: an answer that still comes finds its turn over. */
  const rest = () => {
    turn.current += 1;
    setBusy(undefined);
  };
  const clear = () => {
    setProblem(undefined);
    setInstead([]);
  };
  const choose = (next: Choice) => {
    setChoice(next);
    clear();
    const amount = amountOf(next, form);
    const value = "minor" in amount ? wire(amount) : null;
    tell("amount", { value, currency: next.currency });
  };
  const refuse = (problem: Trouble, code: string, instead: Instead[] = []) => {
    tell("error", { code, field: problem.field });
    setProblem(problem);
    setInstead(instead);
    const on = PLACES[problem.field] ?? (instead.length > 0 && ".offer");
    if (on) setFocus({ on });
  };

  const send = async (choice: Choice, isSameGift = false) => {
    if (busy !== undefined) return;
    const amount = amountOf(choice, form);
    if (!("minor" in amount)) return refuse(amount, "invalid");
    const terminal = terminalOf(form, choice.terminal);
    if (!terminal || !takes(terminal, choice.currency)) {
      return refuse(trouble("terminal", texts.currency_not_taken), "invalid");
    }
    clear();
    const detail = { value: wire(amount), currency: amount.currency, provider: terminal.id };
    if (!tell("submit", detail, true)) return;
    setBusy(providerName(terminal));
    const ours = (turn.current += 1);
    const target = await opened(form, amount, terminal.id, isSameGift);
    // The donor left, or the page came back from the browser's memory.
    if (ours !== turn.current) return;
    if (typeof target === "string") {
      tell("redirect", { provider: terminal.id });
      location.assign(target);
      return;
    }
    rest();
    refuse(target.trouble, target.code, target.instead);
  };
  const take = (way: Instead) => {
    if (way.kind === "continue") return location.assign(way.url);
    // The offers go: focus must not go with them.
    setFocus({ on: ".pay" });
    if (way.kind === "anew") forgetKey(edge, link.id);
    const next = way.kind === "elsewhere" ? { ...choice, terminal: way.terminal } : choice;
    setChoice(next);
    void send(next, way.kind === "elsewhere");
  };

  const isBusy = busy !== undefined;
  const beside = problem && !PLACES[problem.field] ? problem.text : undefined;
  return (
    <div class="obole" part="root" lang={lang} dir={RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr"}>
      <div role="status">
        {outcome && (
          <Result
            form={form}
            outcome={outcome}
            onAgain={() => {
              dismiss();
              setFocus({ on: "#amount" });
            }}
          />
        )}
      </div>
      <form
        ref={root}
        part="form"
        noValidate
        hidden={outcome !== undefined}
        onSubmit={(event) => {
          event.preventDefault();
          void send(choice);
        }}
      >
        <h2 part="title">{link.name}</h2>
        <Amount
          form={form}
          choice={choice}
          problem={problem}
          onText={(text) => choose({ ...choice, text, preset: text.trim() ? undefined : choice.preset })}
          onPreset={(preset) => choose({ ...choice, text: "", preset })}
          onCurrency={(currency) => choose(settled({ ...choice, currency }, form))}
          onReading={(text) => {
            choose({ ...choice, text, preset: undefined });
            setFocus({ on: ".pay" });
          }}
        />
        <Providers
          form={form}
          choice={choice}
          problem={problem}
          onTerminal={(terminal) => {
            setChoice({ ...choice, terminal });
            clear();
            tell("provider", { provider: terminal });
          }}
        />
        <div class="submit">
          <p class="trouble" part="problem" role="alert">
            {beside}
          </p>
          <div class="offers">
            {instead.map((way) => (
              <button key={way.label} class="offer" part="offer" type="button" onClick={() => take(way)}>
                {way.label}
              </button>
            ))}
          </div>
          <button class="pay" part="pay" type="submit" aria-busy={isBusy || undefined} aria-disabled={isBusy || undefined}>
            <span>{isBusy ? fill(texts.opening, { provider: busy }) : payLabel(choice, form)}</span>
          </button>
          <p class="note" part="note" role="status">
            {isSlow && isBusy && fill(texts.provider_slow, { provider: busy })}
          </p>
        </div>
      </form>
    </div>
  );
}

/** Whether something is under way for long. */
function useSlow(isBusy: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = setTimeout(setSlow, SLOW_MS, true);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isBusy]);
  return isSlow;
}
