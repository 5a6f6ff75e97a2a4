//! The button that leads to the card page (Button Manager API guide, hosted checkout variables).

use obole_shared::payment::Payment;
use obole_shared::terminal::AuthorizationType;

use crate::providers::Addresses;
use crate::providers::nvp::{Failure, Fields, locale, push};

/// `BMCreateButton`: a token that is not stored at PayPal and pays once.
pub(super) fn button(
    addresses: &Addresses,
    payment: &Payment,
    receiver: Option<&str>,
) -> Result<Fields, Failure> {
    let opened = &payment.opened;
    let limits = &payment.capabilities().text;
    let cut = |text: &str, max: u16| -> Option<String> {
        let text: String = text.trim().chars().take(usize::from(max)).collect();
        Some(text).filter(|text| !text.is_empty())
    };
    let email = opened
        .email
        .clone()
        .filter(|email| email.chars().count() <= usize::from(limits.email));
    let mut amount = Fields::new();
    push(&mut amount, "", opened.amount)?;
    let action = match opened.authorization {
        AuthorizationType::CaptureAtOnce => "sale",
        AuthorizationType::AuthorizeOnly | AuthorizationType::PreAuthorize => "authorization",
    };
    let variables = [
        ("cmd", Some("_hosted-payment".to_owned())),
        ("business", receiver.map(str::to_owned)),
        ("paymentaction", Some(action.to_owned())),
        ("subtotal", amount.get("AMT").map(str::to_owned)),
        (
            "currency_code",
            amount.get("CURRENCYCODE").map(str::to_owned),
        ),
        ("invoice", Some(opened.reference.clone())),
        ("custom", Some(opened.id.as_str().to_owned())),
        ("item_name", cut(&opened.description, limits.description)),
        ("notify_url", Some(addresses.notify_url(payment))),
        ("return", Some(addresses.return_url(payment, "success"))),
        (
            "cancel_return",
            Some(addresses.return_url(payment, "cancel")),
        ),
        ("lc", locale(&opened.lang).map(str::to_owned)),
        ("buyer_email", email),
        // The donor comes back to our page, and gives no more than a card needs.
        ("showHostedThankyouPage", Some("false".to_owned())),
        ("showShippingAddress", Some("false".to_owned())),
        ("template", Some("templateA".to_owned())),
    ];
    let mut fields = Fields::new()
        .with("BUTTONTYPE", "PAYMENT")
        .with("BUTTONCODE", "TOKEN");
    let present = variables
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    for (index, (name, value)) in present.enumerate() {
        fields.push(format!("L_BUTTONVAR{index}"), format!("{name}={value}"));
    }
    Ok(fields)
}
