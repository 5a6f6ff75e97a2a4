//! What the NVP API refuses, and under which number.

use http::Request;
use psp_simulator::{Action, ClassicAccount, Simulator};
use serde_json::json;

use crate::classic_merchant::{DO, Merchant, NVP, SET, answer, code, login, post, with};
use crate::support::{HOUR, simulator};

/// Refusals of one call with one field changed.
fn each(sim: &mut Simulator, method: &str, base: &[(&str, &str)], cases: &[(&str, &str, u32)]) {
    let shop = Merchant::own();
    for (name, value, expected) in cases {
        let said = shop.call(sim, method, &with(base, &[(name, value)]));
        assert_eq!(code(&said), *expected, "{method} {name}={value}: {said:?}");
    }
}

#[test]
fn requests_that_cannot_be_read() {
    let mut sim = simulator();
    let own = Merchant::own().request("GetBalance", &[]);
    let own = String::from_utf8(own.into_body()).unwrap();
    for (body, expected) in [
        (String::new(), 81004),
        ("VERSION=124".into(), 81003),
        ("METHOD=&VERSION=124".into(), 81003),
        ("METHOD=GetMoney&VERSION=124".into(), 81002),
        ("METHOD=GetBalance".into(), 81150),
        ("METHOD=GetBalance&VERSION=0.5".into(), 10006),
        ("METHOD=GetBalance&VERSION=soon".into(), 10006),
        ("METHOD=GetBalance&VERSION=124&VERSION=124".into(), 81001),
        ("METHOD=GetBalance&VERSION=124&USER=%".into(), 81001),
        ("METHOD=GetBalance&VERSION=124".into(), 81148),
        ("METHOD=GetBalance&VERSION=124&USER=u".into(), 81149),
        (own.replace("SIGNATURE=", "SIGNATURE=x"), 10002),
        (own.replace("PWD=S", "PWD=s"), 10002),
        (own.replace("USER=caisse", "USER=other"), 10002),
        (own.replace("SIGNATURE=", "SIGNATURE=+"), 10008),
        (own.replace("&SIGNATURE", "&SUBJECT"), 10008),
        (format!("{own}&RETURNALLCURRENCIES=2"), 81001),
        (format!("{own}&RETURNALCURRENCIES=1"), 81001),
    ] {
        let said = answer(&mut sim, &post(&body));
        assert_eq!(code(&said), expected, "{body}: {said:?}");
    }
    assert_eq!(
        sim.calls().unknown_fields()["paypal_classic GetBalance RETURNALCURRENCIES"],
        1
    );
    let get = Request::get(NVP).body(Vec::new()).unwrap();
    assert_eq!(sim.handle(&get).response.status(), 405);
    let nowhere = Request::post(format!("{NVP}x")).body(Vec::new()).unwrap();
    assert_eq!(sim.handle(&nowhere).response.status(), 404);
}

#[test]
fn fields_nobody_knows_may_be_let_through() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let odd = [("FOO", "1")];
    assert_eq!(shop.refused(&mut sim, "GetPalDetails", &odd), 81001);
    let lenient = Request::post("http://127.0.0.1:8788/_sim/strict")
        .body(b"{\"fields\":false}".to_vec())
        .unwrap();
    assert_eq!(sim.handle(&lenient).response.status(), 200);
    shop.must(&mut sim, "GetPalDetails", &odd);
    let counted = sim.calls().unknown_fields();
    assert_eq!(counted["paypal_classic GetPalDetails FOO"], 2);
}

#[test]
fn permission_is_granted_by_the_account() {
    let mut sim = simulator();
    sim.put_classic_account(ClassicAccount {
        email: "other@obole.test".into(),
        id: "ABCDEFGHJKLMN".into(),
        permits: Vec::new(),
        api: psp_simulator::ApiCredential {
            user: "other_api1.obole.test".into(),
            password: "SIMULATORPWD0003".into(),
            signature: "x".repeat(56),
        },
        ..ClassicAccount::default()
    });
    for (subject, expected) in [
        (Some("caisse@obole.test"), 0),
        (Some("Caisse@Obole.test"), 0),
        (Some("WQ2ER5TY8HJKN"), 0),
        (Some("other@obole.test"), 10007),
        (Some("nobody@obole.test"), 10007),
        (None, 10002),
    ] {
        let said = Merchant::partner(subject).call(&mut sim, "GetPalDetails", &[]);
        assert_eq!(code(&said), expected, "{subject:?}");
    }
    let partner = Merchant::partner(Some("caisse@obole.test"));
    partner.paid(&mut sim, &[]);
    assert_eq!(sim.books().movements()[0].account, "caisse@obole.test");
}

#[test]
fn a_missing_licence_is_told_by_number() {
    let mut sim = simulator();
    let body = json!({
        "provider": "paypal_classic", "email": "caisse@obole.test",
        "refuses": { "SetExpressCheckout": 10425 },
    });
    let control = Request::post("http://127.0.0.1:8788/_sim/accounts")
        .body(body.to_string().into_bytes())
        .unwrap();
    assert_eq!(sim.handle(&control).response.status(), 200);
    let shop = Merchant::own();
    assert_eq!(shop.refused(&mut sim, "SetExpressCheckout", SET), 10425);
    shop.must(&mut sim, "GetPalDetails", &[]);
}

#[test]
fn sessions_that_are_not_opened() {
    let mut sim = simulator();
    let long = "x".repeat(2049);
    let url = format!("https://shop.example/{long}");
    let invoice = "x".repeat(128);
    each(
        &mut sim,
        "SetExpressCheckout",
        SET,
        &[
            ("RETURNURL", "-", 81102),
            ("RETURNURL", "", 10404),
            ("RETURNURL", "shop.example", 10471),
            ("RETURNURL", &url, 10471),
            ("CANCELURL", "-", 81104),
            ("CANCELURL", "", 10405),
            ("CANCELURL", "/no", 10472),
            ("PAYMENTREQUEST_0_AMT", "-", 81100),
            ("PAYMENTREQUEST_0_AMT", "", 10401),
            ("PAYMENTREQUEST_0_AMT", "0.00", 10525),
            ("PAYMENTREQUEST_0_AMT", "25,00", 81200),
            ("PAYMENTREQUEST_0_AMT", "-1.00", 81200),
            ("PAYMENTREQUEST_0_AMT", "25.001", 81200),
            ("PAYMENTREQUEST_0_AMT", "12,500.01", 10414),
            ("PAYMENTREQUEST_0_CURRENCYCODE", "JPY", 81200),
            ("PAYMENTREQUEST_0_CURRENCYCODE", "ISK", 10526),
            ("PAYMENTREQUEST_0_CURRENCYCODE", "dollars", 81230),
            ("PAYMENTREQUEST_0_PAYMENTACTION", "Order", 10443),
            ("PAYMENTREQUEST_0_PAYMENTACTION", "", 10420),
            ("PAYMENTREQUEST_0_PAYMENTACTION", "sale", 81215),
            ("PAYMENTREQUEST_0_ITEMAMT", "24.00", 10413),
            ("PAYMENTREQUEST_0_ITEMAMT", "x", 10426),
            ("PAYMENTREQUEST_0_SHIPPINGAMT", "25.00", 10426),
            ("L_PAYMENTREQUEST_0_AMT0", "24.00", 10413),
            ("L_PAYMENTREQUEST_0_AMT0", "x", 10431),
            ("PAYMENTREQUEST_0_INVNUM", &invoice, 10432),
            ("PAYMENTREQUEST_0_NOTIFYURL", "ftp://x", 81203),
            ("PAYMENTREQUEST_1_AMT", "1.00", 10005),
            ("NOSHIPPING", "3", 81212),
            ("ALLOWNOTE", "yes", 81001),
            ("SOLUTIONTYPE", "sole", 81001),
            ("EMAIL", "nobody", 10407),
            ("TOKEN", "EC-0", 10410),
            ("PAYMENTREQUEST_0_AMT", "12,500.00", 0),
        ],
    );
    let parts = with(
        SET,
        &[
            ("PAYMENTREQUEST_0_ITEMAMT", "20.00"),
            ("PAYMENTREQUEST_0_TAXAMT", "6.00"),
            ("PAYMENTREQUEST_0_SHIPDISCAMT", "-1.00"),
            ("L_PAYMENTREQUEST_0_NAME0", "Seat"),
            ("L_PAYMENTREQUEST_0_AMT0", "11.00"),
            ("L_PAYMENTREQUEST_0_QTY0", "2"),
            ("L_PAYMENTREQUEST_0_NAME1", "Discount"),
            ("L_PAYMENTREQUEST_0_AMT1", "-2.00"),
        ],
    );
    Merchant::own().must(&mut sim, "SetExpressCheckout", &parts);
    each(
        &mut sim,
        "SetExpressCheckout",
        &parts,
        &[
            ("L_PAYMENTREQUEST_0_QTY0", "3", 10413),
            ("L_PAYMENTREQUEST_0_QTY0", "0", 10431),
            ("PAYMENTREQUEST_0_TAXAMT", "-6.00", 10429),
        ],
    );
}

#[test]
fn long_texts_are_cut_with_a_warning() {
    let mut sim = simulator();
    let long = "é".repeat(300);
    let set = with(SET, &[("PAYMENTREQUEST_0_DESC", &long)]);
    let said = Merchant::own().call(&mut sim, "SetExpressCheckout", &set);
    assert_eq!(said["ACK"], "SuccessWithWarning");
    assert_eq!(
        (
            said["L_ERRORCODE0"].as_str(),
            said["L_SEVERITYCODE0"].as_str()
        ),
        ("10433", "Warning")
    );
    let get = [("TOKEN", said["TOKEN"].as_str())];
    let told = Merchant::own().must(&mut sim, "GetExpressCheckoutDetails", &get);
    assert_eq!(told["PAYMENTREQUEST_0_DESC"], "é".repeat(127));
}

#[test]
fn payments_that_are_not_made() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let approved = shop.approved(&mut sim, &[], Action::Pay);
    let unseen = shop.must(&mut sim, "SetExpressCheckout", SET)["TOKEN"].clone();
    let base = approved.with(&[]);
    each(
        &mut sim,
        DO,
        &base,
        &[
            ("TOKEN", "-", 81117),
            ("TOKEN", "", 10408),
            ("TOKEN", "EC-00000000000000000", 10410),
            ("TOKEN", &unseen, 10485),
            ("PAYERID", "-", 81118),
            ("PAYERID", "", 10419),
            ("PAYERID", "x", 10406),
            ("PAYERID", "23456789ABCDE", 10421),
            ("PAYMENTREQUEST_0_AMT", "-", 81100),
            ("PAYMENTREQUEST_0_CURRENCYCODE", "USD", 10444),
            ("PAYMENTREQUEST_0_PAYMENTACTION", "Authorization", 10423),
            ("MSGSUBID", "123456789012345678901234567890123456789", 10010),
        ],
    );
    sim.advance(3 * HOUR);
    assert_eq!(shop.refused(&mut sim, DO, &base), 10411);
    let get = [("TOKEN", approved.token.as_str())];
    assert_eq!(
        shop.refused(&mut sim, "GetExpressCheckoutDetails", &get),
        10411
    );
    assert_eq!(sim.books().movements().len(), 0);
}

#[test]
fn an_invoice_is_paid_once_unless_the_account_allows_more() {
    for (unique_invoices, expected) in [(true, 10412), (false, 0)] {
        let mut sim = simulator();
        sim.put_classic_account(ClassicAccount {
            unique_invoices,
            ..ClassicAccount::default()
        });
        let shop = Merchant::own();
        let first = shop.approved(&mut sim, &[], Action::Pay);
        let second = shop.approved(&mut sim, &[], Action::Pay);
        shop.must(&mut sim, DO, &first.with(&[]));
        let said = shop.call(&mut sim, DO, &second.with(&[]));
        assert_eq!(code(&said), expected);
        if expected != 0 {
            shop.must(
                &mut sim,
                DO,
                &second.with(&[("PAYMENTREQUEST_0_INVNUM", "OBL-2")]),
            );
        }
    }
}

#[test]
fn with_negative_testing_the_amount_chooses_the_error() {
    for (negative_testing, expected) in [(true, 10755), (false, 0)] {
        let mut sim = simulator();
        sim.put_classic_account(ClassicAccount {
            negative_testing,
            ..ClassicAccount::default()
        });
        let shop = Merchant::own();
        let amount = [("PAYMENTREQUEST_0_AMT", "107.55")];
        let token = shop.must(&mut sim, "SetExpressCheckout", &with(SET, &amount))["TOKEN"].clone();
        let back = sim.payer_act(&login(&token), Action::Pay).unwrap();
        let payer = back.rsplit('=').next().unwrap();
        let pay = [
            ("TOKEN", token.as_str()),
            ("PAYERID", payer),
            ("PAYMENTREQUEST_0_AMT", "107.55"),
            ("PAYMENTREQUEST_0_CURRENCYCODE", "CAD"),
        ];
        assert_eq!(code(&shop.call(&mut sim, DO, &pay)), expected);
        let set = with(SET, &[("MAXAMT", "104.25")]);
        let expected = if negative_testing { 10425 } else { 0 };
        assert_eq!(
            code(&shop.call(&mut sim, "SetExpressCheckout", &set)),
            expected
        );
    }
}
