//! The silent post: what it says, how often it is tried, and what depends on it.

use psp_simulator::{Action, Effect, Fault, MovementKind, Outbound, Provider, Simulator};

use crate::payflow_support::{
    Fields, RETURN, SILENT, call, changed, inquire, open, show, split, token_params,
};
use crate::support::simulator;

/// The silent posts of the next minute, all answered alike.
fn posts(sim: &mut Simulator, status: Option<u16>) -> Vec<Outbound> {
    sim.advance(2_000);
    let all = sim.due();
    for one in &all {
        sim.notice_answered(one.id, status);
    }
    all
}

fn body(post: &Outbound) -> Fields {
    Fields::of_form(std::str::from_utf8(post.request.body()).unwrap())
}

#[test]
fn a_silent_post_says_what_the_browser_says() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    let back = sim.payer_act(&url, Action::Pay).unwrap();
    let sent = posts(&mut sim, Some(200));
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].provider, sent[0].kind.as_str()),
        (Provider::Payflow, "silent-post")
    );
    let request = &sent[0].request;
    assert_eq!(
        (
            request.method().as_str(),
            request.uri().to_string().as_str()
        ),
        ("POST", SILENT)
    );
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let (mut told, mut returned) = (body(&sent[0]).0, split(&back).1.0);
    told.sort();
    returned.sort();
    assert_eq!(told, returned);
    assert!(sim.next_due().is_none());
}

#[test]
fn a_silent_post_is_tried_a_few_times() {
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &token_params("id-1"));
    sim.payer_act(&url, Action::Pay).unwrap();
    let mut bodies = Vec::new();
    while let Some(due) = sim.next_due() {
        sim.set_now(due);
        for one in sim.due() {
            bodies.push(one.request.body().clone());
            sim.notice_answered(one.id, if bodies.len() == 2 { None } else { Some(503) });
        }
    }
    assert_eq!(bodies.len(), 4);
    assert!(bodies.iter().all(|one| *one == bodies[0]));
}

#[test]
fn only_payments_are_told_unless_the_merchant_wants_more() {
    for (wants, action, count) in [
        (false, Action::Decline, 0),
        (false, Action::Abort, 0),
        (false, Action::Review, 1),
        (false, Action::PayPal, 1),
        (true, Action::Decline, 1),
    ] {
        let mut sim = changed(|account| account.silent_post_declines = wants);
        let (_, url) = open(&mut sim, &token_params("id-1"));
        sim.payer_act(&url, action).unwrap();
        assert_eq!(
            posts(&mut sim, Some(200)).len(),
            count,
            "{wants} {action:?}"
        );
    }
}

#[test]
fn the_merchants_own_address_stands_in_for_a_missing_one() {
    let mut sim =
        changed(|account| account.silent_post_url = Some("http://127.0.0.1:1/own".into()));
    let params = token_params("id-1").replace(&format!("&SILENTPOSTURL={SILENT}"), "");
    let (_, url) = open(&mut sim, &params);
    sim.payer_act(&url, Action::Pay).unwrap();
    assert_eq!(posts(&mut sim, Some(200))[0].request.uri().path(), "/own");
    let mut sim = simulator();
    let (_, url) = open(&mut sim, &params);
    sim.payer_act(&url, Action::Pay).unwrap();
    assert!(posts(&mut sim, Some(200)).is_empty());
}

#[test]
fn silent_posts_are_lost_and_doubled_on_command() {
    for (effect, count) in [(Effect::LostNotice, 0), (Effect::Duplicate, 2)] {
        let mut sim = simulator();
        sim.faults_mut()
            .add(Fault::new(effect).at(Provider::Payflow, "silent-post"));
        let (_, url) = open(&mut sim, &token_params("id-1"));
        sim.payer_act(&url, Action::Pay).unwrap();
        assert_eq!(posts(&mut sim, Some(200)).len(), count);
    }
}

#[test]
fn a_payment_can_depend_on_its_silent_post() {
    for (letter, held, status, paid) in [
        ("S", 0, Some(200), true),
        ("S", 0, Some(500), false),
        ("S", 0, Some(204), false),
        ("S", 0, None, false),
        ("A", 1, Some(200), true),
        ("A", 0, Some(500), false),
    ] {
        let mut sim = changed(|account| account.void_on_silent_post_failure = true);
        let params = token_params("id-1").replace("TRXTYPE=S", &format!("TRXTYPE={letter}"));
        let (token, url) = open(&mut sim, &params);
        let wait = sim.payer_act(&url, Action::Pay).unwrap();
        assert!(show(&mut sim, &wait).contains("One moment"));
        let meanwhile = sim.payer_act(&url, Action::Pay).unwrap();
        assert_eq!(split(&meanwhile).1.result(), 161, "already in progress");
        let sent = posts(&mut sim, status);
        assert_eq!(sent.len(), 1);
        assert!(sim.next_due().is_none(), "it is tried once");
        let pnref = body(&sent[0]).get("PNREF").to_owned();
        let told = inquire(&mut sim, &pnref);
        let open_now = sim.books().open_authorizations(sim.now()).count();
        assert_eq!(open_now, held, "{letter} {status:?}");
        let state = match (letter, paid) {
            ("S", true) => "6",
            ("S", false) => "1006",
            (_, true) => "3",
            (_, false) => "1003",
        };
        assert_eq!(told.get("TRANSSTATE"), state);
        let left = sim.books().total("pay_7", MovementKind::Capture)
            - sim.books().total("pay_7", MovementKind::Reversal);
        let expected = if letter == "S" && paid { 1_250 } else { 0 };
        assert_eq!(left, expected);
        if paid {
            let (address, fields) = split(&sim.payer_act(&wait, Action::Pay).unwrap());
            assert_eq!(
                (address.as_str(), fields.get("PNREF")),
                (RETURN, pnref.as_str())
            );
        } else {
            assert!(show(&mut sim, &wait).contains("communication error"));
            let asked = format!(
                "TRXTYPE=I&TENDER=C&SECURETOKEN[{}]={token}&VERBOSITY=HIGH",
                token.len()
            );
            assert_eq!(call(&mut sim, &asked).get("TRANSSTATE"), state);
        }
    }
}

#[test]
fn a_silent_post_that_is_never_sent_undoes_its_payment() {
    let mut sim = changed(|account| account.void_on_silent_post_failure = true);
    sim.faults_mut().add(Fault::new(Effect::LostNotice));
    let (_, url) = open(&mut sim, &token_params("id-1"));
    let wait = sim.payer_act(&url, Action::Pay).unwrap();
    assert!(show(&mut sim, &wait).contains("communication error"));
    assert_eq!(sim.books().total("pay_7", MovementKind::Reversal), 1_250);
}
