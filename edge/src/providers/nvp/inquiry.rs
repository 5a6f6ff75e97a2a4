//! What became of a payment: its transaction by name, or whatever the history has under our
//! reference.

use obole_shared::money::Money;
use obole_shared::payment::{Answer, Payment, Progress, RefundState, Report, Standing};
use obole_shared::terminal::AuthorizationType;

use super::client::{Client, name};
use super::codec::Fields;
use super::reply::Failure;
use super::search::{self, Row};
use super::transaction::{PaymentStatus, Transaction};
use crate::ports::Http;
use crate::providers::LOOK_UP_LIMIT;

/// Most transactions looked at for one question.
const LOOKS_MAX: usize = 6;

/// Questions about one payment.
pub(crate) struct Inquiry<'a, P> {
    pub(crate) client: &'a Client,
    pub(crate) ports: &'a P,
    pub(crate) payment: &'a Payment,
    /// What the donor pays with, where the interface leaves no choice.
    pub(crate) method: Option<&'static str>,
}

impl<P: Http> Inquiry<'_, P> {
    /// The transaction the journal names, the newest that money hangs on.
    pub(crate) fn known_transaction(&self) -> Option<&str> {
        match &self.payment.progress {
            Progress::Captured(known) => known.capture.as_deref().or(known.transaction.as_deref()),
            Progress::Authorized(known) => Some(&known.transaction),
            Progress::Pending { capture, .. } => capture.as_deref(),
            Progress::Waiting | Progress::Approved | Progress::Failed(_) => None,
        }
    }

    /// How the payment stands by a transaction that PayPal named to us for it.
    pub(crate) async fn of_transaction(&self, id: &str) -> Answer {
        let transaction = match self.details(id).await {
            Ok(transaction) => transaction,
            Err(failure) => return failure.answer(),
        };
        if transaction.belongs_to(self.payment) == Some(false) || !self.is_received(&transaction) {
            return Failure::Unknown("the transaction is not this payment's".to_owned()).answer();
        }
        match self.conclude(&transaction).await {
            Ok(report) => told(report),
            Err(failure) => failure.answer(),
        }
    }

    /// The same by a name that anybody may have given; `None` where it is not this payment's.
    pub(crate) async fn of_hint(&self) -> Option<Answer> {
        let id = self.payment.transaction_hint.as_deref()?;
        let transaction = self.details(id).await.ok()?;
        if transaction.belongs_to(self.payment) != Some(true) || !self.is_received(&transaction) {
            return None;
        }
        // A refund or reversal is news of the payment, not the payment.
        if transaction.amount.negative {
            return None;
        }
        self.conclude(&transaction).await.ok().map(told)
    }

    /// What the history has under our reference; `None` where it has nothing.
    pub(crate) async fn by_reference(&self) -> Result<Option<Report>, Failure> {
        let rows = self.rows(&self.payment.opened.reference).await?;
        let found = self.payments_among(&rows, None).await?;
        self.sum_up(&found, &rows)
    }

    /// The same, as an answer; where the history has nothing, `missing`.
    pub(crate) async fn by_reference_or(&self, missing: Answer) -> Answer {
        match self.by_reference().await {
            Ok(Some(report)) => told(report),
            Ok(None) => missing,
            Err(failure) => failure.answer(),
        }
    }

    /// Looks one transaction up.
    pub(crate) async fn details(&self, id: &str) -> Result<Transaction, Failure> {
        let id = name(id).map_err(Failure::NotSent)?;
        let fields = Fields::new().with("TRANSACTIONID", id);
        let fields = self
            .client
            .call(self.ports, "GetTransactionDetails", fields, LOOK_UP_LIMIT)
            .await?;
        let transaction = Transaction::read(&fields, "").map_err(Failure::Unknown)?;
        if transaction.id == id {
            Ok(transaction)
        } else {
            Err(Failure::Unknown("another transaction".to_owned()))
        }
    }

    /// Looks an invoice of this payment up.
    pub(crate) async fn rows(&self, invoice: &str) -> Result<Vec<Row>, Failure> {
        let fields = search::by_invoice(self.payment, invoice);
        let fields = self
            .client
            .call(self.ports, "TransactionSearch", fields, LOOK_UP_LIMIT)
            .await?;
        Ok(search::rows(&fields))
    }

    fn is_received(&self, transaction: &Transaction) -> bool {
        transaction.was_received_by(self.client.credentials.receiver())
    }

    /// What follows from one transaction of this payment; asks on where it is not the whole story.
    async fn conclude(&self, transaction: &Transaction) -> Result<Report, Failure> {
        let status = &transaction.status;
        let ended =
            status.is_taken() || matches!(status, PaymentStatus::Voided | PaymentStatus::Expired);
        // An authorization that ended may have been captured: money hangs on its captures.
        let may_be_parent = transaction.parent.is_none()
            && self.payment.opened.authorization != AuthorizationType::CaptureAtOnce;
        if ended && may_be_parent {
            let rows = self.rows(&self.payment.opened.reference).await?;
            let captures = self.payments_among(&rows, Some(&transaction.id)).await?;
            if let Some(report) = self.sum_up(&captures, &rows)? {
                return Ok(report);
            }
            let reserved = matches!(
                &self.payment.progress,
                Progress::Authorized(known) if known.transaction == transaction.id
            );
            let listed = rows.iter().find(|row| row.id == transaction.id);
            if status.is_taken() && (reserved || listed.is_some_and(Row::is_authorization)) {
                return Err(Failure::Unknown(
                    "captured, and the capture is not listed yet".to_owned(),
                ));
            }
        }
        let mut report = self.report(transaction)?;
        if matches!(
            status,
            PaymentStatus::Refunded | PaymentStatus::PartiallyRefunded
        ) {
            let rows = self.rows(&self.payment.opened.reference).await?;
            add_refunds(self.payment, transaction, &rows, &mut report);
        }
        Ok(report)
    }

    fn report(&self, transaction: &Transaction) -> Result<Report, Failure> {
        transaction
            .report(self.payment, self.method)
            .map_err(Failure::Unknown)
    }

    /// The payments behind rows, each looked at by its id; of one authorization only where
    /// `parent` names it.
    async fn payments_among(
        &self,
        rows: &[Row],
        parent: Option<&str>,
    ) -> Result<Vec<Transaction>, Failure> {
        let mut found = Vec::new();
        let candidates = rows
            .iter()
            .filter(|row| row.may_be_payment() && Some(row.id.as_str()) != parent);
        for row in candidates.take(LOOKS_MAX) {
            let transaction = self.details(&row.id).await?;
            let ours = transaction.belongs_to(self.payment) == Some(true)
                && self.is_received(&transaction)
                && !transaction.amount.negative;
            // An authorization that was used up is no money of its own.
            let used_up = row.is_authorization() && transaction.status.is_taken();
            let wanted = parent.is_none() || transaction.parent.as_deref() == parent;
            if ours && wanted && !used_up {
                found.push(transaction);
            }
        }
        let parents: Vec<String> = found.iter().filter_map(|one| one.parent.clone()).collect();
        found.retain(|one| !parents.contains(&one.id));
        Ok(found)
    }

    /// What transactions of this payment come to together: all the money that was taken, or else
    /// the one that got furthest.
    fn sum_up(&self, found: &[Transaction], rows: &[Row]) -> Result<Option<Report>, Failure> {
        let mut best: Option<Report> = None;
        for transaction in found {
            let mut report = self.report(transaction)?;
            add_refunds(self.payment, transaction, rows, &mut report);
            best = Some(match best {
                Some(best) => further(best, report)?,
                None => report,
            });
        }
        Ok(best)
    }
}

/// A report as an answer.
pub(crate) fn told(report: Report) -> Answer {
    Answer::Report(Box::new(report))
}

/// How far a standing got.
const fn rank(standing: Option<&Standing>) -> u8 {
    match standing {
        Some(Standing::Captured { .. }) => 4,
        Some(Standing::Authorized { .. }) => 3,
        Some(Standing::Pending { .. }) => 2,
        Some(_) => 1,
        None => 0,
    }
}

/// The report that got further; captures add up.
fn further(mut first: Report, second: Report) -> Result<Report, Failure> {
    if let (
        Some(Standing::Captured {
            amount,
            fee,
            refunds,
            ..
        }),
        Some(Standing::Captured {
            amount: more,
            fee: more_fee,
            refunds: more_refunds,
            ..
        }),
    ) = (&mut first.standing, &second.standing)
    {
        *amount = amount
            .checked_add(*more)
            .ok_or_else(|| Failure::Unknown("captures do not add up".to_owned()))?;
        *fee = fee.zip(*more_fee).and_then(|(a, b)| a.checked_add(b));
        let known: Vec<String> = refunds.iter().map(|(name, _)| name.clone()).collect();
        refunds.extend(
            more_refunds
                .iter()
                .filter(|(name, _)| !known.contains(name))
                .cloned(),
        );
        // Two conversions have no common rate.
        first.settled = None;
        first.reversed = first
            .reversed
            .zip(second.reversed)
            .and_then(|(a, b)| a.checked_add(b));
        return Ok(first);
    }
    let second_is_further = rank(second.standing.as_ref()) > rank(first.standing.as_ref());
    Ok(if second_is_further { second } else { first })
}

/// Adds the refunds that a search shows. Where PayPal calls the payment refunded and the search
/// does not show by what, the rest counts as taken back: it is not ours any more.
fn add_refunds(payment: &Payment, transaction: &Transaction, rows: &[Row], report: &mut Report) {
    let Some(Standing::Captured {
        refunds, amount, ..
    }) = &mut report.standing
    else {
        return;
    };
    refunds.extend(rows.iter().filter_map(Row::refund));
    let unsettled = payment
        .refunds
        .iter()
        .any(|refund| !matches!(refund.state, RefundState::Done | RefundState::Failed(_)));
    if transaction.status != PaymentStatus::Refunded || unsettled {
        return;
    }
    let listed = |name: Option<&String>| refunds.iter().any(|(known, _)| Some(known) == name);
    let ours = payment
        .refunds
        .iter()
        .filter(|refund| refund.state == RefundState::Done && !listed(refund.transaction.as_ref()))
        .map(|refund| refund.amount);
    let rest: Option<Money> = ours
        .chain(refunds.iter().map(|(_, sum)| *sum))
        .try_fold(*amount, Money::checked_sub);
    if let Some(rest) = rest {
        report.reversed = Some(rest);
    }
}
