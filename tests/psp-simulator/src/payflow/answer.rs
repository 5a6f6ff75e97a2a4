//! What is told about a transaction, by `VERBOSITY`.
//!
//! Source: Payflow Gateway guide, "Credit card transaction responses" and "Verbosity".

use crate::clock::UnixMs;
use crate::money::write_decimal;
use crate::payflow::card::card_type;
use crate::payflow::params::Params;
use crate::payflow::settlement::pacific;
use crate::payflow::state::{Kind, Payflow, Status, Tender, Transaction};
use crate::payflow::wire::Answer;

/// Address fields that a detailed answer repeats.
const ADDRESS: &[&str] = &[
    "FIRSTNAME",
    "LASTNAME",
    "STREET",
    "CITY",
    "STATE",
    "ZIP",
    "COUNTRY",
    "EMAIL",
];

/// Whether more than the result is asked for.
fn wants_details(params: &Params) -> bool {
    matches!(params.get("VERBOSITY"), Some("MEDIUM" | "HIGH" | "M" | "H"))
}

impl Payflow {
    /// The answer to the request that made a transaction.
    pub(crate) fn tell(&self, pnref: &str, asked: &Params, now: UnixMs) -> Answer {
        let Some(one) = self.transactions.get(pnref) else {
            return Answer::of(19, "Original transaction ID not found");
        };
        let mut answer = Answer::default();
        answer.add("RESULT", one.result.to_string());
        answer.add("PNREF", pnref);
        answer.add("RESPMSG", one.message.as_str());
        one.describe(&mut answer, wants_details(asked), now);
        if asked.is("ECHODATA", "USER") || asked.is("ECHODATA", "CUSTDATA") {
            for (name, value) in users(asked) {
                answer.add(name, value);
            }
        }
        answer
    }

    /// The answer to an inquiry: what became of a transaction.
    pub(crate) fn tell_state(
        one: &Transaction,
        pnref: &str,
        asked: &Params,
        now: UnixMs,
    ) -> Answer {
        let mut answer = Answer::default();
        answer.add("RESULT", "0");
        answer.add("PNREF", pnref);
        if wants_details(asked) {
            answer.add("TRANSSTATE", one.state(now).to_string());
        }
        answer.add("ORIGRESULT", one.result.to_string());
        answer.add("ORIGPNREF", one.pnref.as_str());
        answer.add("RESPMSG", one.message.as_str());
        one.describe(&mut answer, wants_details(asked), now);
        if wants_details(asked)
            && let Some(batch) = one.batch()
        {
            if now < batch.starts_ms {
                answer.add("DATE_TO_SETTLE", pacific(batch.starts_ms));
            } else {
                answer.add("BATCHID", batch.id.to_string());
            }
            if now >= batch.ends_ms {
                answer.add("SETTLE_DATE", pacific(batch.ends_ms));
            }
        }
        answer
    }
}

/// `USER1` to `USER10`, which the gateway repeats.
pub(crate) fn users(params: &Params) -> impl Iterator<Item = (&str, &str)> {
    params
        .starting("USER")
        .filter(|(name, _)| name.len() > "USER".len())
}

impl Transaction {
    fn describe(&self, answer: &mut Answer, details: bool, now: UnixMs) {
        answer.add("AUTHCODE", self.authcode.as_str());
        answer.add("AVSADDR", self.checks.street);
        answer.add("AVSZIP", self.checks.zip);
        answer.add("CVV2MATCH", self.checks.code);
        answer.add("PPREF", self.ppref.as_str());
        answer.add("CORRELATIONID", self.correlation.as_str());
        self.describe_paypal(answer, now);
        if !self.checks.street.is_empty() {
            answer.add("IAVS", "N");
        }
        if !details {
            return;
        }
        if self.tender == Tender::Card && !self.authcode.is_empty() {
            answer.add("HOSTCODE", "A");
            answer.add("PROCAVS", self.checks.street);
            answer.add(
                "PROCCVV2",
                if self.checks.code == "Y" {
                    "M"
                } else {
                    self.checks.code
                },
            );
        }
        if self.tender == Tender::PayPal {
            answer.add("TENDER", "P");
        }
        answer.add("TRANSTIME", pacific(self.created_ms));
        answer.add("AMT", self.written_amount());
        if let Some(card) = &self.card {
            answer.add("ACCT", card.last_four.as_str());
            answer.add("EXPDATE", card.expires.as_str());
            answer.add("CARDTYPE", card_type(card.brand));
        }
        for name in ADDRESS {
            answer.maybe(&format!("BILLTO{name}"), self.params.billing(name));
        }
        answer.maybe("INVNUM", self.params.get("INVNUM"));
        answer.maybe("CUSTREF", self.params.get("CUSTREF"));
    }

    /// What PayPal tells about a payment of its own.
    fn describe_paypal(&self, answer: &mut Answer, now: UnixMs) {
        if self.tender != Tender::PayPal || self.status == Status::Failed {
            return;
        }
        if let Some(payer) = &self.payer {
            answer.add("PAYERID", payer.id.as_str());
            answer.add("EMAIL", payer.email.as_str());
        }
        let (means, pending) = match (self.kind, self.status) {
            (_, Status::Pending { .. }) => ("echeck", "echeck"),
            (Kind::Authorization, Status::Authorized) => ("instant", "authorization"),
            _ => ("instant", "none"),
        };
        answer.add("PAYMENTTYPE", means);
        answer.add("PENDINGREASON", pending);
        let settled = self.state(now) == 8 && self.kind != Kind::Credit;
        if settled {
            answer.add("FEEAMT", self.fee());
        }
    }

    /// 2.9 % and 30 minor units, rounded down.
    fn fee(&self) -> String {
        let minor = self.amount.minor.saturating_mul(29) / 1_000 + 30;
        write_decimal(minor.min(self.amount.minor), &self.amount.currency)
    }

    pub(crate) fn written_amount(&self) -> String {
        if self.amount.currency.is_empty() {
            return String::new();
        }
        write_decimal(self.amount.minor, &self.amount.currency)
    }
}
