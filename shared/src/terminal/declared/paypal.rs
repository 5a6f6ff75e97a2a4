//! What all of PayPal's interfaces share.

use crate::currency::Currency;
use crate::terminal::{CredentialField, CurrencyRule, DisputeSource, Operations, TextLimits};

const fn written(currency: Currency, decimals: u8) -> CurrencyRule {
    CurrencyRule { currency, decimals }
}

/// PayPal's currencies with PayPal's own decimals: none in HUF, JPY and TWD (REST currency codes).
/// TRY and RUB were withdrawn.
pub(super) const CURRENCIES: &[CurrencyRule] = &[
    written(Currency::AUD, 2),
    written(Currency::BRL, 2),
    written(Currency::CAD, 2),
    written(Currency::CHF, 2),
    written(Currency::CNY, 2),
    written(Currency::CZK, 2),
    written(Currency::DKK, 2),
    written(Currency::EUR, 2),
    written(Currency::GBP, 2),
    written(Currency::HKD, 2),
    written(Currency::HUF, 0),
    written(Currency::ILS, 2),
    written(Currency::JPY, 0),
    written(Currency::MXN, 2),
    written(Currency::MYR, 2),
    written(Currency::NOK, 2),
    written(Currency::NZD, 2),
    written(Currency::PHP, 2),
    written(Currency::PLN, 2),
    written(Currency::SEK, 2),
    written(Currency::SGD, 2),
    written(Currency::THB, 2),
    written(Currency::TWD, 0),
    written(Currency::USD, 2),
];

/// Lengths of the classic interfaces (NVP API guide, HTML variables for Payments Standard).
pub(super) const CLASSIC_TEXT: TextLimits = TextLimits {
    description: 127,
    reference: 127,
    url: 2_048,
    email: 127,
    name: 64,
};

/// What every interface with an API of PayPal's can do; where disputes are told differs.
pub(super) const OPERATIONS: Operations = Operations {
    authorize: true,
    pre_authorize: false,
    capture_part: true,
    cancel: true,
    reauthorize: false,
    refund: true,
    refund_part: true,
    liability_shift: false,
    authentication: false,
    recurring: false,
    disputes: DisputeSource::None,
};

/// The user of an API signature.
pub(super) const API_USER: CredentialField = CredentialField {
    name: "user",
    label: "API user name",
    hint: "PayPal, Account settings, API access, NVP/SOAP integration, Manage API credentials",
    secret: false,
    required: true,
    max: 127,
};

/// Its password.
pub(super) const API_PASSWORD: CredentialField = CredentialField {
    name: "password",
    label: "API password",
    hint: "On the same page, behind «Show»",
    secret: true,
    required: true,
    max: 64,
};

/// The signature.
pub(super) const API_SIGNATURE: CredentialField = CredentialField {
    name: "signature",
    label: "API signature",
    hint: "On the same page, behind «Show»",
    secret: true,
    required: true,
    max: 128,
};

/// Whose notices are taken.
pub(super) const RECEIVER: CredentialField = CredentialField {
    name: "receiver",
    label: "Primary e-mail or merchant ID",
    hint: "PayPal, Account settings: notices are taken only for this account",
    secret: false,
    required: true,
    max: 127,
};
