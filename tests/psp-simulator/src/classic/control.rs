//! Controls of the classic accounts, below `/_sim/` and in Rust.

use http::{Method, Request};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::classic::ipn::{Fields, account_of, sample, status};
use crate::classic::transaction::{Kind, PendingReason};
use crate::config::ClassicAccount;
use crate::control::with_body;
use crate::http::Reply;
use crate::simulator::Simulator;

/// `POST /_sim/case/open`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenCase {
    transaction: String,
    #[serde(default = "complaint")]
    case_type: String,
    #[serde(default = "non_receipt")]
    reason_code: String,
    note: Option<String>,
}

fn complaint() -> String {
    "complaint".to_owned()
}

fn non_receipt() -> String {
    "non_receipt".to_owned()
}

/// `POST /_sim/case/close`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CloseCase {
    case: String,
}

/// `POST /_sim/transaction/refund` and `…/reverse`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GiveBack {
    transaction: String,
    /// Whole minor units of ISO 4217; all that is left when absent.
    amount_minor: Option<i64>,
    reason_code: Option<String>,
}

/// `POST /_sim/transaction/cancel-reversal`, `…/accept` and `…/deny`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfTransaction {
    transaction: String,
    /// Only for `accept`.
    #[serde(default)]
    converted: bool,
}

/// `POST /_sim/ipn`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SendIpn {
    account: Option<String>,
    notify_url: Option<String>,
    /// An event whose variables are filled in, like `subscr_signup` or `masspay`.
    sample: Option<String>,
    #[serde(default)]
    fields: serde_json::Map<String, Value>,
}

/// `POST /_sim/ipn/resend`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResendIpn {
    track_id: String,
    /// Adds `resend=true`, instead of sending the same bytes.
    #[serde(default)]
    marked: bool,
}

/// Answers what is below `/_sim/`; `None` for what is not of the classic accounts.
pub(crate) fn control(
    simulator: &mut Simulator,
    name: &str,
    request: &Request<Vec<u8>>,
) -> Option<Reply> {
    let get = request.method() == Method::GET;
    if get {
        let shown = match name {
            "ipn" => simulator.classic.outbox.describe(),
            "transactions" => history(simulator),
            _ => return None,
        };
        return Some(Reply::json(http::StatusCode::OK, &shown));
    }
    let reply = match name {
        "case/open" => with_body(request, |body: OpenCase| {
            let note = body.note.as_deref();
            let case =
                simulator.open_case(&body.transaction, &body.case_type, &body.reason_code, note);
            json!({ "case": case })
        }),
        "case/close" => with_body(
            request,
            |body: CloseCase| json!({ "closed": simulator.close_case(&body.case) }),
        ),
        "transaction/refund" => with_body(
            request,
            |body: GiveBack| json!({ "refund": simulator.refund_at_paypal(&body.transaction, body.amount_minor) }),
        ),
        "transaction/reverse" => with_body(request, |body: GiveBack| {
            let reason = body.reason_code.as_deref().unwrap_or("chargeback");
            let reversal =
                simulator.reverse_transaction(&body.transaction, reason, body.amount_minor);
            json!({ "reversal": reversal })
        }),
        "transaction/cancel-reversal" => with_body(
            request,
            |body: OfTransaction| json!({ "canceled_reversal": simulator.cancel_reversal(&body.transaction) }),
        ),
        "transaction/accept" => with_body(
            request,
            |body: OfTransaction| json!({ "accepted": simulator.accept_payment(&body.transaction, body.converted) }),
        ),
        "transaction/deny" => with_body(
            request,
            |body: OfTransaction| json!({ "denied": simulator.deny_payment(&body.transaction) }),
        ),
        "ipn" => with_body(request, |body: SendIpn| {
            let replaced: Vec<(&str, &str)> = body
                .fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
                .collect();
            let track = simulator.send_ipn(
                body.account.as_deref().unwrap_or_default(),
                body.notify_url.as_deref(),
                body.sample.as_deref(),
                &replaced,
            );
            json!({ "track_id": track })
        }),
        "ipn/resend" => with_body(
            request,
            |body: ResendIpn| json!({ "sent": simulator.resend_ipn(&body.track_id, body.marked) }),
        ),
        _ => return None,
    };
    Some(reply)
}

/// Every entry of every classic account, oldest first: the ids that the other controls
/// take. Amounts are in whole minor units of ISO 4217.
fn history(simulator: &Simulator) -> Value {
    let entries: Vec<Value> = simulator
        .classic
        .ledger
        .all()
        .map(|one| {
            let cases: Vec<Value> = one
                .cases
                .iter()
                .map(|case| {
                    json!({ "id": case.id, "type": case.case_type, "closed": case.closed_ms.is_some() })
                })
                .collect();
            json!({
                "id": one.id, "parent": one.parent, "account": one.account, "status": status(one),
                "pending_reason": one.pending_reason.map(PendingReason::ipn),
                "gross_minor": one.gross_minor, "fee_minor": one.fee_minor, "currency": one.currency,
                "refunded_minor": one.refunded_minor, "reversed_minor": one.reversed_minor,
                "custom": one.custom, "invoice": one.invoice, "ordered_ms": one.ordered_ms,
                "cases": cases,
            })
        })
        .collect();
    json!({ "transactions": entries })
}

impl Simulator {
    /// Adds a classic account, or replaces the one with the same e-mail.
    pub fn put_classic_account(&mut self, account: ClassicAccount) {
        let all = &mut self.world.config.classic;
        all.retain(|one| one.email != account.email);
        all.push(account);
    }

    /// Opens a case about a classic payment: `case_type` is `complaint`, `dispute`,
    /// `chargeback` or `bankreturn`. Returns the case's id; `None` when nothing was paid
    /// under that id.
    pub fn open_case(
        &mut self,
        transaction: &str,
        case_type: &str,
        reason_code: &str,
        note: Option<&str>,
    ) -> Option<String> {
        self.classic
            .open_case(&mut self.world, transaction, case_type, reason_code, note)
    }

    /// Closes a case. Money that moves because of it is reversed or returned on its own.
    pub fn close_case(&mut self, case: &str) -> bool {
        self.classic.close_case(&mut self.world, case)
    }

    /// Takes back `amount_minor` (whole minor units of ISO 4217), or all that is left, of a
    /// classic payment. Returns the reversal's transaction id.
    pub fn reverse_transaction(
        &mut self,
        transaction: &str,
        reason_code: &str,
        amount_minor: Option<i64>,
    ) -> Option<String> {
        self.classic.give_back(
            &mut self.world,
            transaction,
            Kind::Reversal,
            reason_code,
            amount_minor,
        )
    }

    /// Returns what stands reversed of a classic payment to the merchant. Returns the
    /// transaction id of that.
    pub fn cancel_reversal(&mut self, transaction: &str) -> Option<String> {
        self.classic.cancel_reversal(&mut self.world, transaction)
    }

    /// Refunds a classic payment as on PayPal's own pages, all that is left or
    /// `amount_minor` (whole minor units of ISO 4217). Returns the refund's transaction id.
    pub fn refund_at_paypal(
        &mut self,
        transaction: &str,
        amount_minor: Option<i64>,
    ) -> Option<String> {
        self.classic.give_back(
            &mut self.world,
            transaction,
            Kind::Refund,
            "refund",
            amount_minor,
        )
    }

    /// Accepts a classic payment that is pending because of its currency.
    pub fn accept_payment(&mut self, transaction: &str, converted: bool) -> bool {
        self.classic.accept(&mut self.world, transaction, converted)
    }

    /// Denies a classic payment that is pending because of its currency or under review.
    pub fn deny_payment(&mut self, transaction: &str) -> bool {
        self.classic.deny(&mut self.world, transaction)
    }

    /// Sends a message of an account (by e-mail or merchant id; the first one when empty)
    /// about anything: the variables of a `sample` event, replaced and added to by
    /// `fields`. Returns its `ipn_track_id`; `None` without account, address or sample.
    pub fn send_ipn(
        &mut self,
        account: &str,
        notify_url: Option<&str>,
        sample_event: Option<&str>,
        fields: &[(&str, &str)],
    ) -> Option<String> {
        let account = if account.is_empty() {
            self.world.config.classic.first()
        } else {
            account_of(&self.world, account)
        };
        let account = account?.clone();
        let mut all: Fields = match sample_event {
            Some(name) => sample(name, self.world.now())?,
            None => Fields::new(),
        };
        for (name, value) in fields {
            all.retain(|(known, _)| known != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let sent = self
            .classic
            .outbox
            .send(&mut self.world, &account, notify_url, all);
        sent.map(|(track, _)| track)
    }

    /// Sends a message again: the same bytes, or `marked` with `resend=true`.
    pub fn resend_ipn(&mut self, track_id: &str, marked: bool) -> bool {
        self.classic
            .outbox
            .resend(&mut self.world, track_id, marked)
    }
}
