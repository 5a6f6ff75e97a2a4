//! The calls that exist here.

/// A `METHOD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(
    clippy::upper_case_acronyms,
    reason = "the variants are spelled as the methods are"
)]
pub(crate) enum Call {
    SetExpressCheckout,
    GetExpressCheckoutDetails,
    DoExpressCheckoutPayment,
    DoCapture,
    DoVoid,
    DoReauthorization,
    RefundTransaction,
    GetTransactionDetails,
    TransactionSearch,
    GetBalance,
    GetPalDetails,
    BMCreateButton,
}

impl Call {
    const ALL: [Self; 12] = [
        Self::SetExpressCheckout,
        Self::GetExpressCheckoutDetails,
        Self::DoExpressCheckoutPayment,
        Self::DoCapture,
        Self::DoVoid,
        Self::DoReauthorization,
        Self::RefundTransaction,
        Self::GetTransactionDetails,
        Self::TransactionSearch,
        Self::GetBalance,
        Self::GetPalDetails,
        Self::BMCreateButton,
    ];

    pub(crate) fn named(method: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == method)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::SetExpressCheckout => "SetExpressCheckout",
            Self::GetExpressCheckoutDetails => "GetExpressCheckoutDetails",
            Self::DoExpressCheckoutPayment => "DoExpressCheckoutPayment",
            Self::DoCapture => "DoCapture",
            Self::DoVoid => "DoVoid",
            Self::DoReauthorization => "DoReauthorization",
            Self::RefundTransaction => "RefundTransaction",
            Self::GetTransactionDetails => "GetTransactionDetails",
            Self::TransactionSearch => "TransactionSearch",
            Self::GetBalance => "GetBalance",
            Self::GetPalDetails => "GetPalDetails",
            Self::BMCreateButton => "BMCreateButton",
        }
    }
}
