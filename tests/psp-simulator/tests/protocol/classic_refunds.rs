//! Money that goes back.

use psp_simulator::{Action, ClassicAccount, Config, MovementKind, Simulator, Unheld};

use crate::classic_merchant::{DO, Merchant, Said, code, details, with};
use crate::support::{DAY, simulator, with_config};

fn pay(sim: &mut Simulator) -> String {
    Merchant::own().paid(sim, &[])["PAYMENTINFO_0_TRANSACTIONID"].clone()
}

fn part(sim: &mut Simulator, id: &str, amount: &str, key: &str) -> Said {
    let fields = [
        ("TRANSACTIONID", id),
        ("REFUNDTYPE", "Partial"),
        ("AMT", amount),
        ("CURRENCYCODE", "CAD"),
        ("MSGSUBID", key),
    ];
    Merchant::own().call(sim, "RefundTransaction", &fields)
}

fn full(sim: &mut Simulator, id: &str) -> Said {
    let fields = [("TRANSACTIONID", id), ("REFUNDTYPE", "Full")];
    Merchant::own().call(sim, "RefundTransaction", &fields)
}

#[test]
fn a_full_refund_gives_back_amount_and_fee() {
    let mut sim = simulator();
    let id = pay(&mut sim);
    let said = full(&mut sim, &id);
    for (name, value) in [
        ("GROSSREFUNDAMT", "25.00"),
        ("FEEREFUNDAMT", "0.75"),
        ("NETREFUNDAMT", "24.25"),
        ("TOTALREFUNDEDAMOUNT", "25.00"),
        ("CURRENCYCODE", "CAD"),
    ] {
        assert_eq!(said[name], value, "{name}");
    }
    let books = sim.books();
    assert_eq!(books.total("pay_1", MovementKind::Refund), 2_500);
    assert_eq!(books.total("pay_1", MovementKind::FeeReturn), 75);
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Refunded");
    let refund = details(&mut sim, &said["REFUNDTRANSACTIONID"]);
    assert_eq!(
        (
            refund["AMT"].as_str(),
            refund["PARENTTRANSACTIONID"].as_str()
        ),
        ("-25.00", id.as_str())
    );
    assert_eq!(code(&full(&mut sim, &id)), 10009);
    assert_eq!(code(&part(&mut sim, &id, "1.00", "r1")), 10009);
}

#[test]
fn parts_go_back_until_nothing_is_left() {
    let mut sim = simulator();
    let id = pay(&mut sim);
    let first = part(&mut sim, &id, "10.00", "r1");
    assert_eq!(
        (
            first["TOTALREFUNDEDAMOUNT"].as_str(),
            first["FEEREFUNDAMT"].as_str()
        ),
        ("10.00", "0.30")
    );
    let again = part(&mut sim, &id, "10.00", "r1");
    assert_eq!(first["REFUNDTRANSACTIONID"], again["REFUNDTRANSACTIONID"]);
    assert_eq!(
        details(&mut sim, &id)["PAYMENTSTATUS"],
        "Partially-Refunded"
    );
    assert_eq!(code(&full(&mut sim, &id)), 10009);
    assert_eq!(code(&part(&mut sim, &id, "15.01", "r2")), 10009);
    assert_eq!(part(&mut sim, &id, "0.33", "r2")["FEEREFUNDAMT"], "0.01");
    let last = part(&mut sim, &id, "14.67", "r3");
    assert_eq!(
        (
            last["TOTALREFUNDEDAMOUNT"].as_str(),
            last["FEEREFUNDAMT"].as_str()
        ),
        ("25.00", "0.44")
    );
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Refunded");
    assert_eq!(sim.books().total("pay_1", MovementKind::Refund), 2_500);
    let balance = Merchant::own().must(&mut sim, "GetBalance", &[("RETURNALLCURRENCIES", "1")]);
    assert_eq!(
        (
            balance["L_AMT1"].as_str(),
            balance["L_CURRENCYCODE1"].as_str()
        ),
        ("0.00", "CAD")
    );
}

#[test]
fn refunds_that_are_not_made() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = pay(&mut sim);
    let held = shop.authorized(&mut sim, &[("PAYMENTREQUEST_0_INVNUM", "OBL-2")]);
    let base = [
        ("TRANSACTIONID", id.as_str()),
        ("REFUNDTYPE", "Partial"),
        ("AMT", "5.00"),
        ("CURRENCYCODE", "CAD"),
    ];
    for (name, value, expected) in [
        ("TRANSACTIONID", "-", 81131),
        ("TRANSACTIONID", "00000000000000000", 10004),
        ("TRANSACTIONID", &held, 10007),
        ("REFUNDTYPE", "-", 81143),
        ("REFUNDTYPE", "Half", 81243),
        ("REFUNDTYPE", "Other", 10005),
        ("REFUNDTYPE", "Full", 10004),
        ("AMT", "-", 81126),
        ("AMT", "0.00", 10004),
        ("AMT", "-5.00", 10004),
        ("AMT", "25.01", 10009),
        ("CURRENCYCODE", "USD", 10009),
        ("REFUNDSOURCE", "purse", 10004),
    ] {
        let fields = with(&base, &[(name, value)]);
        assert_eq!(
            shop.refused(&mut sim, "RefundTransaction", &fields),
            expected,
            "{name}={value}"
        );
    }
    sim.advance(180 * DAY);
    assert_eq!(shop.refused(&mut sim, "RefundTransaction", &base), 10009);
    assert_eq!(sim.books().total("pay_1", MovementKind::Refund), 0);
}

#[test]
fn an_open_complaint_allows_only_a_full_refund() {
    let mut sim = simulator();
    let id = pay(&mut sim);
    let case = sim
        .open_case(&id, "complaint", "non_receipt", None)
        .unwrap();
    assert_eq!(code(&part(&mut sim, &id, "5.00", "r1")), 10009);
    sim.close_case(&case);
    assert_eq!(code(&part(&mut sim, &id, "5.00", "r1")), 0);
}

#[test]
fn what_paypal_took_back_cannot_be_refunded_until_it_is_returned() {
    let mut sim = simulator();
    let id = pay(&mut sim);
    assert!(sim.reverse(&id));
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Reversed");
    assert_eq!(code(&full(&mut sim, &id)), 10009);
    assert!(!sim.reverse(&id));
    sim.cancel_reversal(&id).unwrap();
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Completed");
    assert_eq!(full(&mut sim, &id)["FEEREFUNDAMT"], "0.75");
    let books = sim.books();
    assert_eq!(books.total("pay_1", MovementKind::Reversal), 2_500);
    assert_eq!(books.total("pay_1", MovementKind::CanceledReversal), 2_500);
    let fees: i64 =
        books.total("pay_1", MovementKind::Fee) - books.total("pay_1", MovementKind::FeeReturn);
    assert_eq!(fees, 0);
}

/// The worked cases of the order management guide: an account in EUR is paid 100 GBP.
fn in_euro(unheld: Unheld) -> (Simulator, Said) {
    let mut sim = with_config(Config {
        classic: vec![ClassicAccount {
            currencies: vec!["EUR".into()],
            rates: vec![("GBP".into(), "1.5".into())],
            unheld,
            ..ClassicAccount::default()
        }],
        ..Config::default()
    });
    let fields = [
        ("PAYMENTREQUEST_0_AMT", "100.00"),
        ("PAYMENTREQUEST_0_CURRENCYCODE", "GBP"),
    ];
    let shop = Merchant::own();
    let approved = shop.approved(&mut sim, &fields, Action::Pay);
    let said = shop.must(&mut sim, DO, &approved.with(&fields));
    (sim, said)
}

#[test]
fn another_currency_is_converted_at_once_where_the_account_wants_that() {
    let (mut sim, said) = in_euro(Unheld::Convert);
    for (name, value) in [
        ("AMT", "100.00"),
        ("FEEAMT", "3.00"),
        ("SETTLEAMT", "145.50"),
        ("EXCHANGERATE", "1.5"),
        ("PAYMENTSTATUS", "Completed"),
    ] {
        assert_eq!(said[&format!("PAYMENTINFO_0_{name}")], value, "{name}");
    }
    let balance = Merchant::own().must(&mut sim, "GetBalance", &[]);
    assert_eq!(
        (
            balance["L_AMT0"].as_str(),
            balance["L_CURRENCYCODE0"].as_str()
        ),
        ("145.50", "EUR")
    );
    assert_eq!(
        full(&mut sim, &said["PAYMENTINFO_0_TRANSACTIONID"])["NETREFUNDAMT"],
        "97.00"
    );
    let balance = Merchant::own().must(&mut sim, "GetBalance", &[]);
    assert_eq!(balance["L_AMT0"], "0.00");
}

#[test]
fn another_currency_waits_for_the_merchant() {
    for (decision, status, settled, balances) in [
        (Some(true), "Completed", Some("145.50"), "145.50 EUR"),
        (Some(false), "Completed", None, "0.00 EUR 97.00 GBP"),
        (None, "Denied", None, "0.00 EUR"),
    ] {
        let (mut sim, said) = in_euro(Unheld::Ask);
        assert_eq!(said["PAYMENTINFO_0_PAYMENTSTATUS"], "Pending");
        assert_eq!(said["PAYMENTINFO_0_PENDINGREASON"], "multi-currency");
        assert!(!said.contains_key("PAYMENTINFO_0_FEEAMT"));
        assert_eq!(sim.books().movements().len(), 0);
        let id = said["PAYMENTINFO_0_TRANSACTIONID"].clone();
        let decided = match decision {
            Some(converted) => sim.accept_payment(&id, converted),
            None => sim.deny_payment(&id),
        };
        assert!(decided && !sim.deny_payment(&id));
        let told = details(&mut sim, &id);
        assert_eq!(told["PAYMENTSTATUS"], status);
        assert_eq!(told.get("SETTLEAMT").map(String::as_str), settled);
        let all = Merchant::own().must(&mut sim, "GetBalance", &[("RETURNALLCURRENCIES", "1")]);
        let shown: Vec<String> = (0..2)
            .filter_map(|at| {
                Some(format!(
                    "{} {}",
                    all.get(&format!("L_AMT{at}"))?,
                    all[&format!("L_CURRENCYCODE{at}")]
                ))
            })
            .collect();
        assert_eq!(shown.join(" "), balances);
    }
}
