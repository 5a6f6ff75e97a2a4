//! The way of a message: kept, proven, handed on; and nothing lost on the way.

use obole_edge::notices::ports::Tell;
use obole_edge::notices::{Arrived, Channel, NoticeId, State, retry, sweep, without_card};
use obole_shared::ids::PaymentId;
use obole_shared::payment::{Source, Status};
use obole_shared::terminal::{Mode, TerminalKind};
use obole_shared::time::Millis;

use crate::messages::{STANDARD, back, message, paid, state};
use crate::support::now_or_never;
use crate::world::{World, account};

#[test]
fn a_genuine_message_pays() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    let notice = world.take(&paid(&payment));
    assert_eq!(state(&notice), State::Applied, "{notice:?}");
    assert_eq!(notice.standing.payment.as_ref(), Some(&payment));
    assert!(notice.standing.is_verified);
    assert_eq!(world.stored(&notice.id), notice);
    let after = world.state_of(&payment);
    assert_eq!(after.status(), Status::Captured);
    assert_eq!(after.captured().minor(), 2_500);
    assert_eq!(after.mismatch, None);
    assert_eq!(world.network.sent.borrow()[0].body()[21..], *notice.body);
}

#[test]
fn a_forged_message_is_kept_and_does_nothing() {
    let world = World::new(["INVALID"]);
    let payment = world.payment(STANDARD, 1);
    let notice = world.take(&paid(&payment));
    assert_eq!(state(&notice), State::Refused);
    assert_eq!(world.state_of(&payment).status(), Status::Created);
    assert!(world.told.borrow().is_empty());
    assert_eq!(notice.body, paid(&payment).into_bytes());
}

#[test]
fn while_paypal_cannot_be_asked_it_waits() {
    let world = World::new(["<html>maintenance</html>"]);
    let payment = world.payment(STANDARD, 1);
    let waiting = world.take(&paid(&payment));
    assert_eq!(state(&waiting), State::Unverified);
    assert_eq!(world.state_of(&payment).status(), Status::Created);
    // Not yet due.
    assert_eq!(now_or_never(sweep(&world)), Ok(0));
    world.advance(Millis::minutes(5));
    world.verdict("VERIFIED");
    assert_eq!(now_or_never(sweep(&world)), Ok(1));
    assert_eq!(state(&world.stored(&waiting.id)), State::Applied);
    assert_eq!(world.state_of(&payment).status(), Status::Captured);
    assert_eq!(now_or_never(sweep(&world)), Ok(0));
}

#[test]
fn one_that_fails_keeps_no_other_from_its_turn() {
    for stuck in [1, 2] {
        let world = World::new(["", ""]);
        let ids = [1, 2].map(|name| world.take(&paid(&world.payment(STANDARD, name))).id);
        *world.stuck.borrow_mut() = Some(ids[stuck - 1].clone());
        world.advance(Millis::minutes(5));
        world.verdict("VERIFIED");
        world.verdict("VERIFIED");
        assert!(now_or_never(sweep(&world)).is_err(), "the fault is told");
        assert_eq!(state(&world.stored(&ids[2 - stuck])), State::Applied);
    }
}

#[test]
fn a_sweep_ends_while_a_provider_hangs() {
    let world = World::new(["", "", ""]);
    for name in 1..=3 {
        world.take(&paid(&world.payment(STANDARD, name)));
    }
    world.advance(Millis::minutes(5));
    world.slow.set(Millis::seconds(100));
    for _ in 0..3 {
        world.verdict("");
    }
    assert_eq!(now_or_never(sweep(&world)), Ok(2));
    // The one that waits longest is the first of the next sweep.
    assert_eq!(now_or_never(sweep(&world)), Ok(1));
}

#[test]
fn credentials_that_cannot_be_opened_hold_up_only_their_own_messages() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    world.lock(Mode::Live);
    let notice = world.take(&paid(&payment));
    assert_eq!(state(&notice), State::Applied, "{notice:?}");

    let world = World::new([]);
    let payment = world.payment(STANDARD, 1);
    world.set_accounts(Mode::Live, vec![account(Mode::Live, None)]);
    world.lock(Mode::Test);
    let notice = world.take(&paid(&payment));
    assert_eq!(state(&notice), State::Unverified, "{notice:?}");
    assert!(notice.standing.reason.contains("cannot be opened"));
    assert!(notice.standing.next_at.is_some(), "it is tried again");
    // They are entered again.
    world.set_accounts(Mode::Test, vec![account(Mode::Test, None)]);
    world.verdict("VERIFIED");
    world.advance(Millis::minutes(5));
    assert_eq!(now_or_never(sweep(&world)), Ok(1));
    assert_eq!(state(&world.stored(&notice.id)), State::Applied);
}

/// A deleted terminal has no account left: what still arrives is kept, and never believed.
#[test]
fn what_arrives_for_a_terminal_without_accounts_is_kept() {
    let world = World::new([]);
    world.set_accounts(Mode::Live, Vec::new());
    let notice = world.take("txn_id=1&payment_status=Completed");
    assert_eq!(notice.standing.state, State::Refused);
    assert!(notice.standing.reason.contains("no account"));
    assert_eq!(world.stored(&notice.id).body, notice.body);
    assert_eq!(world.post_backs(), 0);
}

#[test]
fn retries_grow_rarer_and_end() {
    let world = World::new([""]);
    let payment = world.payment(STANDARD, 1);
    let id = world.take(&paid(&payment)).id;
    let mut gaps = Vec::new();
    while let Some(at) = world.stored(&id).standing.next_at {
        gaps.push(at - *world.network.now.borrow());
        world.advance(gaps[gaps.len() - 1]);
        world.verdict("");
        assert_eq!(now_or_never(sweep(&world)), Ok(1));
        assert!(gaps.len() < 100, "{gaps:?}");
    }
    assert_eq!(
        gaps[..3],
        [Millis::minutes(5), Millis::minutes(10), Millis::minutes(20)]
    );
    assert!(gaps.iter().all(|gap| *gap <= Millis::hours(6)));
    let whole: i64 = gaps.iter().map(|gap| gap.0).sum();
    assert!(
        whole > Millis::days(6).0,
        "PayPal itself resends for four days"
    );
    // Kept for an operator, who can try it by hand.
    assert_eq!(state(&world.stored(&id)), State::Unverified);
    world.verdict("VERIFIED");
    let notice = now_or_never(retry(&world, &id)).unwrap().unwrap();
    assert_eq!(state(&notice), State::Applied);
}

#[test]
fn what_is_sent_again_counts_up() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    let first = world.take(&paid(&payment));
    world.advance(Millis::minutes(1));
    for round in 2..5 {
        let again = world.take(&paid(&payment));
        assert_eq!(again.id, first.id);
        assert_eq!(again.deliveries, round);
        assert_eq!(again.received_at, first.received_at);
        assert!(again.last_at > first.last_at);
    }
    assert_eq!(world.post_backs(), 1);
    assert_eq!(world.told.borrow().len(), 1);
    assert_eq!(world.rows.borrow().len(), 1);
}

#[test]
fn the_same_transaction_in_the_same_status_is_told_once() {
    let world = World::new(["VERIFIED", "VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    world.take(&paid(&payment));
    let before = world.state_of(&payment);
    let resent = format!("{}&resend=true", paid(&payment));
    let again = world.take(&resent);
    assert_eq!(state(&again), State::Applied);
    assert_eq!(world.told.borrow().len(), 1);
    assert_eq!(world.state_of(&payment), before);
}

#[test]
fn pending_then_completed_then_money_back() {
    let world = World::new(["VERIFIED"; 6]);
    let payment = world.payment(STANDARD, 1);
    world.take(&message(&payment, "Pending", "7AB12345CD678901E", "25.00"));
    assert_eq!(world.state_of(&payment).status(), Status::Pending);
    world.take(&paid(&payment));
    assert_eq!(world.state_of(&payment).status(), Status::Captured);
    // From here on only the parent tells which payment it is.
    let part = world.take(&back("Refunded", "REFUND1", "-10.00"));
    assert_eq!(state(&part), State::Applied);
    assert_eq!(world.state_of(&payment).status(), Status::PartiallyRefunded);
    world.take(&back("Reversed", "REVERSAL1", "-15.00"));
    assert_eq!(world.state_of(&payment).reversed().minor(), 1_500);
    world.take(&back("Canceled_Reversal", "CANCELED1", "15.00"));
    assert_eq!(world.state_of(&payment).reversed().minor(), 0);
    world.take(&back("Refunded", "REFUND2", "-15.00"));
    let after = world.state_of(&payment);
    assert_eq!(after.status(), Status::Refunded);
    assert_eq!(after.refunded().minor(), 2_500);
}

#[test]
fn every_order_of_messages_ends_alike() {
    let messages = |payment: &PaymentId| {
        [
            message(payment, "Pending", "7AB12345CD678901E", "25.00"),
            paid(payment),
            back("Refunded", "REFUND1", "-10.00"),
            back("Reversed", "REVERSAL1", "-15.00"),
            back("Canceled_Reversal", "CANCELED1", "15.00"),
        ]
    };
    let mut orders = vec![vec![]];
    for _ in 0..5 {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let rest = (0..5)
                    .filter(|next| !order.contains(next))
                    .collect::<Vec<_>>();
                rest.into_iter().map(move |next| {
                    let mut longer = order.clone();
                    longer.push(next);
                    longer
                })
            })
            .collect();
    }
    assert_eq!(orders.len(), 120);
    for order in orders {
        let world = World::new(["VERIFIED"; 5]);
        let payment = world.payment(STANDARD, 1);
        let messages = messages(&payment);
        for index in &order {
            world.take(&messages[*index]);
        }
        // What came before the payment it names is found later.
        world.advance(Millis::minutes(5));
        now_or_never(sweep(&world)).unwrap();
        let after = world.state_of(&payment);
        assert_eq!(after.status(), Status::PartiallyRefunded, "{order:?}");
        assert_eq!(after.captured().minor(), 2_500, "{order:?}");
        assert_eq!(after.refunded().minor(), 1_000, "{order:?}");
        assert_eq!(after.reversed().minor(), 0, "{order:?}");
        assert_eq!(after.mismatch, None, "{order:?}");
        assert_eq!(world.post_backs(), 5, "{order:?}");
        let rows = world.rows.borrow();
        assert!(
            rows.values().all(|row| state(row) == State::Applied),
            "{order:?}"
        );
    }
}

#[test]
fn disputes_open_and_close_through_the_payments_transaction() {
    let world = World::new(["VERIFIED"; 3]);
    let payment = world.payment(STANDARD, 1);
    world.take(&paid(&payment));
    let case = |kind: &str| {
        format!(
            "txn_type={kind}&test_ipn=1&txn_id=7AB12345CD678901E&case_id=PP-D-9&case_type=complaint&reason_code=non_receipt"
        )
    };
    world.take(&case("new_case"));
    assert_eq!(world.state_of(&payment).status(), Status::Disputed);
    world.take(&case("adjustment"));
    assert_eq!(world.state_of(&payment).status(), Status::Captured);
}

#[test]
fn another_sum_is_recorded_as_such() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    world.take(&message(&payment, "Completed", "A", "0.01"));
    let after = world.state_of(&payment);
    assert_eq!(
        after.mismatch.map(obole_shared::money::Money::minor),
        Some(1)
    );
}

#[test]
fn what_acts_on_nothing_is_kept_and_told() {
    let world = World::new(["VERIFIED"; 3]);
    for (body, subject) in [
        (
            "txn_type=subscr_signup&subscr_id=S-1",
            "A subscription began.",
        ),
        (
            "txn_type=masspay&payer_email=caisse%40obole.test",
            "Money paid out to many.",
        ),
        (
            "txn_type=brand_new&txn_id=1",
            "A word of PayPal's that is not known here.",
        ),
    ] {
        let body = format!("{body}&test_ipn=1&receiver_email=caisse%40obole.test");
        let notice = world.take(&body);
        assert_eq!(state(&notice), State::Kept, "{body}");
        assert_eq!(notice.standing.summary.unwrap().subject, subject);
        assert_eq!(notice.standing.next_at, None);
    }
    assert!(world.told.borrow().is_empty());
}

#[test]
fn the_secret_of_the_address_proves_it() {
    let world = World::new([]);
    let payment = world.payment(STANDARD, 1);
    let proven = Arrived {
        is_proven: true,
        ..world.arrived(&paid(&payment))
    };
    let notice = world.try_take(proven).unwrap();
    assert_eq!(state(&notice), State::Applied);
    assert_eq!(world.post_backs(), 0, "PayPal was not asked");
    // A wrong one is kept for a look, and does nothing.
    let wrong = Arrived {
        refused: Some("the secret in the address is wrong".to_owned()),
        ..world.arrived(&message(&payment, "Reversed", "X", "-25.00"))
    };
    let notice = world.try_take(wrong.clone()).unwrap();
    assert_eq!(state(&notice), State::Refused);
    assert_eq!(world.told.borrow().len(), 1);
    // The right one, later.
    let right = Arrived {
        refused: None,
        is_proven: true,
        ..wrong
    };
    assert_eq!(state(&world.try_take(right).unwrap()), State::Kept);
}

#[test]
fn nothing_is_acknowledged_that_is_not_stored() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    world.is_full.set(true);
    assert!(world.try_take(world.arrived(&paid(&payment))).is_err());
    assert!(world.told.borrow().is_empty());
    assert_eq!(world.post_backs(), 0);
    world.is_full.set(false);
    assert_eq!(state(&world.take(&paid(&payment))), State::Applied);
}

#[test]
fn a_payment_that_cannot_be_reached_is_tried_again() {
    let world = World::new(["VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    world.is_cut_off.set(true);
    let notice = world.take(&paid(&payment));
    assert_eq!(state(&notice), State::Received);
    assert!(notice.standing.is_verified);
    world.is_cut_off.set(false);
    world.advance(Millis::minutes(5));
    assert_eq!(now_or_never(sweep(&world)), Ok(1));
    assert_eq!(state(&world.stored(&notice.id)), State::Applied);
    assert_eq!(world.post_backs(), 1);
}

#[test]
fn only_what_was_refused_is_forgotten() {
    let world = World::new(["INVALID", "VERIFIED", "VERIFIED"]);
    let payment = world.payment(STANDARD, 1);
    world.take(&message(&payment, "Completed", "FORGED", "25.00"));
    world.take(&paid(&payment));
    world.take("txn_type=subscr_signup&test_ipn=1&receiver_email=caisse%40obole.test");
    world.advance(Millis::days(29));
    now_or_never(sweep(&world)).unwrap();
    assert_eq!(world.rows.borrow().len(), 3);
    world.advance(Millis::days(2));
    now_or_never(sweep(&world)).unwrap();
    let left: Vec<State> = world.rows.borrow().values().map(state).collect();
    assert_eq!(left.len(), 2);
    assert!(!left.contains(&State::Refused));
}

#[test]
fn a_silent_post_is_only_a_hint() {
    let world = World::new([]);
    let payment = world.payment(TerminalKind::Payflow, 1);
    let arrived = Arrived {
        channel: Channel::SilentPost,
        addressed: Some(payment.clone()),
        is_proven: true,
        ..world.arrived("RESULT=0&PNREF=A&ACCT=1111&EXPDATE=1230&AMT=25.00")
    };
    let notice = world.try_take(arrived.clone()).unwrap();
    assert_eq!(state(&notice), State::Applied);
    let hint = Tell::Hint(Source::SilentPost, None);
    assert_eq!(*world.told.borrow(), [(payment, hint)]);
    let unproven = Arrived {
        is_proven: false,
        body: b"RESULT=0".to_vec(),
        ..arrived
    };
    assert_eq!(state(&world.try_take(unproven).unwrap()), State::Refused);
}

#[test]
fn what_belongs_to_a_card_is_not_kept() {
    let body = b"RESULT=0&ACCT=4111111111111111&ACCT[4]=1111&acct=1&EXPDATE=1230&CVV2=123&SECURETOKEN=abc&NAME=Jo&AMT=1.00";
    let kept = String::from_utf8(without_card(body)).unwrap();
    assert_eq!(
        kept,
        "RESULT=0&ACCT=&ACCT=&acct=&EXPDATE=&CVV2=&SECURETOKEN=&NAME=Jo&AMT=1.00"
    );
    assert_eq!(without_card(b""), b"");
    assert_eq!(without_card(b"ACCT"), b"ACCT=");
}

#[test]
fn a_name_is_of_terminal_channel_and_bytes() {
    let world = World::new([]);
    let one = world.arrived("a=1");
    assert_eq!(one.id(), world.arrived("a=1").id());
    let others = [
        world.arrived("a=2"),
        Arrived {
            terminal: "other".parse().unwrap(),
            ..one.clone()
        },
        Arrived {
            channel: Channel::Webhook,
            ..one.clone()
        },
    ];
    for other in others {
        assert_ne!(other.id(), one.id());
    }
    assert_eq!(one.id().as_str().parse(), Ok(one.id()));
    for text in [
        "",
        "ntc_",
        "ntc_A0000000000000000000000000",
        "pay_00000000000000000000000000",
    ] {
        assert!(text.parse::<NoticeId>().is_err(), "{text}");
    }
}
