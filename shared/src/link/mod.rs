//! What a donor opens: a link's description, its limits, and what may be paid through it.

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::gift::Gift;
use crate::ids::{LinkId, TerminalId};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::terminal::{AuthorizationType, Condition, Terminal};
use crate::wording::Wording;

mod asked;

use asked::CONSENTS_MAX;
pub use asked::{Asked, Campaign, Consent, Need, Preset};

/// A link as it is kept. Limits and presets are numbers of major units that hold in each of its
/// currencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id, part of its address.
    pub id: LinkId,
    /// What the donor gives for; shown at the provider too.
    pub name: String,
    /// Amounts offered to choose from.
    pub presets: Vec<Preset>,
    /// Nothing but one of these amounts can be paid.
    pub fixed: bool,
    /// Donors may add what the provider keeps.
    pub cover_fee: bool,
    /// The fields about the donor.
    pub asked: Asked,
    /// The owner's boxes.
    pub consents: Vec<Consent>,
    /// A campaign, if it is one.
    pub campaign: Option<Campaign>,
    /// Least amount, in major units.
    pub min: Decimal,
    /// Greatest amount, in major units.
    pub max: Decimal,
    /// Currencies offered, the first preselected.
    pub currencies: Vec<Currency>,
    /// Terminals offered, in this order.
    pub terminals: Vec<TerminalId>,
    /// What happens with an approved payment; `None`: what the terminal says.
    pub authorization: Option<AuthorizationType>,
    /// What an authorization must prove; `None`: what the terminal says.
    pub condition: Option<Condition>,
    /// Pages a donor may be sent back to: `https://example.org`.
    pub return_origins: Vec<String>,
}

/// Longest name of a link: what the strictest provider field carries.
pub const NAME_CHARS_MAX: usize = 100;

impl Link {
    /// Whether the description can be used; the sentence tells an operator what is wrong.
    pub fn check(&self) -> Result<(), &'static str> {
        if self.name.trim().is_empty() || self.name.chars().count() > NAME_CHARS_MAX {
            return Err("name: between 1 and 100 characters");
        }
        if self.currencies.is_empty() || self.terminals.is_empty() {
            return Err("at least one currency and one terminal");
        }
        if self.min > self.max || self.min <= Decimal::ZERO {
            return Err("min must be above zero and not above max");
        }
        for &currency in &self.currencies {
            let presets = self.presets.iter().map(|preset| preset.amount);
            for number in presets.chain([self.min, self.max]) {
                if Money::from_decimal(number, currency).is_err() {
                    return Err("an amount has too many decimals for one of the currencies");
                }
            }
        }
        if self
            .presets
            .iter()
            .any(|preset| preset.amount < self.min || preset.amount > self.max)
        {
            return Err("a preset lies outside of the limits");
        }
        self.check_words()?;
        let origins = self.return_origins.iter();
        if origins
            .into_iter()
            .any(|origin| origin_of(origin) != Some(origin.as_str()))
        {
            return Err("return_origins: scheme, host and port only, such as https://example.org");
        }
        Ok(())
    }

    fn check_words(&self) -> Result<(), &'static str> {
        let mut meanings = self.presets.iter().filter_map(|one| one.meaning.as_ref());
        if !meanings.all(Wording::is_usable) {
            return Err("presets: a meaning has between 1 and 300 characters");
        }
        if self.fixed && self.presets.is_empty() {
            return Err("presets: fixed prices need at least one");
        }
        if self.consents.len() > CONSENTS_MAX {
            return Err("consents: at most 5");
        }
        let mut seen: Vec<&str> = Vec::new();
        for Consent { id, text, .. } in &self.consents {
            let plain = |byte: u8| byte.is_ascii_lowercase() || b"0123456789_-".contains(&byte);
            let sane = (1..=40).contains(&id.len()) && id.bytes().all(plain);
            if !sane || seen.contains(&id.as_str()) {
                return Err("consents: an id of its own for each, in small letters and digits");
            }
            if !text.is_usable() {
                return Err("consents: a text has between 1 and 300 characters");
            }
            seen.push(id);
        }
        let goal = self.campaign.map(|campaign| campaign.goal);
        if goal.is_some_and(|goal| goal.is_zero() || !self.currencies.contains(&goal.currency())) {
            return Err("campaign: a goal above zero, in one of the currencies");
        }
        Ok(())
    }

    /// What is asked of this terminal when the payer has approved, and what must be proved.
    pub fn terms(&self, terminal: &Terminal) -> (AuthorizationType, Condition) {
        (
            self.authorization.unwrap_or(terminal.authorization),
            self.condition.unwrap_or(terminal.condition),
        )
    }

    /// Whether the link asks of this terminal only what its kind can do.
    ///
    /// # Errors
    /// A sentence for its owner.
    pub fn check_terms(&self, terminal: &Terminal) -> Result<(), String> {
        let (authorization, condition) = self.terms(terminal);
        let operations = &terminal.capabilities().operations;
        let (id, kind) = (&terminal.id, terminal.kind.name());
        if !operations.can(authorization) {
            let word = authorization.as_str();
            return Err(format!(
                "authorization: {id} is {kind}, which cannot {word}"
            ));
        }
        if !operations.proves(condition) {
            let word = condition.as_str();
            return Err(format!(
                "condition: {id} is {kind}, which cannot prove {word}"
            ));
        }
        Ok(())
    }

    /// The limits in this currency, least and greatest.
    pub fn limits(&self, currency: Currency) -> Option<(Money, Money)> {
        let min = Money::from_decimal(self.min, currency).ok()?;
        let max = Money::from_decimal(self.max, currency).ok()?;
        Some((min, max))
    }

    /// What a donor pays who wants to give `gift` and to cover the fee; `None` where the link or
    /// the terminal does not offer it, or nothing so large can be paid.
    pub fn covered(&self, gift: Money, terminal: &Terminal) -> Option<Money> {
        let rule = terminal.fee.as_ref().filter(|_| self.cover_fee)?;
        let currency = gift.currency();
        let paid = rule
            .of(currency)?
            .cover(gift.minor(), terminal.step(currency))?;
        Money::new(paid, currency).ok()
    }

    /// Holds what a donor said against what the link asks.
    ///
    /// # Errors
    /// The code of the first thing that is missing or strange.
    pub fn admit_gift(
        &self,
        gift: &Gift,
        name: Option<&str>,
        email: Option<&str>,
    ) -> Result<(), Problem> {
        gift.check()?;
        let asked = &self.asked;
        let missing = [
            ("name", asked.name, name.is_none() && !gift.anonymous),
            ("email", asked.email, email.is_none()),
            ("message", asked.message, gift.message.is_none()),
        ];
        for (field, need, empty) in missing {
            if need.is_required() && empty {
                return Err(Problem::at(Code::FieldNeeded, field));
            }
        }
        let refused = |consent: &&Consent| consent.required && !gift.consents.contains(&consent.id);
        match self.consents.iter().find(refused) {
            Some(_) => Err(Problem::new(Code::ConsentNeeded)),
            None => Ok(()),
        }
    }

    /// Checks what a donor wants to give against this link. `terminal` is the terminal asked for,
    /// as it is kept, if it exists.
    pub fn admit(&self, amount: Money, terminal: Option<&Terminal>) -> Result<(), Problem> {
        let currency = amount.currency();
        if !self.currencies.contains(&currency) {
            return Err(Problem::new(Code::CurrencyNotOffered));
        }
        let offered = terminal.filter(|terminal| self.terminals.contains(&terminal.id));
        let Some(terminal) = offered else {
            return Err(Problem::new(Code::TerminalNotOffered));
        };
        if !terminal.takes(amount) {
            return Err(Problem::new(Code::CurrencyNotTaken));
        }
        let Some((min, max)) = self.limits(currency) else {
            return Err(Problem::new(Code::CurrencyNotOffered));
        };
        if amount.is_zero() {
            return Err(Problem::new(Code::AmountZero));
        }
        if amount.minor() < min.minor() {
            return Err(Problem::with_limit(Code::AmountTooSmall, min));
        }
        if amount.minor() > max.minor() {
            return Err(Problem::with_limit(Code::AmountTooLarge, max));
        }
        let is_price = |preset: &Preset| {
            Money::from_decimal(preset.amount, currency).is_ok_and(|price| price == amount)
        };
        if self.fixed && !self.presets.iter().any(is_price) {
            return Err(Problem::new(Code::PriceNotOffered));
        }
        Ok(())
    }

    /// Checks where a donor wants to be sent back to: an address on one of the allowed origins.
    pub fn admit_return(&self, url: &str) -> Result<(), Problem> {
        let allowed = origin_of(url)
            .is_some_and(|origin| self.return_origins.iter().any(|known| known == origin));
        let plain = url.len() <= RETURN_URL_BYTES_MAX
            && url
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if allowed && plain {
            Ok(())
        } else {
            Err(Problem::new(Code::ReturnNotAllowed))
        }
    }
}

/// Longest address a donor is sent back to, in bytes.
const RETURN_URL_BYTES_MAX: usize = 1_500;

/// Scheme, host and port of an http(s) address without user part; `None` for anything else.
pub fn origin_of(url: &str) -> Option<&str> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| url.starts_with(scheme))?;
    let rest = url.get(scheme.len()..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest.get(..end)?;
    let valid = !host.is_empty()
        && host
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-:[]".contains(&b));
    if valid {
        url.get(..scheme.len() + end)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{Mode, TerminalKind};

    fn link() -> Link {
        Link {
            id: "demo".parse().unwrap(),
            name: "Meals".into(),
            presets: vec![Decimal::from(20).into()],
            fixed: false,
            cover_fee: false,
            asked: Asked::default(),
            consents: vec![],
            campaign: None,
            min: Decimal::from(5),
            max: Decimal::from(5000),
            currencies: vec![Currency::CHF, Currency::EUR],
            terminals: vec!["a".parse().unwrap()],
            authorization: None,
            condition: None,
            return_origins: vec!["https://example.org".into()],
        }
    }

    fn terminal(id: &str) -> Terminal {
        Terminal::new(
            id.parse().unwrap(),
            TerminalKind::Saferpay,
            "Card".into(),
            Mode::Test,
            vec![Currency::CHF],
        )
    }

    fn code(result: Result<(), Problem>) -> Option<Code> {
        result.err().map(|problem| problem.code)
    }

    #[test]
    fn an_amount_is_held_against_the_link() {
        let chf = |minor| Money::new(minor, Currency::CHF).unwrap();
        let a = terminal("a");
        assert_eq!(code(link().admit(chf(500), Some(&a))), None);
        assert_eq!(code(link().admit(chf(500_000), Some(&a))), None);
        assert_eq!(
            code(link().admit(chf(499), Some(&a))),
            Some(Code::AmountTooSmall)
        );
        assert_eq!(
            code(link().admit(chf(500_001), Some(&a))),
            Some(Code::AmountTooLarge)
        );
        assert_eq!(code(link().admit(chf(0), Some(&a))), Some(Code::AmountZero));
        assert_eq!(
            code(link().admit(chf(500), None)),
            Some(Code::TerminalNotOffered)
        );
        let other = terminal("b");
        assert_eq!(
            code(link().admit(chf(500), Some(&other))),
            Some(Code::TerminalNotOffered)
        );
        let eur = Money::new(500, Currency::EUR).unwrap();
        assert_eq!(
            code(link().admit(eur, Some(&a))),
            Some(Code::CurrencyNotTaken)
        );
        let usd = Money::new(500, Currency::USD).unwrap();
        assert_eq!(
            code(link().admit(usd, Some(&a))),
            Some(Code::CurrencyNotOffered)
        );
    }

    #[test]
    fn a_return_address_must_be_on_an_allowed_origin() {
        let link = link();
        for good in [
            "https://example.org",
            "https://example.org/thanks?x=1#y",
            "https://example.org?x",
        ] {
            assert_eq!(code(link.admit_return(good)), None, "{good}");
        }
        for bad in [
            "https://example.org.evil.test/",
            "https://example.org@evil.test/",
            "https://example.org:8443/",
            "http://example.org/",
            "//example.org/",
            "javascript:alert(1)",
            "https://example.org\\@evil.test/",
            "https://EXAMPLE.org/",
            "https://example.org/ a",
            "",
        ] {
            assert_eq!(
                code(link.admit_return(bad)),
                Some(Code::ReturnNotAllowed),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_description_that_cannot_work_is_refused() {
        assert_eq!(link().check(), Ok(()));
        assert!(
            Link {
                min: Decimal::from(0),
                ..link()
            }
            .check()
            .is_err()
        );
        assert!(
            Link {
                presets: vec![Decimal::from(1).into()],
                ..link()
            }
            .check()
            .is_err()
        );
        assert!(
            Link {
                min: Decimal::new(5001, 3),
                ..link()
            }
            .check()
            .is_err()
        );
        assert!(
            Link {
                return_origins: vec!["https://example.org/".into()],
                ..link()
            }
            .check()
            .is_err()
        );
        assert!(
            Link {
                currencies: vec![],
                ..link()
            }
            .check()
            .is_err()
        );
    }
}
