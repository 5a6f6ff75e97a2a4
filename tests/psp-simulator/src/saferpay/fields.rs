//! The field rules of JSON API 1.53.

use crate::http::is_web_url;
use crate::saferpay::Operation;
use crate::schema::{Field, Shape, may, must, text};

const fn id_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '_')
}

const fn id(max: usize) -> Shape {
    Shape::Text {
        min: 1,
        max,
        allowed: id_char,
    }
}

const fn numeric(min: usize, max: usize) -> Shape {
    Shape::Text {
        min,
        max,
        allowed: |c| c.is_ascii_digit(),
    }
}

/// Latin-9 as far as a header of ours ever needs it.
const fn latin(max: usize) -> Shape {
    Shape::Text {
        min: 1,
        max,
        allowed: |c| matches!(c, ' '..='~' | '\u{a0}'..='\u{ff}'),
    }
}

const fn url() -> Shape {
    Shape::Form {
        max: 2000,
        holds: is_web_url,
    }
}

/// The minor number of a version `1.0` to `1.53`.
pub(crate) fn minor_version(version: &str) -> Option<u32> {
    let minor = version.strip_prefix("1.")?;
    let canonical = minor == "0" || !minor.starts_with('0');
    minor.parse().ok().filter(|minor| *minor <= 53 && canonical)
}

const HEADER: Shape = Shape::Object(&[
    must(
        "SpecVersion",
        Shape::Form {
            max: 4,
            holds: |v| minor_version(v).is_some(),
        },
    ),
    must("CustomerId", numeric(1, 8)),
    must("RequestId", id(50)),
    must("RetryIndicator", Shape::Whole { min: 0, max: 9 }),
    may(
        "ClientInfo",
        Shape::Object(&[may("ShopInfo", latin(100)), may("OsInfo", latin(100))]),
    ),
]);

const AMOUNT: Shape = Shape::Object(&[
    must("Value", Shape::Any),
    must(
        "CurrencyCode",
        Shape::Text {
            min: 3,
            max: 3,
            allowed: |c| c.is_ascii_uppercase(),
        },
    ),
]);

const COUNTRY: Shape = Shape::Text {
    min: 2,
    max: 2,
    allowed: |c| c.is_ascii_uppercase(),
};

const ADDRESS: Shape = Shape::Object(&[
    may("FirstName", text(100)),
    may("LastName", text(100)),
    may("Company", text(100)),
    may(
        "Gender",
        Shape::OneOf(&["MALE", "FEMALE", "DIVERSE", "COMPANY"]),
    ),
    may("Street", text(100)),
    may("Street2", text(100)),
    may("Zip", text(100)),
    may("City", text(100)),
    may("CountryCode", COUNTRY),
    may("CountrySubdivisionCode", text(6)),
    may("Phone", text(100)),
    may(
        "Email",
        Shape::Form {
            max: 254,
            holds: is_email,
        },
    ),
    may("DateOfBirth", text(10)),
    may("VatNumber", text(25)),
]);

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    parts.next().is_some_and(two) && parts.next().is_none_or(two) && parts.next().is_none()
}

const METHODS: Shape = Shape::List {
    of: &Shape::OneOf(&[
        "ACCOUNTTOACCOUNT",
        "ALIPAY",
        "AMEX",
        "BANCONTACT",
        "BLIK",
        "CARD",
        "DINERS",
        "DIRECTDEBIT",
        "EPRZELEWY",
        "EPS",
        "GIFTCARD",
        "IDEAL",
        "JCB",
        "KLARNA",
        "MAESTRO",
        "MASTERCARD",
        "PAYCONIQ",
        "PAYPAL",
        "POSTFINANCEPAY",
        "REKA",
        "TWINT",
        "UNIONPAY",
        "VISA",
        "WECHATPAY",
        "WERO",
    ]),
    min: 0,
    max: 25,
};

const PAYER: Shape = Shape::Object(&[
    may("Id", text(256)),
    may(
        "LanguageCode",
        Shape::Form {
            max: 5,
            holds: is_language,
        },
    ),
    may(
        "IpAddress",
        Shape::Form {
            max: 15,
            holds: |v| v.parse::<std::net::Ipv4Addr>().is_ok(),
        },
    ),
    may(
        "Ipv6Address",
        Shape::Form {
            max: 45,
            holds: |v| v.parse::<std::net::Ipv6Addr>().is_ok(),
        },
    ),
    may("BillingAddress", ADDRESS),
    may("DeliveryAddress", ADDRESS),
    may("AcceptHeader", text(2048)),
    may("UserAgent", text(2048)),
    may("ColorDepth", text(6)),
    may("JavaEnabled", Shape::Flag),
    may("JavaScriptEnabled", Shape::Flag),
    may(
        "ScreenHeight",
        Shape::Whole {
            min: 0,
            max: 999_999,
        },
    ),
    may(
        "ScreenWidth",
        Shape::Whole {
            min: 0,
            max: 999_999,
        },
    ),
    may(
        "TimeZoneOffsetMinutes",
        Shape::Whole {
            min: -840,
            max: 840,
        },
    ),
]);

const ADDRESS_FORM: Shape = Shape::Object(&[
    must(
        "AddressSource",
        Shape::OneOf(&["NONE", "SAFERPAY", "PREFER_PAYMENTMETHOD"]),
    ),
    may(
        "MandatoryFields",
        Shape::List {
            of: &Shape::OneOf(&[
                "CITY",
                "COMPANY",
                "COUNTRY",
                "EMAIL",
                "FIRSTNAME",
                "LASTNAME",
                "PHONE",
                "SALUTATION",
                "STATE",
                "STREET",
                "VATNUMBER",
                "ZIP",
            ]),
            min: 0,
            max: 12,
        },
    ),
]);

const PAYMENT: Shape = Shape::Object(&[
    must("Amount", AMOUNT),
    must("Description", text(1000)),
    may("OrderId", id(80)),
    may("PayerNote", text(50)),
    may("MandateId", id(35)),
    may(
        "Options",
        Shape::Object(&[
            may("PreAuth", Shape::Flag),
            may("AllowPartialAuthorization", Shape::Flag),
        ]),
    ),
    may("Recurring", Shape::Object(&[must("Initial", Shape::Flag)])),
    may(
        "Installment",
        Shape::Object(&[must("Initial", Shape::Flag)]),
    ),
]);

const EMAILS: Shape = Shape::List {
    of: &Shape::Form {
        max: 254,
        holds: is_email,
    },
    min: 0,
    max: 10,
};

const NOTIFICATION: Shape = Shape::Object(&[
    may("SuccessNotifyUrl", url()),
    may("FailNotifyUrl", url()),
    may("MerchantEmails", EMAILS),
    may(
        "PayerEmail",
        Shape::Form {
            max: 254,
            holds: is_email,
        },
    ),
    may(
        "PayerDccReceiptEmail",
        Shape::Form {
            max: 254,
            holds: is_email,
        },
    ),
]);

static INITIALIZE: &[Field] = &[
    must("RequestHeader", HEADER),
    must("TerminalId", numeric(8, 8)),
    must("Payment", PAYMENT),
    must("ReturnUrl", Shape::Object(&[must("Url", url())])),
    may("PaymentMethods", METHODS),
    may("PaymentMethodsOptions", Shape::Any),
    may(
        "Wallets",
        Shape::List {
            of: &Shape::OneOf(&["APPLEPAY", "GOOGLEPAY", "CLICKTOPAY"]),
            min: 0,
            max: 3,
        },
    ),
    may("Payer", PAYER),
    may("Notification", NOTIFICATION),
    may("BillingAddressForm", ADDRESS_FORM),
    may("DeliveryAddressForm", ADDRESS_FORM),
    may(
        "CardForm",
        Shape::Object(&[may("HolderName", Shape::OneOf(&["NONE", "MANDATORY"]))]),
    ),
    may(
        "Condition",
        Shape::OneOf(&[
            "NONE",
            "THREE_DS_AUTHENTICATION_SUCCESSFUL_OR_ATTEMPTED",
            "WITH_SUCCESSFUL_THREE_DS_CHALLENGE",
        ]),
    ),
    may(
        "Authentication",
        Shape::Object(&[
            may(
                "Exemption",
                Shape::OneOf(&["LOW_VALUE", "TRANSACTION_RISK_ANALYSIS"]),
            ),
            may("ThreeDsChallenge", Shape::OneOf(&["FORCE"])),
        ]),
    ),
    may("RegisterAlias", Shape::Any),
    may("ConfigSet", id(20)),
    may("Order", Shape::Any),
    may("RiskFactors", Shape::Any),
];

static ASSERT: &[Field] = &[must("RequestHeader", HEADER), must("Token", id(50))];

const REFERENCE: Shape = Shape::Object(&[may("TransactionId", id(64)), may("OrderId", id(80))]);

const PENDING: Shape = Shape::Object(&[may("MerchantEmails", EMAILS), may("NotifyUrl", url())]);

static CAPTURE: &[Field] = &[
    must("RequestHeader", HEADER),
    must("TransactionReference", REFERENCE),
    may("Amount", AMOUNT),
    may("PendingNotification", PENDING),
    may("Marketplace", Shape::Any),
    may("MerchantFundDistributor", Shape::Any),
    may("MastercardIssuerInstallments", Shape::Any),
];

static BY_REFERENCE: &[Field] = &[
    must("RequestHeader", HEADER),
    must("TransactionReference", REFERENCE),
];

static REFUND: &[Field] = &[
    must("RequestHeader", HEADER),
    must(
        "Refund",
        Shape::Object(&[
            must("Amount", AMOUNT),
            may("OrderId", id(80)),
            may("Description", text(1000)),
            may("PayerNote", text(50)),
            may("RestrictRefundAmountToCapturedAmount", Shape::Flag),
        ]),
    ),
    must(
        "CaptureReference",
        Shape::Object(&[
            may("CaptureId", id(64)),
            may("TransactionId", id(64)),
            may("OrderId", id(80)),
            may("OrderPartId", id(80)),
        ]),
    ),
    may("PendingNotification", PENDING),
    may("PaymentMethodsOptions", Shape::Any),
];

/// The rules for the body of an operation.
pub(crate) fn of(operation: Operation) -> &'static [Field] {
    match operation {
        Operation::Initialize => INITIALIZE,
        Operation::Assert => ASSERT,
        Operation::Capture => CAPTURE,
        Operation::Cancel | Operation::Inquire => BY_REFERENCE,
        Operation::Refund => REFUND,
    }
}
