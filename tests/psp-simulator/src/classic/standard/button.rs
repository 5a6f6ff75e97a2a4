//! A payment button: what it sells, for how much, and where the payer goes afterwards.

use crate::classic::standard::flaw::Flaw;
use crate::classic::standard::form::Form;
use crate::classic::standard::item::{Item, cart, item};
use crate::classic::transaction;
use crate::http::is_web_url;
use crate::money::{paypal_decimals, read_decimal};

/// Which kind of button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    BuyNow,
    Donate,
    Cart,
}

/// How the browser is sent back, `rm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReturnMethod {
    /// `0`: GET with the variables of the payment.
    Get,
    /// `1`: GET without any.
    Bare,
    /// `2`: POST with the variables of the payment.
    Post,
}

/// What a payment button says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Button {
    pub(crate) command: Command,
    pub(crate) business: String,
    pub(crate) currency: String,
    pub(crate) items: Vec<Item>,
    /// Of the whole cart, besides what the items say.
    pub(crate) cart_handling_minor: i64,
    pub(crate) cart_tax_minor: i64,
    pub(crate) discount_minor: i64,
    pub(crate) custom: Option<String>,
    pub(crate) invoice: Option<String>,
    pub(crate) notify_url: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) cancel_url: Option<String>,
    pub(crate) return_method: ReturnMethod,
    pub(crate) return_text: Option<String>,
    /// `paymentaction=authorization`: the money is only held.
    pub(crate) authorizes: bool,
    /// `no_shipping=2`, or an address that is given: the payment has an address.
    pub(crate) ships: bool,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) email: Option<String>,
}

/// The longest value of each variable, in characters.
const LIMITS: [(&str, usize); 19] = [
    ("business", 127),
    ("notify_url", 255),
    ("item_name", 127),
    ("item_number", 127),
    ("custom", 256),
    ("invoice", 127),
    ("return", 1024),
    ("cancel_return", 1024),
    ("cbt", 60),
    ("cn", 40),
    ("lc", 5),
    ("first_name", 32),
    ("last_name", 64),
    ("address1", 100),
    ("address2", 100),
    ("city", 40),
    ("zip", 32),
    ("email", 127),
    ("page_style", 30),
];

/// Variables that change the sum and are not simulated; taking them silently would ask for
/// a wrong one.
const NOT_SIMULATED: [&str; 7] = [
    "tax_rate",
    "discount_rate",
    "discount_amount2",
    "discount_rate2",
    "shipping2",
    "weight",
    "weight_cart",
];

impl Button {
    pub(crate) fn read(form: &Form) -> Result<Self, Flaw> {
        let command = command(form)?;
        check_texts(form)?;
        let currency = form.get("currency_code").unwrap_or("USD").to_owned();
        let decimals = paypal_decimals(&currency).ok_or(Flaw::Currency)?;
        let amount = |name: &str| amount(form, name, &currency, decimals);
        let items = match command {
            Command::Cart => cart(form, &amount)?,
            Command::BuyNow | Command::Donate => vec![item(form, "", &amount)?],
        };
        Ok(Self {
            command,
            business: form.text("business").ok_or(Flaw::Missing("business"))?,
            items,
            cart_handling_minor: amount("handling_cart")?.unwrap_or(0),
            cart_tax_minor: amount("tax_cart")?.unwrap_or(0),
            discount_minor: match command {
                Command::Cart => amount("discount_amount_cart")?.unwrap_or(0),
                Command::BuyNow | Command::Donate => amount("discount_amount")?.unwrap_or(0),
            },
            custom: form.text("custom"),
            invoice: form.text("invoice"),
            notify_url: address(form, "notify_url")?,
            return_url: address(form, "return")?,
            cancel_url: address(form, "cancel_return")?,
            return_method: match form.get("rm") {
                None | Some("0") => ReturnMethod::Get,
                Some("1") => ReturnMethod::Bare,
                Some("2") => ReturnMethod::Post,
                Some(_) => return Err(Flaw::Value("rm")),
            },
            return_text: form.text("cbt"),
            authorizes: match form.get("paymentaction") {
                None | Some("sale") => false,
                Some("authorization") => true,
                Some("order") => return Err(Flaw::NotSimulated("paymentaction=order".to_owned())),
                Some(_) => return Err(Flaw::Value("paymentaction")),
            },
            ships: match form.get("no_shipping") {
                None | Some("0") => form.get("address1").is_some(),
                Some("1") => false,
                Some("2") => true,
                Some(_) => return Err(Flaw::Value("no_shipping")),
            },
            first_name: form.text("first_name"),
            last_name: form.text("last_name"),
            email: form.text("email"),
            currency,
        })
        .and_then(Self::with_a_sum)
    }

    /// Refuses a discount that leaves nothing.
    fn with_a_sum(self) -> Result<Self, Flaw> {
        match self.total() {
            Some(total) if total <= 0 => Err(Flaw::Value("amount")),
            Some(_) | None => Ok(self),
        }
    }

    /// What is to be paid; `None` while the payer did not say how much.
    pub(crate) fn total(&self) -> Option<i64> {
        let mut sum = self
            .cart_handling_minor
            .checked_add(self.cart_tax_minor)?
            .checked_sub(self.discount_minor)?;
        for item in &self.items {
            sum = sum.checked_add(item.gross()?)?;
        }
        Some(sum)
    }

    /// What the history keeps of the items.
    pub(crate) fn lines(&self) -> Vec<transaction::Item> {
        self.items
            .iter()
            .map(|item| transaction::Item {
                name: item.name.clone().unwrap_or_default(),
                number: item.number.clone().unwrap_or_default(),
                quantity: u32::try_from(item.quantity).unwrap_or(1),
                amount_minor: item.unit_minor.unwrap_or(0),
            })
            .collect()
    }

    /// The sum the payer typed, where the button left it open.
    pub(crate) fn with_amount(mut self, typed: &str) -> Result<Self, Flaw> {
        let decimals = paypal_decimals(&self.currency).ok_or(Flaw::Currency)?;
        let minor = read_decimal(typed.trim(), &self.currency, decimals)
            .ok()
            .filter(|minor| *minor > 0)
            .ok_or(Flaw::Amount("amount".to_owned()))?;
        for item in &mut self.items {
            item.unit_minor = item.unit_minor.or(Some(minor));
        }
        self.with_a_sum()
    }
}

fn command(form: &Form) -> Result<Command, Flaw> {
    let name = match form.get("cmd") {
        Some("_ext-enter") => form.get("redirect_cmd"),
        other => other,
    };
    match name {
        Some("_xclick") => Ok(Command::BuyNow),
        Some("_donations") => Ok(Command::Donate),
        Some("_cart") if form.get("upload") == Some("1") => Ok(Command::Cart),
        Some("_cart") => Err(Flaw::NotSimulated("_cart without upload=1".to_owned())),
        Some(other) => Err(Flaw::NotSimulated(other.to_owned())),
        None => Err(Flaw::Missing("cmd")),
    }
}

fn check_texts(form: &Form) -> Result<(), Flaw> {
    for (name, value) in form.pairs() {
        let plain = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
        if NOT_SIMULATED.contains(&name) || (NOT_SIMULATED.contains(&plain) && plain != name) {
            return Err(Flaw::NotSimulated(name.to_owned()));
        }
        let known = LIMITS
            .iter()
            .find(|(limited, _)| *limited == name || *limited == plain);
        if known.is_some_and(|(_, most)| value.chars().count() > *most) {
            return Err(Flaw::TooLong(name.to_owned()));
        }
    }
    Ok(())
}

fn address(form: &Form, name: &'static str) -> Result<Option<String>, Flaw> {
    match form.get(name) {
        Some(url) if !is_web_url(url) => Err(Flaw::Value(name)),
        url => Ok(url.map(str::to_owned)),
    }
}

/// An amount that may be absent: dot decimal, no sign and no symbol.
fn amount(form: &Form, name: &str, currency: &str, decimals: u32) -> Result<Option<i64>, Flaw> {
    form.get(name)
        .map(|text| {
            read_decimal(text, currency, decimals).map_err(|_| Flaw::Amount(name.to_owned()))
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Button, Flaw> {
        Button::read(&Form::read(query, b""))
    }

    #[test]
    fn the_total_is_what_all_parts_make() {
        for (query, total) in [
            ("cmd=_xclick&business=a&amount=10.00", 1000),
            (
                "cmd=_xclick&business=a&amount=10.00&quantity=3&tax=0.50&shipping=1&handling=2",
                3650,
            ),
            (
                "cmd=_donations&business=a&amount=10&discount_amount=2.50",
                750,
            ),
            (
                "cmd=_donations&business=a&amount=1500&currency_code=JPY",
                1500,
            ),
            (
                "cmd=_donations&business=a&amount=1500&currency_code=HUF",
                150_000,
            ),
            (
                "cmd=_cart&upload=1&business=a&item_name_1=x&amount_1=1.00&quantity_1=2&item_name_2=y&amount_2=3\
&shipping_2=0.25&handling_cart=1&tax_cart=0.10&discount_amount_cart=0.35",
                600,
            ),
            (
                "cmd=_ext-enter&redirect_cmd=_xclick&business=a&amount=0.01",
                1,
            ),
        ] {
            assert_eq!(read(query).unwrap().total(), Some(total), "{query}");
        }
    }

    #[test]
    fn the_payer_may_be_left_to_say_how_much() {
        let open = read("cmd=_donations&business=a&currency_code=CHF").unwrap();
        assert_eq!(open.total(), None);
        assert_eq!(
            open.clone().with_amount(" 7.50 ").unwrap().total(),
            Some(750)
        );
        assert!(open.clone().with_amount("7,50").is_err());
        assert!(open.with_amount("0").is_err());
    }

    #[test]
    fn what_is_wrong_is_refused() {
        for (query, flaw) in [
            ("business=a", Flaw::Missing("cmd")),
            ("cmd=_xclick&amount=1", Flaw::Missing("business")),
            (
                "cmd=_xclick&business=a&amount=1&currency_code=XAU",
                Flaw::Currency,
            ),
            (
                "cmd=_xclick&business=a&amount=1,50",
                Flaw::Amount("amount".into()),
            ),
            (
                "cmd=_xclick&business=a&amount=$1.50",
                Flaw::Amount("amount".into()),
            ),
            (
                "cmd=_xclick&business=a&amount=1.505",
                Flaw::Amount("amount".into()),
            ),
            (
                "cmd=_xclick&business=a&amount=0",
                Flaw::Amount("amount".into()),
            ),
            (
                "cmd=_xclick&business=a&amount=15.00&currency_code=JPY",
                Flaw::Amount("amount".into()),
            ),
            (
                "cmd=_xclick&business=a&amount=1&quantity=0",
                Flaw::Value("quantity"),
            ),
            (
                "cmd=_xclick&business=a&amount=1&discount_amount=1",
                Flaw::Value("amount"),
            ),
            ("cmd=_xclick&business=a&amount=1&rm=3", Flaw::Value("rm")),
            (
                "cmd=_xclick&business=a&amount=1&return=shop",
                Flaw::Value("return"),
            ),
            (
                "cmd=_xclick&business=a&amount=1&tax_rate=7.7",
                Flaw::NotSimulated("tax_rate".into()),
            ),
            (
                "cmd=_cart&business=a&add=1",
                Flaw::NotSimulated("_cart without upload=1".into()),
            ),
            ("cmd=_cart&upload=1&business=a", Flaw::Missing("amount_1")),
            (
                "cmd=_s-xclick&business=a",
                Flaw::NotSimulated("_s-xclick".into()),
            ),
        ] {
            assert_eq!(read(query), Err(flaw), "{query}");
        }
        let long = format!("cmd=_xclick&business=a&amount=1&custom={}", "x".repeat(257));
        assert_eq!(read(&long), Err(Flaw::TooLong("custom".into())));
        let long = format!(
            "cmd=_cart&upload=1&business=a&amount_1=1&item_name_1={}",
            "x".repeat(128)
        );
        assert_eq!(read(&long), Err(Flaw::TooLong("item_name_1".into())));
    }
}
