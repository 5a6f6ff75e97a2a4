//! Marks of the ways to pay: our own drawings, nobody's logo.

use obole_shared::terminal::TerminalKind;

const CARD: &str = r#"<svg viewBox="0 0 32 24" focusable="false"><rect x="1.5" y="2.5" width="29" height="19" rx="3"/><path d="M2 8.5h28M6 16h7M24 16h2"/></svg>"#;
const WALLET: &str = r#"<svg viewBox="0 0 32 24" focusable="false"><path d="M24 7V5a2.5 2.5 0 0 0-2.5-2.5H6A3.5 3.5 0 0 0 2.5 6v12A3.5 3.5 0 0 0 6 21.5h20.500a2.5 2.5 0 0 0 2.5-2.5V9.5A2.5 2.5 0 0 0 26.500 7H6"/><path d="M23 14.25h.5"/></svg>"#;

/// The drawing for a kind, as static markup.
pub(super) const fn mark(kind: TerminalKind) -> &'static str {
    match kind {
        TerminalKind::Saferpay | TerminalKind::PaypalHosted | TerminalKind::Payflow => CARD,
        TerminalKind::PaypalOrders | TerminalKind::PaypalExpress | TerminalKind::PaypalStandard => {
            WALLET
        }
    }
}
