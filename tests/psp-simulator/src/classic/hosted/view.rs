//! How the hosted card page looks.

use std::fmt::Write;

use crate::classic::hosted::card::CARDS;
use crate::classic::hosted::{HostedButton, TITLE};
use crate::classic::nvp::shown_amount;
use crate::html::{self, escape};

/// The form, with what went wrong the last time.
pub(super) fn form(button: &HostedButton, problem: Option<&str>) -> String {
    let order = &button.order;
    let amount = shown_amount(order.amount_minor, &order.currency);
    let mut main = format!(
        "<h1>Pay by card</h1><dl><dt>Amount</dt><dd class=\"amount\" id=\"amount\">{}</dd>\
<dt>Pay to</dt><dd>{}</dd>",
        escape(&amount),
        escape(&button.account)
    );
    for (name, value) in [
        ("Description", &order.description),
        ("Invoice", &order.invoice),
    ] {
        if let Some(value) = value {
            let _ = write!(main, "<dt>{name}</dt><dd>{}</dd>", escape(value));
        }
    }
    main.push_str("</dl>");
    if let Some(problem) = problem {
        let _ = write!(
            main,
            "<p class=\"note\" role=\"alert\" id=\"problem\">{}</p>",
            escape(problem)
        );
    }
    main.push_str("<form method=\"post\" autocomplete=\"off\">");
    for (name, label, hint, length) in [
        ("number", "Card number", "4111 1111 1111 1111", 23),
        ("expiry", "Expiry, month/year", "08/31", 5),
        ("code", "Security code", "123", 4),
    ] {
        let _ = write!(
            main,
            "<p><label for=\"{name}\">{label}</label><br><input id=\"{name}\" name=\"{name}\" \
placeholder=\"{hint}\" maxlength=\"{length}\" inputmode=\"numeric\" autocomplete=\"off\"></p>"
        );
    }
    main.push_str(
        "<button type=\"submit\" name=\"action\" id=\"pay\" value=\"pay\" class=\"first\">Pay with \
this card</button></form><form method=\"post\">\
<button type=\"submit\" name=\"action\" id=\"decline\" value=\"decline\">Card is declined</button>\
<button type=\"submit\" name=\"action\" id=\"abort\" value=\"abort\">Cancel and go back</button>\
</form><p>Test numbers, with any expiry to come and any code:</p><ul>",
    );
    for (number, brand, _) in CARDS {
        let _ = write!(main, "<li><code>{number}</code> {brand}</li>");
    }
    main.push_str("</ul>");
    html::page(TITLE, &main)
}

/// After a payment, with the way back if there is one.
pub(super) fn thanks(id: &str, target: Option<&str>) -> String {
    let mut main = format!(
        "<h1>Thank you</h1><p>Your payment is done. Its number is <code>{}</code>.</p>",
        escape(id)
    );
    if let Some(target) = target {
        let _ = write!(
            main,
            "<p><a id=\"continue\" href=\"{}\">Back to the merchant</a></p>",
            escape(target)
        );
    }
    html::page(TITLE, &main)
}

/// After giving up, when there is no way back.
pub(super) fn canceled() -> String {
    html::dead_end(
        TITLE,
        "Canceled",
        "You did not pay. You can close this page.",
    )
}
