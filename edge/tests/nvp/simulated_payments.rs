//! Whole payments of both kinds against the simulator: what our journal says is what PayPal's books
//! show.

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Command, Progress, Source, Status};
use obole_shared::terminal::TerminalKind::{PaypalExpress, PaypalHosted};
use obole_shared::time::Millis;
use psp_simulator::{Action, ClassicAccount, Effect, MovementKind, Unheld};

use crate::messages::{AT_ONCE, dollars};
use crate::support::money;
use crate::world::{BOTH, EVERY_LOSS, World, both};

#[test]
fn a_payment_is_captured_once() {
    for world in both(AT_ONCE) {
        world.pay();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, (12_050, 0))
        );
        // Everything that can come again comes again.
        world.hint(Source::Return, None);
        world.sleep(Millis::minutes(1));
        assert!(world.notices() > 0);
        world.sleep(Millis::days(2));
        world.assert_true();
        assert!(world.count("DoExpressCheckoutPayment") <= 1);
        let payment = world.payment.borrow();
        let Progress::Captured(captured) = &payment.progress else {
            panic!("{payment:?}")
        };
        assert_eq!(captured.capture, Some(world.captured()));
        let fee = captured.fee.map(Money::minor);
        assert_eq!(fee, Some(world.moved(MovementKind::Fee)));
    }
}

#[test]
fn a_notice_before_the_return_is_enough() {
    for world in both(AT_ONCE) {
        let back = world.donor(Action::Pay);
        assert!(back.is_some());
        // With Express there is nothing to tell before our call; the browser never came back.
        world.notices();
        world.sleep(Millis::minutes(20));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, (12_050, 0))
        );
        world.assert_true();
    }
}

#[test]
fn a_donor_who_goes_away_pays_nothing() {
    for world in both(AT_ONCE) {
        let back = world.donor(Action::Abort);
        world.come_back(back);
        assert_eq!(world.status(), Status::Created);
        world.sleep(Millis::hours(12));
        assert_eq!((world.status(), world.books()), (Status::Expired, (0, 0)));
        world.assert_true();
    }
    for world in both(AT_ONCE) {
        world.open();
        world.sleep(Millis::hours(12));
        assert_eq!((world.status(), world.books()), (Status::Expired, (0, 0)));
    }
}

#[test]
fn a_donor_who_returns_before_the_end_can_still_pay() {
    for world in both(AT_ONCE) {
        let back = world.donor(Action::Abort);
        world.come_back(back);
        world.sleep(Millis::minutes(90));
        world.pay();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, (12_050, 0))
        );
        world.assert_true();
    }
}

#[test]
fn declined_means_are_replaced_in_the_same_session() {
    let world = World::new(PaypalExpress, AT_ONCE);
    let back = world.donor(Action::Decline);
    world.come_back(back);
    assert_eq!((world.status(), world.books()), (Status::Pending, (0, 0)));
    world.sleep(Millis::minutes(30));
    world.pay();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, (12_050, 0))
    );
    assert_eq!(world.count("SetExpressCheckout"), 1);
    world.assert_true();

    // On the card page the next card is typed at once.
    let world = World::new(PaypalHosted, AT_ONCE);
    assert_eq!(world.donor(Action::Decline), None);
    world.sleep(Millis::minutes(30));
    assert_eq!(world.status(), Status::Created);
    world.pay();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, (12_050, 0))
    );
    world.assert_true();
}

#[test]
fn declined_means_alone_end_as_declined() {
    let world = World::new(PaypalExpress, AT_ONCE);
    let back = world.donor(Action::Decline);
    world.come_back(back);
    world.sleep(Millis::days(1));
    assert_eq!((world.status(), world.books()), (Status::Declined, (0, 0)));
    // Not a call more than PayPal allows with one token.
    assert!(world.count("DoExpressCheckoutPayment") <= 10);
}

#[test]
fn a_lost_answer_costs_no_second_charge() {
    let methods = [
        "SetExpressCheckout",
        "GetExpressCheckoutDetails",
        "DoExpressCheckoutPayment",
        "BMCreateButton",
        "TransactionSearch",
        "GetTransactionDetails",
    ];
    for effect in EVERY_LOSS {
        for method in methods {
            for world in both(AT_ONCE) {
                world.fail(method, effect, 2);
                // The donor asks again where no session was opened.
                for _ in 0..3 {
                    world.settle();
                    let again = world.payment.borrow().opened.clone();
                    world.command(Command::Open(Box::new(again)));
                }
                world.pay();
                world.notices();
                world.sleep(Millis::hours(3));
                assert_eq!(
                    (world.status(), world.books()),
                    (Status::Captured, (12_050, 0)),
                    "{effect:?} {method}"
                );
                world.assert_true();
            }
        }
    }
}

#[test]
fn an_echeck_waits_and_then_clears_or_bounces() {
    for (action, last, taken) in [
        (Action::Pending, Status::Captured, 12_050),
        (Action::PendingDenied, Status::Declined, 0),
    ] {
        let world = World::new(PaypalExpress, AT_ONCE);
        let back = world.donor(action);
        world.come_back(back);
        assert_eq!((world.status(), world.books()), (Status::Pending, (0, 0)));
        world.sleep(Millis::days(8));
        assert_eq!((world.status(), world.books()), (last, (taken, 0)));
        assert_eq!(world.count("DoExpressCheckoutPayment"), 1);
        world.assert_true();
    }
}

#[test]
fn a_currency_without_a_balance_waits_for_the_owner() {
    let account = |unheld| ClassicAccount {
        currencies: vec!["USD".into()],
        unheld,
        rates: vec![("GBP".into(), "1.25".into())],
        ..ClassicAccount::default()
    };
    let pounds = money(10_000, Currency::GBP);
    for kind in BOTH {
        for converted in [true, false] {
            let world = World::paying(kind, AT_ONCE, pounds, account(Unheld::Ask));
            world.pay();
            assert_eq!((world.status(), world.books()), (Status::Pending, (0, 0)));
            let Progress::Pending { capture, .. } = world.payment.borrow().progress.clone() else {
                panic!()
            };
            let capture = capture.unwrap();
            let accepted = world
                .simulator
                .borrow_mut()
                .accept_payment(&capture, converted);
            assert!(accepted);
            world.notices();
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, (10_000, 0))
            );
            let payment = world.payment.borrow();
            assert_eq!(payment.settled.is_some(), converted);
            drop(payment);
            world.assert_true();
        }
        let world = World::paying(kind, AT_ONCE, pounds, account(Unheld::Ask));
        world.pay();
        let Progress::Pending { capture, .. } = world.payment.borrow().progress.clone() else {
            panic!()
        };
        world.simulator.borrow_mut().deny_payment(&capture.unwrap());
        world.notices();
        assert_eq!((world.status(), world.books()), (Status::Declined, (0, 0)));

        let world = World::paying(kind, AT_ONCE, pounds, account(Unheld::Convert));
        world.pay();
        assert_eq!(world.status(), Status::Captured);
        let payment = world.payment.borrow();
        let settled = payment.settled.unwrap();
        assert_eq!(settled.rate.to_string(), "1.25");
        let Progress::Captured(captured) = &payment.progress else {
            panic!()
        };
        let net = 10_000 - captured.fee.unwrap().minor();
        let expected = (net * 125 + 50) / 100;
        assert!((settled.amount.minor() - expected).abs() <= 1);
    }
}

#[test]
fn paypals_own_decimals_arrive_as_the_same_money() {
    for (minor, currency) in [
        (150_000, Currency::HUF),
        (1_500, Currency::JPY),
        (30_000, Currency::TWD),
    ] {
        let account = ClassicAccount {
            currencies: vec![currency.code().into()],
            ..ClassicAccount::default()
        };
        for kind in BOTH {
            let world = World::paying(kind, AT_ONCE, money(minor, currency), account.clone());
            world.pay();
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, (minor, 0))
            );
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
fn answers_with_fields_nobody_knows_are_read() {
    for world in both(AT_ONCE) {
        world
            .simulator
            .borrow_mut()
            .faults_mut()
            .add(psp_simulator::Fault::new(Effect::OddAnswer));
        world.pay();
        world.refund("operator-key-0001", Some(dollars(1)));
        assert_eq!(
            (world.status(), world.books()),
            (Status::PartiallyRefunded, (12_050, 1))
        );
    }
}
