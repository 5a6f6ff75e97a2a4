//! Captures, refunds and reversals against the simulator.

use obole_shared::money::Money;
use obole_shared::payment::{Call, Command, Failure, Progress, Source, Status};
use obole_shared::time::Millis;

use crate::messages::{AT_ONCE, BY_HAND, dollars};
use crate::world::{EVERY_LOSS, World, both};

#[test]
fn a_capture_void_or_refund_happens_once_whatever_is_lost() {
    type Order = fn(&World);
    let calls: [(&str, Order); 3] = [
        ("DoCapture", |world| {
            world.command(Command::Capture { amount: None });
        }),
        ("DoVoid", |world| world.command(Command::Cancel)),
        ("RefundTransaction", |world| {
            world.command(Command::Capture { amount: None });
            world.settle();
            world.refund("operator-key-0001", Some(dollars(2_050)));
        }),
    ];
    for effect in EVERY_LOSS {
        for (method, order) in calls {
            for world in both(BY_HAND) {
                world.pay();
                assert_eq!((world.status(), world.reserved()), (Status::Authorized, 1));
                world.fail(method, effect, 2);
                order(&world);
                world.sleep(Millis::days(2));
                let expected = match method {
                    "DoCapture" => (Status::Captured, (12_050, 0)),
                    "DoVoid" => (Status::Canceled, (0, 0)),
                    _ => (Status::PartiallyRefunded, (12_050, 2_050)),
                };
                assert_eq!(
                    (world.status(), world.books()),
                    expected,
                    "{effect:?} {method}"
                );
                assert_eq!(world.reserved(), 0);
                world.assert_true();
            }
        }
    }
}

#[test]
fn reserved_money_is_captured_whole_or_in_part() {
    for amount in [None, Some(dollars(2_050))] {
        for world in both(BY_HAND) {
            world.pay();
            world.command(Command::Capture { amount });
            world.settle();
            let minor = amount.map_or(12_050, Money::minor);
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, (minor, 0))
            );
            assert_eq!(world.reserved(), 0);
            world.hint(Source::Operator, None);
            world.sleep(Millis::days(1));
            world.assert_true();
            world.refund("operator-key-0001", None);
            assert_eq!(
                (world.status(), world.books()),
                (Status::Refunded, (minor, minor))
            );
            world.assert_true();
        }
    }
}

#[test]
fn a_capture_that_the_journal_forgot_is_found() {
    for world in both(BY_HAND) {
        world.pay();
        let before = world.payment.borrow().clone();
        world.command(Command::Capture { amount: None });
        world.settle();
        // As if the journal had lost it all: another key, the same authorization.
        let mut forgotten = before;
        forgotten.attempts.entry(Call::Capture).or_default().round = 7;
        *world.payment.borrow_mut() = forgotten;
        world.command(Command::Capture { amount: None });
        world.settle();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, (12_050, 0))
        );
        world.assert_true();
    }
}

#[test]
fn a_void_that_the_journal_forgot_is_found_too() {
    for world in both(BY_HAND) {
        world.pay();
        let before = world.payment.borrow().clone();
        world.command(Command::Cancel);
        world.settle();
        assert_eq!(world.status(), Status::Canceled);
        *world.payment.borrow_mut() = before.clone();
        world.command(Command::Cancel);
        world.settle();
        assert_eq!(world.status(), Status::Canceled);
        // A notice alone leads there too.
        *world.payment.borrow_mut() = before;
        world.hint(Source::Ipn, None);
        world.sleep(Millis::minutes(1));
        assert_eq!(world.status(), Status::Canceled);
        let failure = Progress::Failed(Failure::Canceled);
        assert_eq!(world.payment.borrow().progress, failure);
        assert_eq!(world.books(), (0, 0));
    }
}

#[test]
fn money_is_paid_back_to_zero_and_not_below() {
    for world in both(AT_ONCE) {
        world.pay();
        world.refund("operator-key-0001", Some(dollars(2_000)));
        world.refund("operator-key-0002", Some(dollars(50)));
        assert_eq!(world.status(), Status::PartiallyRefunded);
        // The same order twice is one.
        world.refund("operator-key-0002", Some(dollars(50)));
        world.refund("operator-key-0003", None);
        assert_eq!(
            (world.status(), world.books()),
            (Status::Refunded, (12_050, 12_050))
        );
        world.notices();
        world.sleep(Millis::days(1));
        world.assert_true();
    }
}

#[test]
fn a_refund_at_paypal_is_learned_by_asking() {
    for world in both(AT_ONCE) {
        world.pay();
        world.refund("operator-key-0001", Some(dollars(1_000)));
        let capture = world.captured();
        let refund = world
            .simulator
            .borrow_mut()
            .refund_at_paypal(&capture, Some(500));
        assert!(refund.is_some());
        assert!(world.notices() > 0);
        assert_eq!(
            (world.status(), world.books()),
            (Status::PartiallyRefunded, (12_050, 1_500))
        );
        world.assert_true();
        world
            .simulator
            .borrow_mut()
            .refund_at_paypal(&capture, None);
        world.notices();
        assert_eq!(world.status(), Status::Refunded);
        world.assert_true();
    }
}

#[test]
fn a_refund_that_races_with_one_at_paypal_takes_nothing_twice() {
    for world in both(AT_ONCE) {
        world.pay();
        let capture = world.captured();
        world
            .simulator
            .borrow_mut()
            .refund_at_paypal(&capture, Some(12_000));
        // We do not know yet; PayPal refuses what is not there.
        world.refund("operator-key-0001", None);
        world.notices();
        world.sleep(Millis::days(1));
        assert_eq!(world.books(), (12_050, 12_000));
        world.assert_true();
    }
}

#[test]
fn money_taken_back_and_returned_is_followed() {
    for world in both(AT_ONCE) {
        world.pay();
        let capture = world.captured();
        let reversed =
            world
                .simulator
                .borrow_mut()
                .reverse_transaction(&capture, "chargeback", None);
        assert!(reversed.is_some());
        assert!(world.notices() > 0);
        assert_eq!(world.status(), Status::Reversed);
        assert!(world.payment.borrow().refundable().is_zero());
        world.assert_true();
        world.simulator.borrow_mut().cancel_reversal(&capture);
        assert!(world.notices() > 0);
        assert_eq!(world.status(), Status::Captured);
        world.assert_true();
    }
}

#[test]
fn reserved_money_that_nobody_takes_lapses() {
    for world in both(BY_HAND) {
        world.pay();
        world.sleep(Millis::days(30));
        assert_eq!((world.status(), world.books()), (Status::Expired, (0, 0)));
        assert_eq!(world.reserved(), 0);
        world.assert_true();
    }
}
