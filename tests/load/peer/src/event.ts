import type { Money } from "./order";
import type { Session } from "./saferpay";

/** Everything that is fixed when a payment is opened. */
export interface Opened {
  id: string;
  link: string;
  description: string;
  terminal: string;
  mode: "test" | "live";
  amount: Money;
  reference: string;
  lang: string;
  return_to: string | null;
  email: string | null;
  name: string | null;
  body_hash: string;
  secret: string;
  notify_token: string;
}

/** One line of the journal. */
export type Event =
  | ({ type: "opened" } & Opened)
  | { type: "attempted"; call: "open_session" }
  | { type: "unanswered"; call: "open_session" }
  | ({ type: "session_opened" } & Session);

/** A payment, folded from its journal. */
export interface Payment {
  opened: Opened;
  session: Session | null;
  version: number;
  created_at: number;
  updated_at: number;
}

/** Folds one event into the state. */
export function apply(payment: Payment | null, event: Event, at: number): Payment | null {
  if (event.type === "opened") {
    const { type: _, ...opened } = event;
    return { opened, session: null, version: 1, created_at: at, updated_at: at };
  }
  if (!payment) return null;
  const next = { ...payment, version: payment.version + 1, updated_at: at };
  if (event.type === "session_opened") {
    const { type: _, ...session } = event;
    next.session = session;
  }
  return next;
}
