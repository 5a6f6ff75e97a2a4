//! Which event is told by which message.

use psp_simulator::{Action, MovementKind};

use crate::classic::{ACCOUNT, LISTENER, button, expect, only, pay, post_back};
use crate::support::{DAY, simulator};

#[test]
fn an_echeck_is_pending_then_completes_under_the_same_id() {
    let mut sim = simulator();
    let first = pay(&mut sim, &[], Action::Pending);
    expect(
        &first,
        &[
            ("payment_status", "Pending"),
            ("pending_reason", "echeck"),
            ("payment_type", "echeck"),
            ("txn_type", "web_accept"),
        ],
    );
    assert!(!first.has("mc_fee"));
    assert!(sim.books().movements().is_empty());
    sim.set_now(sim.next_due().unwrap());
    let second = only(&mut sim);
    expect(
        &second,
        &[("payment_status", "Completed"), ("mc_fee", "3.00")],
    );
    assert_eq!(second.get("txn_id"), first.get("txn_id"));
    assert!(!second.has("pending_reason"));
    assert!(
        second
            .get("echeck_time_processed")
            .ends_with("Jul 23, 2026 PDT")
    );
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 10_000);
}

#[test]
fn an_echeck_that_bounces_fails_and_says_no_type() {
    let mut sim = simulator();
    let first = pay(&mut sim, &[], Action::PendingDenied);
    sim.advance(4 * DAY);
    let second = only(&mut sim);
    expect(
        &second,
        &[
            ("payment_status", "Failed"),
            ("txn_id", first.get("txn_id")),
        ],
    );
    assert!(!second.has("txn_type") && !second.has("mc_fee"));
    assert!(sim.books().movements().is_empty());
}

#[test]
fn refunds_have_ids_of_their_own_and_negative_amounts() {
    let mut sim = simulator();
    let paid = pay(&mut sim, &[("invoice", "R-1")], Action::Pay);
    let payment = paid.get("txn_id");
    let mut ids = vec![payment.to_owned()];
    for (part, gross, fee) in [
        (Some(2_500), "-25.00", "-0.75"),
        (Some(1), "-0.01", "0.00"),
        (None, "-74.99", "-2.25"),
    ] {
        sim.refund_at_paypal(payment, part).unwrap();
        let refund = only(&mut sim);
        expect(
            &refund,
            &[
                ("payment_status", "Refunded"),
                ("reason_code", "refund"),
                ("parent_txn_id", payment),
                ("mc_gross", gross),
                ("mc_fee", fee),
                ("payment_gross", gross),
                ("custom", "pay_1"),
                ("invoice", "R-1"),
            ],
        );
        assert!(!refund.has("txn_type"));
        ids.push(refund.get("txn_id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    assert_eq!(sim.refund_at_paypal(payment, None), None, "nothing is left");
    assert_eq!(sim.books().total("pay_1", MovementKind::Refund), 10_000);
}

#[test]
fn a_reversal_takes_back_and_its_cancelation_returns() {
    let mut sim = simulator();
    let paid = pay(&mut sim, &[], Action::Pay);
    let payment = paid.get("txn_id");
    sim.reverse_transaction(payment, "buyer_complaint", None)
        .unwrap();
    let reversal = only(&mut sim);
    expect(
        &reversal,
        &[
            ("payment_status", "Reversed"),
            ("reason_code", "buyer_complaint"),
            ("parent_txn_id", payment),
            ("mc_gross", "-100.00"),
            ("mc_fee", "-3.00"),
        ],
    );
    assert!(!reversal.has("txn_type"));
    assert_eq!(sim.refund_at_paypal(payment, Some(1)), None);
    sim.cancel_reversal(payment).unwrap();
    let back = only(&mut sim);
    expect(
        &back,
        &[
            ("payment_status", "Canceled_Reversal"),
            ("parent_txn_id", payment),
            ("mc_gross", "100.00"),
            ("mc_fee", "3.00"),
        ],
    );
    assert_ne!(back.get("txn_id"), reversal.get("txn_id"));
    assert!(sim.refund_at_paypal(payment, Some(1)).is_some());
    assert_eq!(sim.cancel_reversal(payment), None);
}

#[test]
fn an_authorization_is_pending_until_it_lapses() {
    let mut sim = simulator();
    let held = pay(&mut sim, &[("paymentaction", "authorization")], Action::Pay);
    expect(
        &held,
        &[
            ("payment_status", "Pending"),
            ("pending_reason", "authorization"),
            ("auth_id", held.get("txn_id")),
            ("auth_amount", "100.00"),
            ("remaining_settle", "100.00"),
            ("auth_status", "Pending"),
            ("transaction_entity", "auth"),
            ("auth_exp", "07:10:07 Aug 18, 2026 PDT"),
        ],
    );
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 1);
    sim.advance(30 * DAY);
    let lapsed = only(&mut sim);
    expect(
        &lapsed,
        &[
            ("payment_status", "Expired"),
            ("txn_id", held.get("txn_id")),
        ],
    );
    assert!(sim.books().movements().is_empty());
}

#[test]
fn a_cart_tells_each_line() {
    let mut sim = simulator();
    let lines = [
        ("cmd", "_cart"),
        ("upload", "1"),
        ("item_name_1", "Book"),
        ("item_number_1", "B-1"),
        ("amount_1", "10.00"),
        ("quantity_1", "2"),
        ("item_name_2", "Gift"),
        ("amount_2", "5.50"),
    ];
    let message = pay(&mut sim, &lines, Action::Pay);
    expect(
        &message,
        &[
            ("txn_type", "cart"),
            ("mc_gross", "25.50"),
            ("num_cart_items", "2"),
            ("item_name1", "Book"),
            ("item_number1", "B-1"),
            ("quantity1", "2"),
            ("mc_gross_1", "20.00"),
            ("item_name2", "Gift"),
            ("mc_gross_2", "5.50"),
        ],
    );
}

#[test]
fn a_case_is_told_by_the_payments_own_id() {
    let mut sim = simulator();
    let paid = pay(&mut sim, &[("invoice", "R-1")], Action::Pay);
    let payment = paid.get("txn_id");
    let case = sim
        .open_case(payment, "complaint", "non_receipt", Some("Nothing came"))
        .unwrap();
    let opened = only(&mut sim);
    expect(
        &opened,
        &[
            ("txn_type", "new_case"),
            ("txn_id", payment),
            ("case_id", &case),
            ("case_type", "complaint"),
            ("reason_code", "non_receipt"),
            ("buyer_additional_information", "Nothing came"),
            ("custom", "pay_1"),
            ("invoice", "R-1"),
            ("receiver_id", "WQ2ER5TY8HJKN"),
        ],
    );
    assert!(!opened.has("payment_status") && !opened.has("mc_gross"));
    assert_eq!(
        opened.get("case_creation_date"),
        "07:11:07 Jul 20, 2026 PDT"
    );
    assert!(sim.close_case(&case));
    let closed = only(&mut sim);
    expect(&closed, &[("txn_type", "adjustment"), ("case_id", &case)]);
    assert!(!sim.close_case(&case), "closed already");
    assert_eq!(
        sim.open_case("7AB12345CD678901E", "dispute", "x", None),
        None
    );
    assert_eq!(post_back(&mut sim, &closed.raw).1, "VERIFIED");
}

#[test]
fn a_chargeback_opens_without_a_type() {
    let mut sim = simulator();
    let paid = pay(&mut sim, &[], Action::Pay);
    sim.open_case(paid.get("txn_id"), "chargeback", "unauthorized", None)
        .unwrap();
    let opened = only(&mut sim);
    assert!(!opened.has("txn_type"));
    assert_eq!(opened.get("case_type"), "chargeback");
}

#[test]
fn messages_about_anything_are_sent_on_command() {
    let mut sim = simulator();
    let target = Some(LISTENER);
    for event in [
        "subscr_signup",
        "subscr_payment",
        "subscr_cancel",
        "subscr_modify",
        "subscr_failed",
        "subscr_eot",
        "recurring_payment",
        "recurring_payment_skipped",
        "mp_signup",
        "masspay",
    ] {
        let replaced = [("custom", "gift-7")];
        let track = sim
            .send_ipn(ACCOUNT, target, Some(event), &replaced)
            .unwrap();
        let message = only(&mut sim);
        expect(
            &message,
            &[
                ("txn_type", event),
                ("custom", "gift-7"),
                ("ipn_track_id", &track),
            ],
        );
        assert_eq!(message.get("receiver_id"), "WQ2ER5TY8HJKN");
        assert_eq!(post_back(&mut sim, &message.raw).1, "VERIFIED");
    }
    sim.send_ipn("", target, Some("subscr_refund"), &[])
        .unwrap();
    let refund = only(&mut sim);
    assert!(!refund.has("txn_type") && refund.has("subscr_id"));
    let odd = [("txn_type", "sold_the_moon"), ("price", "1 crater")];
    sim.send_ipn("WQ2ER5TY8HJKN", target, None, &odd).unwrap();
    expect(&only(&mut sim), &odd);
    assert_eq!(sim.send_ipn(ACCOUNT, target, Some("unheard_of"), &[]), None);
    assert_eq!(sim.send_ipn("nobody@example.com", target, None, &[]), None);
    assert_eq!(sim.send_ipn(ACCOUNT, None, None, &[]), None, "no address");
}

#[test]
fn a_mass_payment_has_a_number_on_each_record() {
    let mut sim = simulator();
    sim.send_ipn(ACCOUNT, Some(LISTENER), Some("masspay"), &[])
        .unwrap();
    let message = only(&mut sim);
    expect(
        &message,
        &[
            ("payment_status", "Completed"),
            ("status_1", "Completed"),
            ("status_2", "Failed"),
            ("reason_code_2", "1001"),
            ("payment_gross_2", ""),
        ],
    );
}

#[test]
fn a_winter_payment_is_dated_in_standard_time() {
    let mut sim = simulator();
    sim.advance(150 * DAY);
    sim.payer_act(&button(&[]), Action::Pay).unwrap();
    assert_eq!(
        only(&mut sim).get("payment_date"),
        "06:10:07 Dec 17, 2026 PST"
    );
}
