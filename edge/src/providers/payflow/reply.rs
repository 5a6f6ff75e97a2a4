//! An answer of the gateway, as far as every call reads it in the same way.

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::Answer;

use super::codec::Fields;
use super::result::{self, Meaning};
use crate::ports::SendError;
use crate::providers::answer::{decimal, unknown};

/// Longest name of a transaction (PNREF has 12 characters).
const PNREF_MAX: usize = 32;

/// An answer that reads and has a RESULT.
pub(super) struct Reply {
    pub(super) fields: Fields,
    pub(super) meaning: Meaning,
    /// The name of the result for operators.
    pub(super) code: String,
}

/// What the gateway says about a request id it had seen before (DUPLICATE).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    /// Nothing: this answer is to this request.
    No,
    /// The answer is the one to the first request of this id.
    Yes,
    /// Another kind of duplicate; we never ask for one.
    Other,
}

impl Reply {
    /// Reads an answer; else the answer to the call: nobody knows what happened.
    pub(super) fn read(result: Result<http::Response<Vec<u8>>, SendError>) -> Result<Self, Answer> {
        let response = result.map_err(|error| unknown(error.to_string()))?;
        let status = response.status().as_u16();
        if status != 200 {
            return Err(unknown(format!("HTTP {status}")));
        }
        let fields = Fields::read(response.body()).map_err(|error| unknown(error.to_string()))?;
        let number = fields
            .number("RESULT")
            .ok_or_else(|| unknown("the answer has no RESULT".to_owned()))?;
        Ok(Self::of(fields, number))
    }

    fn of(fields: Fields, number: i32) -> Self {
        let (meaning, code) = if fields.get("ORIGRESULT").is_some() {
            // RESPMSG speaks of the transaction that was asked about.
            (result::meaning(number), result::code(number, None))
        } else {
            verdict(&fields, number)
        };
        Self {
            fields,
            meaning,
            code,
        }
    }

    /// What became of the transaction that was asked about (ORIGRESULT), and its name for
    /// operators; `None` where the gateway did not say.
    pub(super) fn original(&self) -> Option<(Meaning, String)> {
        let number = self.fields.number("ORIGRESULT")?;
        Some(verdict(&self.fields, number))
    }

    pub(super) fn repeated(&self) -> Repeated {
        match self.fields.get("DUPLICATE") {
            // -1: the gateway could not look, so this answer is to this request.
            None | Some("0" | "-1") => Repeated::No,
            Some("1") => Repeated::Yes,
            Some(_) => Repeated::Other,
        }
    }

    /// The gateway's name for the transaction, by the field that holds it.
    pub(super) fn pnref(&self, field: &str) -> Option<String> {
        let name = self.fields.get(field)?;
        is_pnref(name).then(|| name.to_owned())
    }

    /// The state of the transaction that was asked about.
    pub(super) fn state(&self) -> Option<i32> {
        self.fields.number("TRANSSTATE")
    }

    /// A sum in this currency; `None` where the field is missing.
    ///
    /// # Errors
    /// A sentence, where it holds something else.
    pub(super) fn money(&self, field: &str, currency: Currency) -> Result<Option<Money>, String> {
        if self.fields.contradicts(field) {
            return Err(format!("{field} is told twice"));
        }
        let Some(text) = self.fields.get(field) else {
            return Ok(None);
        };
        let told = self
            .fields
            .get("CURRENCY")
            .or(self.fields.get("CURRENCYCODE"));
        let currency = match told {
            None => currency,
            Some(code) => Currency::from_code(code).ok_or("an unknown currency")?,
        };
        let value = decimal(text.trim()).ok_or_else(|| format!("{field} is no sum"))?;
        Money::from_decimal(value, currency)
            .map(Some)
            .map_err(|error| format!("{field}: {error}"))
    }
}

/// A name that the gateway could have given.
pub(super) fn is_pnref(name: &str) -> bool {
    (1..=PNREF_MAX).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn verdict(fields: &Fields, number: i32) -> (Meaning, String) {
    let respmsg = fields.get("RESPMSG");
    let meaning = result::meaning(number);
    if meaning == Meaning::Approved && result::is_voided_by_rules(respmsg) {
        return (Meaning::Declined, "VOIDED_BY_AVS_OR_CSC_RULES".to_owned());
    }
    (meaning, result::code(number, respmsg))
}
