//! Refusals and warnings by number. Clients must go by the number; the texts are ours.

/// One error or warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: u32,
    /// The field it is about.
    pub(crate) parameter: Option<String>,
}

impl Problem {
    pub(crate) const fn new(code: u32) -> Self {
        Self {
            code,
            parameter: None,
        }
    }

    pub(crate) fn about(code: u32, parameter: &str) -> Self {
        Self {
            code,
            parameter: Some(parameter.to_owned()),
        }
    }

    /// Short and long text.
    pub(crate) fn texts(&self) -> (&'static str, String) {
        let (short, long) = texts(self.code).unwrap_or(("Error", "The request was refused."));
        match &self.parameter {
            Some(parameter) => (short, format!("{long} ({parameter})")),
            None => (short, long.to_owned()),
        }
    }
}

/// Why a call did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) problems: Vec<Problem>,
}

impl Refusal {
    pub(crate) fn new(code: u32) -> Self {
        Problem::new(code).into()
    }

    pub(crate) fn about(code: u32, parameter: &str) -> Self {
        Problem::about(code, parameter).into()
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

/// Whether a number is an error that this API knows.
pub(crate) fn is_known(code: u32) -> bool {
    texts(code).is_some()
}

const INVALID: &str = "Transaction refused because of an invalid argument";
const REFUSED: &str = "Transaction refused";
const CANNOT: &str = "Transaction cannot complete";
const DECLINED: &str = "Gateway decline";
const MISSING: &str = "Missing parameter";
const WRONG: &str = "Invalid parameter";

fn texts(code: u32) -> Option<(&'static str, &'static str)> {
    Some(match code {
        10001 => ("Internal error", "Internal error, try again later."),
        10002 => (
            "Security error",
            "API user, password, signature or permission is wrong.",
        ),
        10003 => (MISSING, "An argument is missing."),
        10004 => (INVALID, "An argument does not fit this transaction."),
        10005 => ("Option not supported", "This option is not supported."),
        10006 => ("Version error", "The version is not supported."),
        10007 => (
            "Permission denied",
            "You have no permission for this call or transaction.",
        ),
        10008 => ("Security error", "The security header is not valid."),
        10009 => (REFUSED, "This transaction cannot be refunded so."),
        10010 => (INVALID, "An argument is invalid."),
        10011 => (INVALID, "The transaction id is invalid."),
        10101 | 10102 | 10103 => (
            "Temporarily unavailable",
            "This is unavailable, try again later.",
        ),
        10202 => (REFUSED, "The payer would exceed a monthly limit."),
        10400 | 10401 => (INVALID, "The order total is missing."),
        10402 => (REFUSED, "Authorizations are not enabled for this account."),
        10404 => (INVALID, "The return address is missing."),
        10405 => (INVALID, "The cancel address is missing."),
        10406 => (INVALID, "The payer id is invalid."),
        10407 => (INVALID, "The buyer's e-mail is invalid."),
        10408 => (INVALID, "The token is missing."),
        10409 => ("Unauthorized", "The token belongs to another merchant."),
        10410 => ("Invalid token", "The token is invalid."),
        10411 => (
            "Expired token",
            "This checkout session is over. Start a new one.",
        ),
        10412 => (
            "Duplicate invoice",
            "A payment was already made for this invoice.",
        ),
        10413 => (INVALID, "The totals of the order do not match."),
        10414 => (INVALID, "The amount is above the limit of one transaction."),
        10415 => (REFUSED, "A payment was already made for this token."),
        10416 => (REFUSED, "This token was tried too often."),
        10417 => (CANNOT, "The payer has to choose another way to pay."),
        10418 => (INVALID, "The currencies of the cart must be the same."),
        10419 => (INVALID, "The payer id is missing."),
        10420 => (INVALID, "The payment action is missing."),
        10421 => ("Unauthorized", "The token belongs to another buyer."),
        10422 => (CANNOT, "The payer has to choose other means of payment."),
        10423 => (
            INVALID,
            "This payment action is not allowed: the session asked for a sale.",
        ),
        10424 => (INVALID, "The shipping address is invalid."),
        10425 => (
            "Express Checkout disabled",
            "Express Checkout is disabled for this account.",
        ),
        10426 => (INVALID, "The item total is invalid."),
        10427 => (INVALID, "The shipping total is invalid."),
        10428 => (INVALID, "The handling total is invalid."),
        10429 => (INVALID, "The tax total is invalid."),
        10431 => (INVALID, "An item's amount is invalid."),
        10432 => (INVALID, "The invoice number is too long."),
        10433 => ("Truncated", "The description was truncated."),
        10434 => ("Truncated", "The custom field was truncated."),
        10436..=10442 => (INVALID, "A field is too long."),
        10443 => (INVALID, "An order is not allowed now."),
        10444 => (INVALID, "The currency differs from that of the session."),
        10445 => (
            "Try again later",
            "This transaction cannot be processed now, try again later.",
        ),
        10446 => (
            "Unconfirmed e-mail",
            "The account's e-mail is not confirmed.",
        ),
        10471 => (INVALID, "The return address is invalid."),
        10472 => (INVALID, "The cancel address is invalid."),
        10474 => (CANNOT, "The shipping country must be that of the buyer."),
        10485 => (
            "Not authorized",
            "The buyer has not authorized this payment yet.",
        ),
        10486 => (
            CANNOT,
            "The funding source failed. Send the buyer back to choose another.",
        ),
        10502 => (DECLINED, "The card is expired."),
        10504 => (DECLINED, "The card verification number is wrong."),
        10505 => (DECLINED, "The address check failed."),
        10507 => ("Permission denied", "This account is restricted."),
        10525 => ("Invalid data", "The amount is zero."),
        10526 => ("Invalid data", "The currency is not supported."),
        10534 | 10541 | 10544 | 10545 | 10546 | 10548..=10550 => {
            (DECLINED, "The card was refused.")
        }
        10536 => ("Invalid data", "The invoice number was already used."),
        10555 => (DECLINED, "The address check failed."),
        10600 => ("Authorization voided", "The authorization was voided."),
        10601 => ("Authorization expired", "The authorization has expired."),
        10602 => (
            "Authorization completed",
            "The authorization was captured completely.",
        ),
        10603..=10608 => ("Buyer restricted", "The buyer cannot pay this."),
        10609 => ("Invalid id", "The authorization id is invalid."),
        10610 => (
            "Amount limit exceeded",
            "The amount is above what is allowed.",
        ),
        10611 => (
            "Not enabled",
            "Authorization and capture is not enabled for this account.",
        ),
        10612 => (
            "No more settlements",
            "The authorization allows no more captures.",
        ),
        10613 => (
            "Currency mismatch",
            "The currency differs from that of the authorization.",
        ),
        10614 => ("Cannot void", "Void the original authorization instead."),
        10615 => (
            "Cannot reauthorize",
            "A reauthorization cannot be reauthorized.",
        ),
        10616 => (
            "Cannot reauthorize",
            "The authorization was reauthorized already.",
        ),
        10617 => (
            "Inside honor period",
            "The authorization is still inside its honor period.",
        ),
        10618 => ("Not active", "The authorization was voided or has expired."),
        10619 => ("Invalid invoice", "The invoice number is too long."),
        10624 => (
            "Duplicate invoice",
            "A payment was already made for this invoice.",
        ),
        10626 | 10628 => (REFUSED, "This transaction was refused, try again later."),
        10748 | 10762 => (
            DECLINED,
            "The card verification number is missing or wrong.",
        ),
        10752 | 10754 | 10759 | 15001 | 15002 | 15005 | 15006 | 15007 => {
            (DECLINED, "The payment was declined.")
        }
        10755 => ("Invalid data", "The currency is not supported."),
        10761 | 10764 => ("Try again later", "A like transaction is in progress."),
        11001 => (
            "Unsupported class",
            "The transaction class is not supported.",
        ),
        11002 => ("Truncated", "There are more results than can be shown."),
        11068 => (REFUSED, "The seller is restricted."),
        11084 => (REFUSED, "The payer has no funding source."),
        11610..=11612 => (
            "Payment filter",
            "The payment was held or blocked by a filter.",
        ),
        81000 => (MISSING, "A required parameter is missing."),
        81001 => (WRONG, "A parameter is invalid."),
        81002 => ("Unspecified method", "The method is not supported."),
        81003 => ("Unspecified method", "No method was given."),
        81004 => ("Unspecified method", "The request is empty."),
        81100..=81150 => (MISSING, "A required parameter is missing."),
        81200..=81250 => (WRONG, "A parameter is invalid."),
        81251 => ("Internal service error", "Internal service error."),
        _ => return None,
    })
}
