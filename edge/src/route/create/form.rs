//! The form as browsers post it by themselves.

use obole_shared::amount::read_amount;
use obole_shared::api::{AmountBody, CreatePayment};
use obole_shared::currency::Currency;
use obole_shared::gift::{Dedication, DedicationKind};
use obole_shared::money::Money;
use obole_shared::problem::{Code, Problem};
use obole_shared::texts::Lang;
use obole_widget::Entered;
use url::form_urlencoded;

use crate::error::Error;

/// The fields of the form, as they came.
#[derive(Debug, Default)]
pub(super) struct Form {
    reading: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) key: Option<String>,
    pub(super) return_to: Option<String>,
    pub(super) entered: Entered,
}

impl Form {
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(bytes) {
            if value.trim().is_empty() {
                continue;
            }
            let value = value.into_owned();
            let entered = &mut form.entered;
            let slot = match name.as_ref() {
                "reading" => &mut form.reading,
                "lang" => &mut form.lang,
                "idempotency_key" => &mut form.key,
                "return_to" => &mut form.return_to,
                "amount" => &mut entered.amount,
                "preset" => &mut entered.preset,
                "currency" => &mut entered.currency,
                "terminal" => &mut entered.terminal,
                "name" => &mut entered.name,
                "email" => &mut entered.email,
                "message" => &mut entered.message,
                "dedication" => &mut entered.dedication,
                "dedication_name" => &mut entered.dedication_name,
                "cover_fee" => {
                    entered.cover_fee = true;
                    continue;
                }
                "anonymous" => {
                    entered.anonymous = true;
                    continue;
                }
                "consent" => {
                    entered.consents.push(value);
                    continue;
                }
                _ => continue,
            };
            *slot = Some(value);
        }
        form
    }

    /// What was typed wins over a preset; a reading chosen from two wins over both.
    ///
    /// # Errors
    /// The code of what is wrong with it.
    pub(super) fn amount(&self, lang: Lang) -> Result<Money, Error> {
        let entered = &self.entered;
        let code = entered.currency.as_deref().unwrap_or_default();
        let currency: Currency = code.parse().map_err(|_| Code::CurrencyNotOffered)?;
        if let Some(exact) = &self.reading {
            return Ok(Money::from_wire(exact, currency).map_err(Problem::from)?);
        }
        if let Some(typed) = &entered.amount {
            return Ok(read_amount(typed, lang.tag(), currency).map_err(Problem::from)?);
        }
        match entered.preset.as_deref() {
            Some(preset) if preset != "other" => {
                Ok(Money::from_wire(preset, currency).map_err(Problem::from)?)
            }
            _ => Err(Code::AmountEmpty.into()),
        }
    }

    /// The order that it makes. `amount` is [`Self::amount`].
    pub(super) fn order(&self, amount: Money, lang: Lang) -> CreatePayment {
        let entered = self.entered.clone();
        let kind = entered.dedication.as_deref();
        let kind = kind.and_then(DedicationKind::from_word);
        // The kind always stands in the form; who is meant makes it a dedication.
        let dedication = kind
            .zip(entered.dedication_name)
            .map(|(kind, name)| Dedication { kind, name });
        CreatePayment {
            amount: AmountBody {
                value: amount.wire_value(),
                currency: amount.currency().code().to_owned(),
            },
            terminal: entered.terminal.unwrap_or_default(),
            lang: Some(lang.tag().to_owned()),
            email: entered.email,
            name: entered.name,
            address: None,
            promo_code: None,
            cover_fee: entered.cover_fee.then_some(true),
            // Without script nobody could show it before.
            total: None,
            anonymous: entered.anonymous.then_some(true),
            message: entered.message,
            dedication,
            consents: entered.consents,
            return_to: self.return_to.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<Money, Error>) -> Option<Code> {
        result.err().map(|error| error.problem().code)
    }

    #[test]
    fn a_form_is_read_in_its_language() {
        let read = |body: &str, lang| Form::parse(body.as_bytes()).amount(lang);
        let minor = |body: &str, lang| read(body, lang).ok().map(Money::minor);
        assert_eq!(minor("amount=25,50&currency=CHF", Lang::Fr), Some(2550));
        assert_eq!(
            minor("amount=&preset=20.00&currency=CHF", Lang::Fr),
            Some(2000)
        );
        assert_eq!(
            minor("amount=7&preset=20.00&currency=CHF", Lang::Fr),
            Some(700)
        );
        assert_eq!(
            minor("amount=1,000&reading=1000.00&currency=CHF", Lang::En),
            Some(100_000)
        );
        assert_eq!(
            code(read("amount=1,000&currency=CHF", Lang::En)),
            Some(Code::AmountAmbiguous)
        );
        assert_eq!(
            code(read("preset=other&currency=CHF", Lang::En)),
            Some(Code::AmountEmpty)
        );
        assert_eq!(
            code(read("amount=5", Lang::En)),
            Some(Code::CurrencyNotOffered)
        );
    }
}
