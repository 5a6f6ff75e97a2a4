import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";

import { offer } from "./catalog";
import type { Env } from "./env";
import type { Opened, Payment } from "./event";
import { derive, hashOf } from "./keys";
import {
  ADDRESS_FIELDS,
  type Money,
  type Order,
  admit,
  languageOf,
  readOrder,
  wireValue,
} from "./order";
import { Problem, problemResponse } from "./problem";

export { PaymentObject } from "./payment";

const BODY_BYTES_MAX = 64 * 1024;
const KEY = /^[A-Za-z0-9_-]{16,64}$/;
const LINK = /^[a-z0-9][a-z0-9-]{0,63}$/;

const app = new Hono<{ Bindings: Env }>();

app.onError((error) => problemResponse(error instanceof Problem ? error.code : "internal"));
app.notFound(() => problemResponse("link_unknown"));

app.get("/healthz", (c) => c.json({ ok: true }));

app.post(
  "/v1/links/:link/payments",
  bodyLimit({ maxSize: BODY_BYTES_MAX, onError: () => problemResponse("body_too_large") }),
  async (c) => {
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json") throw new Problem("content_type");
    const link = c.req.param("link");
    if (!LINK.test(link)) throw new Problem("link_unknown");
    const key = c.req.header("idempotency-key") ?? "";
    if (!KEY.test(key)) throw new Problem("idempotency_key_missing");
    const body: unknown = await c.req.json().catch(() => undefined);
    const order = readOrder(body);
    const found = await offer(c.env.DB, link, order.terminal);
    if (!found) throw new Problem("link_unknown");
    const amount = admit(order, found.link, found.terminal);
    const opened = await describe(c.env, link, key, order, amount, found);
    const payment = await c.env.PAYMENTS.getByName(opened.id).open(opened);
    if (!payment) throw new Problem("idempotency_key_reused");
    if (!payment.session) throw new Problem("provider_unavailable");
    return c.json({ payment: view(payment) }, 201, { "access-control-allow-origin": "*" });
  },
);

export default app;

type Found = NonNullable<Awaited<ReturnType<typeof offer>>>;

/** Ids and secrets are derived from the key: the same request finds the same payment. */
async function describe(
  env: Env,
  link: string,
  key: string,
  order: Order,
  amount: Money,
  found: Found,
): Promise<Opened> {
  const name = await derive(env.SIGNING_KEY, "payment", link, key);
  const id = `pay_${name}`;
  const lang = languageOf(order);
  const [secret, notify_token, body_hash] = await Promise.all([
    derive(env.SIGNING_KEY, "secret", id),
    derive(env.SIGNING_KEY, "notify", id),
    hashOf([
      String(amount.minor),
      amount.currency,
      order.terminal,
      lang,
      order.email ?? "",
      order.name ?? "",
      ...ADDRESS_FIELDS.map((field) => order.address?.[field] ?? ""),
      order.return_to ?? "",
    ]),
  ]);
  return {
    id,
    link,
    description: found.link.name,
    terminal: order.terminal,
    mode: found.terminal?.mode ?? "test",
    amount,
    reference: `OBL-${name.toUpperCase()}`,
    lang,
    return_to: order.return_to ?? null,
    email: order.email ?? null,
    name: order.name ?? null,
    body_hash,
    secret,
    notify_token,
  };
}

function view({ opened, session, created_at, updated_at }: Payment): object {
  const money = (minor: number) => ({
    value: wireValue({ minor, currency: opened.amount.currency }),
    currency: opened.amount.currency,
  });
  return {
    id: opened.id,
    status: "created",
    link: opened.link,
    amount: money(opened.amount.minor),
    captured: money(0),
    refunded: money(0),
    terminal: opened.terminal,
    reference: opened.reference,
    test: opened.mode === "test",
    redirect_url: session?.redirect_url ?? null,
    expires_at: session && new Date(session.expires_at).toISOString(),
    created_at: new Date(created_at).toISOString(),
    updated_at: new Date(updated_at).toISOString(),
    secret: opened.secret,
  };
}
