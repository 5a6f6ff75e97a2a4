/** A link, as it is kept. */
export interface Link {
  name: string;
  amount: { free: { presets: string[]; min: string; max: string } };
  currencies: string[];
  terminals: string[];
  return_origins: string[];
}

/** A terminal, as it is kept. */
export interface Terminal {
  kind: string;
  name: string;
  mode: "test" | "live";
  currencies: string[];
}

/** The link and the terminal asked for, in one round trip. */
export async function offer(
  database: D1Database,
  link: string,
  terminal: string,
): Promise<{ link: Link; terminal: Terminal | null } | null> {
  const row = await database
    .prepare(
      "SELECT links.body AS link, terminals.body AS terminal FROM links " +
        "LEFT JOIN terminals ON terminals.id = ? WHERE links.id = ?",
    )
    .bind(terminal, link)
    .first<{ link: string; terminal: string | null }>();
  if (!row) return null;
  return {
    link: JSON.parse(row.link) as Link,
    terminal: row.terminal === null ? null : (JSON.parse(row.terminal) as Terminal),
  };
}
