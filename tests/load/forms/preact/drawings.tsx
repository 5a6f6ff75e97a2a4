// Our own drawings, nobody's logo.

const CARDS = new Set(["saferpay", "paypal_hosted", "payflow"]);

/** Of a way to pay. */
export function Mark({ kind }: { kind: string }) {
  return (
    <svg viewBox="0 0 32 24" focusable="false">
      {CARDS.has(kind) ? (
        <>
          <rect x="1.5" y="2.5" width="29" height="19" rx="3" />
          <path d="M2 8.5h28M6 16h7M24 16h2" />
        </>
      ) : (
        <>
          <path d="M24 7V5a2.5 2.5 0 0 0-2.5-2.5H6A3.5 3.5 0 0 0 2.5 6v12A3.5 3.5 0 0 0 6 21.5h20.500a2.5 2.5 0 0 0 2.5-2.5V9.5A2.5 2.5 0 0 0 26.500 7H6" />
          <path d="M23 14.25h.5" />
        </>
      )}
    </svg>
  );
}

const SEALS: Record<string, string> = {
  done: "m14.5 24.5 6.5 6.5 13-13.5",
  open: "M24 13v11l7 5",
  failed: "m17 17 14 14M31 17 17 31",
};

/** Above a result of this tone. */
export function Seal({ tone }: { tone: string }) {
  return (
    <svg viewBox="0 0 48 48" focusable="false">
      <circle cx="24" cy="24" r="21" />
      <path pathLength={1} d={SEALS[tone] ?? "M15 24h18"} />
    </svg>
  );
}
