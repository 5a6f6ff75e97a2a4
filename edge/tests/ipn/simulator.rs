//! Whole payments by Payments Standard, against a provider that keeps books: the form, the page,
//! messages with their post-backs, and the way back with PDT.

use obole_edge::notices::{State, sweep, take};
use obole_edge::providers::ipn::Message;
use obole_shared::payment::{Answer, CaseStage, Standing, Status};
use obole_shared::time::Millis;
use psp_simulator::{Action, ClassicAccount, Effect, Fault, MovementKind, Simulator, Unheld};

use crate::shop::Shop;
use crate::support::now_or_never;

#[test]
fn a_donor_pays_and_comes_back_before_the_message() {
    let shop = Shop::usual();
    let back = shop.act(Action::Pay).unwrap();
    assert!(
        back.contains(&format!("/return/{}/success", shop.payment)),
        "{back}"
    );
    let Answer::Report(report) = shop.come_back(&back) else {
        panic!("PDT knows it");
    };
    assert!(matches!(report.standing, Some(Standing::Captured { .. })));
    assert_eq!(shop.status(), Status::Captured);
    let receipt = shop.world.state_of(&shop.payment).receipt.unwrap();
    assert_eq!(receipt.item.as_deref(), Some("Spende für das Tierheim"));
    assert!(receipt.email.is_some());
    let before = shop.world.state_of(&shop.payment).captured();
    assert_eq!(shop.states(), [State::Applied]);
    assert_eq!(shop.world.state_of(&shop.payment).captured(), before);
    shop.agree();
}

#[test]
fn the_message_alone_is_enough() {
    let shop = Shop::usual();
    shop.act(Action::Pay).unwrap();
    assert_eq!(shop.status(), Status::Created);
    assert_eq!(shop.states(), [State::Applied]);
    assert_eq!(shop.status(), Status::Captured);
    shop.agree();
    let told = shop.world.state_of(&shop.payment);
    assert!(matches!(
        told.progress,
        obole_shared::payment::Progress::Captured(ref capture) if capture.fee.is_some()
    ));
}

#[test]
fn guests_never_come_back_and_pay_all_the_same() {
    let shop = Shop::usual();
    assert_eq!(shop.act(Action::Guest), None);
    assert_eq!(shop.states(), [State::Applied]);
    assert_eq!(shop.status(), Status::Captured);
    shop.agree();
}

#[test]
fn whoever_gives_up_pays_nothing() {
    let shop = Shop::usual();
    let back = shop.act(Action::Abort).unwrap();
    assert!(back.contains("/cancel"), "{back}");
    assert!(shop.states().is_empty());
    assert_eq!(shop.status(), Status::Created);
    shop.agree();
}

#[test]
fn an_echeck_clears_or_bounces() {
    for (action, end, captured) in [
        (Action::Pending, Status::Captured, 2_500),
        (Action::PendingDenied, Status::Declined, 0),
    ] {
        let shop = Shop::usual();
        let back = shop.act(action).unwrap();
        shop.come_back(&back);
        assert_eq!(shop.status(), Status::Pending);
        assert_eq!(shop.states(), [State::Applied]);
        assert_eq!(shop.status(), Status::Pending);
        shop.advance(Millis::days(5));
        assert_eq!(shop.states(), [State::Applied]);
        assert_eq!(shop.status(), end);
        assert_eq!(shop.books(MovementKind::Capture), captured);
        shop.agree();
    }
}

#[test]
fn money_goes_back_and_returns_through_the_parent() {
    let shop = Shop::usual();
    shop.act(Action::Pay).unwrap();
    shop.deliver();
    let transaction = shop.transaction();
    shop.sim(|sim| sim.refund_at_paypal(&transaction, Some(1_000)).unwrap());
    assert_eq!(shop.states(), [State::Applied]);
    assert_eq!(shop.status(), Status::PartiallyRefunded);
    shop.agree();
    shop.sim(|sim| {
        sim.reverse_transaction(&transaction, "chargeback", None)
            .unwrap()
    });
    assert_eq!(shop.states(), [State::Applied]);
    assert_eq!(shop.world.state_of(&shop.payment).reversed().minor(), 1_500);
    shop.sim(|sim| sim.cancel_reversal(&transaction).unwrap());
    assert_eq!(shop.states(), [State::Applied]);
    assert_eq!(shop.world.state_of(&shop.payment).reversed().minor(), 0);
    shop.sim(|sim| sim.refund_at_paypal(&transaction, None).unwrap());
    assert_eq!(shop.states(), [State::Applied]);
    assert_eq!(shop.status(), Status::Refunded);
    shop.agree();
}

#[test]
fn disputes_open_and_close() {
    for (kind, reason) in [
        ("dispute", "not_as_described"),
        ("complaint", "non_receipt"),
        ("chargeback", "unauthorized"),
        ("bankreturn", "special"),
    ] {
        let shop = Shop::usual();
        shop.act(Action::Pay).unwrap();
        shop.deliver();
        let transaction = shop.transaction();
        let case = shop.sim(|sim| sim.open_case(&transaction, kind, reason, None).unwrap());
        assert_eq!(shop.states(), [State::Applied], "{kind}");
        let disputes = shop.world.state_of(&shop.payment).disputes;
        assert_eq!(disputes.len(), 1);
        assert_eq!(
            (disputes[0].id.as_str(), disputes[0].stage),
            (case.as_str(), CaseStage::Open)
        );
        assert_eq!(shop.status(), Status::Disputed);
        shop.sim(|sim| assert!(sim.close_case(&case)));
        assert_eq!(shop.states(), [State::Applied], "{kind}");
        assert_ne!(shop.status(), Status::Disputed, "{kind}");
        shop.agree();
    }
}

#[test]
fn another_currency_is_converted_or_waits_for_its_owner() {
    let american = |unheld| ClassicAccount {
        currencies: vec!["USD".to_owned()],
        unheld,
        rates: vec![("EUR".to_owned(), "1.5".to_owned())],
        ..ClassicAccount::default()
    };
    let shop = Shop::new(american(Unheld::Convert));
    shop.act(Action::Pay).unwrap();
    assert_eq!(shop.states(), [State::Applied]);
    let payment = shop.world.state_of(&shop.payment);
    let settled = payment.settled.unwrap();
    let obole_shared::payment::Progress::Captured(capture) = &payment.progress else {
        panic!()
    };
    let net = capture.amount.checked_sub(capture.fee.unwrap()).unwrap();
    let exact = net.to_decimal() * settled.rate.value();
    assert_eq!(settled.amount.to_decimal(), exact.round_dp(2));
    assert_eq!(settled.amount.currency().code(), "USD");
    shop.agree();
    for (decision, end) in [
        (0, Status::Captured),
        (1, Status::Captured),
        (2, Status::Declined),
    ] {
        let shop = Shop::new(american(Unheld::Ask));
        shop.act(Action::Pay).unwrap();
        assert_eq!(shop.states(), [State::Applied]);
        assert_eq!(shop.status(), Status::Pending);
        let transaction = shop.transaction();
        let decided = shop.sim(|sim| match decision {
            0 => sim.accept_payment(&transaction, true),
            1 => sim.accept_payment(&transaction, false),
            _ => sim.deny_payment(&transaction),
        });
        assert!(decided);
        assert_eq!(shop.states(), [State::Applied]);
        assert_eq!(shop.status(), end);
        let settled = shop.world.state_of(&shop.payment).settled;
        assert_eq!(settled.is_some(), decision == 0);
        shop.agree();
    }
}

#[test]
fn every_encoding_is_verified_and_read() {
    for charset in [
        "windows-1252",
        "UTF-8",
        "gb2312",
        "Shift_JIS",
        "KOI8_R",
        "windows-1251",
    ] {
        let shop = Shop::new(ClassicAccount {
            charset: charset.to_owned(),
            ..ClassicAccount::default()
        });
        let url = format!("{}&first_name=L%C3%A9a+%D0%96+%E4%BD%A0", shop.open());
        let back = shop.sim(|sim| sim.payer_act(&url, Action::Pay)).unwrap();
        assert!(
            matches!(shop.come_back(&back), Answer::Report(_)),
            "{charset}"
        );
        let notices = shop.deliver();
        assert_eq!(notices[0].standing.state, State::Applied, "{charset}");
        let summary = notices[0].standing.summary.clone().unwrap();
        let name = summary
            .lines
            .iter()
            .find(|line| line.name == "first_name")
            .unwrap();
        assert_eq!(name.value, "Léa Ж 你", "{charset}");
        shop.agree();
    }
}

#[test]
fn messages_that_come_twice_late_or_not_at_all_change_nothing_in_the_end() {
    for effect in [
        Effect::Duplicate,
        Effect::Delay,
        Effect::Reorder,
        Effect::LostNotice,
    ] {
        let shop = Shop::usual();
        shop.sim(|sim| {
            sim.faults_mut().add(Fault {
                provider: None,
                operation: None,
                effect,
                count: None,
                permille: None,
                ms: Some(30_000),
                times: Some(3),
            });
        });
        let back = shop.act(Action::Pay).unwrap();
        for _ in 0..5 {
            shop.deliver();
        }
        if effect == Effect::LostNotice {
            assert_eq!(shop.status(), Status::Created);
            shop.come_back(&back);
        }
        assert_eq!(shop.status(), Status::Captured, "{effect:?}");
        shop.agree();
    }
}

#[test]
fn while_the_post_back_fails_paypal_sends_again() {
    for effect in [
        Effect::Unavailable,
        Effect::LostAnswer,
        Effect::HeldAnswer,
        Effect::Html403,
    ] {
        let shop = Shop::usual();
        shop.sim(|sim| {
            sim.faults_mut().add(Fault {
                provider: None,
                operation: Some("_notify-validate".to_owned()),
                effect,
                count: Some(1),
                permille: None,
                ms: None,
                times: None,
            });
        });
        shop.act(Action::Pay).unwrap();
        assert_eq!(shop.states(), [State::Unverified], "{effect:?}");
        assert_eq!(shop.status(), Status::Created);
        // Whichever comes first: PayPal's own repeat, or our own retry.
        if effect == Effect::Unavailable {
            shop.advance(Millis::minutes(5));
            now_or_never(sweep(&shop.world)).unwrap();
        } else {
            assert_eq!(shop.states(), [State::Applied], "{effect:?}");
        }
        assert_eq!(shop.status(), Status::Captured, "{effect:?}");
        shop.agree();
    }
}

#[test]
fn what_was_changed_on_the_way_is_refused() {
    let shop = Shop::usual();
    shop.act(Action::Pay).unwrap();
    shop.advance(Millis::minutes(1));
    let due = shop.sim(Simulator::due);
    let mut arrived = shop.arrived(&due[0].request);
    let text = String::from_utf8(arrived.body.clone()).unwrap();
    for forged in [
        text.replacen("25", "2500", 1),
        text.replace("Completed", "Refunded"),
        format!("{text}&resend=true"),
        text.replacen('+', "%20", 1),
    ] {
        assert_ne!(forged, text);
        arrived.body = forged.into_bytes();
        let notice = now_or_never(take(&shop.world, arrived.clone())).unwrap();
        assert_eq!(notice.standing.state, State::Refused, "{notice:?}");
    }
    assert_eq!(shop.status(), Status::Created);
    arrived.body = text.into_bytes();
    let genuine = now_or_never(take(&shop.world, arrived)).unwrap();
    assert_eq!(genuine.standing.state, State::Applied);
}

#[test]
fn a_live_account_does_not_answer_for_a_test_terminal() {
    let shop = Shop::new(ClassicAccount {
        test: false,
        ..ClassicAccount::default()
    });
    shop.act(Action::Pay).unwrap();
    assert_eq!(shop.states(), [State::Refused]);
    assert_eq!(shop.status(), Status::Created);
}

#[test]
fn subscriptions_and_mass_payments_are_kept() {
    let shop = Shop::usual();
    let samples = [
        "subscr_signup",
        "subscr_cancel",
        "subscr_modify",
        "subscr_payment",
        "subscr_refund",
        "subscr_failed",
        "subscr_eot",
        "recurring_payment",
        "recurring_payment_profile_created",
        "recurring_payment_profile_cancel",
        "recurring_payment_expired",
        "recurring_payment_failed",
        "recurring_payment_skipped",
        "recurring_payment_suspended",
        "recurring_payment_suspended_due_to_max_failed_payment",
        "mp_signup",
        "mp_cancel",
        "masspay",
    ];
    let address = "https://pay.example.org/notify/terminal-test";
    for sample in samples {
        shop.sim(|sim| sim.send_ipn("", Some(address), Some(sample), &[]).unwrap());
        let notices = shop.deliver();
        assert_eq!(notices.len(), 1);
        let standing = &notices[0].standing;
        assert_eq!(standing.state, State::Kept, "{sample}: {}", standing.reason);
        let summary = standing.summary.clone().unwrap();
        assert!(!summary.lines.is_empty(), "{sample}");
    }
    assert!(shop.world.told.borrow().is_empty());
}

#[test]
fn a_message_sent_again_by_hand_counts_up() {
    let shop = Shop::usual();
    shop.act(Action::Pay).unwrap();
    let first = shop.deliver().remove(0);
    let message = Message::read(&first.body);
    let track = message.get("ipn_track_id").unwrap();
    shop.sim(|sim| assert!(sim.resend_ipn(track, false)));
    let again = shop.deliver().remove(0);
    assert_eq!((again.id, again.deliveries), (first.id, 2));
    shop.sim(|sim| assert!(sim.resend_ipn(track, true)));
    let marked = shop.deliver().remove(0);
    assert_eq!(marked.standing.state, State::Applied);
    assert_eq!(marked.standing.reason, "the same was told before");
    shop.agree();
}
