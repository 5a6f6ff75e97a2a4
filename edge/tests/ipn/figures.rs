//! Sums, and the guide's seven cases of several currencies.

use obole_edge::providers::ipn::{Figures, Message, Signed};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use proptest::prelude::*;

/// Payment, fee and conversion of one message, as texts; empty where absent.
struct Case {
    name: &'static str,
    body: &'static str,
    gross: &'static str,
    fee: &'static str,
    net: &'static str,
    settled: &'static str,
    rate: &'static str,
}

#[test]
fn the_seven_cases_of_several_currencies() {
    let cases = [
        Case {
            name: "1: dollars into a dollar balance",
            body: "payment_status=Completed&payment_gross=100&payment_fee=3.00&mc_gross=100&mc_fee=3.00&mc_currency=USD",
            gross: "100.00 USD",
            fee: "3.00 USD",
            net: "97.00 USD",
            settled: "",
            rate: "",
        },
        Case {
            name: "2: Canadian dollars into a Canadian balance",
            body: "payment_status=Completed&payment_gross=&payment_fee=&mc_gross=100&mc_fee=3.00&mc_currency=CAD",
            gross: "100.00 CAD",
            fee: "3.00 CAD",
            net: "97.00 CAD",
            settled: "",
            rate: "",
        },
        Case {
            name: "3: pounds, converted into euros by themselves",
            body: "payment_status=Completed&payment_gross=&payment_fee=&mc_gross=100&mc_fee=3.00&mc_currency=GBP&settle_amount=145.50&settle_currency=EUR&exchange_rate=1.5",
            gross: "100.00 GBP",
            fee: "3.00 GBP",
            net: "97.00 GBP",
            settled: "145.50 EUR",
            rate: "1.5",
        },
        Case {
            name: "4: pounds without a balance, not converted",
            body: "payment_status=Pending&pending_reason=multi_currency&payment_gross=&mc_gross=100&mc_currency=GBP",
            gross: "100.00 GBP",
            fee: "",
            net: "",
            settled: "",
            rate: "",
        },
        Case {
            name: "5: case 4, then accepted with conversion",
            body: "payment_status=Completed&payment_gross=&payment_fee=&mc_gross=100&mc_fee=3.00&mc_currency=GBP&settle_amount=145.50&settle_currency=EUR&exchange_rate=1.5",
            gross: "100.00 GBP",
            fee: "3.00 GBP",
            net: "97.00 GBP",
            settled: "145.50 EUR",
            rate: "1.5",
        },
        Case {
            name: "6: case 4, then accepted into a new balance",
            body: "payment_status=Completed&payment_gross=&payment_fee=&mc_gross=100&mc_fee=3.00&mc_currency=GBP",
            gross: "100.00 GBP",
            fee: "3.00 GBP",
            net: "97.00 GBP",
            settled: "",
            rate: "",
        },
        Case {
            name: "7: case 4, then denied",
            body: "payment_status=Denied&payment_gross=&mc_gross=100&mc_currency=GBP",
            gross: "100.00 GBP",
            fee: "",
            net: "",
            settled: "",
            rate: "",
        },
    ];
    for case in cases {
        let figures = Figures::of(&Message::read(case.body.as_bytes())).unwrap();
        let text = |signed: Option<Signed>| signed.map(|it| it.to_string()).unwrap_or_default();
        assert_eq!(figures.gross.to_string(), case.gross, "{}", case.name);
        assert_eq!(text(figures.fee), case.fee, "{}", case.name);
        assert_eq!(text(figures.net()), case.net, "{}", case.name);
        let settled = figures.conversion.map(|told| told.amount);
        assert_eq!(text(settled), case.settled, "{}", case.name);
        let rate = figures.conversion.map(|told| told.rate.to_string());
        assert_eq!(rate.unwrap_or_default(), case.rate, "{}", case.name);
        // The guide's own rule: (gross - fee) * rate, and not a cent beside it.
        if let (Some(net), Some(told)) = (figures.net(), figures.conversion) {
            assert_eq!(net.to_decimal() * told.rate, told.amount.to_decimal());
        }
    }
}

#[test]
fn money_that_went_back_is_below_zero() {
    let message = Message::read(
        b"mc_gross=-12.50&mc_fee=-0.66&mc_currency=USD&payment_gross=-12.50&payment_fee=-0.66",
    );
    let figures = Figures::of(&message).unwrap();
    assert_eq!(figures.gross.to_string(), "-12.50 USD");
    assert_eq!(figures.fee.unwrap().to_string(), "-0.66 USD");
    assert_eq!(figures.net().unwrap().to_string(), "-11.84 USD");
    assert_eq!(figures.gross.positive(), None);
}

#[test]
fn old_dollar_messages_go_without_the_new_names() {
    let figures = Figures::of(&Message::read(b"payment_gross=5.00&payment_fee=0.45")).unwrap();
    assert_eq!(figures.net().unwrap().to_string(), "4.55 USD");
    let foreign = Message::read(b"payment_gross=5.00&mc_gross=5.00&mc_currency=XXX");
    assert_eq!(Figures::of(&foreign), None, "never dollars by guess");
}

#[test]
fn currencies_with_paypals_own_decimals() {
    let read = |text: &str, currency| Signed::read(text, currency).map(|it| it.to_string());
    assert_eq!(read("1500", Currency::JPY).as_deref(), Some("1500 JPY"));
    assert_eq!(read("1500", Currency::HUF).as_deref(), Some("1500.00 HUF"));
    assert_eq!(read("-80", Currency::TWD).as_deref(), Some("-80.00 TWD"));
    assert_eq!(read("1500.5", Currency::JPY), None);
    assert_eq!(read("10.001", Currency::EUR), None);
    assert_eq!(read("10.0", Currency::EUR).as_deref(), Some("10.00 EUR"));
    assert_eq!(read("10.000", Currency::EUR).as_deref(), Some("10.00 EUR"));
    assert_eq!(read("-0.00", Currency::EUR).as_deref(), Some("0.00 EUR"));
}

#[test]
fn nothing_else_is_a_sum() {
    for text in [
        "",
        "-",
        ".",
        "1.",
        ".5",
        "1,00",
        "1,000.00",
        "+1",
        "1_000",
        "1e2",
        " 1",
        "0x1",
        "--1",
        "1.2.3",
        "NaN",
        "٣",
        "9999999999999999999999999",
    ] {
        assert_eq!(Signed::read(text, Currency::EUR), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(
        minor in 0..=99_999_999_999_i64,
        negative: bool,
        currency in prop::sample::select(vec![Currency::USD, Currency::JPY, Currency::KWD]),
    ) {
        let amount = Money::new(minor, currency).unwrap();
        let sign = if negative { "-" } else { "" };
        let read = Signed::read(&format!("{sign}{}", amount.wire_value()), currency).unwrap();
        prop_assert_eq!(read, Signed { negative: negative && minor > 0, amount });
        prop_assert_eq!(Signed::from_decimal(read.to_decimal(), currency), Some(read));
    }

    #[test]
    fn gross_less_fee_is_net(gross in 0..1_000_000_i64, fee in 0..1_000_000_i64) {
        let sum = |minor| Signed { negative: false, amount: Money::new(minor, Currency::EUR).unwrap() };
        let net = sum(gross).minus(sum(fee)).unwrap();
        let minor = if net.negative { -net.amount.minor() } else { net.amount.minor() };
        prop_assert_eq!(minor, gross - fee);
    }
}
