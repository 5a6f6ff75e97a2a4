//! Payment data transfer: what the merchant fetches with the token.

use std::collections::BTreeMap;

use http::Request;
use psp_simulator::{Action, ClassicAccount, Effect, Fault, Provider, Simulator};

use crate::classic::{WEBSCR, merchant, only, pay, read_pairs, told};
use crate::support::{DAY, HOUR, simulator};

const IDENTITY: &str = "simulatorIdentityToken0000000000000000000000000000000001";

fn synch(sim: &mut Simulator, transaction: &str, identity: &str) -> String {
    let body = format!("cmd=_notify-synch&tx={transaction}&at={identity}");
    let request = Request::post(WEBSCR)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("user-agent", "shop/1")
        .body(body.into_bytes())
        .unwrap();
    String::from_utf8(sim.handle(&request).response.into_body()).unwrap()
}

fn success(answer: &str) -> BTreeMap<String, String> {
    let lines = answer.strip_prefix("SUCCESS\n").unwrap();
    read_pairs(lines, '\n')
}

#[test]
fn a_token_gives_the_payment_and_gives_it_again() {
    let mut sim = simulator();
    let names = [
        ("first_name", "Léa"),
        ("last_name", "a=b & Жан"),
        ("no_shipping", "2"),
    ];
    let message = pay(&mut sim, &names, Action::Pay);
    let answer = synch(&mut sim, message.get("txn_id"), IDENTITY);
    let fields = success(&answer);
    for (name, value) in [
        ("payment_status", "Completed"),
        ("mc_gross", "100.00"),
        ("mc_currency", "USD"),
        ("custom", "pay_1"),
        ("first_name", "Léa"),
        ("last_name", "a=b & Жан"),
        ("charset", "windows-1252"),
        ("receiver_email", "caisse@obole.test"),
    ] {
        assert_eq!(fields[name], value, "{name}");
    }
    assert!(fields.contains_key("address_city"));
    for absent in ["verify_sign", "ipn_track_id", "notify_version", "test_ipn"] {
        assert!(!fields.contains_key(absent), "{absent}");
    }
    for (name, value) in &fields {
        assert!(name == "charset" || message.get(name) == value, "{name}");
    }
    assert!(
        answer.contains("last_name=a%3Db+%26+%u0416%u0430%u043D\n"),
        "{answer}"
    );
    assert_eq!(synch(&mut sim, message.get("txn_id"), IDENTITY), answer);
}

#[test]
fn the_answer_is_in_the_accounts_character_set() {
    let mut sim = merchant(ClassicAccount {
        charset: "UTF-8".into(),
        ..ClassicAccount::default()
    });
    let message = pay(&mut sim, &[("first_name", "Жан")], Action::Pay);
    let answer = synch(&mut sim, message.get("txn_id"), IDENTITY);
    assert!(
        answer.contains("first_name=%D0%96%D0%B0%D0%BD\n"),
        "{answer}"
    );
    assert_eq!(success(&answer)["charset"], "UTF-8");
}

#[test]
fn the_payment_is_told_as_it_stands() {
    let mut sim = simulator();
    let message = pay(&mut sim, &[], Action::Pending);
    let id = message.get("txn_id");
    let fields = success(&synch(&mut sim, id, IDENTITY));
    assert_eq!(fields["payment_status"], "Pending");
    assert_eq!(fields["pending_reason"], "echeck");
    let mut slow = merchant(ClassicAccount {
        data_transfer_ms: 7 * i64::try_from(DAY).unwrap(),
        ..ClassicAccount::default()
    });
    let message = pay(&mut slow, &[], Action::Pending);
    slow.advance(4 * DAY);
    told(&mut slow);
    let fields = success(&synch(&mut slow, message.get("txn_id"), IDENTITY));
    assert_eq!(fields["payment_status"], "Completed");
}

#[test]
fn what_is_not_ones_own_fails() {
    let other = ClassicAccount {
        email: "other@obole.test".into(),
        id: "ZQ2ER5TY8HJKN".into(),
        identity_token: "another".into(),
        ..ClassicAccount::default()
    };
    let mut sim = simulator();
    sim.put_classic_account(other);
    let message = pay(&mut sim, &[], Action::Pay);
    let id = message.get("txn_id");
    assert_eq!(synch(&mut sim, id, "mistyped"), "FAIL\nError: 4020\n");
    assert_eq!(synch(&mut sim, id, ""), "FAIL\nError: 4020\n");
    assert_eq!(
        synch(&mut sim, id, "another"),
        "FAIL\n",
        "another's payment"
    );
    assert_eq!(synch(&mut sim, "7AB12345CD678901E", IDENTITY), "FAIL\n");
    sim.refund_at_paypal(id, Some(100)).unwrap();
    let refund = only(&mut sim).get("txn_id").to_owned();
    assert_eq!(synch(&mut sim, &refund, IDENTITY), "FAIL\n");
    assert!(synch(&mut sim, id, IDENTITY).starts_with("SUCCESS\n"));
    sim.advance(24 * HOUR);
    assert_eq!(
        synch(&mut sim, id, IDENTITY),
        "FAIL\n",
        "the token is too old"
    );
}

#[test]
fn an_account_without_it_tells_nothing() {
    let mut sim = merchant(ClassicAccount {
        data_transfer: false,
        ..ClassicAccount::default()
    });
    sim.payer_act(&crate::classic::button(&[]), Action::Pay);
    let id = only(&mut sim).get("txn_id").to_owned();
    assert!(synch(&mut sim, &id, IDENTITY).starts_with("FAIL"));
}

#[test]
fn it_needs_a_user_agent_and_fails_on_command() {
    let mut sim = simulator();
    let message = pay(&mut sim, &[], Action::Pay);
    let body = format!(
        "cmd=_notify-synch&tx={}&at={IDENTITY}",
        message.get("txn_id")
    );
    let request = Request::post(WEBSCR).body(body.into_bytes()).unwrap();
    assert_eq!(sim.handle(&request).response.status(), 403);
    let fault = Fault::new(Effect::ServerError).at(Provider::PayPalClassic, "_notify-synch");
    sim.faults_mut().add(fault.times(1));
    assert!(synch(&mut sim, message.get("txn_id"), IDENTITY).contains("500"));
    assert!(synch(&mut sim, message.get("txn_id"), IDENTITY).starts_with("SUCCESS"));
}
