//! Negative testing: an amount or another field chooses the error, when the account has
//! that switched on.

use crate::classic::nvp::Asked;
use crate::classic::nvp::call::Call;
use crate::classic::nvp::problem::{Refusal, is_known};

pub(crate) fn check(asked: &Asked) -> Result<(), Refusal> {
    if !asked.account.negative_testing {
        return Ok(());
    }
    let arguments = &asked.arguments;
    let code = match asked.call {
        Call::SetExpressCheckout => arguments.text("MAXAMT").and_then(by_text),
        Call::DoExpressCheckoutPayment => arguments.payment_text("AMT").and_then(by_text),
        Call::DoCapture | Call::DoReauthorization | Call::RefundTransaction => {
            arguments.text("AMT").and_then(by_text)
        }
        Call::DoVoid => arguments.text("AUTHORIZATIONID").and_then(by_text),
        Call::GetTransactionDetails => arguments.text("TRANSACTIONID").and_then(by_text),
        Call::TransactionSearch => arguments.text("INVNUM").and_then(by_text),
        Call::GetExpressCheckoutDetails
        | Call::GetBalance
        | Call::GetPalDetails
        | Call::BMCreateButton => None,
    };
    code.map_or(Ok(()), |code| Err(Refusal::new(code)))
}

/// `107.55` is 10755, and so is `10755`.
fn by_text(text: &str) -> Option<u32> {
    let digits = match text.split_once('.') {
        Some((whole, fraction)) if fraction.len() == 2 => format!("{whole}{fraction}"),
        Some(_) => return None,
        None => text.to_owned(),
    };
    let plain = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let code = plain.then(|| digits.parse().ok()).flatten()?;
    is_known(code).then_some(code)
}

/// The error an amount in minor units of ISO 4217 stands for.
pub(crate) fn error_by_amount(minor: i64) -> Option<u32> {
    by_text(&minor.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_stands_for_the_error_it_spells() {
        assert_eq!(by_text("107.55"), Some(10755));
        assert_eq!(by_text("10755"), Some(10755));
        for text in ["107.5", "100.00", "1.07", "99999", "abc.de", "1,07.55"] {
            assert_eq!(by_text(text), None, "{text}");
        }
    }
}
