//! What the outside is told when something cannot be done: RFC 9457 with stable codes.

use crate::amount::AmountError;
use crate::money::{Money, MoneyError};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $field:expr;)*) => {
        /// A stable code. Clients may rely on it; the text beside it may change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status it is answered with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// The field of the request it is about.
            pub const fn field(self) -> Option<&'static str> {
                match self { $(Self::$name => $field,)* }
            }
        }
    };
}

codes! {
    /// No amount was given.
    AmountEmpty = "amount_empty", 422, Some("amount");
    /// The amount is zero.
    AmountZero = "amount_zero", 422, Some("amount");
    /// The amount is negative.
    AmountNegative = "amount_negative", 422, Some("amount");
    /// The amount is not a number.
    AmountNotANumber = "amount_not_a_number", 422, Some("amount");
    /// The amount names another currency than the chosen one.
    AmountOtherCurrency = "amount_other_currency", 422, Some("amount");
    /// More decimals than the currency has.
    AmountTooManyDecimals = "amount_too_many_decimals", 422, Some("amount");
    /// Two readings are possible.
    AmountAmbiguous = "amount_ambiguous", 422, Some("amount");
    /// Below the link's least amount.
    AmountTooSmall = "amount_too_small", 422, Some("amount");
    /// Above the link's greatest amount, or above what can be carried at all.
    AmountTooLarge = "amount_too_large", 422, Some("amount");
    /// The link offers fixed prices, and this is none of them.
    PriceNotOffered = "price_not_offered", 422, Some("amount");
    /// The amount with the fee is not the one that was shown.
    TotalChanged = "total_changed", 409, Some("amount");
    /// The link does not offer this currency.
    CurrencyNotOffered = "currency_not_offered", 422, Some("currency");
    /// The terminal does not take this currency.
    CurrencyNotTaken = "currency_not_taken", 422, Some("terminal");
    /// The link does not offer this terminal.
    TerminalNotOffered = "terminal_not_offered", 422, Some("terminal");
    /// A payment page of another terminal is already open for the same gift.
    OpenElsewhere = "payment_open_elsewhere", 409, Some("terminal");
    /// The return address is not on an allowed origin.
    ReturnNotAllowed = "return_not_allowed", 422, Some("return_to");
    /// A field that the link wants is empty; the problem names it.
    FieldNeeded = "field_needed", 422, None;
    /// The mail address is not one.
    EmailInvalid = "email_invalid", 422, Some("email");
    /// The name is too long or has characters that are none.
    NameInvalid = "name_invalid", 422, Some("name");
    /// The message is too long or has characters that are none.
    MessageInvalid = "message_invalid", 422, Some("message");
    /// The dedication has no name, or one that is too long or has characters that are none.
    DedicationInvalid = "dedication_invalid", 422, Some("dedication");
    /// What the link wants agreed to was not.
    ConsentNeeded = "consent_needed", 422, Some("consents");
    /// The promo code does not exist.
    PromoCodeUnknown = "promo_code_unknown", 422, Some("promo_code");
    /// The link does not offer to cover the fee.
    CoverFeeNotOffered = "cover_fee_not_offered", 422, Some("cover_fee");
    /// The link does not exist.
    LinkUnknown = "link_unknown", 404, None;
    /// The payment does not exist, or the secret is not its own.
    PaymentUnknown = "payment_unknown", 404, None;
    /// The notice does not exist.
    NoticeUnknown = "notice_unknown", 404, None;
    /// The notice cannot be handed to this payment; the detail says why.
    NoticeNotAttachable = "notice_not_attachable", 409, None;
    /// The address does not exist.
    NotFound = "not_found", 404, None;
    /// The address exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, None;
    /// The key is missing or malformed.
    KeyMissing = "idempotency_key_missing", 400, Some("Idempotency-Key");
    /// The key came before with another body.
    KeyReused = "idempotency_key_reused", 409, Some("Idempotency-Key");
    /// Not a content type this address takes.
    ContentType = "content_type", 415, Some("Content-Type");
    /// The body is larger than 64 KB.
    BodyTooLarge = "body_too_large", 413, None;
    /// The body is not what this address takes; the detail names the place.
    BodyInvalid = "body_invalid", 400, None;
    /// No or a wrong admin token.
    Unauthorized = "unauthorized", 401, Some("Authorization");
    /// The provider refused to open a session.
    ProviderRefused = "provider_refused", 422, Some("terminal");
    /// The provider did not answer; the same request may be sent again.
    ProviderUnavailable = "provider_unavailable", 503, Some("terminal");
    /// The payment has nothing to capture.
    NotCapturable = "not_capturable", 409, None;
    /// More than what is authorized, nothing, or a part where only all can be captured.
    CaptureAmount = "capture_amount", 422, Some("amount");
    /// The payment has nothing to cancel.
    NotCancelable = "not_cancelable", 409, None;
    /// The payment has nothing to refund.
    NotRefundable = "not_refundable", 409, None;
    /// More than what is left, or nothing.
    RefundAmount = "refund_amount", 422, Some("amount");
    /// The terminal does not exist.
    TerminalUnknown = "terminal_unknown", 404, None;
    /// Payments with the terminal are still open.
    TerminalInUse = "terminal_in_use", 409, None;
    /// The terminal cannot go live yet; the detail tells what is missing.
    TerminalNotReady = "terminal_not_ready", 409, None;
    /// Somebody else changed it meanwhile.
    SettingChanged = "setting_changed", 409, None;
    /// Something of ours failed; nothing was lost.
    Internal = "internal", 500, None;
}

/// A problem, ready to be put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its code.
    pub code: Code,
    /// A limit the text names.
    pub limit: Option<Money>,
    /// The readings of an ambiguous amount.
    pub readings: Vec<Money>,
    /// What exactly is wrong with a body, for a developer.
    pub detail: Option<String>,
    /// The part of the body it is about, where the code alone does not tell:
    /// `credentials.live.password`.
    pub field: Option<String>,
    /// The session that is open already.
    pub open: Option<Box<OpenSession>>,
}

/// A provider's page that a donor can still pay on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The provider, as donors know it.
    pub provider: &'static str,
    /// Its page.
    pub url: String,
}

impl Problem {
    /// A problem with nothing more to say.
    pub const fn new(code: Code) -> Self {
        Self {
            code,
            limit: None,
            readings: Vec::new(),
            detail: None,
            field: None,
            open: None,
        }
    }

    /// A problem with a limit.
    pub const fn with_limit(code: Code, limit: Money) -> Self {
        Self {
            code,
            limit: Some(limit),
            readings: Vec::new(),
            detail: None,
            field: None,
            open: None,
        }
    }

    /// A problem with a detail for developers.
    pub fn with_detail(code: Code, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..Self::new(code)
        }
    }

    /// A problem with one part of a body.
    pub fn with_field(code: Code, field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            ..Self::with_detail(code, detail)
        }
    }

    /// A problem with one field of a form.
    pub fn at(code: Code, field: &'static str) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::new(code)
        }
    }

    /// The part of the request it is about.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref().or_else(|| self.code.field())
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<AmountError> for Problem {
    fn from(error: AmountError) -> Self {
        let code = match error {
            AmountError::Empty => Code::AmountEmpty,
            AmountError::Zero => Code::AmountZero,
            AmountError::Negative => Code::AmountNegative,
            AmountError::NotANumber => Code::AmountNotANumber,
            AmountError::OtherCurrency => Code::AmountOtherCurrency,
            AmountError::TooManyDecimals { .. } => Code::AmountTooManyDecimals,
            AmountError::TooLarge | AmountError::TooLong => Code::AmountTooLarge,
            AmountError::Ambiguous { readings } => {
                return Self {
                    readings: readings.to_vec(),
                    ..Self::new(Code::AmountAmbiguous)
                };
            }
        };
        Self::new(code)
    }
}

impl From<MoneyError> for Problem {
    fn from(error: MoneyError) -> Self {
        Self::new(match error {
            MoneyError::Negative => Code::AmountNegative,
            MoneyError::TooLarge => Code::AmountTooLarge,
            MoneyError::TooManyDecimals { .. } => Code::AmountTooManyDecimals,
            MoneyError::NotANumber => Code::AmountNotANumber,
        })
    }
}
