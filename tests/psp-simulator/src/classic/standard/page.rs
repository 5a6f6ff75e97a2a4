//! What the payer sees.

use std::fmt::Write;

use http::StatusCode;

use crate::classic::nvp::shown_amount;
use crate::classic::standard::button::{Button, Command};
use crate::classic::standard::flaw::Flaw;
use crate::classic::transaction::Payer;
use crate::config::ClassicAccount;
use crate::html::{dead_end, escape, page};
use crate::http::Reply;

const TITLE: &str = "PayPal simulator";

/// The button leads to no payment.
pub(crate) fn refused(flaw: &Flaw) -> Reply {
    let text = flaw.sentence();
    Reply::html(
        StatusCode::BAD_REQUEST,
        dead_end(TITLE, "Things do not work", &text),
    )
}

/// The session is unknown or its time is over.
pub(crate) fn over() -> Reply {
    let text = "This payment does not exist, or its time is over.";
    Reply::html(
        StatusCode::NOT_FOUND,
        dead_end(TITLE, "Nothing to pay", text),
    )
}

/// What is paid, and the choices. `note` says what went wrong before.
pub(crate) fn offered(
    button: &Button,
    payer: &Payer,
    account: &ClassicAccount,
    note: Option<&str>,
) -> Reply {
    let mut main = String::from("<h1>Your payment</h1>");
    if let Some(note) = note {
        let _ = write!(
            main,
            "<p class=\"note\" role=\"alert\" id=\"problem\">{}</p>",
            escape(note)
        );
    }
    main.push_str("<form method=\"post\"><dl>");
    let total = button.total();
    if let Some(total) = total {
        fact(
            &mut main,
            "Amount",
            "class=\"amount\" id=\"amount\"",
            &shown_amount(total, &button.currency),
        );
    }
    fact(&mut main, "Pay to", "", &account.email);
    for item in &button.items {
        let name = item.name.as_deref().unwrap_or("Unnamed item");
        let number = item.number.as_deref().unwrap_or("none");
        let price = item.unit_minor.map_or_else(String::new, |minor| {
            format!(
                ", {} × {}",
                item.quantity,
                shown_amount(minor, &button.currency)
            )
        });
        let mut text = format!("{name} (number {number}{price})");
        for (option, choice) in &item.options {
            let _ = write!(text, "; {option}: {choice}");
        }
        fact(&mut main, "Item", "", &text);
    }
    if let Some(invoice) = &button.invoice {
        fact(&mut main, "Invoice", "", invoice);
    }
    fact(&mut main, "Payer", "", &payer.email);
    main.push_str("</dl>");
    if total.is_none() {
        let _ = write!(
            main,
            "<p><label for=\"typed\">Amount in {}</label> \
<input id=\"typed\" name=\"amount\" inputmode=\"decimal\" required></p>",
            escape(&button.currency)
        );
    }
    let login = match button.command {
        Command::Donate => "Log in and donate",
        Command::BuyNow | Command::Cart => "Log in and pay",
    };
    let mut choices = vec![("pay", login)];
    if account.account_optional {
        choices.push(("guest", "Pay by card, without an account"));
    }
    choices.extend([
        ("decline", "Pay by means that are declined"),
        ("pending", "Pay by eCheck that clears later"),
        ("pending-denied", "Pay by eCheck that bounces later"),
        (
            "unheld",
            "Pay in a currency that the merchant has to accept first",
        ),
    ]);
    for (at, (id, label)) in choices.into_iter().enumerate() {
        let class = if at == 0 { " class=\"first\"" } else { "" };
        choice(&mut main, id, label, class);
    }
    // Going back needs no amount.
    choice(&mut main, "abort", "Cancel and go back", " formnovalidate");
    main.push_str("</form>");
    Reply::html(StatusCode::OK, page(TITLE, &main))
}

/// The payment is made, and the browser goes on only when asked to. `onward` is HTML.
pub(crate) fn thanks(paid: &str, email: &str, onward: &str) -> Reply {
    let main = format!(
        "<h1>Thank you for your payment</h1><p>You paid {}. The transaction is complete, and a receipt was \
e-mailed to {}.</p>{onward}",
        escape(paid),
        escape(email)
    );
    Reply::html(StatusCode::OK, page(TITLE, &main))
}

fn fact(main: &mut String, name: &str, attributes: &str, value: &str) {
    let _ = write!(
        main,
        "<dt>{}</dt><dd {attributes}>{}</dd>",
        escape(name),
        escape(value)
    );
}

fn choice(main: &mut String, id: &str, label: &str, attributes: &str) {
    let _ = write!(
        main,
        "<button type=\"submit\" name=\"action\" id=\"{id}\" value=\"{id}\"{attributes}>{}</button>",
        escape(label)
    );
}
