//! What is done with money that is reserved or taken: capture, void, refund.

use obole_shared::payment::{
    Answer, Authorization, Call, Payment, Progress, RefundState, Standing,
};

use super::amount::{parse, push};
use super::client::name;
use super::codec::Fields;
use super::inquiry::{Inquiry, told};
use super::refusal::Meaning;
use super::reply::Failure;
use super::search::Row;
use super::transaction::{PaymentStatus, Transaction, word};
use crate::ports::Http;
use crate::providers::answer::{code, later, never, unknown};
use crate::providers::{CALL_LIMIT, cannot};

/// A capture of an authorization waits; looked at again it says what became of it.
const CAPTURE_PENDING: &str = "CAPTURE_PENDING";

/// Tries after which a history that does not show what was done before is believed.
const CAUGHT_UP_TRIES: u16 = 4;

/// One key for one question: a repeat keeps it, and the next question gets another. `MSGSUBID`
/// takes 38 characters: 26 of the payment's id, the call and the round.
pub(crate) fn message_id(payment: &Payment, call: Call) -> String {
    let call_name = match call {
        Call::Authorize => "a".to_owned(),
        Call::Capture => "c".to_owned(),
        Call::Cancel => "v".to_owned(),
        Call::Refund(number) => format!("r{number}"),
        _ => "x".to_owned(),
    };
    let id = payment.opened.id.as_str();
    let id = id.strip_prefix("pay_").unwrap_or(id);
    format!("{id}-{call_name}-{}", payment.attempts(call).round)
}

/// Our name for a refund, as its invoice.
pub(crate) fn refund_invoice(payment: &Payment, number: u16) -> String {
    format!("{}-R{number}", payment.opened.reference)
}

impl<P: Http> Inquiry<'_, P> {
    /// Takes what is reserved, or as much of it as is wanted; the rest is released.
    pub(crate) async fn capture(&self) -> Answer {
        let fields = match self.capture_fields() {
            Ok(fields) => fields,
            Err(failure) => return failure.answer(),
        };
        let done = self
            .client
            .call(self.ports, "DoCapture", fields, CALL_LIMIT)
            .await;
        let fields = match done {
            Ok(fields) => fields,
            Err(failure) => return self.after_refusal(Call::Capture, failure).await,
        };
        let captured = match Transaction::read(&fields, "") {
            Ok(captured) if captured.status == PaymentStatus::Pending => {
                // A repeated request repeats its first answer; the history knows better.
                self.details(&captured.id).await.unwrap_or(captured)
            }
            Ok(captured) => captured,
            Err(why) => return unknown(why),
        };
        match captured.status {
            PaymentStatus::Pending => later(CAPTURE_PENDING.to_owned()),
            PaymentStatus::Denied | PaymentStatus::Failed => never(captured.reason()),
            _ => match captured.report(self.payment, self.method) {
                Ok(report) => told(report),
                Err(why) => unknown(why),
            },
        }
    }

    fn capture_fields(&self) -> Result<Fields, Failure> {
        let authorization = self.authorization()?;
        let mut fields = Fields::new().with("AUTHORIZATIONID", id(&authorization.transaction)?);
        push(&mut fields, "", self.payment.capture_amount())?;
        Ok(fields
            .with("COMPLETETYPE", "Complete")
            .with("MSGSUBID", message_id(self.payment, Call::Capture)))
    }

    /// Gives the authorization up.
    pub(crate) async fn cancel(&self) -> Answer {
        let fields = self
            .authorization()
            .and_then(|authorization| id(&authorization.transaction))
            .map(|id| {
                Fields::new()
                    .with("AUTHORIZATIONID", id)
                    .with("MSGSUBID", message_id(self.payment, Call::Cancel))
            });
        let fields = match fields {
            Ok(fields) => fields,
            Err(failure) => return failure.answer(),
        };
        let done = self
            .client
            .call(self.ports, "DoVoid", fields, CALL_LIMIT)
            .await;
        match done {
            Ok(_) => Answer::Canceled,
            Err(failure) => self.after_refusal(Call::Cancel, failure).await,
        }
    }

    fn authorization(&self) -> Result<&Authorization, Failure> {
        match &self.payment.progress {
            Progress::Authorized(authorization) => Ok(authorization),
            _ => Err(Failure::NotSent(cannot("no_authorization"))),
        }
    }

    /// The authorization is not as we know it: the history says what it came to.
    async fn after_refusal(&self, call: Call, failure: Failure) -> Answer {
        let Failure::Refused(refusal) = failure else {
            return failure.answer();
        };
        let is_over = matches!(
            refusal.meaning,
            Meaning::Ended | Meaning::DuplicateInvoice | Meaning::DoneBefore
        );
        let known = match self.authorization() {
            Ok(known) if is_over => known,
            _ => return refusal.answer(),
        };
        let found = self.of_transaction(&known.transaction).await;
        let Answer::Report(report) = &found else {
            return unknown(format!(
                "refused with {}, and the history did not say why",
                refusal.code
            ));
        };
        // The history may show what became of it a moment later.
        let is_new = self.payment.attempts(call).tries < CAUGHT_UP_TRIES;
        match (&report.standing, call) {
            (Some(Standing::Voided), Call::Cancel) => Answer::Canceled,
            (Some(Standing::Authorized { .. }), Call::Capture) if is_new => {
                later(CAPTURE_PENDING.to_owned())
            }
            (Some(Standing::Authorized { .. }), _) => refusal.answer(),
            _ => found,
        }
    }

    /// Pays back.
    pub(crate) async fn refund(&self, number: u16) -> Answer {
        let fields = match self.refund_fields(number) {
            Ok(fields) => fields,
            Err(failure) => return failure.answer(),
        };
        // An answer was lost: if the refund is there, it is not asked for again.
        if self.payment.attempts(Call::Refund(number)).tries > 1 {
            match self.find_refund(number).await {
                Ok(Some(answer)) => return answer,
                // Its key protects it too.
                Ok(None) | Err(Failure::Refused(_)) => {}
                Err(failure) => return failure.answer(),
            }
        }
        let done = self
            .client
            .call(self.ports, "RefundTransaction", fields, CALL_LIMIT)
            .await;
        match done {
            Ok(fields) => self.refunded(number, &fields).unwrap_or_else(unknown),
            Err(failure) if failure.means(Meaning::DuplicateInvoice) => {
                match self.find_refund(number).await {
                    Ok(Some(answer)) => answer,
                    // It was made under this name, and the history is late: called failed, the
                    // same money could be paid back again under another.
                    _ => unknown("paid back before, and not listed yet".to_owned()),
                }
            }
            Err(failure) => failure.answer(),
        }
    }

    fn refund_fields(&self, number: u16) -> Result<Fields, Failure> {
        let missing = |what: &str| Failure::NotSent(cannot(what));
        let payment = self.payment;
        let refund = payment.refund(number).ok_or_else(|| missing("no_refund"))?;
        let capture = self.captured().ok_or_else(|| missing("no_capture"))?;
        let is_first = payment
            .refunds
            .iter()
            .all(|other| other.number == number || matches!(other.state, RefundState::Failed(_)));
        let mut fields = Fields::new()
            .with("TRANSACTIONID", id(capture)?)
            .with("INVOICEID", refund_invoice(payment, number))
            .with("MSGSUBID", message_id(payment, Call::Refund(number)));
        if is_first && refund.amount == payment.captured() {
            fields.push("REFUNDTYPE", "Full");
        } else {
            fields.push("REFUNDTYPE", "Partial");
            push(&mut fields, "", refund.amount)?;
        }
        Ok(fields)
    }

    /// The capture that refunds are made of.
    fn captured(&self) -> Option<&str> {
        match &self.payment.progress {
            Progress::Captured(capture) => capture.capture.as_deref(),
            _ => None,
        }
    }

    /// What the answer to a refund says.
    fn refunded(&self, number: u16, fields: &Fields) -> Result<Answer, String> {
        let refund = self.payment.refund(number).ok_or("no such refund")?;
        let transaction = fields
            .get("REFUNDTRANSACTIONID")
            .and_then(|id| name(id).ok())
            .ok_or("no refund transaction")?
            .to_owned();
        let currency = refund.amount.currency();
        let gross = fields
            .get("GROSSREFUNDAMT")
            .and_then(|text| parse(text, currency))
            .ok_or("the refund has no amount")?;
        let same_currency = fields
            .get("CURRENCYCODE")
            .is_none_or(|code| code == currency.code());
        if gross.amount != refund.amount || !same_currency {
            return Err("the refund has another amount".to_owned());
        }
        match fields.get("REFUNDSTATUS").map(word).as_deref() {
            None | Some("instant") => Ok(Answer::Refunded {
                transaction: Some(transaction),
            }),
            Some("delayed") => Ok(Answer::RefundPending { transaction }),
            Some(other) => Err(format!("refund in unknown status {}", code(other))),
        }
    }

    /// Asks what became of a refund.
    pub(crate) async fn ask_refund(&self, number: u16) -> Answer {
        let Some(refund) = self.payment.refund(number) else {
            return cannot("no_refund");
        };
        let found = match refund.transaction.as_deref() {
            Some(id) => match self.details(id).await {
                Ok(transaction) => self.refund_state(number, transaction),
                Err(failure) => return failure.answer(),
            },
            None => match self.find_refund(number).await {
                Ok(found) => return found.unwrap_or(Answer::RefundMissing),
                Err(failure) => return failure.answer(),
            },
        };
        found.unwrap_or_else(unknown)
    }

    /// A refund by our own name for it; `None` where the history has none.
    async fn find_refund(&self, number: u16) -> Result<Option<Answer>, Failure> {
        let rows = self.rows(&refund_invoice(self.payment, number)).await?;
        let Some(row) = rows.iter().find(|row| Row::is_refund(row)) else {
            return Ok(None);
        };
        let transaction = self.details(&row.id).await?;
        let state = self.refund_state(number, transaction);
        Ok(Some(state.unwrap_or_else(unknown)))
    }

    /// What a refund's own transaction says.
    fn refund_state(&self, number: u16, transaction: Transaction) -> Result<Answer, String> {
        let wanted = self.payment.refund(number).map(|refund| refund.amount);
        if wanted != Some(transaction.amount.amount) {
            return Err("the refund has another amount".to_owned());
        }
        let parent = transaction.parent.as_deref();
        if parent.is_some() && parent != self.captured() {
            return Err("the refund is of another payment".to_owned());
        }
        match &transaction.status {
            status if status.is_taken() => Ok(Answer::Refunded {
                transaction: Some(transaction.id),
            }),
            PaymentStatus::Pending => Ok(Answer::RefundPending {
                transaction: transaction.id,
            }),
            PaymentStatus::Other(status) => Err(format!("refund in unknown status {status}")),
            _ => Ok(never(transaction.reason())),
        }
    }
}

fn id(text: &str) -> Result<&str, Failure> {
    name(text).map_err(Failure::NotSent)
}
