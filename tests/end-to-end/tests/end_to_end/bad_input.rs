//! Bad input to the API: a stable code, a sentence in the language asked for, and nothing left
//! half-made.

use end_to_end::{Call, Order, Stage};
use obole_shared::problem::Code;
use obole_shared::texts::Lang;
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};
use crate::problem::expect;

pub(crate) fn tests(suite: &mut Suite) {
    let alone = Turn::Alone;
    suite.plain("bad_input_in_bodies", alone, bodies);
    suite.plain("bad_input_around_bodies", alone, around_bodies);
    suite.plain("bad_input_largest_body", Turn::Shared, largest_body);
    suite.plain("bad_input_reused_key", alone, reused_key);
}

/// A link of its own, so that whatever is left behind shows.
const LINK: &str = "bad-input";

fn put_link(stage: &Stage) {
    let link = json!({
        "currencies": ["CHF", "EUR", "GBP"],
        "terminals": ["saferpay-test"],
        "return_origins": [stage.host],
    });
    stage.edge.put_link(LINK, &link);
}

/// Nothing reached a provider, and no payment came to be.
fn without_trace(stage: &Stage, act: impl FnOnce()) {
    put_link(stage);
    let sessions = stage.simulator.sessions();
    act();
    assert_eq!(stage.simulator.sessions(), sessions);
    assert_eq!(
        stage.edge.payments(&format!("link={LINK}")),
        [Value::Null; 0]
    );
}

fn plain() -> Value {
    Order::body("25.00", "CHF", "saferpay-test")
}

fn amount(value: &str, currency: &str) -> Value {
    Order::body(value, currency, "saferpay-test")
}

/// A plain body with one member more, or another one.
fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut body = plain();
    body[name] = value.into();
    body
}

fn bad_bodies(stage: &Stage) -> Vec<(Value, Code)> {
    let long = "9".repeat(400);
    let mut cases = vec![
        (amount("", "CHF"), Code::AmountEmpty),
        (amount("0", "CHF"), Code::AmountZero),
        (amount("0.00", "CHF"), Code::AmountZero),
        (amount("-25.00", "CHF"), Code::AmountNegative),
        (amount("4.99", "CHF"), Code::AmountTooSmall),
        (amount("5000.01", "CHF"), Code::AmountTooLarge),
        (amount("99999999999.00", "CHF"), Code::AmountTooLarge),
        (amount(&long, "CHF"), Code::AmountTooLarge),
        (amount("10.001", "CHF"), Code::AmountTooManyDecimals),
        (amount("25.00", "USD"), Code::CurrencyNotOffered),
        (amount("25.00", "XXX"), Code::CurrencyNotOffered),
        (amount("25.00", ""), Code::CurrencyNotOffered),
        (amount("25.00", "GBP"), Code::CurrencyNotTaken),
        (with("terminal", "paypal-test"), Code::TerminalNotOffered),
        (with("terminal", "nobody"), Code::TerminalNotOffered),
        (with("terminal", ""), Code::TerminalNotOffered),
        (with("email", "nobody"), Code::EmailInvalid),
        (with("name", "a\u{0}b"), Code::NameInvalid),
        (with("name", "n".repeat(101)), Code::NameInvalid),
        (with("promo_code", "SPRING"), Code::PromoCodeUnknown),
        (with("cover_fee", true), Code::CoverFeeNotOffered),
        (with("amount", 25), Code::BodyInvalid),
        (
            with("amount", json!({ "value": 25, "currency": "CHF" })),
            Code::BodyInvalid,
        ),
        (
            with("amount", json!({ "value": "25.00" })),
            Code::BodyInvalid,
        ),
        (with("terminal", Value::Null), Code::BodyInvalid),
        (with("status", "captured"), Code::BodyInvalid),
        (json!([]), Code::BodyInvalid),
        (Value::Null, Code::BodyInvalid),
    ];
    for value in [
        "1'000", "1,000", "25,50", "1e3", " 25", "25 ", "٢٥", "NaN", "0x19", "+25", ".",
    ] {
        cases.push((amount(value, "CHF"), Code::AmountNotANumber));
    }
    let host = &stage.host;
    for url in [
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example/",
        "",
        &format!("{host}.evil.example/"),
        &format!("{host}@evil.example/"),
        &format!("{host}\\@evil.example/"),
    ] {
        cases.push((with("return_to", url), Code::ReturnNotAllowed));
    }
    cases
}

fn bodies(stage: &Stage) {
    without_trace(stage, || {
        for (body, code) in bad_bodies(stage) {
            for lang in Lang::ALL {
                let answer = stage
                    .edge
                    .create(LINK, &Order::new_key(), &body)
                    .header("accept-language", lang.tag())
                    .send();
                let case: String = body.to_string().chars().take(200).collect();
                expect(&case, &answer, code, lang);
            }
        }
    });
}

fn around_bodies(stage: &Stage) {
    let url = stage.edge.url(&format!("/v1/links/{LINK}/payments"));
    let raw = |kind: &str, body: Vec<u8>| {
        let call = Call::post(&url).header("idempotency-key", Order::new_key());
        let call = if kind.is_empty() {
            call
        } else {
            call.header("content-type", kind)
        };
        call.bytes(body).send()
    };
    let json_text = plain().to_string();
    without_trace(stage, || {
        for kind in [
            "",
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
        ] {
            let answer = raw(kind, json_text.clone().into());
            expect(kind, &answer, Code::ContentType, Lang::En);
        }
        let json = "application/json";
        for broken in ["", "{", "{}", "{\"amount\"", "\u{feff}", "[1,2"] {
            expect(
                broken,
                &raw(json, broken.into()),
                Code::BodyInvalid,
                Lang::En,
            );
        }
        let twice = json_text.replace("\"lang\":\"en\"", "\"lang\":\"en\",\"lang\":\"fr\"");
        assert_ne!(twice, json_text);
        expect(
            "twice",
            &raw(json, twice.into()),
            Code::BodyInvalid,
            Lang::En,
        );
        expect(
            "no text",
            &raw(json, vec![0xff; 40]),
            Code::BodyInvalid,
            Lang::En,
        );
        let padded = |bytes: usize| {
            let mut body = json_text.clone();
            body.push_str(&" ".repeat(bytes - body.len()));
            body.into_bytes()
        };
        for bytes in [64 * 1024 + 1, 300 * 1024] {
            expect(
                "large",
                &raw(json, padded(bytes)),
                Code::BodyTooLarge,
                Lang::En,
            );
        }
        let form = "application/x-www-form-urlencoded";
        let answer = raw(form, padded(64 * 1024 + 1));
        assert_eq!(
            answer.status,
            Code::BodyTooLarge.status(),
            "{}",
            answer.body
        );

        let keyless = Call::post(&url).json(&plain());
        expect("no key", &keyless.send(), Code::KeyMissing, Lang::En);
        for key in [
            "",
            "short",
            "0123456789 abcdef",
            "ünicode-ünicode-ünicode",
            &"k".repeat(65),
        ] {
            let call = keyless.clone().header("idempotency-key", key);
            expect(key, &call.send(), Code::KeyMissing, Lang::En);
        }
        for link in [
            "nobody",
            "BAD-INPUT",
            "bad_input",
            "saferpay-test",
            &"l".repeat(65),
        ] {
            let answer = stage.edge.create(link, &Order::new_key(), &plain()).send();
            expect(link, &answer, Code::LinkUnknown, Lang::En);
            let answer = Call::get(stage.edge.url(&format!("/v1/links/{link}?lang=de"))).send();
            expect(link, &answer, Code::LinkUnknown, Lang::De);
        }
        for path in ["/nothing", "/v1/nothing", "/v1/links", "/.env"] {
            let answer = Call::get(stage.edge.url(path)).send();
            expect(path, &answer, Code::NotFound, Lang::En);
        }
    });
}

/// The limit itself is not over it.
fn largest_body(stage: &Stage) {
    let link = "bad-input-limit";
    stage.edge.put_link(link, &json!({}));
    let mut body = plain().to_string();
    body.push_str(&" ".repeat(64 * 1024 - body.len()));
    let answer = Call::post(stage.edge.url(&format!("/v1/links/{link}/payments")))
        .header("idempotency-key", Order::new_key())
        .header("content-type", "application/json")
        .bytes(body)
        .send();
    Order::from_answer(&answer);
}

fn reused_key(stage: &Stage) {
    let link = "reused-key";
    stage.edge.put_link(link, &json!({}));
    let key = Order::new_key();
    let first = stage.edge.create(link, &key, &plain()).send();
    let order = Order::from_answer(&first);
    let sessions = stage.simulator.sessions();
    let again = stage.edge.create(link, &key, &plain()).send().expect(201);
    assert_eq!(again.json(), first.json());
    let mut other = plain();
    other["amount"]["value"] = "26.00".into();
    for (body, code) in [
        (other, Code::KeyReused),
        (with("email", "a@example.org"), Code::KeyReused),
        // The same gift elsewhere: the page that is open is not forgotten.
        (with("terminal", "paypal-test"), Code::OpenElsewhere),
    ] {
        let answer = stage
            .edge
            .create(link, &key, &body)
            .header("accept-language", "it")
            .send();
        expect("reused", &answer, code, Lang::It);
    }
    assert_eq!(stage.simulator.sessions(), sessions);
    let rows = stage.edge.payments(&format!("link={link}"));
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["id"], order.id.as_str());
    assert_eq!(rows[0]["amount"]["value"], "25.00");
}
