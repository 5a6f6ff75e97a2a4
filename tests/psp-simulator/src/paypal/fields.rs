//! The field rules of Orders v2 and Payments v2.

use crate::http::is_web_url;
use crate::paypal::route::Operation;
use crate::schema::{Field, Shape, may, must, text};

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let numeric = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let begun = !whole.is_empty() || digits.starts_with('.');
    begun && numeric(whole) && numeric(fraction) && !fraction.is_empty()
}

/// BCP 47 as far as PayPal takes it: `de`, `de-CH`, `zh-Hant`, `zh-Hant-TW`, `es-419`.
fn is_locale(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let language = parts
        .next()
        .is_some_and(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_lowercase()));
    let is_script = |p: &str| {
        p.len() == 4
            && p.starts_with(|c: char| c.is_ascii_uppercase())
            && p.bytes().skip(1).all(|b| b.is_ascii_lowercase())
    };
    if parts.peek().is_some_and(|part| is_script(part)) {
        parts.next();
    }
    let region = parts.next().is_none_or(|p| {
        (p.len() == 2 && p.bytes().all(|b| b.is_ascii_uppercase()))
            || (p.len() == 3 && p.bytes().all(|b| b.is_ascii_digit()))
    });
    language && region && parts.next().is_none()
}

fn is_quantity(text: &str) -> bool {
    (1..=10).contains(&text.len())
        && !text.starts_with('0')
        && text.bytes().all(|b| b.is_ascii_digit())
}

const fn is_account_char(c: char) -> bool {
    matches!(c, '2'..='9' | 'A'..='H' | 'J'..='N' | 'P'..='Z')
}

const CURRENCY: Shape = Shape::Text {
    min: 3,
    max: 3,
    allowed: |c| c.is_ascii_uppercase(),
};
const VALUE: Shape = Shape::Form {
    max: 32,
    holds: is_decimal,
};
const MONEY: Shape = Shape::Object(&[must("currency_code", CURRENCY), must("value", VALUE)]);

const AMOUNT: Shape = Shape::Object(&[
    must("currency_code", CURRENCY),
    must("value", VALUE),
    may(
        "breakdown",
        Shape::Object(&[
            may("item_total", MONEY),
            may("shipping", MONEY),
            may("handling", MONEY),
            may("tax_total", MONEY),
            may("insurance", MONEY),
            may("shipping_discount", MONEY),
            may("discount", MONEY),
        ]),
    ),
]);

const ITEM: Shape = Shape::Object(&[
    must("name", text(127)),
    must("unit_amount", MONEY),
    must(
        "quantity",
        Shape::Form {
            max: 10,
            holds: is_quantity,
        },
    ),
    may("tax", MONEY),
    may("description", text(127)),
    may("sku", text(127)),
    may(
        "url",
        Shape::Form {
            max: 2048,
            holds: is_web_url,
        },
    ),
    may(
        "category",
        Shape::OneOf(&["DIGITAL_GOODS", "PHYSICAL_GOODS", "DONATION"]),
    ),
]);

const UNIT: Shape = Shape::Object(&[
    must("amount", AMOUNT),
    may("reference_id", text(256)),
    may("custom_id", text(127)),
    may("invoice_id", text(127)),
    may("description", text(127)),
    may("soft_descriptor", text(22)),
    may(
        "payee",
        Shape::Object(&[
            may("email_address", text(254)),
            may(
                "merchant_id",
                Shape::Text {
                    min: 13,
                    max: 13,
                    allowed: is_account_char,
                },
            ),
        ]),
    ),
    may(
        "items",
        Shape::List {
            of: &ITEM,
            min: 0,
            max: 100,
        },
    ),
    may("shipping", Shape::Any),
    may("payment_instruction", Shape::Any),
    may("supplementary_data", Shape::Any),
]);

const CONTEXT: &[Field] = &[
    may("brand_name", text(127)),
    may(
        "locale",
        Shape::Form {
            max: 10,
            holds: is_locale,
        },
    ),
    may(
        "shipping_preference",
        Shape::OneOf(&["GET_FROM_FILE", "NO_SHIPPING", "SET_PROVIDED_ADDRESS"]),
    ),
    may(
        "return_url",
        Shape::Form {
            max: 2048,
            holds: is_web_url,
        },
    ),
    may(
        "cancel_url",
        Shape::Form {
            max: 2048,
            holds: is_web_url,
        },
    ),
    may(
        "landing_page",
        Shape::OneOf(&["LOGIN", "GUEST_CHECKOUT", "NO_PREFERENCE", "BILLING"]),
    ),
    may("user_action", Shape::OneOf(&["CONTINUE", "PAY_NOW"])),
    may(
        "payment_method_preference",
        Shape::OneOf(&["UNRESTRICTED", "IMMEDIATE_PAYMENT_REQUIRED"]),
    ),
    may("payment_method", Shape::Any),
];

const SOURCE: Shape = Shape::Object(&[may(
    "paypal",
    Shape::Object(&[
        may("experience_context", Shape::Object(CONTEXT)),
        may("vault_id", Shape::Any),
        may("email_address", text(254)),
        may("name", Shape::Any),
        may("phone", Shape::Any),
        may("birth_date", Shape::Any),
        may("tax_info", Shape::Any),
        may("address", Shape::Any),
        may("attributes", Shape::Any),
        may("billing_agreement_id", Shape::Any),
    ]),
)]);

// The API takes ten units; the simulator keeps to the one that a payment has.
static ORDER: &[Field] = &[
    must("intent", Shape::OneOf(&["CAPTURE", "AUTHORIZE"])),
    must(
        "purchase_units",
        Shape::List {
            of: &UNIT,
            min: 1,
            max: 1,
        },
    ),
    may("payment_source", SOURCE),
    may("payer", Shape::Any),
    may("application_context", Shape::Object(CONTEXT)),
    may(
        "processing_instruction",
        Shape::OneOf(&["NO_INSTRUCTION", "ORDER_COMPLETE_ON_PAYMENT_APPROVAL"]),
    ),
];

static ORDER_ACTION: &[Field] = &[may("payment_source", Shape::Any)];

static AUTHORIZATION_CAPTURE: &[Field] = &[
    may("amount", MONEY),
    may("invoice_id", text(127)),
    may("final_capture", Shape::Flag),
    may("note_to_payer", text(255)),
    may("soft_descriptor", text(22)),
    may("payment_instruction", Shape::Any),
];

static REFUND: &[Field] = &[
    may("amount", MONEY),
    may("invoice_id", text(127)),
    may("custom_id", text(127)),
    may("note_to_payer", text(255)),
    may("payment_instruction", Shape::Any),
];

static REAUTHORIZE: &[Field] = &[may("amount", MONEY)];

static NOTHING: &[Field] = &[];

/// The rules for the body of an operation.
pub(crate) const fn of(operation: Operation) -> &'static [Field] {
    match operation {
        Operation::OrderCreate => ORDER,
        Operation::OrderCapture | Operation::OrderAuthorize => ORDER_ACTION,
        Operation::AuthorizationCapture => AUTHORIZATION_CAPTURE,
        Operation::CaptureRefund => REFUND,
        Operation::AuthorizationReauthorize => REAUTHORIZE,
        _ => NOTHING,
    }
}
