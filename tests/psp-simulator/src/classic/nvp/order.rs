//! What a checkout is about, as `SetExpressCheckout` and `DoExpressCheckoutPayment` say it.

use crate::classic::nvp::Asked;
use crate::classic::nvp::amount::Currency;
use crate::classic::nvp::arguments::Arguments;
use crate::classic::nvp::problem::{Problem, Refusal};
use crate::classic::transaction::Item;
use crate::http::is_web_url;

/// What shall be done with the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Sale,
    Authorization,
}

/// One payment. Amounts are whole minor units of ISO 4217.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) action: Action,
    pub(crate) amount_minor: i64,
    pub(crate) currency: String,
    pub(crate) items: Vec<Item>,
    pub(crate) description: Option<String>,
    pub(crate) custom: Option<String>,
    pub(crate) invoice: Option<String>,
    pub(crate) notify_url: Option<String>,
    /// Whether only means that pay at once are taken.
    pub(crate) instant_only: bool,
}

/// Field, the error when it is no amount, and whether it may be negative.
const PARTS: [(&str, u32, bool); 6] = [
    ("ITEMAMT", 10426, false),
    ("SHIPPINGAMT", 10427, false),
    ("HANDLINGAMT", 10428, false),
    ("TAXAMT", 10429, false),
    ("INSURANCEAMT", 81001, false),
    ("SHIPDISCAMT", 81001, true),
];

impl Order {
    pub(crate) fn read(asked: &Asked) -> Result<Self, Refusal> {
        let arguments = &asked.arguments;
        if let Some(name) = arguments.names().find(|name| names_other_payment(name)) {
            return Err(Refusal::about(10005, name));
        }
        let currency = Currency::read(arguments.payment_text("CURRENCYCODE"), &asked.account)?;
        let amount_minor = total(arguments, &currency)?;
        let items = items(arguments, &currency)?;
        check_totals(arguments, &currency, amount_minor, &items)?;
        let text = |name| arguments.payment_text(name).map(str::to_owned);
        let notify_url = text("NOTIFYURL");
        if notify_url.as_deref().is_some_and(|url| !is_web_url(url)) {
            return Err(Refusal::about(81203, "NOTIFYURL"));
        }
        let allowed = text("ALLOWEDPAYMENTMETHOD");
        if allowed
            .as_deref()
            .is_some_and(|one| one != "InstantPaymentOnly")
        {
            return Err(Refusal::about(81001, "ALLOWEDPAYMENTMETHOD"));
        }
        Ok(Self {
            action: action(arguments)?,
            amount_minor,
            currency: currency.code,
            items,
            description: text("DESC"),
            custom: text("CUSTOM"),
            invoice: text("INVNUM"),
            notify_url,
            instant_only: allowed.is_some(),
        })
    }
}

/// Parallel payments to several sellers do not exist here.
fn names_other_payment(name: &str) -> bool {
    let rest = name.strip_prefix("L_").unwrap_or(name);
    rest.strip_prefix("PAYMENTREQUEST_")
        .is_some_and(|rest| !rest.starts_with("0_"))
}

fn action(arguments: &Arguments) -> Result<Action, Refusal> {
    match arguments.payment("PAYMENTACTION") {
        Some("Sale") => Ok(Action::Sale),
        Some("Authorization") => Ok(Action::Authorization),
        Some("Order") => Err(Refusal::new(10443)),
        Some("") => Err(Refusal::new(10420)),
        Some(_) => Err(Refusal::about(81215, "PAYMENTACTION")),
        None if arguments.is_prefixed() => Ok(Action::Sale),
        None => Err(Refusal::about(81115, "PAYMENTACTION")),
    }
}

fn total(arguments: &Arguments, currency: &Currency) -> Result<i64, Refusal> {
    let text = match arguments.payment("AMT") {
        None => return Err(Refusal::about(81100, "AMT")),
        Some("") => return Err(Refusal::new(10401)),
        Some(text) => text,
    };
    match currency.amount(text) {
        Some(0) => Err(Refusal::new(10525)),
        Some(minor) if minor > currency.maximum_minor() => Err(Refusal::new(10414)),
        Some(minor) if minor > 0 => Ok(minor),
        _ => Err(Refusal::about(81200, "AMT")),
    }
}

fn part(
    arguments: &Arguments,
    currency: &Currency,
    name: &str,
    invalid: u32,
    may_be_negative: bool,
) -> Result<Option<i64>, Refusal> {
    let Some(text) = arguments.payment_text(name) else {
        return Ok(None);
    };
    match currency.amount(text) {
        Some(minor) if minor >= 0 || may_be_negative => Ok(Some(minor)),
        _ => Err(Refusal::about(invalid, name)),
    }
}

fn items(arguments: &Arguments, currency: &Currency) -> Result<Vec<Item>, Refusal> {
    let mut items = Vec::new();
    for at in 0..1000 {
        let (name, amount) = (arguments.item("NAME", at), arguments.item("AMT", at));
        if name.is_none() && amount.is_none() {
            break;
        }
        let quantity = match arguments.item("QTY", at).map(str::parse) {
            None => 1,
            Some(Ok(quantity)) if quantity > 0 => quantity,
            Some(_) => return Err(Refusal::about(10431, "QTY")),
        };
        let amount_minor = match amount.map(|text| currency.amount(text)) {
            None => 0,
            Some(Some(minor)) => minor,
            Some(None) => return Err(Refusal::about(10431, "AMT")),
        };
        items.push(Item {
            name: name.unwrap_or_default().to_owned(),
            number: arguments.item("NUMBER", at).unwrap_or_default().to_owned(),
            quantity,
            amount_minor,
        });
    }
    Ok(items)
}

/// The total is the sum of its parts, and the item total that of the items.
fn check_totals(
    arguments: &Arguments,
    currency: &Currency,
    total: i64,
    items: &[Item],
) -> Result<(), Refusal> {
    let mut sum = None;
    let mut goods = None;
    for (name, invalid, may_be_negative) in PARTS {
        let Some(minor) = part(arguments, currency, name, invalid, may_be_negative)? else {
            continue;
        };
        match name {
            "ITEMAMT" => goods = Some(minor),
            "SHIPPINGAMT" | "HANDLINGAMT" if goods.is_none() => return Err(Refusal::new(10426)),
            _ => {}
        }
        sum = Some(sum.unwrap_or(0_i64).saturating_add(minor));
    }
    let of_items = items.iter().fold(0_i64, |sum, item| {
        sum.saturating_add(item.amount_minor.saturating_mul(i64::from(item.quantity)))
    });
    let priced = items.iter().any(|item| item.amount_minor != 0);
    let parts_differ = sum.is_some_and(|sum| sum != total);
    let items_differ = priced && goods.unwrap_or(total) != of_items;
    if parts_differ || items_differ {
        return Err(Problem::new(10413).into());
    }
    Ok(())
}
