import type { Credentials } from "./env";
import type { Opened } from "./event";

/** Longest wait for a session: the donor sits in front of it. */
const OPEN_LIMIT_MS = 25_000;
const DESCRIPTION_CHARS_MAX = 1000;

/** A payment page that is open. */
export interface Session {
  handle: string;
  redirect_url: string;
  expires_at: number;
}

/** Opens a payment page; `null` when there is no answer, or none that can be used. */
export async function initialize(
  origins: { saferpay: string; ours: string },
  credentials: Credentials,
  opened: Opened,
): Promise<Session | null> {
  try {
    const response = await fetch(`${origins.saferpay}/api/Payment/v1/PaymentPage/Initialize`, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        accept: "application/json",
        authorization: `Basic ${btoa(`${credentials.user}:${credentials.password}`)}`,
      },
      body: JSON.stringify(request(origins.ours, credentials, opened)),
      redirect: "manual",
      signal: AbortSignal.timeout(OPEN_LIMIT_MS),
    });
    if (!response.ok) return null;
    const body = await response.json<{ Token: string; Expiration: string; RedirectUrl: string }>();
    const expires_at = Date.parse(body.Expiration);
    const known = body.RedirectUrl.startsWith(`${new URL(origins.saferpay).origin}/`);
    if (!body.Token || !known || Number.isNaN(expires_at)) return null;
    return { handle: body.Token, redirect_url: body.RedirectUrl, expires_at };
  } catch {
    return null;
  }
}

function request(ours: string, credentials: Credentials, opened: Opened): object {
  const notify = `${ours}/notify/${opened.terminal}/${opened.id}/${opened.notify_token}`;
  return {
    RequestHeader: {
      SpecVersion: "1.53",
      CustomerId: credentials.customer_id,
      RequestId: `${opened.reference}-open-0`,
      RetryIndicator: 0,
      ClientInfo: { ShopInfo: "Peer/0.1.0" },
    },
    TerminalId: credentials.terminal_id,
    Payment: {
      Amount: { Value: String(opened.amount.minor), CurrencyCode: opened.amount.currency },
      OrderId: opened.reference,
      Description: opened.description.slice(0, DESCRIPTION_CHARS_MAX),
    },
    Payer: { LanguageCode: opened.lang },
    ReturnUrl: { Url: `${ours}/return/${opened.id}/done` },
    Notification: {
      SuccessNotifyUrl: `${notify}?outcome=ok`,
      FailNotifyUrl: `${notify}?outcome=fail`,
    },
  };
}
