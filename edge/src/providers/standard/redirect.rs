//! The address a donor is sent to: PayPal's payment form, filled in.

use obole_shared::payment::{Answer, Payment};
use obole_shared::texts::Lang;
use url::form_urlencoded::Serializer;

use super::Credentials;
use crate::providers::nvp::locale;
use crate::providers::paypal::amount::encode;
use crate::providers::{Addresses, cannot};

/// Longest address of ours the browser goes back to, in characters.
const RETURN_URL_CHARS_MAX: usize = 1024;

/// The whole address. Nothing is created at PayPal until somebody pays there.
///
/// # Errors
/// The answer, where PayPal cannot carry the amount or one of our addresses.
pub(super) fn redirect_url(
    web_origin: &str,
    credentials: &Credentials,
    addresses: &Addresses,
    payment: &Payment,
) -> Result<String, Answer> {
    let opened = &payment.opened;
    let amount = encode(opened.amount).ok_or_else(|| cannot("amount_not_representable"))?;
    let return_url = within(
        addresses.return_url(payment, "success"),
        RETURN_URL_CHARS_MAX,
    )?;
    let cancel_url = within(
        addresses.return_url(payment, "cancel"),
        RETURN_URL_CHARS_MAX,
    )?;
    let item_name = payment.description().unwrap_or_default();
    let mut query = Serializer::new(String::new());
    query
        .append_pair("cmd", "_donations")
        .append_pair("business", &credentials.business)
        .append_pair("amount", &amount.value)
        .append_pair("currency_code", &amount.currency_code)
        .append_pair("item_name", &item_name)
        .append_pair("custom", opened.id.as_str())
        .append_pair("invoice", &opened.reference)
        .append_pair("return", &return_url)
        .append_pair("cancel_return", &cancel_url)
        // A way back by GET and without variables: none of them could be believed.
        .append_pair("rm", "1")
        .append_pair(
            "cbt",
            Lang::from_tag(&opened.lang)
                .unwrap_or(Lang::En)
                .finish_and_return(),
        )
        .append_pair("lc", locale(&opened.lang).unwrap_or("US"))
        .append_pair("charset", "utf-8")
        .append_pair("no_shipping", "1")
        .append_pair("no_note", "1");
    if credentials.ipn_secret.is_none() {
        // With a secret, messages go to the address in the account's profile: the secret must
        // not pass through the donor's browser.
        let notify_url = within(
            addresses.notify_url(payment),
            payment.capabilities().text.url.into(),
        )?;
        query.append_pair("notify_url", &notify_url);
    }
    Ok(format!("{web_origin}/cgi-bin/webscr?{}", query.finish()))
}

fn within(url: String, chars_max: usize) -> Result<String, Answer> {
    if url.chars().count() <= chars_max {
        Ok(url)
    } else {
        Err(cannot("address_too_long"))
    }
}
