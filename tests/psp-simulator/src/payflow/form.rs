//! The hosted page as a person sees it: the one place where a card is typed.

use std::fmt::Write;

use http::StatusCode;

use crate::html;
use crate::http::Reply;
use crate::money::write_decimal;
use crate::payflow::card::test_number;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::token::Token;

pub(crate) const TITLE: &str = "Payflow simulator";
const STYLE: &str = "<style>label{display:block;margin:.6rem 0}input{font:inherit;display:block;width:100%;\
box-sizing:border-box;padding:.5rem;border:2px solid #1b1b1b;border-radius:.4rem}\
[role=alert]{border:2px solid #8c1d18;padding:.5rem 1rem}</style>";

/// A field to be typed: name, label.
const CARD_FIELDS: &[(&str, &str)] = &[
    ("ACCT", "Card number"),
    ("EXPDATE", "Expiry date (MMYY)"),
    ("CVV2", "Security code"),
    ("BILLTOSTREET", "Street"),
    ("BILLTOZIP", "Postal code"),
];

/// The `MODE` in which an account is used.
pub(crate) const fn mode(account: &PayflowAccount) -> &'static str {
    if account.pilot { "TEST" } else { "LIVE" }
}

/// The page on which a payment is made, with a message when something went wrong.
pub(crate) fn page(account: &PayflowAccount, token: &Token, message: Option<&str>) -> Reply {
    let amount = write_decimal(token.amount.minor, &token.amount.currency);
    let mut main = format!(
        "{STYLE}<h1>Your payment</h1><dl><dt>Amount</dt><dd class=\"amount\" id=\"amount\">{} {}</dd>",
        html::escape(&token.amount.currency),
        html::escape(&amount)
    );
    for (name, label) in [
        ("ORDERDESC", "Description"),
        ("COMMENT1", "Comment"),
        ("INVNUM", "Reference"),
    ] {
        if let Some(value) = token.params.get(name) {
            let _ = write!(main, "<dt>{label}</dt><dd>{}</dd>", html::escape(value));
        }
    }
    main.push_str("</dl>");
    if let Some(message) = message {
        let _ = write!(
            main,
            "<p role=\"alert\" id=\"message\">{}</p>",
            html::escape(message)
        );
    }
    main.push_str("<form method=\"post\" action=\"/payflow-link/\">");
    for (name, value) in [
        ("SECURETOKEN", token.value.as_str()),
        ("SECURETOKENID", &token.id),
        ("MODE", mode(account)),
    ] {
        let value = html::escape(value);
        let _ = write!(
            main,
            "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"
        );
    }
    if !account.brands.is_empty() {
        card_part(&mut main, account, token);
    }
    if account.express {
        button(
            &mut main,
            "paypal",
            "Pay with PayPal",
            account.brands.is_empty(),
        );
    }
    button(&mut main, "abort", "Cancel and go back", false);
    main.push_str("</form>");
    Reply::html(StatusCode::OK, html::page(TITLE, &main))
}

fn card_part(main: &mut String, account: &PayflowAccount, token: &Token) {
    for (name, label) in CARD_FIELDS {
        let known = token.params.get(name).unwrap_or_default();
        let id = name.to_ascii_lowercase();
        let _ = write!(
            main,
            "<label>{label}<input name=\"{name}\" id=\"{id}\" value=\"{}\" autocomplete=\"off\"></label>",
            html::escape(known)
        );
    }
    button(main, "pay", "Pay by card", true);
    button(main, "decline", "Pay by a card that is declined", false);
    button(
        main,
        "review",
        "Pay by a card that is held for review",
        false,
    );
    main.push_str("<h2>Test cards</h2><ul>");
    for brand in &account.brands {
        let _ = write!(
            main,
            "<li>{}: <code>{}</code></li>",
            brand.name(),
            test_number(*brand)
        );
    }
    main.push_str("</ul>");
}

fn button(main: &mut String, id: &str, label: &str, first: bool) {
    let class = if first { " class=\"first\"" } else { "" };
    let _ = write!(
        main,
        "<button type=\"submit\" name=\"action\" id=\"{id}\" value=\"{id}\"{class}>{label}</button>"
    );
}

/// The page on which the payer waits for the merchant's confirmation.
pub(crate) fn waiting() -> Reply {
    let main = "<h1>One moment</h1><p id=\"message\" role=\"status\">The merchant is being told of your payment. \
This page goes on by itself.</p>";
    Reply::html(StatusCode::OK, html::page(TITLE, main)).with_header("refresh", "1")
}

/// A page that ends the way.
pub(crate) fn dead_end(status: StatusCode, heading: &str, text: &str) -> Reply {
    Reply::html(status, html::dead_end(TITLE, heading, text))
}
