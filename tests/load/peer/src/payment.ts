import { DurableObject } from "cloudflare:workers";

import { type Env, credentialsOf } from "./env";
import { type Event, type Opened, type Payment, apply } from "./event";
import { type IndexRow, indexRow, upsert } from "./index-row";
import { initialize } from "./saferpay";

/** Effects are delivered this much later at the latest. */
const DELIVERY_DELAY_MS = 5_000;
const REDELIVERY_DELAY_MS = 60_000;
/** When the provider is asked although nothing was heard. */
const ASK_DELAY_MS = 90 * 60_000;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    event TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
    key TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    effect TEXT NOT NULL
) STRICT;
`;

/** One payment: its journal, its outbox and its alarm. */
export class PaymentObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  #payment: Payment | null = null;
  /** The call under way; whoever asks meanwhile waits for the same one. */
  #opening: Promise<void> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(SCHEMA);
    const journal = this.#sql.exec<{ at: number; event: string }>(
      "SELECT at, event FROM journal ORDER BY seq",
    );
    for (const { at, event } of journal) {
      this.#payment = apply(this.#payment, JSON.parse(event) as Event, at);
    }
  }

  /** Opens the payment, or finds it; `null` when the key was used with another body. */
  async open(opened: Opened): Promise<Payment | null> {
    if (this.#payment && this.#payment.opened.body_hash !== opened.body_hash) return null;
    if (!this.#payment?.session) {
      this.#opening ??= this.#openSession(opened).finally(() => (this.#opening = undefined));
      await this.#opening;
      this.ctx.waitUntil(this.#deliver());
    }
    return this.#payment;
  }

  async alarm(): Promise<void> {
    await this.#deliver();
  }

  async #openSession(opened: Opened): Promise<void> {
    const attempted: Event = { type: "attempted", call: "open_session" };
    this.#commit(this.#payment ? [attempted] : [{ type: "opened", ...opened }, attempted]);
    const credentials = credentialsOf(this.env, opened.terminal);
    const origins = { saferpay: this.env.SAFERPAY_ORIGIN, ours: this.env.PUBLIC_ORIGIN };
    const session = credentials ? await initialize(origins, credentials, opened) : null;
    this.#commit([
      session
        ? { type: "session_opened", ...session }
        : { type: "unanswered", call: "open_session" },
    ]);
  }

  /** Events, effects and alarm in one transaction. */
  #commit(events: Event[]): void {
    const now = Date.now();
    const before = this.#payment;
    let next = before;
    this.ctx.storage.transactionSync(() => {
      for (const event of events) {
        this.#sql.exec(
          "INSERT INTO journal (at, event) VALUES (?, ?)",
          now,
          JSON.stringify(event),
        );
        next = apply(next, event, now);
      }
      if (!before && next) {
        this.#sql.exec(
          "INSERT OR REPLACE INTO outbox (key, version, effect) VALUES ('index', ?, ?)",
          next.version,
          JSON.stringify(indexRow(next)),
        );
      }
    });
    // No await since the transaction: both are flushed as one.
    void this.ctx.storage.setAlarm(now + DELIVERY_DELAY_MS);
    this.#payment = next;
  }

  /** Brings the index up to date with what waits in the outbox. */
  async #deliver(): Promise<void> {
    const waiting = this.#sql
      .exec<{ key: string; version: number; effect: string }>("SELECT * FROM outbox")
      .toArray();
    let left = false;
    for (const { key, version, effect } of waiting) {
      try {
        await upsert(this.env.DB, JSON.parse(effect) as IndexRow, version);
        this.#sql.exec("DELETE FROM outbox WHERE key = ? AND version <= ?", key, version);
      } catch {
        left = true;
      }
    }
    void this.ctx.storage.setAlarm(Date.now() + (left ? REDELIVERY_DELAY_MS : ASK_DELAY_MS));
  }
}
