//! Payments in currencies that the account holds, converts or has to accept first.

use psp_simulator::{Action, ClassicAccount, MovementKind, Simulator, Unheld};

use crate::classic::{Message, expect, merchant, only, pay, told};
use crate::support::simulator;

/// Gross, fee and settlement of a message, `-` where a variable is absent.
fn money(message: &Message) -> Vec<&str> {
    [
        "payment_status",
        "payment_gross",
        "payment_fee",
        "mc_gross",
        "mc_fee",
        "mc_currency",
        "settle_amount",
        "settle_currency",
        "exchange_rate",
    ]
    .iter()
    .map(|name| message.fields.get(*name).map_or("-", String::as_str))
    .collect()
}

fn european(unheld: Unheld) -> Simulator {
    merchant(ClassicAccount {
        currencies: vec!["EUR".into()],
        unheld,
        rates: vec![("GBP".into(), "1.5".into())],
        ..ClassicAccount::default()
    })
}

#[test]
fn the_seven_multi_currency_cases() {
    let none = ["-", "-", "-"];
    let case = |status,
                gross_fee: [&'static str; 2],
                mc: [&'static str; 3],
                settled: [&'static str; 3]| {
        let mut all = vec![status];
        all.extend(gross_fee);
        all.extend(mc);
        all.extend(settled);
        all
    };
    // 1 and 2: a balance in the currency.
    let mut sim = simulator();
    let paid = pay(&mut sim, &[], Action::Pay);
    let wanted = case(
        "Completed",
        ["100.00", "3.00"],
        ["100.00", "3.00", "USD"],
        none,
    );
    assert_eq!(money(&paid), wanted);
    let paid = pay(&mut sim, &[("currency_code", "CAD")], Action::Pay);
    let wanted = case("Completed", ["", ""], ["100.00", "3.00", "CAD"], none);
    assert_eq!(money(&paid), wanted);
    // 3: converted by itself.
    let pounds = [("currency_code", "GBP")];
    let converted = case(
        "Completed",
        ["", ""],
        ["100.00", "3.00", "GBP"],
        ["145.50", "EUR", "1.5"],
    );
    let mut sim = european(Unheld::Convert);
    assert_eq!(money(&pay(&mut sim, &pounds, Action::Pay)), converted);
    // 4: waits; 5: accepted with conversion, 6: into a new balance, 7: denied.
    let waiting = case("Pending", ["", ""], ["100.00", "-", "GBP"], none);
    let kept = case("Completed", ["", ""], ["100.00", "3.00", "GBP"], none);
    let denied = case("Denied", ["", ""], ["100.00", "-", "GBP"], none);
    for (decide, wanted) in [(0, converted), (1, kept), (2, denied)] {
        let mut sim = european(Unheld::Ask);
        let first = pay(&mut sim, &pounds, Action::Pay);
        assert_eq!(money(&first), waiting);
        assert_eq!(first.get("pending_reason"), "multi_currency");
        assert!(sim.books().movements().is_empty());
        let id = first.get("txn_id");
        let decided = match decide {
            0 => sim.accept_payment(id, true),
            1 => sim.accept_payment(id, false),
            _ => sim.deny_payment(id),
        };
        assert!(decided);
        let second = only(&mut sim);
        assert_eq!(money(&second), wanted);
        assert_eq!(second.get("txn_id"), id);
        assert!(!second.has("pending_reason"));
        assert!(!sim.accept_payment(id, false) && !sim.deny_payment(id));
        let moved = sim.books().total("pay_1", MovementKind::Capture);
        assert_eq!(moved, if decide == 2 { 0 } else { 10_000 });
    }
}

#[test]
fn a_new_balance_takes_the_next_payment_at_once() {
    let mut sim = european(Unheld::Ask);
    let pounds = [("currency_code", "GBP")];
    let first = pay(&mut sim, &pounds, Action::Pay);
    sim.accept_payment(first.get("txn_id"), false);
    told(&mut sim);
    let second = pay(&mut sim, &pounds, Action::Pay);
    assert_eq!(second.get("payment_status"), "Completed");
}

#[test]
fn a_refund_of_a_converted_payment_is_converted_back() {
    let mut sim = european(Unheld::Convert);
    let paid = pay(&mut sim, &[("currency_code", "GBP")], Action::Pay);
    sim.refund_at_paypal(paid.get("txn_id"), Some(5_000))
        .unwrap();
    let refund = only(&mut sim);
    expect(
        &refund,
        &[
            ("mc_gross", "-50.00"),
            ("mc_fee", "-1.50"),
            ("settle_amount", "-72.75"),
            ("settle_currency", "EUR"),
            ("exchange_rate", "1.5"),
            ("payment_gross", ""),
        ],
    );
}

#[test]
fn the_payer_can_make_a_payment_wait_for_acceptance() {
    let mut sim = simulator();
    let first = pay(&mut sim, &[], Action::Unheld);
    expect(
        &first,
        &[
            ("pending_reason", "multi_currency"),
            ("payment_gross", "100.00"),
        ],
    );
    assert!(
        !sim.accept_payment(first.get("txn_id"), true),
        "no rate for that"
    );
    assert!(sim.accept_payment(first.get("txn_id"), false));
    expect(
        &only(&mut sim),
        &[("payment_status", "Completed"), ("payment_fee", "3.00")],
    );
}
