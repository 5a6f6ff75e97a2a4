//! What the edge renders: a form that works by itself, and nothing a link's name could break.
#![cfg(feature = "ssr")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use obole_shared::api::{CurrencyView, LinkView, PaymentView, TerminalView};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Status, Why};
use obole_shared::terminal::TerminalKind;
use obole_shared::texts::Lang;
use obole_shared::time::UnixMs;
use obole_widget::{
    Entered, FieldProblem, FormInput, PageInput, ResultPage, hosted_page, message_page,
    render_form, result_page,
};

fn link() -> LinkView {
    let currency = |code| CurrencyView {
        code,
        exponent: 2,
        min: "5.00".into(),
        max: "5000.00".into(),
        presets: vec!["20.00".into(), "50.00".into(), "100.00".into()],
    };
    let terminal = |id: &str, kind, name: &str, currencies| TerminalView {
        id: id.parse().unwrap(),
        kind,
        name: name.into(),
        test: true,
        currencies,
        methods: Vec::new(),
    };
    let both = vec![Currency::CHF, Currency::EUR];
    LinkView {
        id: "demo".parse().unwrap(),
        name: "Meals </script><script>alert(1)</script> & \"more\"".into(),
        currencies: vec![currency(Currency::CHF), currency(Currency::EUR)],
        terminals: vec![
            terminal(
                "saferpay-test",
                TerminalKind::Saferpay,
                "Card or TWINT",
                both,
            ),
            terminal(
                "paypal-test",
                TerminalKind::PaypalOrders,
                "PayPal",
                vec![Currency::EUR],
            ),
        ],
    }
}

fn input(link: &LinkView) -> FormInput<'_> {
    FormInput {
        link,
        texts: Lang::En.texts(),
        lang: "en",
        edge_origin: "https://pay.example.org",
        key: "0123456789abcdef",
        return_to: Some("https://example.org/give?a=1&b=2"),
        entered: Entered::default(),
        problem: None,
    }
}

fn island(html: &str) -> serde_json::Value {
    let (_, rest) = html
        .split_once(r#"<script type="application/json">"#)
        .unwrap();
    let (json, after) = rest.split_once("</script>").unwrap();
    assert_eq!(after, "", "nothing but the data ends the form");
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_form_posts_by_itself() {
    let link = link();
    let html = render_form(&input(&link));
    assert!(html.contains(r#"action="https://pay.example.org/v1/links/demo/payments""#));
    assert!(html.contains(r#"method="post""#));
    for name in [
        "amount",
        "preset",
        "currency",
        "terminal",
        "lang",
        "idempotency_key",
        "return_to",
    ] {
        assert!(
            html.contains(&format!("name=\"{name}\"")),
            "{name} in {html}"
        );
    }
    assert!(html.contains(r#"value="0123456789abcdef""#));
    assert!(html.contains("https://example.org/give?a=1&amp;b=2"));
    assert!(html.contains(r#"inputmode="decimal""#));
    assert!(html.contains(r#"<label for="amount">"#));
    assert!(html.contains(r#"<label for="currency">"#));
    assert!(
        html.contains("From CHF\u{a0}5.00 to CHF\u{a0}5,000.00"),
        "{html}"
    );
    assert!(!html.contains("autocomplete=\"cc-"));
    assert!(!html.contains("style="), "a strict policy forbids it");
    assert!(
        !html.contains("disabled"),
        "without script nothing may be closed: {html}"
    );
    let (form_tag, _) = html.split_once("<h2").unwrap();
    assert!(!form_tag.contains("hidden"), "{form_tag}");
}

#[test]
fn a_name_cannot_break_out() {
    let link = link();
    let html = render_form(&input(&link));
    assert!(!html.contains("<script>"));
    assert!(
        html.contains("Meals &lt;/script&gt;&lt;script&gt;"),
        "{html}"
    );
    let data = island(&html);
    assert_eq!(data["link"]["name"], link.name.as_str());
    assert_eq!(data["texts"]["pay"], "Give");
    assert_eq!(data["return_to"], "https://example.org/give?a=1&b=2");
}

#[test]
fn entries_and_their_problem_are_shown_again() {
    let link = link();
    let html = render_form(&FormInput {
        entered: Entered {
            amount: Some("1,250".into()),
            currency: Some("EUR".into()),
            terminal: Some("paypal-test".into()),
            preset: None,
        },
        problem: Some(FieldProblem {
            field: "amount".into(),
            text: "Two ways <here>".into(),
            readings: vec![
                ("1.25".into(), "EUR 1.25".into()),
                ("1250.00".into(), "EUR 1,250".into()),
            ],
        }),
        ..input(&link)
    });
    assert!(html.contains(r#"value="1,250""#), "{html}");
    assert!(html.contains("Two ways &lt;here&gt;"), "{html}");
    assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    assert!(
        html.contains(r#"name="reading""#) && html.contains(r#"value="1250.00""#),
        "{html}"
    );
    let option = html
        .split("<option")
        .find(|part| part.contains("EUR"))
        .unwrap();
    assert!(option.contains("selected"), "{option}");
    let radio = html
        .split("<input")
        .find(|part| part.contains("paypal-test"))
        .unwrap();
    assert!(radio.contains("checked"), "{radio}");
    let other = html
        .split("<input")
        .find(|part| part.contains("saferpay-test"))
        .unwrap();
    assert!(!other.contains("checked"), "{other}");
}

#[test]
fn a_preset_that_was_chosen_is_chosen_again() {
    let link = link();
    let html = render_form(&FormInput {
        entered: Entered {
            preset: Some("50".into()),
            ..Entered::default()
        },
        ..input(&link)
    });
    let radios = html
        .split("<input")
        .filter(|part| part.contains("name=\"preset\""));
    let checked: Vec<_> = radios.filter(|part| part.contains("checked")).collect();
    assert_eq!(checked.len(), 1, "{html}");
    assert!(checked[0].contains("value=\"50\""), "{}", checked[0]);
}

#[test]
fn one_currency_is_no_choice() {
    let mut link = link();
    link.currencies.truncate(1);
    let html = render_form(&input(&link));
    assert!(!html.contains("<select"));
    assert!(html.contains(r#"name="currency""#) && html.contains(r#"value="CHF""#));
}

#[test]
fn the_hosted_page_needs_no_script() {
    let link = link();
    let page = PageInput {
        nonce: "abc",
        script_url: "/obole.js",
    };
    let html = hosted_page(&input(&link), &page);
    assert!(html.starts_with("<!doctype html>"));
    assert!(html.contains(r#"<template shadowrootmode="open"><div"#));
    assert!(html.contains(r#"<script async src="/obole.js">"#));
    assert!(html.contains("<title>Meals &lt;/script&gt;"));
    assert_eq!(
        html.matches("<script").count(),
        2,
        "the loader and the data"
    );
}

#[test]
fn a_result_says_what_became_of_the_money() {
    let amount = Money::from_wire("25.00", Currency::CHF).unwrap();
    let view = PaymentView {
        id: "pay_00000000000000000000000000".parse().unwrap(),
        status: Status::Captured,
        why: Why::Paid,
        link: "demo".parse().unwrap(),
        amount,
        captured: amount,
        refunded: Money::zero(Currency::CHF),
        reversed: Money::zero(Currency::CHF),
        terminal: "saferpay-test".parse().unwrap(),
        reference: "OBL-1".into(),
        lang: "en".into(),
        test: true,
        redirect_url: None,
        expires_at: None,
        created_at: UnixMs(0),
        updated_at: UnixMs(0),
        version: 3,
        receipt: None,
    };
    let page = ResultPage {
        nonce: "abc",
        back_url: Some("javascript:alert(1)"),
        again_url: "/pay/demo",
        facts: &[("Paid for", "Soup & <b>bread</b>".to_owned())],
        refresh_seconds: Some(4),
        retry_url: None,
    };
    let html = result_page(
        &view,
        Lang::En.texts(),
        "en",
        "It has arrived.",
        "Paid",
        &page,
    );
    for part in [
        "CHF\u{a0}25.00",
        "OBL-1",
        "<dt>Paid for</dt>",
        "Soup &amp; &lt;b&gt;bread&lt;/b&gt;",
        "It has arrived.",
        "Paid",
        "Thank you!",
        "href=\"/pay/demo\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(html.contains(r#"http-equiv="refresh" content="4""#));
    assert!(!html.contains("javascript:"), "{html}");
}

#[test]
fn a_message_is_only_text() {
    let html = message_page("Not <found>", "\"Nothing\" & no more", "ar", "abc");
    assert!(html.contains("Not &lt;found&gt;") && html.contains("&quot;Nothing&quot; &amp;"));
    assert!(html.contains("dir=\"rtl\""));
}
