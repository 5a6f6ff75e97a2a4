//! `TransactionSearch`: the account's history by our reference.

use chrono::DateTime;
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::Payment;
use obole_shared::time::Millis;

use super::amount::{Signed, parse};
use super::codec::Fields;
use super::transaction::word;

/// Clocks differ: the search begins this long before the payment did.
const MARGIN: Millis = Millis::days(1);

/// Most rows PayPal gives for one search.
const ROWS_MAX: usize = 100;

/// What is no payment although money moves in its direction.
const OTHER_KINDS: &[&str] = &[
    "refund",
    "reversal",
    "chargeback",
    "conversion",
    "fee",
    "hold",
    "transfer",
    "dispute",
    "adjustment",
];

/// One row of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// `L_TYPE` in one spelling.
    kind: String,
    status: String,
    amount: Signed,
}

impl Row {
    /// Whether it may be the payment itself, an authorization or a capture.
    pub(crate) fn may_be_payment(&self) -> bool {
        let other = OTHER_KINDS.iter().any(|other| self.kind.contains(other));
        !self.amount.negative && !other
    }

    pub(crate) fn is_authorization(&self) -> bool {
        self.kind.contains("authorization")
    }

    /// Whether it is money paid back.
    pub(crate) fn is_refund(&self) -> bool {
        self.kind.contains("refund") && self.amount.negative
    }

    /// Name and sum of a refund that is done.
    pub(crate) fn refund(&self) -> Option<(String, Money)> {
        let done = matches!(
            &*self.status,
            "completed" | "success" | "refunded" | "partially-refunded"
        );
        (self.is_refund() && done).then(|| (self.id.clone(), self.amount.amount))
    }
}

/// The search for an invoice of this payment, as a request's fields.
pub(crate) fn by_invoice(payment: &Payment, invoice: &str) -> Fields {
    let from = payment.created_at.0.saturating_sub(MARGIN.0);
    let from = DateTime::from_timestamp_millis(from).unwrap_or_default();
    Fields::new()
        .with("STARTDATE", from.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        .with("INVNUM", invoice)
}

/// The rows of an answer, newest first. A row that does not read is passed over: it is looked at
/// by its id in any case before it counts.
pub(crate) fn rows(fields: &Fields) -> Vec<Row> {
    (0..ROWS_MAX)
        .map_while(|index| {
            fields
                .at("L_TRANSACTIONID", index)
                .map(|id| row(fields, index, id))
        })
        .flatten()
        .collect()
}

fn row(fields: &Fields, index: usize, id: &str) -> Option<Row> {
    let at = |list: &str| fields.at(list, index);
    let currency = at("L_CURRENCYCODE").and_then(Currency::from_code)?;
    Some(Row {
        id: super::client::name(id).ok()?.to_owned(),
        kind: at("L_TYPE").map(word).unwrap_or_default(),
        status: at("L_STATUS").map(word).unwrap_or_default(),
        amount: parse(at("L_AMT")?, currency)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use obole_shared::currency::Currency;

    #[test]
    fn rows_are_told_apart_by_kind_and_direction() {
        let message =
            b"L_TIMESTAMP0=2026%2d07%2d20T10%3a00%3a00Z&L_TYPE0=Refund&L_TRANSACTIONID0=3R\
            &L_STATUS0=Completed&L_AMT0=%2d5%2e00&L_CURRENCYCODE0=USD&L_FEEAMT0=0%2e15\
            &L_TYPE1=Payment&L_TRANSACTIONID1=2C&L_STATUS1=Completed&L_AMT1=25%2e00\
            &L_CURRENCYCODE1=USD&L_TYPE2=Authorization&L_TRANSACTIONID2=1A&L_STATUS2=Pending\
            &L_AMT2=25%2e00&L_CURRENCYCODE2=USD&L_TYPE3=Currency%20Conversion%20%28credit%29\
            &L_TRANSACTIONID3=4X&L_AMT3=30%2e00&L_CURRENCYCODE3=CAD&L_TRANSACTIONID4=5B&L_AMT4=odd\
            &L_CURRENCYCODE4=USD&ACK=SuccessWithWarning&L_ERRORCODE0=11002";
        let rows = rows(&Fields::decode(message));
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["3R", "2C", "1A", "4X"]);
        let payments: Vec<bool> = rows.iter().map(Row::may_be_payment).collect();
        assert_eq!(payments, [false, true, true, false]);
        assert!(rows[2].is_authorization());
        let five = Money::new(500, Currency::USD).unwrap();
        assert_eq!(rows[0].refund(), Some(("3R".to_owned(), five)));
        assert_eq!(rows[1].refund(), None);
    }

    #[test]
    fn no_rows_are_no_rows() {
        assert_eq!(rows(&Fields::decode(b"ACK=Success")), []);
    }
}
