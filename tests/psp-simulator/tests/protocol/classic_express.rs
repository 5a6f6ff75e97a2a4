//! Express Checkout from the session to the money.

use http::Request;
use psp_simulator::{Action, Effect, Fault, MovementKind, Provider};

use crate::classic_merchant::{DO, Merchant, SET, code, details, login, post, read, with};
use crate::support::{DAY, HOUR, simulator};

#[test]
fn a_sale_moves_the_money_and_pays_the_fee() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let approved = shop.approved(&mut sim, &[], Action::Pay);
    assert!(approved.token.starts_with("EC-") && approved.token.len() == 20);
    assert_eq!(approved.payer.len(), 13);
    assert_eq!(sim.books().movements().len(), 0);
    let said = shop.must(&mut sim, DO, &approved.with(&[]));
    for (name, value) in [
        ("TOKEN", approved.token.as_str()),
        ("PAYMENTINFO_0_PAYMENTSTATUS", "Completed"),
        ("PAYMENTINFO_0_PENDINGREASON", "None"),
        ("PAYMENTINFO_0_PAYMENTTYPE", "instant"),
        ("PAYMENTINFO_0_TRANSACTIONTYPE", "express-checkout"),
        ("PAYMENTINFO_0_AMT", "25.00"),
        ("PAYMENTINFO_0_FEEAMT", "0.75"),
        ("PAYMENTINFO_0_CURRENCYCODE", "CAD"),
        ("PAYMENTINFO_0_SECUREMERCHANTACCOUNTID", "WQ2ER5TY8HJKN"),
        ("PAYMENTINFO_0_ERRORCODE", "0"),
        ("VERSION", "124.0"),
        ("TIMESTAMP", "2026-07-20T14:10:07Z"),
    ] {
        assert_eq!(said[name], value, "{name}");
    }
    assert!(!said.contains_key("PAYMENTINFO_0_SETTLEAMT"));
    assert_eq!(said["PAYMENTINFO_0_TRANSACTIONID"].len(), 17);
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 2_500);
    assert_eq!(sim.books().total("pay_1", MovementKind::Fee), 75);
    let movement = &sim.books().movements()[0];
    assert_eq!(movement.provider, Provider::PayPalClassic);
    assert_eq!(movement.id, said["PAYMENTINFO_0_TRANSACTIONID"]);
    assert_eq!(
        (movement.account.as_str(), movement.currency.as_str()),
        ("caisse@obole.test", "CAD")
    );
}

#[test]
fn the_session_tells_how_far_it_got() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let set = with(
        SET,
        &[("NOSHIPPING", "0"), ("PAYMENTREQUEST_0_INVNUM", "OBL-1")],
    );
    let token = shop.must(&mut sim, "SetExpressCheckout", &set)["TOKEN"].clone();
    let get = [("TOKEN", token.as_str())];
    let before = shop.must(&mut sim, "GetExpressCheckoutDetails", &get);
    assert_eq!(before["CHECKOUTSTATUS"], "PaymentActionNotInitiated");
    assert!(!before.contains_key("PAYERID") && !before.contains_key("EMAIL"));
    assert_eq!(before["PAYMENTREQUEST_0_INVNUM"], "OBL-1");
    let back = sim.payer_act(&login(&token), Action::Pay).unwrap();
    let payer = back.rsplit('=').next().unwrap().to_owned();
    assert_eq!(
        back,
        format!("http://127.0.0.1:8787/return/p/success?x=1&token={token}&PayerID={payer}")
    );
    let approved = shop.must(&mut sim, "GetExpressCheckoutDetails", &get);
    assert_eq!(approved["PAYERID"], payer);
    assert_eq!(approved["CHECKOUTSTATUS"], "PaymentActionNotInitiated");
    assert_eq!(approved["PAYMENTREQUEST_0_AMT"], "25.00");
    assert!(approved["EMAIL"].ends_with("@example.test"));
    assert!(!approved["SHIPTOSTREET"].is_empty());
    let payment = [
        ("TOKEN", token.as_str()),
        ("PAYERID", payer.as_str()),
        ("PAYMENTREQUEST_0_AMT", "25.00"),
        ("PAYMENTREQUEST_0_CURRENCYCODE", "CAD"),
    ];
    let paid = shop.must(&mut sim, DO, &payment);
    sim.advance(4 * HOUR);
    let after = shop.must(&mut sim, "GetExpressCheckoutDetails", &get);
    assert_eq!(after["CHECKOUTSTATUS"], "PaymentActionCompleted");
    assert_eq!(
        after["PAYMENTREQUEST_0_TRANSACTIONID"],
        paid["PAYMENTINFO_0_TRANSACTIONID"]
    );
    // What the payment itself did not say again is not kept.
    let details = details(&mut sim, &paid["PAYMENTINFO_0_TRANSACTIONID"]);
    assert!(!details.contains_key("INVNUM"));
}

#[test]
fn a_failing_source_sends_the_payer_back_to_the_same_session() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let approved = shop.approved(&mut sim, &[], Action::Decline);
    let said = shop.call(&mut sim, DO, &approved.with(&[("MSGSUBID", "m1")]));
    assert_eq!(code(&said), 10486);
    assert!(!said.contains_key("TOKEN"));
    let get = [("TOKEN", approved.token.as_str())];
    let status = shop.must(&mut sim, "GetExpressCheckoutDetails", &get);
    assert_eq!(status["CHECKOUTSTATUS"], "PaymentActionFailed");
    assert_eq!(shop.refused(&mut sim, DO, &approved.with(&[])), 10486);
    let page = sim.handle(
        &Request::get(login(&approved.token))
            .body(Vec::new())
            .unwrap(),
    );
    let page = String::from_utf8(page.response.into_body()).unwrap();
    assert!(page.contains("Your last choice failed"), "{page}");
    let back = sim.payer_act(&login(&approved.token), Action::Pay).unwrap();
    assert!(back.ends_with(&approved.payer));
    // The refused request did nothing, so its name is still free.
    shop.must(&mut sim, DO, &approved.with(&[("MSGSUBID", "m1")]));
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 2_500);
}

#[test]
fn a_session_is_tried_ten_times() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let approved = shop.approved(&mut sim, &[], Action::Decline);
    for _ in 0..10 {
        assert_eq!(shop.refused(&mut sim, DO, &approved.with(&[])), 10486);
    }
    sim.payer_act(&login(&approved.token), Action::Pay).unwrap();
    assert_eq!(shop.refused(&mut sim, DO, &approved.with(&[])), 10416);
    assert_eq!(sim.books().movements().len(), 0);
}

#[test]
fn a_repeated_message_is_answered_as_the_first_one_was() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let approved = shop.approved(&mut sim, &[], Action::Pay);
    let fields = approved.with(&[("MSGSUBID", "pay_1-c-1")]);
    sim.faults_mut().add(
        Fault::new(Effect::LostAnswer)
            .at(Provider::PayPalClassic, DO)
            .times(1),
    );
    let lost = sim.handle(&shop.request(DO, &fields));
    assert_eq!(lost.delivery, psp_simulator::Delivery::Broken);
    let first = read(lost.response.body());
    let again = shop.must(&mut sim, DO, &fields);
    assert_eq!(
        again["PAYMENTINFO_0_TRANSACTIONID"],
        first["PAYMENTINFO_0_TRANSACTIONID"]
    );
    assert_eq!(again["MSGSUBID"], "pay_1-c-1");
    assert_ne!(again["CORRELATIONID"], first["CORRELATIONID"]);
    assert_eq!(shop.refused(&mut sim, DO, &approved.with(&[])), 10415);
    let other = approved.with(&[("MSGSUBID", "pay_1-c-2")]);
    assert_eq!(shop.refused(&mut sim, DO, &other), 10415);
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 2_500);
}

#[test]
fn an_echeck_is_pending_until_it_clears_or_bounces() {
    for (action, status, booked) in [
        (Action::Pending, "Completed", 2_500),
        (Action::PendingDenied, "Failed", 0),
    ] {
        let mut sim = simulator();
        let shop = Merchant::own();
        let approved = shop.approved(&mut sim, &[], action);
        let said = shop.must(&mut sim, DO, &approved.with(&[]));
        assert_eq!(said["PAYMENTINFO_0_PAYMENTSTATUS"], "Pending");
        assert_eq!(said["PAYMENTINFO_0_PENDINGREASON"], "echeck");
        assert_eq!(said["PAYMENTINFO_0_PAYMENTTYPE"], "echeck");
        assert!(!said.contains_key("PAYMENTINFO_0_FEEAMT"));
        let id = said["PAYMENTINFO_0_TRANSACTIONID"].clone();
        let full = [("TRANSACTIONID", id.as_str()), ("REFUNDTYPE", "Full")];
        assert_eq!(shop.refused(&mut sim, "RefundTransaction", &full), 10009);
        sim.advance(2 * DAY);
        assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Pending");
        assert_eq!(sim.books().movements().len(), 0);
        sim.advance(DAY);
        assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], status);
        assert_eq!(sim.books().total("pay_1", MovementKind::Capture), booked);
    }
}

#[test]
fn who_wants_money_at_once_is_offered_no_echeck() {
    let mut sim = simulator();
    let shop = Merchant::own();
    for field in [
        (
            "PAYMENTREQUEST_0_ALLOWEDPAYMENTMETHOD",
            "InstantPaymentOnly",
        ),
        ("PAYMENTREQUEST_0_PAYMENTACTION", "Authorization"),
    ] {
        let said = shop.must(&mut sim, "SetExpressCheckout", &with(SET, &[field]));
        assert_eq!(
            sim.payer_act(&login(&said["TOKEN"]), Action::Pending),
            None,
            "{field:?}"
        );
    }
}

#[test]
fn the_login_page_is_one_a_person_can_use() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let set = with(SET, &[("BRANDNAME", "Caisse <Obole>")]);
    let token = shop.must(&mut sim, "SetExpressCheckout", &set)["TOKEN"].clone();
    let get = Request::get(login(&token)).body(Vec::new()).unwrap();
    let page = String::from_utf8(sim.handle(&get).response.into_body()).unwrap();
    for piece in [
        "CAD 25.00",
        "Atelier du samedi",
        "Caisse &lt;Obole&gt;",
        "Pay now",
        "lang=\"en\"",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    for id in ["pay", "decline", "pending", "pending-denied", "abort"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let back = sim.payer_act(&login(&token), Action::Abort).unwrap();
    assert_eq!(
        back,
        format!("http://127.0.0.1:8787/return/p/cancel?token={token}")
    );
    assert_eq!(
        sim.payer_act(&login("EC-00000000000000000"), Action::Pay),
        None
    );
    sim.advance(3 * HOUR);
    assert_eq!(sim.payer_act(&login(&token), Action::Pay), None);
}

#[test]
fn a_session_can_be_opened_anew_under_its_token() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let approved = shop.approved(&mut sim, &[], Action::Pay);
    let again = with(
        SET,
        &[
            ("TOKEN", &approved.token),
            ("PAYMENTREQUEST_0_AMT", "30.00"),
        ],
    );
    sim.advance(2 * HOUR);
    let said = shop.must(&mut sim, "SetExpressCheckout", &again);
    assert_eq!(said["TOKEN"], approved.token);
    let amount = [("PAYMENTREQUEST_0_AMT", "30.00")];
    assert_eq!(shop.refused(&mut sim, DO, &approved.with(&amount)), 10485);
    sim.advance(2 * HOUR);
    sim.payer_act(&login(&approved.token), Action::Pay).unwrap();
    shop.must(&mut sim, DO, &approved.with(&amount));
    assert_eq!(shop.refused(&mut sim, "SetExpressCheckout", &again), 10415);
    let unknown = with(SET, &[("TOKEN", "EC-00000000000000000")]);
    assert_eq!(
        shop.refused(&mut sim, "SetExpressCheckout", &unknown),
        10410
    );
}

#[test]
fn old_versions_have_no_prefixes() {
    let mut sim = simulator();
    let shop = Merchant::speaking("56.0");
    let set = [
        ("RETURNURL", "https://shop.example/ok"),
        ("CANCELURL", "https://shop.example/no"),
        ("AMT", "12.00"),
        ("PAYMENTACTION", "Sale"),
        ("L_NAME0", "Seat"),
        ("L_AMT0", "6.00"),
        ("L_QTY0", "2"),
    ];
    let token = shop.must(&mut sim, "SetExpressCheckout", &set)["TOKEN"].clone();
    let back = sim.payer_act(&login(&token), Action::Pay).unwrap();
    let payer = back.rsplit('=').next().unwrap();
    let pay = [
        ("TOKEN", token.as_str()),
        ("PAYERID", payer),
        ("AMT", "12.00"),
        ("PAYMENTACTION", "Sale"),
    ];
    assert_eq!(
        shop.refused(&mut sim, DO, &with(&pay, &[("PAYMENTACTION", "-")])),
        81115
    );
    let said = shop.must(&mut sim, DO, &pay);
    assert_eq!(
        (said["AMT"].as_str(), said["CURRENCYCODE"].as_str()),
        ("12.00", "USD")
    );
    let prefixed = with(SET, &[]);
    assert_eq!(
        shop.refused(&mut sim, "SetExpressCheckout", &prefixed),
        81001
    );
}

#[test]
fn answers_come_in_any_order_and_eagerly_encoded() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let mut orders = std::collections::BTreeSet::new();
    for _ in 0..8 {
        let reply = sim.handle(&shop.request("GetPalDetails", &[]));
        let body = String::from_utf8(reply.response.into_body()).unwrap();
        assert!(body.to_lowercase().contains("version=124%2e0"), "{body}");
        assert!(!body.contains('+') && !body.contains(':'), "{body}");
        orders.insert(
            body.split('&')
                .map(|pair| pair.split('=').next().unwrap().to_owned())
                .collect::<Vec<_>>(),
        );
    }
    assert!(orders.len() > 4);
    assert_eq!(
        shop.must(&mut sim, "GetPalDetails", &[])["PAL"],
        "WQ2ER5TY8HJKN"
    );
}

#[test]
fn names_are_taken_in_any_case() {
    let mut sim = simulator();
    let body = "method=GetBalance&Version=63&user=caisse_api1.obole.test&Pwd=SIMULATORPWD0001\
&signature=Simulator.Signature-0001.AbCdEfGhIjKlMnOpQrStUvWxYz01234";
    let said = crate::classic_merchant::answer(&mut sim, &post(body));
    assert_eq!(
        (said["L_AMT0"].as_str(), said["L_CURRENCYCODE0"].as_str()),
        ("0.00", "USD")
    );
    assert_eq!(sim.calls().count(Provider::PayPalClassic, "GetBalance"), 1);
}

#[test]
fn faults_strike_by_method() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let at = |effect| {
        Fault::new(effect)
            .at(Provider::PayPalClassic, "GetBalance")
            .times(1)
    };
    sim.faults_mut().add(at(Effect::ServerError));
    assert_eq!(shop.refused(&mut sim, "GetBalance", &[]), 10001);
    sim.faults_mut().add(at(Effect::Html403));
    assert_eq!(
        sim.handle(&shop.request("GetBalance", &[]))
            .response
            .status(),
        403
    );
    sim.faults_mut().add(at(Effect::OddAnswer));
    assert!(
        shop.must(&mut sim, "GetBalance", &[])
            .contains_key("SIMULATEDADDITION0")
    );
    sim.faults_mut().add(
        Fault::new(Effect::Unavailable)
            .at(Provider::PayPalClassic, "page")
            .times(1),
    );
    shop.must(&mut sim, "GetBalance", &[]);
    assert_eq!(sim.payer_act(&login("EC-1"), Action::Pay), None);
}
