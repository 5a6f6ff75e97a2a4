//! What payers and operators do every day.

use super::*;

#[test]
fn an_open_session_waits_for_the_payer() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        world.open();
        assert_eq!(
            world.call(Call::AskSession),
            Answer::Standing(Standing::NotStarted)
        );
        assert_eq!(
            (world.status(), world.books()),
            (Status::Created, [0, 0, 0])
        );
        world.assert_clean();
    }
}

#[test]
fn every_type_of_account_takes_a_payment_once() {
    for account in EVERY_TYPE {
        let world = paid(account);
        assert_eq!(world.books(), [12_050, 0, 0]);
        assert!(world.payment.borrow().mismatch.is_none());
        // Asked again, it is still the same money.
        world.come_back();
        world.run(Millis::days(1));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0])
        );
        world.assert_clean();
    }
}

#[test]
fn reserved_money_is_captured_in_whole_or_in_part() {
    for account in EVERY_TYPE {
        for part in [None, Some(5_000)] {
            let world = reserved(account);
            assert_eq!((world.books(), world.held()), ([0, 0, 0], 1));
            let currency = world.amount().currency();
            let amount = part.map(|minor| money(minor, currency));
            world.command(Command::Capture { amount });
            world.run(Millis::minutes(1));
            assert_eq!(world.status(), Status::Captured, "{account:?}");
            assert_eq!(world.books(), [part.unwrap_or(12_050), 0, 0]);
            assert_eq!(world.held(), 0);
            world.assert_clean();
        }
    }
}

#[test]
fn reserved_money_is_given_up() {
    for account in EVERY_TYPE {
        let world = reserved(account);
        world.command(Command::Cancel);
        world.run(Millis::minutes(1));
        assert_eq!(world.status(), Status::Canceled, "{account:?}");
        assert_eq!((world.books(), world.held()), ([0, 0, 0], 0));
        world.assert_clean();
    }
}

#[test]
fn money_is_paid_back_in_parts_until_nothing_is_left() {
    for account in EVERY_TYPE {
        let world = paid(account);
        let currency = world.amount().currency();
        world.refund("operator-key-0001", Some(money(5_000, currency)));
        world.run(Millis::minutes(1));
        assert_eq!(world.status(), Status::PartiallyRefunded, "{account:?}");
        world.refund("operator-key-0002", None);
        world.run(Millis::minutes(1));
        assert_eq!(world.status(), Status::Refunded);
        assert_eq!(world.books(), [12_050, 12_050, 0]);
        world.assert_clean();
    }
}

#[test]
fn what_the_payer_gave_up_ends_without_money() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        let back = world.open_and(Action::Abort);
        assert!(back.contains("/cancel"), "{back}");
        world.come_back();
        assert_eq!(world.status(), Status::Created);
        world.run(Millis::hours(12));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Expired, [0, 0, 0])
        );
    }
}

#[test]
fn a_declined_payer_chooses_other_means_in_the_same_session() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        let url = world.open();
        world.act(&url, Action::Decline);
        world.come_back();
        let why = world.payment.borrow().why();
        assert_eq!((why, world.books()), (Why::ChooseAnotherMeans, [0, 0, 0]));
        world.act(&url, Action::Pay);
        world.come_back();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0]),
            "{account:?}"
        );
    }
}

#[test]
fn a_payer_who_was_declined_and_left_is_declined_in_the_end() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        world.open_and(Action::Decline);
        world.come_back();
        world.run(Millis::hours(12));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Declined, [0, 0, 0])
        );
    }
}

#[test]
fn an_echeck_clears_or_bounces() {
    for (action, status, captured) in [
        (Action::Pending, Status::Captured, 12_050),
        (Action::PendingDenied, Status::Declined, 0),
    ] {
        let world = World::new(AccountType::PayflowExpressUs, CaptureAtOnce);
        world.open_and(action);
        world.come_back();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Pending, [0, 0, 0])
        );
        world.run(Millis::days(20));
        assert_eq!((world.status(), world.books()), (status, [captured, 0, 0]));
    }
}

#[test]
fn a_donor_pays_with_paypal_from_the_card_page() {
    let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
    world.open_and(Action::PayPal);
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, [12_050, 0, 0])
    );
    world.refund("operator-key-0001", None);
    world.run(Millis::minutes(1));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Refunded, [12_050, 12_050, 0])
    );
}

#[test]
fn a_token_that_ended_ends_the_payment() {
    let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
    let url = world.open();
    world.advance(Millis::minutes(31));
    let back = world.act(&url, Action::Pay);
    assert!(back.contains("/fail"), "{back}");
    world.come_back();
    world.run(Millis::hours(12));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Expired, [0, 0, 0])
    );
}
