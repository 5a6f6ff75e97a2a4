//! What the donor chose, and what the form makes of it.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use obole_shared::amount::read_amount;
use obole_shared::api::{CurrencyView, LinkView, TerminalView};
use obole_shared::currency::Currency;
use obole_shared::terminal::TerminalKind;
use obole_shared::texts::Lang;
use obole_widget::choice::{Choice, preset_value};
use obole_widget::form::Form;
use obole_widget::{Entered, FieldProblem};

fn form(entered: Entered) -> Form {
    let currency = |code| CurrencyView {
        code,
        exponent: 2,
        min: "5.00".into(),
        max: "5000.00".into(),
        presets: vec!["20.00".into()],
    };
    let terminal = |id: &str, currencies| TerminalView {
        id: id.parse().unwrap(),
        kind: TerminalKind::Saferpay,
        name: id.to_uppercase(),
        test: false,
        currencies,
        methods: Vec::new(),
    };
    Form {
        link: LinkView {
            id: "demo".parse().unwrap(),
            name: "Meals".into(),
            currencies: vec![currency(Currency::CHF), currency(Currency::EUR)],
            terminals: vec![
                terminal("francs", vec![Currency::CHF]),
                terminal("both", vec![Currency::CHF, Currency::EUR]),
            ],
        },
        texts: Lang::En.texts().clone(),
        lang: "en".into(),
        edge_origin: String::new(),
        key: "0123456789abcdef".into(),
        return_to: None,
        entered,
        problem: None,
    }
}

fn typed(text: &str) -> (Form, Choice) {
    let form = form(Entered {
        amount: Some(text.into()),
        ..Entered::default()
    });
    let choice = Choice::of(&form);
    (form, choice)
}

fn problem(text: &str) -> FieldProblem {
    let (form, choice) = typed(text);
    choice.amount(&form).unwrap_err()
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
        assert_eq!(choice.pay_label(&form), label, "{text}");
    }
}

#[test]
fn a_typed_amount_wins_over_a_preset() {
    let (form, mut choice) = typed("33");
    choice.preset = Some("20".into());
    assert_eq!(choice.amount(&form).unwrap().wire_value(), "33.00");
    choice.text = "  ".into();
    assert_eq!(choice.amount(&form).unwrap().wire_value(), "20.00");
    choice.preset = None;
    assert!(choice.amount(&form).is_err());
}

#[test]
fn limits_are_told_with_the_limit() {
    assert_eq!(typed("5").1.amount(&typed("5").0).unwrap().minor(), 500);
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
    assert_eq!(choice.order(&form).unwrap().1, "both");
    choice.currency = Some(Currency::CHF);
    choice.settle_terminal(&form);
    assert_eq!(
        choice.terminal.as_deref(),
        Some("both"),
        "a choice that works is kept"
    );
    assert_eq!(
        choice.with_provider("Opening {provider}", &form),
        "Opening Saferpay",
        "whose page it is, not what the way to pay is called"
    );
}

#[test]
fn what_was_entered_counts_only_where_it_is_offered() {
    let entered = form(Entered {
        currency: Some("USD".into()),
        terminal: Some("other".into()),
        preset: Some("20.00".into()),
        amount: None,
    });
    let choice = Choice::of(&entered);
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
