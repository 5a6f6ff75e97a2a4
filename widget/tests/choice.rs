//! What the donor chose, and what the form makes of it.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use obole_shared::amount::read_amount;
use obole_shared::api::FeeView;
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::texts::Lang;
use obole_widget::choice::{Choice, preset_value};
use obole_widget::form::{Form, Limits, Way};
use obole_widget::show::{Shown, preset_text};
use obole_widget::words::Words;
use obole_widget::{Entered, FieldProblem};

fn form() -> Form {
    let limits = |code| Limits {
        min: Money::from_wire("5.00", code).unwrap(),
        max: Money::from_wire("5000.00", code).unwrap(),
    };
    let way = |id: &str, provider: &str, currencies: &[Currency]| Way {
        id: id.into(),
        provider: provider.into(),
        currencies: currencies.to_vec(),
        fees: vec![FeeView {
            currency: Currency::CHF,
            parts: 29_000,
            fixed: 30,
            step: 1,
        }],
    };
    Form {
        link: "demo".into(),
        words: Words::of(Lang::En.texts()),
        lang: "en".into(),
        edge_origin: String::new(),
        key: "0123456789abcdef".into(),
        return_to: None,
        currencies: vec![limits(Currency::CHF), limits(Currency::EUR)],
        ways: vec![
            way("francs", "Saferpay", &[Currency::CHF]),
            way("both", "PayPal", &[Currency::CHF, Currency::EUR]),
        ],
    }
}

fn typed(text: &str) -> (Form, Choice) {
    let form = form();
    let entered = Entered {
        amount: Some(text.into()),
        ..Entered::default()
    };
    let choice = Choice::of(&form, &entered);
    (form, choice)
}

fn problem(text: &str) -> FieldProblem {
    let (form, choice) = typed(text);
    choice.gift(&form).unwrap_err()
}

#[test]
fn the_button_spells_the_exact_amount() {
    for (text, label) in [
        ("25", "Give CHF\u{a0}25.00"),
        ("25,50", "Give CHF\u{a0}25.50"),
        ("1'234.5", "Give CHF\u{a0}1,234.50"),
        ("", "Give"),
        ("1,250", "Give"),
        ("abc", "Give"),
        ("4.99", "Give"),
    ] {
        let (form, choice) = typed(text);
        assert_eq!(Shown::of(&form, &choice).pay, label, "{text}");
    }
}

#[test]
fn a_typed_amount_wins_over_a_preset() {
    let (form, mut choice) = typed("33");
    choice.preset = Some("20".into());
    assert_eq!(choice.gift(&form).unwrap().wire_value(), "33.00");
    choice.text = "  ".into();
    assert_eq!(choice.gift(&form).unwrap().wire_value(), "20.00");
    choice.preset = None;
    assert!(choice.gift(&form).is_err());
}

#[test]
fn limits_are_told_with_the_limit() {
    assert_eq!(typed("5").1.gift(&typed("5").0).unwrap().minor(), 500);
    assert!(problem("4.99").text.contains("CHF\u{a0}5.00"));
    let most = "CHF\u{a0}5,000.00";
    assert!(problem("5000.01").text.contains(most));
    assert!(
        problem("99999999999999").text.contains(most),
        "the widest number is too large as well"
    );
    assert!(problem("1.234.567").text.contains(most));
    for text in ["", "0", "-5", "abc", "5.005", "4.99", "5001"] {
        let problem = problem(text);
        assert_eq!(problem.field, "amount", "{text}");
        assert!(
            !problem.text.is_empty() && !problem.text.contains('{'),
            "{problem:?}"
        );
    }
}

#[test]
fn two_readings_are_offered_not_guessed() {
    let readings = problem("1,250").readings;
    let wires: Vec<_> = readings.iter().map(|(wire, _)| wire.as_str()).collect();
    assert_eq!(wires, ["1.25", "1250.00"]);
    // What is written on a button reads back as what it says.
    for (wire, text) in readings {
        let read = read_amount(&text, "en", Currency::CHF).unwrap();
        assert_eq!(read.wire_value(), wire, "{text}");
    }
}

#[test]
fn a_terminal_must_take_the_currency() {
    let (form, mut choice) = typed("25");
    assert_eq!(choice.terminal.as_deref(), Some("francs"));
    choice.currency = Some(Currency::EUR);
    assert_eq!(choice.order(&form).unwrap_err().field, "terminal");
    choice.settle_terminal(&form);
    assert_eq!(choice.order(&form).unwrap().way.id, "both");
    choice.currency = Some(Currency::CHF);
    choice.settle_terminal(&form);
    assert_eq!(
        choice.terminal.as_deref(),
        Some("both"),
        "a choice that works is kept"
    );
    assert_eq!(Shown::of(&form, &choice).closed, [false, false]);
    choice.currency = Some(Currency::EUR);
    assert_eq!(Shown::of(&form, &choice).closed, [true, false]);
    assert_eq!(
        Shown::still(&form, &choice).closed,
        [false, false],
        "without script nothing may be closed"
    );
}

#[test]
fn covering_the_fee_is_spelled_before_it_is_paid() {
    let (form, mut choice) = typed("100");
    let offered = Shown::of(&form, &choice);
    assert_eq!(offered.pay, "Give CHF\u{a0}100.00");
    let cover = offered.cover.unwrap();
    assert!(cover.label.contains("CHF\u{a0}3.30"), "{}", cover.label);
    assert_eq!(cover.note, "");
    choice.cover_fee = true;
    let covered = Shown::of(&form, &choice);
    assert_eq!(covered.pay, "Give CHF\u{a0}103.30");
    let note = covered.cover.unwrap().note;
    assert!(
        note.contains("CHF\u{a0}100.00") && note.contains("Saferpay"),
        "{note}"
    );
    let order = choice.order(&form).unwrap();
    assert_eq!((order.gift.minor(), order.total.minor()), (10_000, 10_330));
    assert!(order.covers_fee);
    // No fee is told in euros: the box goes, and with it what it adds.
    choice.currency = Some(Currency::EUR);
    choice.settle_terminal(&form);
    assert_eq!(Shown::of(&form, &choice).cover, None);
    let order = choice.order(&form).unwrap();
    assert_eq!(order.total, order.gift);
    assert!(!order.covers_fee);
}

#[test]
fn a_preset_is_written_as_its_currency_has_it() {
    let form = form();
    assert_eq!(
        preset_text(&form, "20", Some(Currency::CHF)).as_deref(),
        Some("20")
    );
    assert_eq!(
        preset_text(&form, "7.50", Some(Currency::EUR)).as_deref(),
        Some("7.50")
    );
    assert_eq!(
        preset_text(&form, "1", Some(Currency::CHF)),
        None,
        "below the limit"
    );
    assert_eq!(
        preset_text(&form, "20", Some(Currency::USD)),
        None,
        "not offered"
    );
}

#[test]
fn what_was_entered_counts_only_where_it_is_offered() {
    let entered = Entered {
        currency: Some("USD".into()),
        terminal: Some("other".into()),
        preset: Some("20.00".into()),
        ..Entered::default()
    };
    let choice = Choice::of(&form(), &entered);
    assert_eq!(choice.currency, Some(Currency::CHF));
    assert_eq!(choice.terminal.as_deref(), Some("francs"));
    assert_eq!(choice.preset.as_deref(), Some("20"));
}

#[test]
fn a_preset_keeps_its_decimals_only_if_it_has_some() {
    assert_eq!(preset_value("20.00"), "20");
    assert_eq!(preset_value("20"), "20");
    assert_eq!(preset_value("7.50"), "7.50");
    assert_eq!(preset_value("1.500"), "1.500");
}
