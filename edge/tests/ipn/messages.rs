//! Messages of a test account, as forms.

use obole_edge::notices::{Notice, State};
use obole_shared::ids::PaymentId;
use obole_shared::terminal::TerminalKind;

pub(crate) const STANDARD: TerminalKind = TerminalKind::PaypalStandard;

pub(crate) fn paid(payment: &PaymentId) -> String {
    message(payment, "Completed", "7AB12345CD678901E", "25.00")
}

pub(crate) fn message(payment: &PaymentId, status: &str, transaction: &str, gross: &str) -> String {
    format!(
        "txn_type=web_accept&test_ipn=1&receiver_email=caisse%40obole.test&payment_status={status}&txn_id={transaction}&mc_gross={gross}&mc_fee=1.03&mc_currency=EUR&custom={payment}&charset=windows-1252&ipn_track_id=5a1c09e7b3d42"
    )
}

pub(crate) fn back(status: &str, transaction: &str, gross: &str) -> String {
    format!(
        "test_ipn=1&receiver_email=caisse%40obole.test&payment_status={status}&txn_id={transaction}&parent_txn_id=7AB12345CD678901E&mc_gross={gross}&mc_currency=EUR&reason_code=other"
    )
}

pub(crate) fn state(notice: &Notice) -> State {
    notice.standing.state
}
