//! The guide's checks: whose money, and which environment.

use obole_edge::providers::ipn::{Account, Message, Rejection};
use obole_shared::terminal::Mode;

fn account(mode: Mode) -> Account {
    Account {
        receivers: vec!["caisse@obole.test".to_owned(), "WQ2ER5TY8HJKN".to_owned()],
        mode,
    }
}

fn check(mode: Mode, body: &str) -> Result<(), Rejection> {
    account(mode).check(&Message::read(body.as_bytes()))
}

#[test]
fn the_environment_must_agree() {
    let ours = "receiver_email=caisse%40obole.test&txn_id=1";
    let test = format!("{ours}&test_ipn=1");
    assert_eq!(check(Mode::Live, ours), Ok(()));
    assert_eq!(check(Mode::Test, &test), Ok(()));
    assert_eq!(check(Mode::Live, &test), Err(Rejection::TestAtLive));
    assert_eq!(check(Mode::Test, ours), Err(Rejection::LiveAtTest));
}

#[test]
fn the_money_must_be_ours() {
    for ours in [
        "receiver_email=caisse%40obole.test",
        "receiver_email=Caisse%40Obole.TEST",
        "receiver_id=WQ2ER5TY8HJKN&receiver_email=first%40obole.test",
        "business=caisse%40obole.test&receiver_email=first%40obole.test",
    ] {
        assert_eq!(check(Mode::Live, ours), Ok(()), "{ours}");
    }
    for foreign in [
        "receiver_email=thief%40obole.test",
        "receiver_email=caisse%40obole.test.example",
        "receiver_id=AAAAAAAAAAAAA&custom=caisse%40obole.test",
    ] {
        let rejected = check(Mode::Live, foreign);
        assert_eq!(rejected, Err(Rejection::ForeignReceiver), "{foreign}");
    }
}

#[test]
fn a_payment_must_name_its_receiver() {
    for nobody in [
        "txn_id=1&mc_gross=5.00",
        "receiver_email=&txn_id=1",
        "case_id=PP-1&mc_gross=-5.00",
    ] {
        let rejected = check(Mode::Live, nobody);
        assert_eq!(rejected, Err(Rejection::NoReceiver), "{nobody}");
    }
}

#[test]
fn a_dispute_may_name_only_the_payment() {
    let body = "txn_type=new_case&case_id=PP-001-002-003&txn_id=1";
    assert_eq!(check(Mode::Live, body), Ok(()));
    let foreign = format!("{body}&receiver_email=thief%40obole.test");
    assert_eq!(check(Mode::Live, &foreign), Err(Rejection::ForeignReceiver));
}

#[test]
fn a_mass_payment_names_us_as_its_sender() {
    let body = "txn_type=masspay&payer_email=caisse%40obole.test&receiver_email_1=a%40b.test";
    assert_eq!(check(Mode::Live, body), Ok(()));
}
