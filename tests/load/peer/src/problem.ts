/** What a request can be refused with: HTTP status and English sentence by code. */
const PROBLEMS = {
  link_unknown: [404, "This link does not exist."],
  content_type: [415, "The body must be JSON."],
  body_too_large: [413, "The body is too large."],
  body_invalid: [400, "The body is not what is expected here."],
  idempotency_key_missing: [400, "The Idempotency-Key header is missing or malformed."],
  idempotency_key_reused: [409, "This key was used with another body."],
  amount_invalid: [422, "This is not an amount."],
  amount_too_small: [422, "The amount is below the least one."],
  amount_too_large: [422, "The amount is above the greatest one."],
  currency_not_offered: [422, "This currency is not offered."],
  currency_not_taken: [422, "This way to pay does not take the currency."],
  terminal_not_offered: [422, "This way to pay is not offered."],
  return_not_allowed: [422, "This link does not lead back to that page."],
  email_invalid: [422, "This is not a mail address."],
  name_invalid: [422, "Name or address is too long."],
  promo_code_unknown: [422, "This code is not known."],
  cover_fee_not_offered: [422, "Covering the fee is not offered."],
  provider_unavailable: [503, "The provider cannot be reached. Try again."],
  internal: [500, "Something went wrong on our side."],
} as const;

export type Code = keyof typeof PROBLEMS;

/** A refusal on its way to the caller. */
export class Problem extends Error {
  constructor(readonly code: Code) {
    super(code);
  }
}

/** The refusal as RFC 9457 wants it. */
export function problemResponse(code: Code): Response {
  const [status, title] = PROBLEMS[code];
  return Response.json(
    { type: "about:blank", status, code, title },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}
