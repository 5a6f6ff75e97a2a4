//! The hosted card page behind a button token.

use http::Request;
use psp_simulator::{Action, ClassicAccount, MovementKind, Simulator};

use crate::classic_merchant::{Merchant, NOTHING, Said, code, details};
use crate::support::{HOUR, simulator};

const BUTTON: &[&str] = &[
    "cmd=_hosted-payment",
    "business=WQ2ER5TY8HJKN",
    "subtotal=40.00",
    "tax=2.00",
    "currency_code=GBP",
    "paymentaction=sale",
    "invoice=OBL-9",
    "custom=\"pay_9\"",
    "item_name=Don <général>",
    "notify_url=http://127.0.0.1:8787/notify/t/p/x",
    "return=http://127.0.0.1:8787/return/p/success",
    "cancel_return=http://127.0.0.1:8787/return/p/cancel",
    "buyer_email=lea@example.test",
    "showHostedThankyouPage=false",
];

fn create(sim: &mut Simulator, variables: &[&str]) -> Said {
    let named: Vec<(String, &str)> = variables
        .iter()
        .enumerate()
        .map(|(at, one)| (format!("L_BUTTONVAR{at}"), *one))
        .collect();
    let mut fields = vec![("BUTTONTYPE", "PAYMENT"), ("BUTTONCODE", "TOKEN")];
    fields.extend(named.iter().map(|(name, value)| (name.as_str(), *value)));
    Merchant::own().call(sim, "BMCreateButton", &fields)
}

/// The button with one variable replaced, or taken away by an empty one.
fn changed<'a>(name: &str, variable: &'a str) -> Vec<&'a str> {
    let mut all: Vec<&str> = BUTTON
        .iter()
        .copied()
        .filter(|one| one.split_once('=').unwrap().0 != name)
        .collect();
    if !variable.is_empty() {
        all.push(variable);
    }
    all
}

fn open(sim: &mut Simulator) -> String {
    let said = create(sim, BUTTON);
    assert_eq!(said["ACK"], "Success", "{said:?}");
    assert!(said["EMAILLINK"].ends_with(&said["HOSTEDBUTTONID"]));
    assert!(said["WEBSITECODE"].contains(&said["HOSTEDBUTTONID"]));
    said["EMAILLINK"].clone()
}

fn submit(sim: &mut Simulator, url: &str, form: &str) -> (u16, String, String) {
    let request = Request::post(url).body(form.as_bytes().to_vec()).unwrap();
    let response = sim.handle(&request).response;
    let location = response.headers().get("location");
    (
        response.status().as_u16(),
        location
            .map(|one| one.to_str().unwrap().to_owned())
            .unwrap_or_default(),
        String::from_utf8(response.into_body()).unwrap(),
    )
}

#[test]
fn a_typed_test_card_pays() {
    let mut sim = simulator();
    let url = open(&mut sim);
    let page = sim.handle(&Request::get(&url).body(Vec::new()).unwrap());
    let page = String::from_utf8(page.response.into_body()).unwrap();
    for piece in [
        "GBP 42.00",
        "Don &lt;général&gt;",
        "name=\"number\"",
        "name=\"expiry\"",
        "id=\"abort\"",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    assert!(!page.contains("cc-"));
    for (form, problem) in [
        (
            "action=pay&number=4242424242424242&expiry=12/30&code=123",
            "Only the test numbers",
        ),
        (
            "action=pay&number=4000+0000+0000+0002&expiry=12/30&code=123",
            "declined",
        ),
        (
            "action=pay&number=4111111111111111&expiry=12/25&code=123",
            "declined",
        ),
        (
            "action=pay&number=4111111111111111&expiry=12/30&code=",
            "security code",
        ),
        ("action=decline", "declined"),
    ] {
        let (status, _, page) = submit(&mut sim, &url, form);
        assert_eq!(status, 200);
        assert!(page.contains(problem), "{form}");
    }
    assert_eq!(sim.books().movements().len(), 0);
    let form = "action=pay&number=4111+1111+1111+1111&expiry=12/30&code=123";
    let (status, back, _) = submit(&mut sim, &url, form);
    assert_eq!(status, 303);
    let (_, id) = back.split_once("?tx=").unwrap();
    let id = id.split('&').next().unwrap().to_owned();
    let told = details(&mut sim, &id);
    for (name, value) in [
        ("TRANSACTIONTYPE", "pro-hosted"),
        ("PAYMENTSTATUS", "Completed"),
        ("AMT", "42.00"),
        ("FEEAMT", "1.26"),
        ("CURRENCYCODE", "GBP"),
        ("CUSTOM", "pay_9"),
        ("INVNUM", "OBL-9"),
        ("EMAIL", "lea@example.test"),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    // Coming again changes nothing.
    assert_eq!(submit(&mut sim, &url, form).1, back);
    assert_eq!(sim.payer_act(&url, Action::Pay), Some(back));
    assert_eq!(sim.books().total("pay_9", MovementKind::Capture), 4_200);
}

#[test]
fn a_payer_without_html_uses_the_same_page() {
    let mut sim = simulator();
    let url = open(&mut sim);
    assert_eq!(sim.payer_act(&url, Action::Decline), None);
    assert_eq!(
        sim.payer_act(&url, Action::Abort).unwrap(),
        "http://127.0.0.1:8787/return/p/cancel"
    );
    let back = sim.payer_act(&url, Action::Pay).unwrap();
    assert!(
        back.starts_with("http://127.0.0.1:8787/return/p/success?tx="),
        "{back}"
    );
}

#[test]
fn an_authorization_waits_for_its_capture() {
    let mut sim = simulator();
    let said = create(
        &mut sim,
        &changed("paymentaction", "paymentaction=authorization"),
    );
    let back = sim.payer_act(&said["EMAILLINK"], Action::Pay).unwrap();
    let id = back
        .split_once("tx=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(sim.books().movements().len(), 0);
    let capture = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "42.00"),
        ("CURRENCYCODE", "GBP"),
        ("COMPLETETYPE", "Complete"),
    ];
    Merchant::own().must(&mut sim, "DoCapture", &capture);
    assert_eq!(sim.books().total("pay_9", MovementKind::Capture), 4_200);
}

#[test]
fn a_page_of_thanks_comes_first_where_it_is_wanted() {
    let mut sim = simulator();
    let said = create(
        &mut sim,
        &changed("showHostedThankyouPage", "showHostedThankyouPage=true"),
    );
    let url = said["EMAILLINK"].clone();
    assert_eq!(sim.payer_act(&url, Action::Pay), None);
    let back = sim.payer_continue(&url).unwrap();
    assert!(
        back.starts_with("http://127.0.0.1:8787/return/p/success?tx="),
        "{back}"
    );
    assert_eq!(sim.books().total("pay_9", MovementKind::Capture), 4_200);
}

#[test]
fn a_token_leads_to_the_page_for_two_hours() {
    let mut sim = simulator();
    let url = open(&mut sim);
    sim.advance(2 * HOUR);
    assert_eq!(sim.payer_act(&url, Action::Pay), None);
    let reply = sim.handle(&Request::get(&url).body(Vec::new()).unwrap());
    assert_eq!(reply.response.status(), 404);
    assert_eq!(sim.books().movements().len(), 0);
}

#[test]
fn an_invoice_is_paid_once() {
    let mut sim = simulator();
    let (first, second) = (open(&mut sim), open(&mut sim));
    sim.payer_act(&first, Action::Pay).unwrap();
    assert!(
        submit(&mut sim, &second, "action=pay")
            .2
            .contains("already paid")
    );
    assert_eq!(sim.books().total("pay_9", MovementKind::Capture), 4_200);
}

#[test]
fn with_negative_testing_some_amounts_are_declined() {
    let mut sim = simulator();
    sim.put_classic_account(ClassicAccount {
        negative_testing: true,
        ..ClassicAccount::default()
    });
    let mut variables = changed("subtotal", "subtotal=105.52");
    variables.retain(|one| !one.starts_with("tax="));
    let said = create(&mut sim, &variables);
    // 10552 is no error, 10541 is one.
    assert!(sim.payer_act(&said["EMAILLINK"], Action::Pay).is_some());
    let mut variables = changed("subtotal", "subtotal=105.41");
    variables.retain(|one| !one.starts_with("tax=") && !one.starts_with("invoice="));
    let said = create(&mut sim, &variables);
    assert_eq!(sim.payer_act(&said["EMAILLINK"], Action::Pay), None);
}

#[test]
fn buttons_that_are_not_made() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let long = format!("invoice={}", "x".repeat(128));
    for (name, variable, expected) in [
        ("subtotal", "", 81100),
        ("subtotal", "subtotal=", 81100),
        ("subtotal", "subtotal=4O.00", 81200),
        ("subtotal", "subtotal=-4.00", 81200),
        ("subtotal", "subtotal=9,000.00", 10414),
        ("currency_code", "currency_code=JPY", 81200),
        ("currency_code", "currency_code=XXX", 10526),
        ("business", "business=ABCDEFGHJKLMN", 10007),
        ("paymentaction", "paymentaction=order", 10004),
        ("template", "template=templateE", 10004),
        ("return", "return=shop", 10004),
        ("cmd", "cmd=_xclick", 10004),
        ("invoice", &long, 10432),
        ("colour", "colour=red", 10004),
        ("colour", "colour", 10004),
        ("business", "business=Caisse@obole.test", 0),
    ] {
        let said = create(&mut sim, &changed(name, variable));
        assert_eq!(code(&said), expected, "{name} {variable}: {said:?}");
    }
    for (fields, expected) in [
        (NOTHING, 81000),
        (&[("BUTTONTYPE", "BUYNOW"), ("BUTTONCODE", "TOKEN")], 10005),
        (
            &[("BUTTONTYPE", "PAYMENT"), ("BUTTONCODE", "HOSTED")],
            10005,
        ),
        (
            &[
                ("BUTTONTYPE", "PAYMENT"),
                ("BUTTONCODE", "TOKEN"),
                ("L_BUTTONVAR1", "subtotal=1.00"),
            ],
            10004,
        ),
        (
            &[
                ("BUTTONTYPE", "PAYMENT"),
                ("BUTTONCODE", "TOKEN"),
                ("L_BUTTONVAR0", "subtotal=0"),
            ],
            10525,
        ),
    ] {
        assert_eq!(
            shop.refused(&mut sim, "BMCreateButton", fields),
            expected,
            "{fields:?}"
        );
    }
    let old = Merchant::speaking("65.0");
    let fields = [("BUTTONTYPE", "PAYMENT"), ("BUTTONCODE", "TOKEN")];
    assert_eq!(old.refused(&mut sim, "BMCreateButton", &fields), 10006);
}
