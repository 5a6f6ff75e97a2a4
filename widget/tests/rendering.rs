//! What the edge renders: a form that works by itself, and nothing a link's name could break.
#![cfg(feature = "ssr")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use obole_shared::api::{
    CampaignView, ConsentView, CurrencyView, FeeView, LinkView, PaymentView, PresetView,
    TerminalView,
};
use obole_shared::currency::Currency;
use obole_shared::link::{Asked, Need};
use obole_shared::money::Money;
use obole_shared::payment::{Status, Why};
use obole_shared::terminal::TerminalKind;
use obole_shared::texts::Lang;
use obole_shared::time::UnixMs;
use obole_widget::{
    Entered, FieldProblem, FormInput, PageInput, ResultInput, ResultPage, hosted_page,
    message_page, render_form, render_result, result_page,
};

fn link() -> LinkView {
    let currency = |code| CurrencyView {
        code,
        exponent: 2,
        min: "5.00".into(),
        max: "5000.00".into(),
        presets: ["20.00", "50.00", "100.00"]
            .map(|value| PresetView {
                value: value.into(),
                meaning: None,
            })
            .into(),
    };
    let terminal = |id: &str, kind, name: &str, currencies| TerminalView {
        id: id.parse().unwrap(),
        kind,
        name: name.into(),
        test: true,
        currencies,
        methods: Vec::new(),
        fees: Vec::new(),
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
        fixed: false,
        asked: Asked::default(),
        consents: Vec::new(),
        campaign: None,
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
        !html.contains(" disabled"),
        "without script nothing may be closed: {html}"
    );
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
    assert_eq!(data["link"], "demo");
    assert_eq!(data["words"][0], "Give");
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
            ..Entered::default()
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
    assert!(html.contains(r#"<template shadowrootmode="open"><style nonce="abc">"#));
    assert!(html.contains(r#"<script async src="/obole.js">"#));
    assert!(html.contains("<title>Meals &lt;/script&gt;"));
    assert_eq!(
        html.matches("<script").count(),
        2,
        "the loader and the data"
    );
}

fn paid() -> PaymentView {
    let amount = Money::from_wire("25.78", Currency::CHF).unwrap();
    PaymentView {
        id: "pay_00000000000000000000000000".parse().unwrap(),
        status: Status::Captured,
        why: Why::Paid,
        link: "demo".parse().unwrap(),
        amount,
        captured: amount,
        refunded: Money::zero(Currency::CHF),
        reversed: Money::zero(Currency::CHF),
        fee_cover: Money::from_wire("0.78", Currency::CHF).ok(),
        terminal: "saferpay-test".parse().unwrap(),
        provider: TerminalKind::Saferpay,
        reference: "OBL-1".into(),
        lang: "en".into(),
        test: true,
        redirect_url: None,
        expires_at: None,
        created_at: UnixMs(0),
        updated_at: UnixMs(0),
        version: 3,
        receipt: None,
    }
}

fn told<'a>(view: &'a PaymentView, facts: &'a [(&'static str, String)]) -> ResultInput<'a> {
    ResultInput {
        view,
        texts: Lang::En.texts(),
        lang: "en",
        sentence: "It has arrived.",
        status_text: "Paid",
        day: "2026-11-28",
        date: "November 28, 2026",
        facts,
        updates: true,
    }
}

#[test]
fn a_result_says_what_became_of_the_money() {
    let view = paid();
    let facts = [("Paid for", "Soup & <b>bread</b>".to_owned())];
    let page = ResultPage {
        nonce: "abc",
        back_url: Some("javascript:alert(1)"),
        again_url: "/pay/demo",
        refresh_seconds: Some(4),
        retry_url: None,
    };
    let html = result_page(&told(&view, &facts), &page);
    for part in [
        "CHF\u{a0}25.78",
        "CHF\u{a0}0.78",
        "OBL-1",
        "<time datetime=\"2026-11-28\">November 28, 2026</time>",
        "Saferpay",
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
fn a_result_in_place_leads_back_to_the_form_and_to_the_receipt() {
    let mut view = paid();
    let html = render_result(
        &told(&view, &[]),
        "https://pay.example.org/result/x?secret=y",
    );
    assert!(
        html.contains(r#"href="https://pay.example.org/result/x?secret=y""#),
        "{html}"
    );
    assert!(html.contains("<button"), "{html}");
    view.status = Status::Declined;
    let html = render_result(&told(&view, &[]), "https://pay.example.org/result/x");
    assert!(!html.contains("href"), "nothing was paid: no receipt");
}

#[test]
fn a_link_shows_what_it_asks_and_tells() {
    let mut link = link();
    link.asked = Asked {
        name: Need::Optional,
        email: Need::Required,
        message: Need::Optional,
        dedication: true,
        anonymous: true,
    };
    link.consents = vec![ConsentView {
        id: "news".into(),
        text: "Send me <news>".into(),
        required: true,
    }];
    let money = |value| Money::from_wire(value, Currency::CHF).unwrap();
    link.campaign = Some(CampaignView {
        goal: money("40000.00"),
        raised: money("12500.00"),
    });
    link.currencies[0].presets[1].meaning = Some("one week of meals".into());
    link.terminals[0].fees = vec![FeeView {
        currency: Currency::CHF,
        parts: 29_000,
        fixed: 30,
        step: 1,
    }];
    let html = render_form(&input(&link));
    for part in [
        r#"name="email""#,
        r#"type="email""#,
        r#"name="anonymous""#,
        r#"name="dedication""#,
        r#"name="dedication_name""#,
        "<textarea",
        r#"name="consent""#,
        r#"value="news""#,
        "Send me &lt;news&gt;",
        r#"name="cover_fee""#,
        "one week of meals",
        "<progress",
        r#"value="1250000""#,
        "CHF\u{a0}12,500.00 of CHF\u{a0}40,000.00",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let described = html.split("aria-describedby=\"").skip(1);
    for ids in described.map(|rest| rest.split('"').next().unwrap()) {
        for id in ids.split(' ') {
            assert!(html.contains(&format!("id=\"{id}\"")), "{id} is nowhere");
        }
    }
}

#[test]
fn fixed_prices_leave_no_field_to_type_in() {
    let mut link = link();
    link.fixed = true;
    let html = render_form(&input(&link));
    assert!(!html.contains(r#"name="amount""#), "{html}");
    assert_eq!(html.matches("name=\"preset\"").count(), 3);
    let first = html
        .split("<input")
        .find(|part| part.contains("name=\"preset\""));
    assert!(first.unwrap().contains("checked"), "{html}");
}

/// Beside the only currency there is nothing to choose or to type: the prices name it.
#[test]
fn fixed_prices_name_their_only_currency() {
    let mut link = link();
    link.fixed = true;
    let several = render_form(&input(&link));
    assert!(several.contains("class=\"entry\"") && several.contains("<select"));
    assert!(!several.contains("class=\"price\""), "{several}");
    link.currencies.truncate(1);
    let html = render_form(&input(&link));
    assert!(!html.contains("class=\"entry\""), "{html}");
    assert_eq!(html.matches("class=\"price\"").count(), 3, "{html}");
    assert!(html.contains("CHF\u{a0}20.00"), "{html}");
    assert!(html.contains(r#"name="currency""#) && html.contains(r#"value="CHF""#));
}

#[test]
fn a_message_is_only_text() {
    let html = message_page("Not <found>", "\"Nothing\" & no more", "ar", "abc");
    assert!(html.contains("Not &lt;found&gt;") && html.contains("&quot;Nothing&quot; &amp;"));
    assert!(html.contains("dir=\"rtl\""));
}
