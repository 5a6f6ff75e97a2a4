//! What browsers and operators send us.

use obole_edge::providers::Credentials;
use obole_shared::amount::{format_amount, read_amount};
use obole_shared::api::CreatePayment;
use obole_shared::currency::Currency;
use obole_shared::ids::{IdempotencyKey, LinkId, PaymentId, TerminalId};
use obole_shared::link::origin_of;
use obole_shared::money::Money;
use obole_shared::terminal::Terminal;
use obole_shared::texts::Lang;
use serde_json::Value;

use super::answers::accounts;

/// Languages amounts are typed in.
const LANGS: [&str; 6] = ["en", "de-CH", "fr", "it", "ar", "xx"];

pub(super) fn run_create(input: &[u8]) -> Result<String, String> {
    let order: CreatePayment = match serde_json::from_slice(input) {
        Ok(order) => order,
        Err(error) => return Ok(format!("{:?}", error.classify())),
    };
    let currency: Result<Currency, _> = order.amount.currency.parse();
    let amount = currency
        .ok()
        .map(|currency| Money::from_wire(&order.amount.value, currency));
    if let Some(Ok(money)) = &amount {
        // «25» may be written for «25.00», and nothing else.
        let written = money.wire_value();
        let value = &order.amount.value;
        if !is_same_number(&written, value) {
            return Err(format!("{value} is read as {written}"));
        }
    }
    let lang = order.lang.as_deref().and_then(Lang::from_tag);
    let origin = order.return_to.as_deref().and_then(origin_of);
    if let (Some(url), Some(origin)) = (&order.return_to, origin)
        && !url.starts_with(origin)
    {
        return Err(format!("{origin} is not where {url} leads"));
    }
    let amount = amount.map(|amount| amount.map(|_| ()));
    Ok(format!("{amount:?} {lang:?} {}", origin.is_some()))
}

/// Whether two plain numbers differ only in zeros behind a point.
fn is_same_number(one: &str, other: &str) -> bool {
    let parts = |text: &str| {
        let (major, decimals) = text.split_once('.').unwrap_or((text, ""));
        let decimals = decimals.trim_end_matches('0').to_owned();
        (major.to_owned(), decimals)
    };
    parts(one) == parts(other)
}

pub(super) fn run_amount(input: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(input);
    let mut shapes = Vec::new();
    let currencies = [Currency::CHF, Currency::JPY, Currency::EUR];
    let dinar = Currency::from_code("KWD");
    for currency in currencies.into_iter().chain(dinar) {
        let mut sums = Vec::new();
        for lang in LANGS {
            let read = read_amount(&text, lang, currency);
            if read_amount(&text, lang, currency) != read {
                return Err("read twice it is not the same".to_owned());
            }
            if let Ok(money) = &read {
                sums.push(*money);
                let written = format_amount(*money, lang);
                if !input.iter().any(u8::is_ascii_digit) && text.is_ascii() {
                    return Err(format!("without a digit it is {written}"));
                }
            }
            let error = read.map(|_| ()).map_err(|error| format!("{error:?}"));
            let error = error.err().unwrap_or_default();
            shapes.push(
                error
                    .split(['(', '{'])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
        // The language never picks one of two sums.
        if sums.windows(2).any(|two| matches!(two, [a, b] if a != b)) {
            return Err(format!("two sums in two languages: {sums:?}"));
        }
    }
    Ok(shapes.join(" "))
}

pub(super) fn run_names(input: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(input);
    let ids = [
        text.parse::<PaymentId>().map(|id| id.to_string()),
        text.parse::<LinkId>().map(|id| id.to_string()),
        text.parse::<TerminalId>().map(|id| id.to_string()),
        text.parse::<IdempotencyKey>().map(|id| id.to_string()),
    ];
    let other = |id: &String| *id != text || text.len() > 80;
    if let Some(id) = ids.iter().flatten().find(|id| other(id)) {
        return Err(format!("it is read as {id}"));
    }
    let accepted = Lang::from_accept(&text);
    let terminal = serde_json::from_slice::<Terminal>(input);
    let terminal = match &terminal {
        Ok(terminal) => {
            let _ = (terminal.methods(), terminal.account());
            format!("{:?}", terminal.check())
        }
        Err(error) => format!("{:?}", error.classify()),
    };
    let ids: Vec<bool> = ids.iter().map(Result::is_ok).collect();
    Ok(format!("{ids:?} {accepted:?} {terminal}"))
}

pub(super) fn run_credentials(input: &[u8]) -> Result<String, String> {
    let fields: Value = match serde_json::from_slice(input) {
        Ok(fields) => fields,
        Err(error) => return Ok(format!("{:?}", error.classify())),
    };
    let mut shapes = Vec::new();
    for (kind, _, _) in accounts() {
        let read = Credentials::read(kind, fields.clone());
        if Credentials::read(kind, fields.clone()) != read {
            return Err(format!("{kind:?}: read twice it is not the same"));
        }
        let told = format!("{read:?}");
        let secrets = [
            "password",
            "secret",
            "signature",
            "identity_token",
            "ipn_secret",
        ];
        let printed = secrets.iter().find(|name| {
            let secret = fields.get(**name).and_then(Value::as_str);
            // Short ones may stand in any text by chance.
            secret.is_some_and(|secret| secret.len() >= 12 && told.contains(secret))
        });
        if let (Some(name), true) = (printed, is_said_once(&fields)) {
            return Err(format!("{kind:?}: {name} is printed"));
        }
        shapes.push(read.is_ok());
    }
    Ok(format!("{shapes:?}"))
}

/// Whether no two fields say the same: a secret that is a user name too may be printed as such.
fn is_said_once(fields: &Value) -> bool {
    let texts: Vec<&str> = fields
        .as_object()
        .into_iter()
        .flat_map(|members| members.values().filter_map(Value::as_str))
        .collect();
    let within = |one: &&str| texts.iter().filter(|other| other.contains(*one)).count() == 1;
    texts.iter().all(within)
}
