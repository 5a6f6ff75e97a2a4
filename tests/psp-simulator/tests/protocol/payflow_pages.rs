//! Secure tokens and the hosted page over its forms.

use psp_simulator::{Action, MovementKind, Provider};

use crate::payflow_support::{
    CANCEL, ERROR, Fields, LINK, RETURN, call, changed, inquire, location, open, show, split,
    submit, token_params,
};
use crate::support::simulator;

const MINUTE: u64 = 60_000;

#[test]
fn a_token_is_told_with_its_length_where_that_is_needed() {
    let mut sim = simulator();
    let mut tagged = 0;
    for at in 0..20 {
        let made = call(&mut sim, &token_params(&format!("id-{at}")));
        assert_eq!((made.result(), made.get("RESPMSG")), (0, "Approved"));
        assert_eq!(made.find("PNREF"), None);
        let token = made.get("SECURETOKEN");
        assert_eq!(
            (token.len(), made.get("SECURETOKENID")),
            (25, format!("id-{at}").as_str())
        );
        tagged += u32::from(token.contains('='));
    }
    assert!((1..20).contains(&tagged), "both forms occur: {tagged}");
}

#[test]
fn a_token_is_refused_for_what_its_page_could_not_use() {
    let mut sim = simulator();
    let good = token_params("id-1");
    for (from, to, result) in [
        ("TRXTYPE=S", "TRXTYPE=D", 3),
        ("AMT=12.50", "AMT=0", 4),
        ("AMT=12.50", "AMT=12.5", 4),
        ("CURRENCY=USD", "CURRENCY=CHF", 6),
        ("SECURETOKENID=id-1", "SECURETOKENID=", 7),
        ("SECURETOKENID=id-1", "SECURETOKENID=with blank", 7),
        (
            "SECURETOKENID=id-1",
            "SECURETOKENID=1234567890123456789012345678901234567",
            7,
        ),
        ("RETURNURL=http", "RETURNURL=ftp", 7),
        ("DISABLERECEIPT=TRUE", "TEMPLATE=NICE", 7),
        ("DISABLERECEIPT=TRUE", "URLMETHOD=PUT", 7),
        ("PWD=simulator-pwd1", "PWD=x", 0),
        ("SECURETOKENID=id-1", "SECURETOKENID=id-1", 7),
    ] {
        let told = call(&mut sim, &good.replace(from, to));
        assert_eq!(told.result(), result, "{to}");
    }
}

#[test]
fn a_card_is_typed_on_the_page_and_the_browser_sent_back_with_the_result() {
    let mut sim = simulator();
    let (token, url) = open(&mut sim, &token_params("id-1"));
    let page = show(&mut sim, &url);
    for piece in [
        "USD 12.50",
        "A&amp;B=C",
        "OBL-7",
        "simulator",
        "name=\"ACCT\"",
        "4111111111111111",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    for id in ["pay", "decline", "review", "paypal", "abort"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let form = "action=pay&ACCT=5555555555554444&EXPDATE=1230&CVV2=301&BILLTOSTREET=400+Elm&BILLTOZIP=95131";
    let (address, fields) = split(&location(&submit(&mut sim, &url, form)));
    assert_eq!(address, RETURN);
    assert_eq!((fields.result(), fields.get("RESPMSG")), (0, "Approved"));
    assert_eq!(fields.get("SECURETOKEN"), token);
    for (name, value) in [
        ("SECURETOKENID", "id-1"),
        ("AMT", "12.50"),
        ("INVNUM", "OBL-7"),
        ("USER1", "pay_7"),
        ("AVSDATA", "NNN"),
        ("CVV2MATCH", "N"),
        ("ACCT", "4444"),
        ("CARDTYPE", "1"),
        ("TRXTYPE", "S"),
        ("TENDER", "CC"),
    ] {
        assert_eq!(fields.get(name), value, "{name}");
    }
    let moved = &sim.books().movements()[0];
    assert_eq!(
        (moved.amount_minor, moved.reference.as_deref()),
        (1_250, Some("pay_7"))
    );
    assert_eq!(
        (moved.provider, moved.id.as_str()),
        (Provider::Payflow, fields.get("PNREF"))
    );
    let asked = format!(
        "TRXTYPE=I&TENDER=C&SECURETOKEN[{}]={token}&VERBOSITY=HIGH",
        token.len()
    );
    let told = call(&mut sim, &asked);
    assert_eq!(
        (told.get("ORIGRESULT"), told.get("ORIGPNREF")),
        ("0", fields.get("PNREF"))
    );
    assert_eq!(
        (told.get("TRANSSTATE"), told.get("BILLTOSTREET")),
        ("6", "400 Elm")
    );
}

#[test]
fn the_page_opens_by_post_too_and_only_in_its_mode() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    let (_, query) = url.split_once('?').unwrap();
    let shown = submit(&mut sim, LINK, query);
    assert!(String::from_utf8_lossy(shown.body()).contains("USD 12.50"));
    for wrong in [
        query.replace("MODE=TEST", "MODE=LIVE"),
        query.replace("&MODE=TEST", ""),
    ] {
        assert_eq!(submit(&mut sim, LINK, &wrong).status(), 400, "{wrong}");
    }
    for wrong in [query.replace("=id-1", "=id-2"), "MODE=TEST".to_owned()] {
        assert_eq!(submit(&mut sim, LINK, &wrong).status(), 404, "{wrong}");
    }
    let mut live = changed(|account| account.pilot = false);
    let (_, url) = open(&mut live, &token_params("id-1"));
    assert!(show(&mut live, &url).contains("Wrong MODE"));
    assert!(show(&mut live, &url.replace("MODE=TEST", "MODE=LIVE")).contains("USD 12.50"));
}

#[test]
fn the_browser_cannot_change_what_the_merchant_fixed() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    let form =
        "action=pay&ACCT=4111111111111111&EXPDATE=1230&AMT=0.01&CURRENCY=EUR&USER1=other&TRXTYPE=A";
    let (_, fields) = split(&location(&submit(&mut sim, &url, form)));
    assert_eq!(
        (
            fields.get("AMT"),
            fields.get("USER1"),
            fields.get("TRXTYPE")
        ),
        ("12.50", "pay_7", "S")
    );
}

#[test]
fn what_is_no_card_is_asked_again_without_an_attempt() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    for (form, message) in [
        ("action=pay", "Invalid account number"),
        (
            "action=pay&ACCT=4111111111111112&EXPDATE=1230",
            "Invalid account number",
        ),
        (
            "action=pay&ACCT=4111111111111111&EXPDATE=0120",
            "Invalid expiration date",
        ),
        (
            "action=pay&ACCT=4111111111111111&EXPDATE=1230&CVV2=x",
            "Field format error: CVV2",
        ),
    ] {
        let shown = submit(&mut sim, &url, form);
        assert_eq!(shown.status(), 200);
        assert!(
            String::from_utf8_lossy(shown.body()).contains(message),
            "{form}"
        );
    }
    assert_eq!(submit(&mut sim, &url, "action=steal").status(), 400);
    let back = sim.payer_act(&url, Action::Pay).unwrap();
    assert_eq!(split(&back).1.result(), 0);
}

#[test]
fn a_token_pays_once() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    sim.payer_act(&url, Action::Pay).unwrap();
    let (address, fields) = split(&sim.payer_act(&url, Action::Pay).unwrap());
    assert_eq!((address.as_str(), fields.result()), (ERROR, 160));
    assert_eq!(fields.get("USER1"), "pay_7");
    assert_eq!(sim.books().movements().len(), 1);
}

#[test]
fn a_declined_payer_may_try_three_times() {
    let mut sim = simulator();
    let (token, url) = open(&mut sim, &token_params("id-1"));
    for expected in [12, 12, 12, 160] {
        let (address, fields) = split(&sim.payer_act(&url, Action::Decline).unwrap());
        assert_eq!((address.as_str(), fields.result()), (ERROR, expected));
    }
    assert!(sim.books().movements().is_empty());
    let asked = format!("TRXTYPE=I&TENDER=C&SECURETOKEN[{}]={token}", token.len());
    assert_eq!(call(&mut sim, &asked).get("ORIGRESULT"), "12");
    let (token, url) = open(&mut sim, &token_params("id-2"));
    sim.payer_act(&url, Action::Decline).unwrap();
    assert_eq!(
        split(&sim.payer_act(&url, Action::Pay).unwrap()).1.result(),
        0
    );
    let asked = format!("TRXTYPE=I&TENDER=C&SECURETOKEN[{}]={token}", token.len());
    assert_eq!(
        call(&mut sim, &asked).get("ORIGRESULT"),
        "0",
        "the last counts"
    );
}

#[test]
fn without_an_error_address_the_payer_stays_on_the_page() {
    let mut sim = simulator();
    let (_, url) = open(
        &mut sim,
        &token_params("id-1").replace(&format!("&ERRORURL={ERROR}"), ""),
    );
    let shown = submit(&mut sim, &url, "action=decline");
    let shown = String::from_utf8_lossy(shown.body()).into_owned();
    assert!(shown.contains("Declined") && shown.contains("id=\"pay\""));
    sim.advance(30 * MINUTE);
    assert!(show(&mut sim, &url).contains("Secure Token Expired"));
}

#[test]
fn a_token_lasts_30_minutes() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    sim.advance(30 * MINUTE - 1);
    assert!(show(&mut sim, &url).contains("USD 12.50"));
    sim.advance(1);
    let form = "action=pay&ACCT=4111111111111111&EXPDATE=1230";
    let (address, fields) = split(&location(&submit(&mut sim, &url, form)));
    assert_eq!((address.as_str(), fields.result()), (ERROR, 162));
    let (_, fields) = split(&sim.payer_act(&url, Action::Pay).unwrap());
    assert_eq!(fields.result(), 162, "opening it leads on as well");
    assert!(sim.books().movements().is_empty());
}

#[test]
fn canceling_leads_to_its_address_and_ends_nothing() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    assert_eq!(sim.payer_act(&url, Action::Abort).unwrap(), CANCEL);
    assert_eq!(
        split(&sim.payer_act(&url, Action::Pay).unwrap()).1.result(),
        0
    );
}

#[test]
fn a_receipt_is_shown_unless_it_is_disabled() {
    for (instead, receipt) in [
        ("&DISABLERECEIPT=FALSE", true),
        ("&TEMPLATE=TEMPLATEA", true),
        ("&TEMPLATE=MINLAYOUT", false),
        ("&TEMPLATE=MOBILE", false),
    ] {
        let mut sim = simulator();
        let (_, url) = open(
            &mut sim,
            &token_params("id-1").replace("&DISABLERECEIPT=TRUE", instead),
        );
        let form = "action=pay&ACCT=4111111111111111&EXPDATE=1230";
        let answer = submit(&mut sim, &url, form);
        assert_eq!(answer.status() == 200, receipt, "{instead}");
        if receipt {
            assert!(String::from_utf8_lossy(answer.body()).contains("id=\"continue\" href=\"http"));
        }
        let mut sim = simulator();
        let (_, url) = open(
            &mut sim,
            &token_params("id-1").replace("&DISABLERECEIPT=TRUE", instead),
        );
        let (address, fields) = split(&sim.payer_act(&url, Action::Pay).unwrap());
        assert_eq!(
            (address.as_str(), fields.result()),
            (RETURN, 0),
            "the payer goes on"
        );
    }
}

#[test]
fn the_result_goes_by_form_where_the_merchant_wants_it() {
    let mut sim = simulator();
    let (_, url) = open(
        &mut sim,
        &format!("{}&URLMETHOD=POST", token_params("id-1")),
    );
    let sent = sim.payer_leave(&url, Action::Decline).unwrap();
    assert_eq!(
        (sent.method().as_str(), sent.uri().to_string().as_str()),
        ("POST", ERROR)
    );
    let fields = Fields::of_form(std::str::from_utf8(sent.body()).unwrap());
    assert_eq!(fields.result(), 12);
    let form = "action=pay&ACCT=4111111111111111&EXPDATE=1230";
    let answer = submit(&mut sim, &url, form);
    let page = String::from_utf8_lossy(answer.body()).into_owned();
    assert!(
        page.contains(&format!("method=\"post\" action=\"{RETURN}\"")),
        "{page}"
    );
    assert!(page.contains("name=\"RESULT\" value=\"0\""));
}

#[test]
fn a_page_of_the_merchants_own_posts_the_card_directly() {
    let mut sim = simulator();
    let (_, url) = open(
        &mut sim,
        &format!("{}&SILENTTRAN=TRUE", token_params("id-1")),
    );
    let wrong = submit(
        &mut sim,
        &url,
        "ACCT=4111111111111112&EXPDATE=1230&CVV2=123",
    );
    let (address, fields) = split(&location(&wrong));
    assert_eq!((address.as_str(), fields.result()), (ERROR, 23));
    let good = submit(
        &mut sim,
        &url,
        "ACCT=4111111111111111&EXPDATE=1230&CVV2=123",
    );
    assert_eq!(split(&location(&good)).1.result(), 0);
}

#[test]
fn a_held_payment_returns_as_held() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    let (address, fields) = split(&sim.payer_act(&url, Action::Review).unwrap());
    assert_eq!((address.as_str(), fields.result()), (RETURN, 126));
    assert_eq!(sim.books().total("pay_7", MovementKind::Capture), 0);
    assert_eq!(
        inquire(&mut sim, fields.get("PNREF")).get("ORIGRESULT"),
        "126"
    );
}

#[test]
fn an_authorization_by_page_holds_money() {
    let mut sim = simulator();
    let (_, url) = open(
        &mut sim,
        &token_params("id-1").replace("TRXTYPE=S", "TRXTYPE=A"),
    );
    let (_, fields) = split(&sim.payer_act(&url, Action::Pay).unwrap());
    let held = fields.get("PNREF").to_owned();
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 1);
    let taken = call(
        &mut sim,
        &format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=10.00"),
    );
    assert_eq!(taken.result(), 0);
    let moved = &sim.books().movements()[0];
    assert_eq!(
        (moved.payment.as_str(), moved.reference.as_deref()),
        (held.as_str(), Some("pay_7"))
    );
}

#[test]
fn texts_of_the_merchant_cannot_break_the_page() {
    let mut sim = simulator();
    let params = token_params("id-1").replace(
        "ORDERDESC[5]=A&B=C",
        "ORDERDESC=<script>alert('x')</script>",
    );
    let (_, url) = open(&mut sim, &params);
    let page = show(&mut sim, &url);
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
}
