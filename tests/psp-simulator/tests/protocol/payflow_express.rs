//! Express Checkout through the gateway, by itself and from the hosted page.

use psp_simulator::{Action, MovementKind, Simulator};

use crate::payflow_support::{
    CANCEL, CARD, ERROR, KEYS, RETURN, call, changed, inquire, open, send_raw, show, split, submit,
    token_params,
};
use crate::support::{DAY, HOUR, simulator};

fn set(sim: &mut Simulator, letter: &str) -> (String, String) {
    let told = call(
        sim,
        &format!(
            "TRXTYPE={letter}&TENDER=P&ACTION=S&AMT=12.50&CURRENCY=USD&RETURNURL={RETURN}&CANCELURL={CANCEL}\
&CUSTOM=pay_9&INVNUM=OBL-9"
        ),
    );
    assert_eq!(told.result(), 0, "{told:?}");
    let token = told.get("TOKEN").to_owned();
    assert!(token.len() == 20 && token.starts_with("EC-"));
    let url = format!(
        "http://127.0.0.1:8788/paypal-web/cgi-bin/webscr?cmd=_express-checkout&token={token}&useraction=commit"
    );
    (token, url)
}

/// Lets the payer act; returns the payer's id.
fn agree(sim: &mut Simulator, url: &str, token: &str, action: Action) -> String {
    let (address, fields) = split(&sim.payer_act(url, action).unwrap());
    assert_eq!((address.as_str(), fields.get("token")), (RETURN, token));
    fields.get("PayerID").to_owned()
}

fn finish(
    sim: &mut Simulator,
    letter: &str,
    token: &str,
    payer: &str,
) -> crate::payflow_support::Fields {
    call(
        sim,
        &format!(
            "TRXTYPE={letter}&TENDER=P&ACTION=D&TOKEN={token}&PAYERID={payer}&AMT=12.50&CURRENCY=USD"
        ),
    )
}

#[test]
fn a_payer_agrees_at_paypal_and_the_merchant_takes_the_money() {
    let mut sim = simulator();
    let (token, url) = set(&mut sim, "S");
    assert!(show(&mut sim, &url).contains("USD 12.50"));
    let get = format!("TRXTYPE=S&TENDER=P&ACTION=G&TOKEN={token}");
    assert_eq!(
        call(&mut sim, &get).find("PAYERID"),
        None,
        "nobody agreed yet"
    );
    let payer = agree(&mut sim, &url, &token, Action::Pay);
    let who = call(&mut sim, &get);
    assert_eq!(
        (who.get("PAYERID"), who.get("CUSTOM")),
        (payer.as_str(), "pay_9")
    );
    assert!(sim.books().movements().is_empty());
    let done = finish(&mut sim, "S", &token, &payer);
    assert_eq!((done.result(), done.get("PENDINGREASON")), (0, "none"));
    assert_eq!((done.get("PPREF").len(), done.get("FEEAMT")), (17, "0.66"));
    assert_eq!(sim.books().total("pay_9", MovementKind::Capture), 1_250);
    let pnref = done.get("PNREF").to_owned();
    let told = inquire(&mut sim, &pnref);
    assert_eq!((told.get("TRANSSTATE"), told.get("ORIGRESULT")), ("8", "0"));
    assert_eq!(told.get("TENDER"), "P");
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=V&TENDER=P&ORIGID={pnref}")).result(),
        108
    );
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=C&TENDER=C&ORIGID={pnref}")).result(),
        2
    );
    assert_eq!(
        call(
            &mut sim,
            &format!("TRXTYPE=C&TENDER=P&ORIGID={pnref}&AMT=2.50")
        )
        .result(),
        0
    );
    assert_eq!(sim.books().total("pay_9", MovementKind::Refund), 250);
}

#[test]
fn a_declined_payer_goes_back_to_the_same_token() {
    let mut sim = simulator();
    let (token, url) = set(&mut sim, "S");
    let payer = agree(&mut sim, &url, &token, Action::Decline);
    let told = finish(&mut sim, "S", &token, &payer);
    assert_eq!(told.result(), 12);
    assert!(
        told.get("RESPMSG").starts_with("Declined: 10486-"),
        "{told:?}"
    );
    agree(&mut sim, &url, &token, Action::Pay);
    assert_eq!(finish(&mut sim, "S", &token, &payer).result(), 0);
    let told = finish(&mut sim, "S", &token, &payer);
    assert_eq!(told.result(), 7);
    assert!(told.get("RESPMSG").contains("10415-"), "{told:?}");
    assert_eq!(sim.books().movements().len(), 1);
}

#[test]
fn what_paypal_refuses_carries_its_number() {
    let mut sim = simulator();
    let refused = |sim: &mut Simulator, params: &str, number: &str| {
        let told = call(sim, params);
        assert_eq!(told.result(), 7, "{params}");
        assert!(told.get("RESPMSG").contains(number), "{told:?}");
    };
    let (token, url) = set(&mut sim, "S");
    let take = |letter: &str, payer: &str| {
        format!("TRXTYPE={letter}&TENDER=P&ACTION=D&TOKEN={token}&PAYERID={payer}&AMT=12.50")
    };
    refused(&mut sim, "TRXTYPE=S&TENDER=P&ACTION=S&AMT=5.00", "10471-");
    refused(&mut sim, "TRXTYPE=S&TENDER=P&ACTION=G&TOKEN=EC-1", "10410-");
    refused(&mut sim, &take("S", "AAAAAAAAAAAAA"), "10422-");
    let payer = agree(&mut sim, &url, &token, Action::Pay);
    refused(&mut sim, &take("S", "AAAAAAAAAAAAA"), "10406-");
    refused(&mut sim, &take("A", &payer), "10423-");
    let more = take("S", &payer).replace("12.50", "12.51");
    assert_eq!(call(&mut sim, &more).result(), 4);
    sim.advance(3 * HOUR);
    refused(&mut sim, &take("S", &payer), "10411-");
    assert_eq!(
        call(&mut sim, "TRXTYPE=S&TENDER=P&AMT=5.00").result(),
        7,
        "no action"
    );
    assert_eq!(
        call(&mut sim, "TRXTYPE=S&TENDER=P&ACTION=X&AMT=5.00").result(),
        7
    );
    assert!(sim.books().movements().is_empty());
}

#[test]
fn paypal_is_taken_only_where_it_is_set_up() {
    let mut sim = changed(|account| account.express = false);
    let params =
        format!("TRXTYPE=S&TENDER=P&ACTION=S&AMT=5.00&RETURNURL={RETURN}&CANCELURL={CANCEL}");
    assert_eq!(call(&mut sim, &params).result(), 2);
    let (_, url) = open(&mut sim, &token_params("id-1"));
    assert!(!show(&mut sim, &url).contains("id=\"paypal\""));
    assert_eq!(submit(&mut sim, &url, "action=paypal").status(), 400);
}

#[test]
fn an_authorization_is_renewed_once_and_captured() {
    let mut sim = simulator();
    let (token, url) = set(&mut sim, "A");
    let payer = agree(&mut sim, &url, &token, Action::Pay);
    let held = finish(&mut sim, "A", &token, &payer);
    assert_eq!(held.get("PENDINGREASON"), "authorization");
    let held = held.get("PNREF").to_owned();
    sim.advance(20 * DAY);
    let renew =
        |pnref: &str| format!("TRXTYPE=A&TENDER=P&ORIGID={pnref}&DOREAUTHORIZATION=1&AMT=12.50");
    let renewed = call(&mut sim, &renew(&held));
    assert_eq!(renewed.result(), 0);
    let renewed = renewed.get("PNREF").to_owned();
    assert_eq!(call(&mut sim, &renew(&held)).result(), 200);
    assert_eq!(call(&mut sim, &renew(&renewed)).result(), 200);
    sim.advance(20 * DAY);
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 1);
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=D&TENDER=P&ORIGID={held}")).result(),
        111
    );
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=D&TENDER=P&ORIGID={renewed}")).result(),
        0
    );
    assert_eq!(sim.books().total("pay_9", MovementKind::Capture), 1_250);
}

#[test]
fn an_echeck_is_pending_until_it_is_decided() {
    for (action, state, booked) in [
        (Action::Pending, "8", 1_250),
        (Action::PendingDenied, "11", 0),
    ] {
        let mut sim = simulator();
        let (token, url) = set(&mut sim, "S");
        let payer = agree(&mut sim, &url, &token, action);
        let done = finish(&mut sim, "S", &token, &payer);
        assert_eq!((done.result(), done.get("PENDINGREASON")), (0, "echeck"));
        let pnref = done.get("PNREF").to_owned();
        let told = inquire(&mut sim, &pnref);
        assert_eq!(
            (told.get("TRANSSTATE"), told.get("PENDINGREASON")),
            ("7", "echeck")
        );
        assert_eq!(sim.books().total("pay_9", MovementKind::Capture), 0);
        sim.set_now(sim.next_due().unwrap());
        assert_eq!(sim.books().total("pay_9", MovementKind::Capture), booked);
        assert_eq!(inquire(&mut sim, &pnref).get("TRANSSTATE"), state);
    }
}

#[test]
fn canceling_at_paypal_names_the_token() {
    let mut sim = simulator();
    let (token, url) = set(&mut sim, "S");
    let (address, fields) = split(&sim.payer_act(&url, Action::Abort).unwrap());
    assert_eq!(
        (address.as_str(), fields.get("token")),
        (CANCEL, token.as_str())
    );
    assert_eq!(fields.find("PayerID"), None);
}

#[test]
fn the_hosted_page_leads_to_paypal_and_back_with_the_result() {
    let mut sim = simulator();
    let (token, url) = open(&mut sim, &token_params("id-1"));
    let (address, fields) = split(&sim.payer_act(&url, Action::PayPal).unwrap());
    assert_eq!((address.as_str(), fields.result()), (RETURN, 0));
    assert_eq!(
        (fields.get("TENDER"), fields.get("SECURETOKEN")),
        ("P", token.as_str())
    );
    assert_eq!(
        (fields.get("PPREF").len(), fields.get("PAYERID").len()),
        (17, 13)
    );
    assert_eq!(sim.books().total("pay_7", MovementKind::Capture), 1_250);
    let asked = format!(
        "TRXTYPE=I&TENDER=P&SECURETOKEN[{}]={token}&VERBOSITY=HIGH",
        token.len()
    );
    assert_eq!(call(&mut sim, &asked).get("TRANSSTATE"), "8");
}

#[test]
fn a_payer_who_turns_back_at_paypal_is_on_the_hosted_page_again() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    let paypal = crate::payflow_support::location(&submit(&mut sim, &url, "action=paypal"));
    let back = sim.payer_act(&paypal, Action::Abort).unwrap();
    assert!(show(&mut sim, &back).contains("id=\"pay\""));
    let (address, fields) = split(&sim.payer_act(&paypal, Action::Decline).unwrap());
    assert_eq!((address.as_str(), fields.result()), (ERROR, 12));
    assert_eq!(
        split(&sim.payer_act(&url, Action::Pay).unwrap()).1.result(),
        0
    );
    let over = submit(&mut sim, &paypal, "action=pay");
    assert!(String::from_utf8_lossy(over.body()).contains("Secure Token already been used"));
    assert_eq!(sim.books().movements().len(), 1, "one payment of the two");
}

#[test]
fn an_account_without_cards_has_only_paypal() {
    let mut sim = simulator();
    let keys = KEYS.replace("obolevendor", "oboleexpress");
    assert_eq!(
        send_raw(&mut sim, "a", &format!("{keys}&TRXTYPE=S&{CARD}&AMT=5.00")).result(),
        25
    );
    let made = send_raw(&mut sim, "b", &format!("{keys}&{}", token_params("id-1")));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("SECURETOKEN", made.get("SECURETOKEN"))
        .append_pair("SECURETOKENID", "id-1")
        .append_pair("MODE", "TEST")
        .finish();
    let url = format!("http://127.0.0.1:8788/payflow-link/?{query}");
    let page = show(&mut sim, &url);
    assert!(page.contains("id=\"paypal\"") && !page.contains("name=\"ACCT\""));
    assert_eq!(sim.payer_act(&url, Action::Pay), None);
    assert_eq!(
        split(&sim.payer_act(&url, Action::PayPal).unwrap())
            .1
            .result(),
        0
    );
}
