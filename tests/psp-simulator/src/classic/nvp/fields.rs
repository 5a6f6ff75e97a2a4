//! Which fields a call takes, and how long each may be. `#` in a name stands for a number.

use crate::books::Provider;
use crate::classic::nvp::arguments::Arguments;
use crate::classic::nvp::call::Call;
use crate::classic::nvp::problem::{Problem, Refusal};
use crate::world::World;

/// A name and the most characters its value may have.
type Field = (&'static str, usize);

/// Taken by every call.
const COMMON: &[Field] = &[
    ("METHOD", 64),
    ("VERSION", 16),
    ("USER", 127),
    ("PWD", 127),
    ("SIGNATURE", 127),
    ("SUBJECT", 127),
    ("BUTTONSOURCE", 32),
];

/// About the one payment; also with `PAYMENTREQUEST_#_` before the name.
const PAYMENT: &[Field] = &[
    ("AMT", 32),
    ("CURRENCYCODE", 32),
    ("ITEMAMT", 32),
    ("SHIPPINGAMT", 32),
    ("HANDLINGAMT", 32),
    ("TAXAMT", 32),
    ("INSURANCEAMT", 32),
    ("SHIPDISCAMT", 32),
    ("PAYMENTACTION", 32),
    ("DESC", 127),
    ("CUSTOM", 256),
    ("INVNUM", 127),
    ("NOTIFYURL", 2048),
    ("NOTETEXT", 255),
    ("SOFTDESCRIPTOR", 23),
    ("TRANSACTIONID", 19),
    ("ALLOWEDPAYMENTMETHOD", 32),
    ("PAYMENTREQUESTID", 127),
    ("SELLERPAYPALACCOUNTID", 127),
    ("INSURANCEOPTIONOFFERED", 5),
    ("SHIPTONAME", 128),
    ("SHIPTOSTREET", 100),
    ("SHIPTOSTREET2", 100),
    ("SHIPTOCITY", 40),
    ("SHIPTOSTATE", 40),
    ("SHIPTOZIP", 20),
    ("SHIPTOCOUNTRYCODE", 2),
    ("SHIPTOCOUNTRY", 2),
    ("SHIPTOPHONENUM", 20),
];

/// About an item; also with `PAYMENTREQUEST_#_` after the `L_`.
const ITEM: &[Field] = &[
    ("NAME#", 127),
    ("DESC#", 127),
    ("AMT#", 32),
    ("NUMBER#", 127),
    ("QTY#", 10),
    ("TAXAMT#", 32),
    ("ITEMURL#", 2048),
    ("ITEMCATEGORY#", 16),
];

const SET: &[Field] = &[
    ("TOKEN", 20),
    ("RETURNURL", 2048),
    ("CANCELURL", 2048),
    ("MAXAMT", 32),
    ("NOSHIPPING", 1),
    ("REQCONFIRMSHIPPING", 1),
    ("ADDROVERRIDE", 1),
    ("ALLOWNOTE", 1),
    ("LOCALECODE", 5),
    ("SOLUTIONTYPE", 8),
    ("LANDINGPAGE", 8),
    ("CHANNELTYPE", 16),
    ("TOTALTYPE", 16),
    ("EMAIL", 127),
    ("BRANDNAME", 127),
    ("CUSTOMERSERVICENUMBER", 16),
    ("PAGESTYLE", 30),
    ("HDRIMG", 127),
    ("LOGOIMG", 127),
    ("CARTBORDERCOLOR", 6),
    ("PAYFLOWCOLOR", 6),
    ("HDRBORDERCOLOR", 6),
    ("HDRBACKCOLOR", 6),
    ("NOTETOBUYER", 127),
    ("USERSELECTEDFUNDINGSOURCE", 16),
    ("TAXIDTYPE", 8),
    ("TAXID", 14),
    ("SURVEYENABLE", 1),
    ("CALLBACK", 1024),
    ("CALLBACKTIMEOUT", 1),
    ("CALLBACKVERSION", 8),
    ("L_SHIPPINGOPTIONNAME#", 50),
    ("L_SHIPPINGOPTIONLABEL#", 50),
    ("L_SHIPPINGOPTIONAMOUNT#", 32),
    ("L_SHIPPINGOPTIONISDEFAULT#", 5),
    ("GIROPAYSUCCESSURL", 2048),
    ("GIROPAYCANCELURL", 2048),
    ("BANKTXNPENDINGURL", 2048),
];

const fn of(call: Call) -> &'static [Field] {
    match call {
        Call::SetExpressCheckout => SET,
        Call::GetExpressCheckoutDetails => &[("TOKEN", 20)],
        Call::DoExpressCheckoutPayment => &[
            ("TOKEN", 20),
            ("PAYERID", 13),
            ("MSGSUBID", 38),
            ("RETURNFMFDETAILS", 1),
            ("GIFTMESSAGE", 150),
            ("GIFTRECEIPTENABLE", 5),
            ("GIFTWRAPNAME", 25),
            ("GIFTWRAPAMOUNT", 32),
            ("BUYERMARKETINGEMAIL", 127),
            ("SURVEYQUESTION", 50),
            ("SURVEYCHOICESELECTED", 15),
            ("SKIPBACREATION", 5),
            ("SHIPPINGOPTIONNAME", 50),
            ("SHIPPINGOPTIONAMOUNT", 32),
        ],
        Call::DoCapture => &[
            ("AUTHORIZATIONID", 19),
            ("AMT", 32),
            ("CURRENCYCODE", 32),
            ("COMPLETETYPE", 12),
            ("INVNUM", 127),
            ("NOTE", 255),
            ("SOFTDESCRIPTOR", 23),
            ("MSGSUBID", 38),
            ("STOREID", 50),
            ("TERMINALID", 50),
        ],
        Call::DoVoid => &[("AUTHORIZATIONID", 19), ("NOTE", 255), ("MSGSUBID", 38)],
        Call::DoReauthorization => &[
            ("AUTHORIZATIONID", 19),
            ("AMT", 32),
            ("CURRENCYCODE", 32),
            ("MSGSUBID", 38),
        ],
        Call::RefundTransaction => &[
            ("TRANSACTIONID", 19),
            ("PAYERID", 127),
            ("INVOICEID", 127),
            ("REFUNDTYPE", 16),
            ("AMT", 32),
            ("CURRENCYCODE", 32),
            ("NOTE", 255),
            ("RETRYUNTIL", 32),
            ("REFUNDSOURCE", 8),
            ("REFUNDADVICE", 5),
            ("MSGSUBID", 38),
            ("STOREID", 50),
            ("TERMINALID", 50),
        ],
        Call::GetTransactionDetails => &[("TRANSACTIONID", 19)],
        Call::TransactionSearch => &[
            ("STARTDATE", 32),
            ("ENDDATE", 32),
            ("EMAIL", 127),
            ("RECEIVER", 127),
            ("RECEIPTID", 127),
            ("TRANSACTIONID", 19),
            ("INVNUM", 127),
            ("ACCT", 25),
            ("AUCTIONITEMNUMBER", 127),
            ("TRANSACTIONCLASS", 32),
            ("AMT", 32),
            ("CURRENCYCODE", 32),
            ("STATUS", 16),
            ("SALUTATION", 20),
            ("FIRSTNAME", 25),
            ("MIDDLENAME", 25),
            ("LASTNAME", 25),
            ("SUFFIX", 12),
        ],
        Call::GetBalance => &[("RETURNALLCURRENCIES", 1)],
        Call::GetPalDetails => &[],
        Call::BMCreateButton => &[
            ("BUTTONTYPE", 16),
            ("BUTTONCODE", 16),
            ("BUTTONSUBTYPE", 16),
            ("BUTTONCOUNTRY", 2),
            ("BUTTONLANGUAGE", 2),
            ("L_BUTTONVAR#", 2100),
        ],
    }
}

/// The most characters of a field; `None` when the call does not know it.
fn limit(call: Call, prefixed: bool, name: &str) -> Option<usize> {
    let find = |fields: &[Field], name: &str| {
        let field = fields.iter().find(|(pattern, _)| matches(pattern, name));
        field.map(|(_, max)| *max)
    };
    if let Some(max) = find(COMMON, name).or_else(|| find(of(call), name)) {
        return Some(max);
    }
    if !matches!(
        call,
        Call::SetExpressCheckout | Call::DoExpressCheckoutPayment
    ) {
        return None;
    }
    if let Some(rest) = name.strip_prefix("L_") {
        return find(ITEM, of_payment(rest, prefixed));
    }
    find(PAYMENT, of_payment(name, prefixed))
}

/// What follows `PAYMENTREQUEST_#_`, where that prefix is known.
fn of_payment(name: &str, prefixed: bool) -> &str {
    let rest = name
        .strip_prefix("PAYMENTREQUEST_")
        .and_then(|rest| rest.split_once('_'));
    match rest {
        Some((digits, rest)) if prefixed && is_index(digits) => rest,
        _ => name,
    }
}

fn is_index(digits: &str) -> bool {
    digits.len() == 1 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Compares a name with a pattern that may end in a number without leading zeros.
fn matches(pattern: &str, name: &str) -> bool {
    let Some(stem) = pattern.strip_suffix('#') else {
        return pattern == name;
    };
    name.strip_prefix(stem).is_some_and(|digits| {
        (1..=3).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (digits.len() == 1 || !digits.starts_with('0'))
    })
}

/// The error for a value that is too long. Two fields are cut instead, with a warning.
fn too_long(name: &str) -> u32 {
    match of_payment(name, true) {
        "DESC" => 10433,
        "CUSTOM" => 10434,
        "INVNUM" => 10432,
        "NOTIFYURL" => 10441,
        "RETURNURL" => 10471,
        "CANCELURL" => 10472,
        "PAGESTYLE" => 10436,
        "HDRIMG" => 10437,
        "HDRBORDERCOLOR" => 10438,
        "HDRBACKCOLOR" => 10439,
        "PAYFLOWCOLOR" => 10440,
        "BUTTONSOURCE" => 10442,
        "AMT" => 81200,
        "TOKEN" => 10410,
        "PAYERID" => 10406,
        "EMAIL" => 10407,
        "MSGSUBID" => 10010,
        _ => 81001,
    }
}

/// Checks names and lengths, and cuts what is cut. Returns the warnings.
pub(crate) fn check(
    world: &mut World,
    call: Call,
    arguments: &mut Arguments,
) -> Result<Vec<Problem>, Refusal> {
    let prefixed = arguments.is_prefixed();
    let mut unknown = None;
    let mut long = Vec::new();
    for name in arguments.names() {
        match limit(call, prefixed, name) {
            None => {
                world
                    .calls
                    .unknown_field(Provider::PayPalClassic, call.name(), name);
                unknown.get_or_insert_with(|| name.to_owned());
            }
            Some(max) => {
                let text = arguments.get(name).unwrap_or_default();
                if text.chars().count() > max {
                    long.push((name.to_owned(), text.chars().take(max).collect::<String>()));
                }
            }
        }
    }
    if let Some(name) = unknown.filter(|_| world.config.strict_fields) {
        return Err(Refusal::about(81001, &name));
    }
    let mut warnings = Vec::new();
    for (name, cut) in long {
        let code = too_long(&name);
        if !matches!(code, 10433 | 10434) {
            return Err(Refusal::about(code, &name));
        }
        warnings.push(Problem::about(code, &name));
        arguments.replace(&name, cut);
    }
    Ok(warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_by_call_version_and_number() {
        let set = |name| limit(Call::SetExpressCheckout, true, name);
        assert_eq!(set("PAYMENTREQUEST_0_INVNUM"), Some(127));
        assert_eq!(set("L_PAYMENTREQUEST_0_NAME12"), Some(127));
        assert_eq!(set("L_NAME0"), Some(127));
        assert_eq!(set("INVNUM"), Some(127));
        for name in [
            "PAYMENTREQUEST_10_AMT",
            "L_NAME",
            "L_NAME01",
            "INVNUMX",
            "COMPLETETYPE",
        ] {
            assert_eq!(set(name), None, "{name}");
        }
        assert_eq!(
            limit(Call::SetExpressCheckout, false, "PAYMENTREQUEST_0_AMT"),
            None
        );
        assert_eq!(limit(Call::DoVoid, true, "PAYMENTREQUEST_0_AMT"), None);
    }
}
