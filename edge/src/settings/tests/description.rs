use obole_shared::currency::Currency;
use obole_shared::terminal::{AccountType, AuthorizationType, Condition, Method, Mode, Terminal};

use super::{CARDS, input, told};

fn describe(json: &str) -> Result<Terminal, (String, String)> {
    let id = "cards".parse().unwrap();
    input(json).describe(&id, None).map_err(told)
}

/// The description of cards with more members.
fn cards(more: &str) -> Result<Terminal, (String, String)> {
    describe(&format!("{}{more}}}", CARDS.trim_end_matches('}')))
}

#[test]
fn a_short_description_is_enough() {
    let terminal = describe(CARDS).unwrap();
    assert_eq!(terminal.mode, Mode::Test);
    assert_eq!(terminal.currencies, [Currency::CHF, Currency::EUR]);
    assert_eq!(terminal.authorization, AuthorizationType::CaptureAtOnce);
    assert_eq!(terminal.condition, Condition::None);
    assert!(!terminal.methods().is_empty());
}

#[test]
fn a_whole_description_is_read() {
    let terminal = cards(
        r#","mode":"test","methods":["visa","twint","visa"],"authorization":"pre_authorize",
            "condition":"liability_shift""#,
    )
    .unwrap();
    assert_eq!(terminal.methods, [Method::Visa, Method::Twint]);
    assert_eq!(terminal.authorization, AuthorizationType::PreAuthorize);
    assert_eq!(terminal.condition, Condition::LiabilityShift);
}

#[test]
fn every_mistake_is_told_with_its_field() {
    let wrong = [
        (r#"{"name":"Cards","currencies":["CHF"]}"#, "kind"),
        (
            r#"{"kind":"stripe","name":"C","currencies":["CHF"]}"#,
            "kind",
        ),
        (r#"{"kind":"saferpay","currencies":["CHF"]}"#, "name"),
        (
            r#"{"kind":"saferpay","name":"a\nb","currencies":["CHF"]}"#,
            "name",
        ),
        (r#"{"kind":"saferpay","name":"Cards"}"#, "currencies"),
        (
            r#"{"kind":"saferpay","name":"Cards","currencies":["XXX"]}"#,
            "currencies",
        ),
        (
            r#"{"kind":"paypal_orders","name":"P","currencies":["AFN"]}"#,
            "currencies",
        ),
        (
            r#"{"kind":"payflow","name":"P","currencies":["USD"]}"#,
            "account",
        ),
        (
            r#"{"kind":"payflow","name":"P","currencies":["USD"],"account":"gold"}"#,
            "account",
        ),
        (
            r#"{"kind":"payflow","name":"P","currencies":["USD"],"account":"express_us"}"#,
            "account",
        ),
        (
            r#"{"kind":"payflow","name":"P","currencies":["EUR"],"account":"payflow_pro_us"}"#,
            "currencies",
        ),
        (
            r#"{"kind":"payflow","name":"P","currencies":["GBP"],"account":"payflow_edition_gb",
                "methods":["amex"]}"#,
            "methods",
        ),
        (
            r#"{"kind":"paypal_orders","name":"P","currencies":["EUR"],
                "authorization":"pre_authorize"}"#,
            "authorization",
        ),
        (
            r#"{"kind":"paypal_orders","name":"P","currencies":["EUR"],
                "condition":"authentication"}"#,
            "condition",
        ),
    ];
    for (json, expected) in wrong {
        let (field, sentence) = describe(json).unwrap_err();
        assert_eq!(field, expected, "{json}: {sentence}");
        assert!(sentence.len() > expected.len() + 5, "{json}: {sentence}");
    }
    for (more, expected) in [
        (r#","methods":["visa","barter"]"#, "methods"),
        (r#","authorization":"later""#, "authorization"),
        (r#","condition":"luck""#, "condition"),
        (r#","mode":"real""#, "mode"),
    ] {
        assert_eq!(cards(more).unwrap_err().0, expected, "{more}");
    }
}

#[test]
fn a_method_without_a_currency_of_the_terminal_is_refused() {
    let json = r#"{"kind":"saferpay","name":"C","currencies":["EUR"],"methods":["twint"]}"#;
    let (field, sentence) = describe(json).unwrap_err();
    assert_eq!(field, "methods");
    assert!(sentence.contains("TWINT takes only CHF"), "{sentence}");
}

#[test]
fn an_account_type_is_read_where_the_kind_has_some() {
    let json = r#"{"kind":"payflow","name":"P","currencies":["USD"],"account":"payflow_pro_us"}"#;
    assert_eq!(
        describe(json).unwrap().account,
        Some(AccountType::PayflowProUs)
    );
    // Saferpay has no account types at all.
    assert!(cards(r#","account":"payflow_pro_us""#).is_err());
    assert_eq!(cards(r#","account":"""#).unwrap().account, None);
}

#[test]
fn a_terminal_keeps_its_kind() {
    let known = describe(CARDS).unwrap();
    let edit = input(r#"{"name":"Card or TWINT","currencies":["CHF"]}"#);
    let edited = edit.describe(&known.id, Some(&known)).unwrap();
    assert_eq!(edited.kind, known.kind);
    assert_eq!(edited.name, "Card or TWINT");
    let other = input(r#"{"kind":"paypal_orders","name":"P","currencies":["CHF"]}"#);
    let refused = other.describe(&known.id, Some(&known)).unwrap_err();
    assert_eq!(told(refused).0, "kind");
}

#[test]
fn nothing_goes_live_by_an_edit() {
    let test = describe(CARDS).unwrap();
    assert_eq!(cards(r#","mode":"live""#).unwrap_err().0, "mode");
    let live = Terminal {
        mode: Mode::Live,
        ..test.clone()
    };
    let mode = |text: &str, known: &Terminal| {
        let edit = input(&format!(r#"{{"name":"C","currencies":["CHF"]{text}}}"#));
        let edited = edit.describe(&known.id, Some(known));
        edited
            .map(|edited| edited.mode)
            .map_err(|error| told(error).0)
    };
    assert_eq!(mode(r#","mode":"live""#, &test), Err("mode".to_owned()));
    assert_eq!(mode(r#","mode":"live""#, &live), Ok(Mode::Live));
    assert_eq!(mode("", &live), Ok(Mode::Live), "as it stands");
    assert_eq!(mode(r#","mode":"test""#, &live), Ok(Mode::Test));
}
