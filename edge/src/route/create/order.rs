//! An order held against its link: what comes out may be opened.

use obole_shared::api::{AmountBody, CreatePayment};
use obole_shared::currency::Currency;
use obole_shared::gift::{Gift, is_person};
use obole_shared::ids::IdempotencyKey;
use obole_shared::link::Link;
use obole_shared::money::Money;
use obole_shared::payment::Opened;
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::Terminal;
use obole_shared::texts::Lang;

use super::super::App;
use crate::error::Error;
use crate::keys::hash_of;

/// Longest mail address, in bytes (RFC 5321).
const EMAIL_BYTES_MAX: usize = 254;

/// Who orders, and under which key.
pub(super) struct Orderer<'a> {
    pub(super) app: &'a App,
    pub(super) key: &'a IdempotencyKey,
    pub(super) lang: Lang,
}

impl Orderer<'_> {
    /// Checks the order against the link. `amount` is what the donor wants to give.
    ///
    /// # Errors
    /// The code of the first thing that cannot be.
    pub(super) fn admit(
        &self,
        link: &Link,
        terminals: &[Terminal],
        mut order: CreatePayment,
        amount: Money,
    ) -> Result<Opened, Error> {
        if order.promo_code.is_some() {
            return Err(Code::PromoCodeUnknown.into());
        }
        let terminal = terminals
            .iter()
            .find(|terminal| terminal.id.as_str() == order.terminal);
        link.admit(amount, terminal)?;
        if let Some(return_to) = &order.return_to {
            link.admit_return(return_to)?;
        }
        let Some(terminal) = terminal else {
            return Err(Code::TerminalNotOffered.into());
        };
        let (authorization, condition) = link.terms(terminal);
        let operations = &terminal.capabilities().operations;
        if !operations.can(authorization) || !operations.proves(condition) {
            return Err(Code::TerminalNotOffered.into());
        }
        tidy(&mut order);
        check_person(&order)?;
        let total = total(link, terminal, &order, amount)?;
        let gift = Gift {
            fee_cover: total
                .checked_sub(amount)
                .filter(|_| order.cover_fee == Some(true)),
            anonymous: order.anonymous == Some(true),
            message: order.message.clone(),
            dedication: order.dedication.clone(),
            consents: order.consents.clone(),
        };
        link.admit_gift(&gift, order.name.as_deref(), order.email.as_deref())?;
        let id = self.app.keys.payment_id(&link.id, self.key);
        let hash = |terminal: &str, paid: Money| body_hash(paid, terminal, &order, self.lang);
        Ok(Opened {
            reference: id.reference(),
            secret: self.app.keys.payment_secret(&id),
            notify_token: self.app.keys.notify_token(&id),
            body_hash: hash(&order.terminal, total),
            gift_hash: hash("", amount),
            id,
            link: link.id.clone(),
            description: link.name.clone(),
            terminal: terminal.clone(),
            amount: total,
            lang: self.lang.tag().to_owned(),
            authorization,
            condition,
            return_to: order.return_to,
            email: order.email,
            name: order.name,
            gift,
        })
    }
}

/// What is paid: the gift, and where the donor wants it what the provider keeps of the sum. What
/// the donor was shown must be that.
fn total(
    link: &Link,
    terminal: &Terminal,
    order: &CreatePayment,
    amount: Money,
) -> Result<Money, Error> {
    let total = if order.cover_fee == Some(true) {
        link.covered(amount, terminal)
            .ok_or(Code::CoverFeeNotOffered)?
    } else {
        amount
    };
    if !terminal.takes(total) {
        return Err(Code::CurrencyNotTaken.into());
    }
    match &order.total {
        Some(shown) if amount_of(shown)? != total => Err(Code::TotalChanged.into()),
        _ => Ok(total),
    }
}

/// Texts as they are kept: without space around, and an empty one is none. Who wants to stay
/// unnamed gives no name, whatever a field still holds.
fn tidy(order: &mut CreatePayment) {
    for text in [&mut order.name, &mut order.email, &mut order.message] {
        *text = text
            .take()
            .map(|text| text.trim().replace("\r\n", "\n"))
            .filter(|text| !text.is_empty());
    }
    if order.anonymous == Some(true) {
        order.name = None;
    }
    if let Some(dedication) = &mut order.dedication {
        dedication.name = dedication.name.trim().to_owned();
    }
    order.consents.sort();
    order.consents.dedup();
}

fn check_person(order: &CreatePayment) -> Result<(), Error> {
    if order.email.as_deref().is_some_and(|email| !is_email(email)) {
        return Err(Code::EmailInvalid.into());
    }
    let address = order.address.clone().unwrap_or_default();
    let texts = [
        &order.name,
        &address.street,
        &address.zip,
        &address.city,
        &address.country,
    ];
    if texts.into_iter().flatten().all(|text| is_person(text)) {
        Ok(())
    } else {
        Err(Code::NameInvalid.into())
    }
}

/// What makes two requests the same.
fn body_hash(paid: Money, terminal: &str, order: &CreatePayment, lang: Lang) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let address = order.address.clone().unwrap_or_default();
    let flag = |flag: Option<bool>| if flag == Some(true) { "1" } else { "" };
    let dedication = order.dedication.as_ref();
    let mut parts = vec![
        paid.to_string(),
        terminal.to_owned(),
        lang.tag().to_owned(),
        optional(&order.email),
        optional(&order.name),
        optional(&address.street),
        optional(&address.zip),
        optional(&address.city),
        optional(&address.country),
        optional(&order.return_to),
        flag(order.cover_fee).to_owned(),
        flag(order.anonymous).to_owned(),
        optional(&order.message),
        dedication.map_or("", |one| one.kind.as_str()).to_owned(),
        dedication.map_or("", |one| &one.name).to_owned(),
    ];
    parts.extend(order.consents.iter().cloned());
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    hash_of(&parts)
}

/// The amount of a JSON body. Browsers write it as the API wants it; nobody else's guess is made.
pub(super) fn amount_of(body: &AmountBody) -> Result<Money, Error> {
    let currency: Currency = body
        .currency
        .parse()
        .map_err(|_| Problem::new(Code::CurrencyNotOffered))?;
    if body.value.is_empty() {
        return Err(Code::AmountEmpty.into());
    }
    if body.value.starts_with('-') {
        return Err(Code::AmountNegative.into());
    }
    let digits = body
        .value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if digits && body.value.len() > AMOUNT_BYTES_MAX {
        return Err(Code::AmountTooLarge.into());
    }
    let amount = Money::from_wire(&body.value, currency).map_err(Problem::from)?;
    if amount.is_zero() {
        Err(Code::AmountZero.into())
    } else {
        Ok(amount)
    }
}

/// No amount that can be carried is written longer.
const AMOUNT_BYTES_MAX: usize = 16;

fn is_email(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    let parts = text.split_once('@');
    plain
        && text.len() <= EMAIL_BYTES_MAX
        && parts.is_some_and(|(local, host)| {
            !local.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<Money, Error>) -> Option<Code> {
        result.err().map(|error| error.problem().code)
    }

    #[test]
    fn every_mistake_in_an_amount_has_its_code() {
        let amount = |value: &str, currency: &str| {
            code(amount_of(&AmountBody {
                value: value.into(),
                currency: currency.into(),
            }))
        };
        assert_eq!(amount("25.00", "CHF"), None);
        assert_eq!(amount("25", "JPY"), None);
        assert_eq!(amount("", "CHF"), Some(Code::AmountEmpty));
        assert_eq!(amount("0.00", "CHF"), Some(Code::AmountZero));
        assert_eq!(amount("-5", "CHF"), Some(Code::AmountNegative));
        assert_eq!(amount("5.001", "CHF"), Some(Code::AmountTooManyDecimals));
        assert_eq!(amount("5.0", "JPY"), Some(Code::AmountTooManyDecimals));
        assert_eq!(amount(&"9".repeat(400), "CHF"), Some(Code::AmountTooLarge));
        assert_eq!(amount("1'000", "CHF"), Some(Code::AmountNotANumber));
        assert_eq!(amount("25.00", "XXX"), Some(Code::CurrencyNotOffered));
    }

    #[test]
    fn mail_addresses_are_looked_at_only_roughly() {
        assert!(is_email("a@example.org"));
        for bad in [
            "",
            "a",
            "a@b",
            "@example.org",
            "a b@example.org",
            "a@@example.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
