//! Answers that are lost, late or odd: money moves once all the same.

use super::*;

const AFTER: [Effect; 3] = [
    Effect::LostAnswer,
    Effect::HeldAnswer,
    Effect::ServerErrorAfter,
];

const BEFORE: [Effect; 4] = [
    Effect::LostRequest,
    Effect::ServerError,
    Effect::Unavailable,
    Effect::Html403,
];

fn every_effect() -> impl Iterator<Item = Effect> {
    AFTER.into_iter().chain(BEFORE)
}

#[test]
fn a_session_whose_answer_was_lost_is_opened_by_the_donors_next_try() {
    for effect in every_effect() {
        for (account, operation) in [
            (AccountType::PayflowProUs, "CREATESECURETOKEN"),
            (AccountType::PayflowExpressUs, "ACTION:S"),
        ] {
            let world = World::new(account, CaptureAtOnce);
            world.fault(operation, effect, 1);
            let answer = world.call(Call::OpenSession);
            assert!(
                matches!(answer, Answer::Unknown { .. }),
                "{effect:?} {answer:?}"
            );
            world.advance(Millis::minutes(8));
            let url = world.open();
            let expires_at = world.payment.borrow().session.as_ref().unwrap().expires_at;
            world.act(&url, Action::Pay);
            world.come_back();
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, [12_050, 0, 0])
            );
            let lifetime = expires_at - NOW;
            assert!(lifetime <= Millis::minutes(188), "{lifetime:?}");
            world.assert_clean();
        }
    }
}

#[test]
fn a_capture_is_made_once_whatever_gets_lost() {
    for effect in every_effect() {
        for times in [1, 3] {
            let world = reserved(AccountType::PayflowProUs);
            world.fault("TRXTYPE:D", effect, times);
            world.command(Command::Capture { amount: None });
            world.run(Millis::days(1));
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, [12_050, 0, 0]),
                "{effect:?}"
            );
            // Its name is known, so that it can be paid back.
            assert!(!world.pnref().is_empty());
        }
    }
}

#[test]
fn an_approval_is_completed_once_whatever_gets_lost() {
    for effect in every_effect() {
        for operation in ["ACTION:G", "ACTION:D"] {
            let world = World::new(AccountType::PayflowExpressUs, CaptureAtOnce);
            world.open_and(Action::Pay);
            world.fault(operation, effect, 2);
            world.come_back();
            world.run(Millis::hours(3));
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, [12_050, 0, 0]),
                "{effect:?} {operation}"
            );
        }
    }
}

#[test]
fn an_authorization_is_given_up_once_whatever_gets_lost() {
    for effect in every_effect() {
        let world = reserved(AccountType::PayflowProUs);
        world.fault("TRXTYPE:V", effect, 2);
        world.command(Command::Cancel);
        world.run(Millis::days(1));
        assert_eq!(world.status(), Status::Canceled, "{effect:?}");
        assert_eq!((world.books(), world.held()), ([0, 0, 0], 0));
    }
}

#[test]
fn money_is_paid_back_once_whatever_gets_lost() {
    for effect in every_effect() {
        for lost_look_up in [false, true] {
            let world = paid(AccountType::PayflowProUs);
            world.fault("TRXTYPE:C", effect, 3);
            if lost_look_up {
                world.fault("TRXTYPE:I", Effect::LostRequest, 2);
            }
            world.refund("operator-key-0001", None);
            world.run(Millis::days(2));
            assert_eq!(
                (world.status(), world.books()),
                (Status::Refunded, [12_050, 12_050, 0]),
                "{effect:?}"
            );
        }
    }
}

#[test]
fn an_ask_that_is_lost_is_asked_again() {
    for effect in every_effect() {
        let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
        world.open_and(Action::Pay);
        world.fault("TRXTYPE:I", effect, 2);
        world.come_back();
        world.run(Millis::hours(1));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0]),
            "{effect:?}"
        );
    }
}

#[test]
fn answers_with_fields_nobody_knows_are_read() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        let rule = Fault {
            provider: None,
            operation: None,
            effect: Effect::OddAnswer,
            count: None,
            permille: None,
            ms: None,
            times: None,
        };
        world.simulator.borrow_mut().faults_mut().add(rule);
        world.open_and(Action::Pay);
        world.come_back();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0])
        );
    }
}
