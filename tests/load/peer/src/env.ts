import type { PaymentObject } from "./payment";

/** Bindings, variables and secrets. */
export interface Env {
  DB: D1Database;
  PAYMENTS: DurableObjectNamespace<PaymentObject>;
  PUBLIC_ORIGIN: string;
  SAFERPAY_ORIGIN: string;
  SIGNING_KEY: string;
  TERMINAL_CREDENTIALS: string;
}

/** A Saferpay account, as an operator enters it. */
export interface Credentials {
  customer_id: string;
  terminal_id: string;
  user: string;
  password: string;
}

let credentials: Record<string, Credentials> | undefined;

/** The account behind a terminal; the secret is parsed once for each isolate. */
export function credentialsOf(env: Env, terminal: string): Credentials | undefined {
  credentials ??= JSON.parse(env.TERMINAL_CREDENTIALS) as Record<string, Credentials>;
  return credentials[terminal];
}
