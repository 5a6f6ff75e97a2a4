//! Drawings of our own: nobody's logo.

use obole_shared::terminal::TerminalKind;

const CARD: &str = r#"<svg viewBox="0 0 32 24" focusable="false"><rect x="1.5" y="2.5" width="29" height="19" rx="3"/><path d="M2 8.500h28M6 16h7M24 16h2"/></svg>"#;
const WALLET: &str = r#"<svg viewBox="0 0 32 24" focusable="false"><path d="M24 7V5a2.500 2.500 0 0 0-2.500-2.500H6A3.500 3.500 0 0 0 2.500 6v12A3.500 3.500 0 0 0 6 21.500h20.500a2.500 2.500 0 0 0 2.500-2.500V9.500A2.500 2.500 0 0 0 26.500 7H6"/><path d="M23 14.250h.5"/></svg>"#;
const DONE: &str = r#"<svg viewBox="0 0 48 48" focusable="false"><circle cx="24" cy="24" r="21"/><path pathLength="1" d="m14.500 24.500 6.500 6.500 13-13.500"/></svg>"#;
const OPEN: &str = r#"<svg viewBox="0 0 48 48" focusable="false"><circle cx="24" cy="24" r="21"/><path pathLength="1" d="M24 13v11l7 5"/></svg>"#;
const FAILED: &str = r#"<svg viewBox="0 0 48 48" focusable="false"><circle cx="24" cy="24" r="21"/><path pathLength="1" d="m17 17 14 14M31 17 17 31"/></svg>"#;
const PLAIN: &str = r#"<svg viewBox="0 0 48 48" focusable="false"><circle cx="24" cy="24" r="21"/><path pathLength="1" d="M15 24h18"/></svg>"#;

/// The drawing for a kind, as static markup.
pub(super) const fn mark(kind: TerminalKind) -> &'static str {
    match kind {
        TerminalKind::Saferpay | TerminalKind::PaypalHosted | TerminalKind::Payflow => CARD,
        TerminalKind::PaypalOrders | TerminalKind::PaypalExpress | TerminalKind::PaypalStandard => {
            WALLET
        }
    }
}

/// The drawing above a result of this tone.
pub(super) fn seal(tone: &str) -> &'static str {
    match tone {
        "done" => DONE,
        "open" => OPEN,
        "failed" => FAILED,
        _ => PLAIN,
    }
}
