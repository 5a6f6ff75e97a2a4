import type { Payment } from "./event";

/** What the searchable index knows of a payment. */
export interface IndexRow {
  id: string;
  link: string;
  terminal: string;
  mode: string;
  reference: string;
  status: string;
  currency: string;
  amount_minor: number;
  created_at: number;
  updated_at: number;
}

/** The row for a payment as it stands. */
export function indexRow({ opened, created_at, updated_at }: Payment): IndexRow {
  return {
    id: opened.id,
    link: opened.link,
    terminal: opened.terminal,
    mode: opened.mode,
    reference: opened.reference,
    status: "created",
    currency: opened.amount.currency,
    amount_minor: opened.amount.minor,
    created_at,
    updated_at,
  };
}

/** Brings one row up to date; an older version changes nothing. */
export async function upsert(database: D1Database, row: IndexRow, version: number): Promise<void> {
  await database
    .prepare(
      "INSERT INTO payments (id, version, link, terminal, mode, reference, status, currency, " +
        "amount_minor, captured_minor, refunded_minor, mismatch, created_at, updated_at) " +
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?) " +
        "ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, " +
        "captured_minor = excluded.captured_minor, refunded_minor = excluded.refunded_minor, " +
        "mismatch = excluded.mismatch, updated_at = excluded.updated_at " +
        "WHERE excluded.version > payments.version",
    )
    .bind(
      row.id,
      version,
      row.link,
      row.terminal,
      row.mode,
      row.reference,
      row.status,
      row.currency,
      row.amount_minor,
      row.created_at,
      row.updated_at,
    )
    .run();
}
