//! Whose message it is: the terminal, test or live, and the payment.

use obole_edge::notices::ports::Tell;
use obole_edge::notices::{Arrived, AttachError, NoticeId, Proof, State, attach, retry, sweep};
use obole_shared::ids::PaymentId;
use obole_shared::payment::{Source, Status};
use obole_shared::terminal::{Mode, TerminalKind};
use obole_shared::time::Millis;

use crate::messages::{STANDARD, back, message, paid, state};
use crate::support::now_or_never;
use crate::world::{World, account};

#[test]
fn nobody_attaches_what_is_forged() {
    let world = World::new(["INVALID", "INVALID"]);
    let payment = world.payment(STANDARD, 1);
    let notice = world.take(&paid(&payment));
    let refused = now_or_never(attach(&world, &notice.id, &payment));
    assert_eq!(refused, Err(AttachError::NotGenuine));
    assert!(world.told.borrow().is_empty());
}

#[test]
fn test_and_live_are_never_mixed() {
    // A test message at a live terminal, and the reverse: PayPal is not even asked.
    let world = World::new([]);
    let live = world.payment_of(STANDARD, 1, Mode::Live);
    world.set_accounts(Mode::Live, vec![account(Mode::Live, None)]);
    let notice = world.take(&paid(&live));
    assert_eq!(state(&notice), State::Refused);
    assert_eq!(notice.standing.reason, "a test message for a live terminal");
    world.set_accounts(Mode::Test, vec![account(Mode::Test, None)]);
    let notice = world.take(&paid(&live).replace("test_ipn=1", "test_ipn="));
    assert_eq!(notice.standing.reason, "a live message for a test terminal");
    assert_eq!(world.post_backs(), 0);
    assert_eq!(world.rows.borrow().len(), 2, "kept all the same");

    // A terminal with both accounts: genuine, and still not for a payment of the other mode.
    let world = World::new(["VERIFIED", "VERIFIED"]);
    let live = world.payment_of(STANDARD, 1, Mode::Live);
    let test = world.payment_of(STANDARD, 2, Mode::Test);
    let both = vec![account(Mode::Test, None), account(Mode::Live, None)];
    world.set_accounts(Mode::Live, both);
    let crossed = world.take(&paid(&live));
    assert_eq!(state(&crossed), State::Refused);
    assert_eq!(world.state_of(&live).status(), Status::Created);
    // A late message about a payment that was a test.
    let late = world.take(&message(&test, "Completed", "B", "25.00"));
    assert_eq!(state(&late), State::Applied);
}

#[test]
fn money_of_somebody_else_is_refused() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    let body = paid(&payment).replace("caisse%40obole.test", "thief%40obole.test");
    let notice = world.take(&body);
    assert_eq!(state(&notice), State::Refused);
    assert_eq!(notice.standing.reason, "the receiver is another account");
    assert_eq!(world.state_of(&payment).status(), Status::Created);
    let attached = now_or_never(attach(&world, &notice.id, &payment));
    assert_eq!(attached, Err(AttachError::NotGenuine));
    // The receiver was mistyped in the settings: corrected, it need not be proven again.
    let mut corrected = account(Mode::Test, None);
    if let Proof::Ipn { receivers, .. } = &mut corrected.proof {
        receivers.push("thief@obole.test".to_owned());
    }
    world.set_accounts(Mode::Test, vec![corrected]);
    let again = now_or_never(retry(&world, &notice.id)).unwrap().unwrap();
    assert_eq!(state(&again), State::Applied);
    assert_eq!(world.post_backs(), 1);
}

#[test]
fn a_message_without_a_payment_waits_for_one() {
    let world = World::new(["VERIFIED"]);
    let unknown = PaymentId::from_bytes([9; 16]);
    let notice = world.take(&paid(&unknown));
    assert_eq!(state(&notice), State::Unmatched);
    assert!(notice.standing.is_verified);
    // It appears; PayPal is not asked again.
    let payment = world.payment(STANDARD, 9);
    assert_eq!(payment, unknown);
    world.advance(Millis::minutes(5));
    assert_eq!(now_or_never(sweep(&world)), Ok(1));
    assert_eq!(state(&world.stored(&notice.id)), State::Applied);
    assert_eq!(world.post_backs(), 1);
}

#[test]
fn an_operator_attaches_what_names_nothing() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    let other = world.payment(STANDARD, 2);
    let live = world.payment_of(STANDARD, 3, Mode::Live);
    let body = paid(&payment).replace(&format!("custom={payment}"), "custom=order-77");
    let notice = world.take(&body);
    assert_eq!(state(&notice), State::Unmatched);
    let nobody = PaymentId::from_bytes([9; 16]);
    let try_with = |payment: &PaymentId| now_or_never(attach(&world, &notice.id, payment));
    assert_eq!(try_with(&nobody), Err(AttachError::UnknownPayment));
    assert_eq!(try_with(&live), Err(AttachError::OtherMode));
    let attached = try_with(&payment).unwrap();
    assert_eq!(state(&attached), State::Applied);
    assert_eq!(world.state_of(&payment).status(), Status::Captured);
    assert_eq!(try_with(&other), Err(AttachError::Taken(payment.clone())));
    let missing: NoticeId = "ntc_00000000000000000000000000".parse().unwrap();
    let unknown = now_or_never(attach(&world, &missing, &payment));
    assert_eq!(unknown, Err(AttachError::UnknownNotice));
}

#[test]
fn a_name_counts_only_at_its_own_terminal() {
    let world = World::new(["VERIFIED", "VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    let elsewhere = "other-terminal".parse().unwrap();
    world
        .payments
        .borrow_mut()
        .get_mut(&payment)
        .unwrap()
        .opened
        .terminal
        .id = elsewhere;
    assert_eq!(state(&world.take(&paid(&payment))), State::Unmatched);
    // The address of a payment does not help either.
    let arrived = Arrived {
        addressed: Some(payment.clone()),
        ..world.arrived(&paid(&payment).replace("5a1c09e7b3d42", "other"))
    };
    assert_eq!(state(&world.try_take(arrived).unwrap()), State::Unmatched);
    assert!(world.told.borrow().is_empty());
}

#[test]
fn the_address_finds_what_the_message_does_not_name() {
    let world = World::new(["VERIFIED", "VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    let other = world.payment(STANDARD, 2);
    let arrived = Arrived {
        addressed: Some(payment.clone()),
        ..world.arrived(&paid(&payment).replace(&format!("&custom={payment}"), ""))
    };
    let notice = world.try_take(arrived).unwrap();
    assert_eq!(notice.standing.payment, Some(payment.clone()));
    // What a message names counts more than where it was sent to.
    let arrived = Arrived {
        addressed: Some(payment),
        ..world.arrived(&message(&other, "Completed", "B", "25.00"))
    };
    let notice = world.try_take(arrived).unwrap();
    assert_eq!(notice.standing.payment, Some(other));
}

/// The payer of another shop's button on the same account chooses where its message goes.
#[test]
fn the_address_gives_nobody_what_is_labelled_for_another() {
    let world = World::new(["VERIFIED", "VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    for label in ["custom=order-77", "invoice=2026-0077"] {
        let body = paid(&payment).replace(&format!("custom={payment}"), label);
        let arrived = Arrived {
            addressed: Some(payment.clone()),
            ..world.arrived(&body)
        };
        let notice = world.try_take(arrived).unwrap();
        assert_eq!(state(&notice), State::Unmatched, "{label}");
    }
    assert!(world.told.borrow().is_empty());
    assert_eq!(world.state_of(&payment).status(), Status::Created);
}

#[test]
fn one_transaction_pays_one_payment() {
    let world = World::new(["VERIFIED", "VERIFIED"]);
    let first = world.payment(STANDARD, 1);
    let second = world.payment(STANDARD, 2);
    assert_eq!(state(&world.take(&paid(&first))), State::Applied);
    let again = world.take(&paid(&second));
    assert_eq!(state(&again), State::Unmatched);
    assert_eq!(
        again.standing.reason,
        format!("payment {first} was told the same before")
    );
    assert_eq!(world.state_of(&second).status(), Status::Created);
}

#[test]
fn the_reference_finds_it_too() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    let reference = payment.reference();
    let body = paid(&payment).replace(
        &format!("custom={payment}"),
        &format!("invoice={reference}"),
    );
    assert_eq!(world.take(&body).standing.payment, Some(payment));
}

#[test]
fn whoever_pays_twice_is_not_forgotten() {
    let world = World::new(["VERIFIED"; 2]);
    let payment = world.payment(STANDARD, 1);
    world.take(&paid(&payment));
    let before = world.state_of(&payment);
    let second = world.take(&message(&payment, "Completed", "SECOND", "25.00"));
    assert_eq!(state(&second), State::Unmatched);
    assert!(
        second.standing.reason.contains(payment.as_str()),
        "{second:?}"
    );
    assert_eq!(world.state_of(&payment), before);
}

#[test]
fn where_paypal_can_be_asked_a_message_is_a_hint() {
    let world = World::new(["VERIFIED"; 3]);
    let payment = world.payment(TerminalKind::PaypalExpress, 1);
    let notice = world.take(&paid(&payment));
    assert_eq!(state(&notice), State::Applied);
    let hint = Tell::Hint(Source::Ipn, Some("7AB12345CD678901E".to_owned()));
    assert_eq!(*world.told.borrow(), [(payment.clone(), hint)]);
    let after = world.state_of(&payment);
    assert_eq!(
        after.status(),
        Status::Created,
        "only the answer to a question pays"
    );
    assert!(after.hint_at.is_some());
    assert_eq!(after.transaction_hint.as_deref(), Some("7AB12345CD678901E"));
    // Money that went back names the transaction it came from.
    let refund = format!("{}&custom={payment}", back("Refunded", "R", "-1.00"));
    world.take(&refund);
    let hint = Tell::Hint(Source::Ipn, Some("7AB12345CD678901E".to_owned()));
    assert_eq!(world.told.borrow()[1], (payment.clone(), hint));
    // A dispute cannot be asked about.
    let case = format!(
        "txn_type=new_case&test_ipn=1&txn_id=7AB12345CD678901E&case_id=PP-D-9&custom={payment}"
    );
    world.take(&case);
    assert_eq!(world.told.borrow().len(), 4);
    assert_eq!(world.state_of(&payment).disputes.len(), 1);
}
