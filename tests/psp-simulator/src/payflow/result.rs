//! `RESULT` values and what `RESPMSG` says with them.
//!
//! Source: Payflow Gateway guide, "RESULT values and RESPMSG text".

/// Approved.
pub(crate) const APPROVED: i32 = 0;
/// The processor says no.
pub(crate) const DECLINED: i32 = 12;
/// Approved, but held for the merchant's review.
pub(crate) const REVIEW: i32 = 126;
/// Refused by the merchant after a review.
pub(crate) const REJECTED: i32 = 128;

/// Why a request is not approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: i32,
    detail: Option<String>,
}

impl Refusal {
    pub(crate) const fn new(code: i32) -> Self {
        Self { code, detail: None }
    }

    /// A field of the wrong form.
    pub(crate) fn field(name: &str) -> Self {
        Self::new(7).about(name)
    }

    /// An error of PayPal behind the gateway, by its own number.
    pub(crate) fn paypal(code: i32, number: u32, text: &str) -> Self {
        Self::new(code).about(&format!("{number}-{text}"))
    }

    /// Says what exactly is wrong.
    #[must_use]
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.detail = Some(what.to_owned());
        self
    }

    /// `RESPMSG`.
    pub(crate) fn message(&self) -> String {
        let text = message(self.code);
        match &self.detail {
            Some(detail) => format!("{text}: {detail}"),
            None => text.to_owned(),
        }
    }
}

/// The text of a `RESULT`.
pub(crate) const fn message(code: i32) -> &'static str {
    match code {
        0 => "Approved",
        1 => "User authentication failed",
        2 => "Invalid tender type",
        3 => "Invalid transaction type",
        4 => "Invalid amount",
        5 => "Invalid merchant information",
        6 => "Invalid or unsupported currency code",
        7 => "Field format error",
        8 => "Not a transaction server",
        12 => "Declined",
        13 => "Referral",
        19 => "Original transaction ID not found",
        20 => "Cannot find the customer reference number",
        23 => "Invalid account number",
        24 => "Invalid expiration date",
        25 => "Invalid Host Mapping",
        26 => "Invalid vendor account",
        28 => "Insufficient user permissions",
        30 => "Duplicate transaction",
        50 => "Insufficient funds available",
        51 => "Exceeds per transaction limit",
        100 => "Transaction type not supported by host",
        101 => "Time-out value too small",
        102 => "Processor not available",
        103 => "Error reading response from host",
        104 => "Timeout waiting for processor response",
        105 => "Credit error",
        106 => "Host not available",
        108 => "Void error",
        111 => "Capture error",
        112 => "Failed AVS check",
        114 => "Card Security Code mismatch",
        115 => "System busy, try again later",
        117 => "Failed merchant rule check",
        120 => "Attempt to reference a failed transaction",
        121 => "Not enabled for feature",
        125 => "Declined by Fraud Service",
        126 => "Under review by Fraud Service",
        127 => "Not processed by filters",
        128 => "Declined by merchant",
        150 => "Issuing bank timed out",
        151 => "Issuing bank unavailable",
        160 => "Secure Token already been used",
        161 => "Transaction using secure token is already in progress",
        162 => "Secure Token Expired",
        200 => "Reauth error",
        1000 => "Generic host error",
        -6 => "Parameter list format error: & in name",
        -7 => "Parameter list format error: invalid [ ] name length clause",
        -30 => "Invalid timeout value",
        -40 => "Unexpected Request ID found in request",
        -41 => "Required Request ID not found in request",
        -100 => "Parameter list is empty",
        -105 => "Invalid name value pair request",
        -107 => "This XMLPay version is not supported",
        _ => "General error",
    }
}
