//! Bad input to the form: the same form again, with what was typed, and the problem beside it.

use end_to_end::{Answer, Call, Order, Stage};
use obole_shared::problem::Code;
use obole_shared::texts::Lang;
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.plain("bad_forms", Turn::Alone, forms);
}

const LINK: &str = "bad-forms";

fn post(stage: &Stage, link: &str, changes: &[(&str, &str)]) -> Answer {
    let key = Order::new_key();
    let mut fields = vec![
        ("amount", "25"),
        ("currency", "CHF"),
        ("terminal", "saferpay-test"),
        ("lang", "en"),
        ("idempotency_key", key.as_str()),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    Call::post(stage.edge.url(&format!("/v1/links/{link}/payments")))
        .form(&fields)
        .send()
}

/// As far as it has nothing that HTML writes differently.
fn beginning(lang: Lang, code: Code) -> &'static str {
    let text = lang.problem(code);
    text.split(['{', '\'', '’', '&', '"']).next().unwrap()
}

/// Language, changes to a plain form, and the code they lead to.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Code);

fn forms(stage: &Stage) {
    let link = json!({ "currencies": ["CHF", "EUR", "GBP"], "terminals": ["saferpay-test"] });
    stage.edge.put_link(LINK, &link);
    let sessions = stage.simulator.sessions();
    let huge = "7".repeat(400);
    let cases: &[Case<'_>] = &[
        ("en", &[("amount", "")], Code::AmountEmpty),
        ("en", &[("amount", " ")], Code::AmountEmpty),
        ("fr", &[("amount", "0,00")], Code::AmountZero),
        ("en", &[("amount", "-5")], Code::AmountNegative),
        ("fr", &[("amount", "4,99")], Code::AmountTooSmall),
        ("de", &[("amount", "5000,01")], Code::AmountTooLarge),
        ("en", &[("amount", &huge)], Code::AmountTooLarge),
        ("en", &[("amount", "a lot")], Code::AmountNotANumber),
        ("en", &[("amount", "5,000")], Code::AmountAmbiguous),
        ("en", &[("amount", "25.0001")], Code::AmountTooManyDecimals),
        ("en", &[("amount", "EUR 25")], Code::AmountOtherCurrency),
        ("it", &[("currency", "USD")], Code::CurrencyNotOffered),
        ("en", &[("currency", "")], Code::CurrencyNotOffered),
        ("en", &[("currency", "GBP")], Code::CurrencyNotTaken),
        (
            "en",
            &[("terminal", "paypal-test")],
            Code::TerminalNotOffered,
        ),
        ("en", &[("terminal", "")], Code::TerminalNotOffered),
        ("en", &[("idempotency_key", "")], Code::KeyMissing),
        (
            "en",
            &[("return_to", "https://evil.example/")],
            Code::ReturnNotAllowed,
        ),
        (
            "en",
            &[("amount", ""), ("reading", "1e3")],
            Code::AmountNotANumber,
        ),
    ];
    for (tag, changes, code) in cases {
        let mut fields = changes.to_vec();
        fields.push(("lang", tag));
        let answer = post(stage, LINK, &fields);
        let case = format!("{fields:?} {} {}", answer.status, answer.body);
        assert_eq!(answer.status, code.status(), "{case}");
        assert_eq!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{case}"
        );
        let lang = Lang::from_tag(tag).unwrap();
        assert!(answer.body.contains(beginning(lang, *code)), "{case}");
        assert!(answer.body.contains("<form"), "{case}");
    }

    let answer = post(stage, LINK, &[("amount", "5,000")]);
    assert_eq!(
        answer.body.matches("name=\"reading\"").count(),
        // Two, and the template that script would make more from.
        3,
        "{}",
        answer.body
    );
    assert!(answer.body.contains("value=\"5,000\""), "{}", answer.body);

    let answer = post(stage, LINK, &[("amount", "\"><script>alert(1)</script>")]);
    assert_eq!(answer.status, Code::AmountNotANumber.status());
    assert!(!answer.body.contains("<script>alert"), "{}", answer.body);

    let answer = post(stage, "nobody", &[]);
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(answer.body.contains(beginning(Lang::En, Code::LinkUnknown)));

    assert_eq!(stage.simulator.sessions(), sessions);
    assert_eq!(
        stage.edge.payments(&format!("link={LINK}")),
        [Value::Null; 0]
    );
}
