//! Payments Standard: the address a donor is sent to.

use std::collections::BTreeMap;

use obole_edge::providers::standard::{Credentials, Standard};
use obole_edge::providers::{Credentials as AnyCredentials, Provider};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::payment::{Answer, Call, Event, Payment, Source};
use obole_shared::terminal::{AuthorizationType, TerminalKind};
use obole_shared::time::Millis;
use serde_json::json;
use url::Url;

use crate::support::{
    Answered, NOW, Network, addresses, apply, money, new_payment, now_or_never, waiting,
};

pub(crate) const ORIGIN: &str = "https://www.sandbox.paypal.com";
pub(crate) const TRANSACTION: &str = "7AB12345CD678901E";

pub(crate) fn credentials() -> Credentials {
    Credentials {
        business: "caisse@obole.test".to_owned(),
        receiver: Some("WQ2ER5TY8HJKN".to_owned()),
        identity_token: Some(Secret::new("identity-token+/=&")),
        ipn_secret: None,
    }
}

pub(crate) fn fresh(minor: i64, currency: Currency) -> Payment {
    new_payment(
        TerminalKind::PaypalStandard,
        money(minor, currency),
        AuthorizationType::CaptureAtOnce,
    )
}

/// A payment whose donor came back with this transaction.
pub(crate) fn returned(transaction: Option<&str>) -> Payment {
    let mut payment = waiting(
        TerminalKind::PaypalStandard,
        money(2_500, Currency::EUR),
        AuthorizationType::CaptureAtOnce,
        "handle",
    );
    apply(
        &mut payment,
        Event::Hinted {
            source: Source::Return,
            transaction: transaction.map(str::to_owned),
        },
    );
    payment
}

pub(crate) fn perform(
    credentials: Credentials,
    payment: &Payment,
    call: Call,
    answers: Vec<Answered>,
) -> (Answer, Network) {
    let network = Network::answering(answers);
    let standard = Provider::Standard(Standard::new(credentials, ORIGIN.to_owned()));
    let answer = now_or_never(standard.perform(&network, &addresses(), payment, call));
    (answer, network)
}

pub(crate) fn open(credentials: Credentials, payment: &Payment) -> Answer {
    let (answer, network) = perform(credentials, payment, Call::OpenSession, vec![]);
    assert!(network.lines().is_empty(), "a form is no call");
    answer
}

pub(crate) fn query(answer: &Answer) -> (Url, BTreeMap<String, String>) {
    let Answer::Session { redirect_url, .. } = answer else {
        panic!("{answer:?}");
    };
    let url = Url::parse(redirect_url).unwrap();
    let pairs = url.query_pairs().into_owned().collect();
    (url, pairs)
}

#[test]
fn the_form_is_filled_in() {
    let payment = fresh(2_500, Currency::EUR);
    let answer = open(credentials(), &payment);
    let (url, fields) = query(&answer);
    assert_eq!(url.origin().ascii_serialization(), ORIGIN);
    assert_eq!(url.path(), "/cgi-bin/webscr");
    let id = payment.opened.id.as_str();
    let expected = [
        ("cmd", "_donations"),
        ("business", "caisse@obole.test"),
        ("amount", "25.00"),
        ("currency_code", "EUR"),
        ("item_name", "Spende für das Tierheim"),
        ("custom", id),
        ("invoice", &payment.opened.reference),
        (
            "return",
            &format!("https://pay.example.org/return/{id}/success"),
        ),
        (
            "cancel_return",
            &format!("https://pay.example.org/return/{id}/cancel"),
        ),
        ("rm", "1"),
        ("cbt", "Abschliessen und zurück"),
        ("lc", "DE"),
        ("charset", "utf-8"),
        ("no_shipping", "1"),
        ("no_note", "1"),
        (
            "notify_url",
            &format!("https://pay.example.org/notify/terminal-test/{id}/notify-token"),
        ),
    ];
    let expected: BTreeMap<String, String> = expected
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    assert_eq!(fields, expected);
    let Answer::Session {
        handle, expires_at, ..
    } = answer
    else {
        unreachable!()
    };
    assert_eq!(handle, payment.opened.reference);
    assert_eq!(expires_at, NOW + Millis::hours(3));
}

#[test]
fn the_secret_of_the_profile_never_meets_the_browser() {
    let secret = Credentials {
        ipn_secret: Some(Secret::new("word-of-our-own")),
        ..credentials()
    };
    let answer = open(secret, &fresh(2_500, Currency::EUR));
    let (url, fields) = query(&answer);
    assert!(!fields.contains_key("notify_url"));
    assert!(!url.as_str().contains("word-of-our-own"));
    assert!(!url.as_str().contains("identity-token"));
}

#[test]
fn amounts_are_written_with_paypals_decimals_or_not_at_all() {
    for (minor, currency, written) in [
        (1_500, Currency::JPY, Some("1500")),
        (150_000, Currency::HUF, Some("1500")),
        (150_050, Currency::HUF, None),
        (30_000, Currency::TWD, Some("300")),
        (5, Currency::USD, Some("0.05")),
        (1_000, Currency::KWD, None),
    ] {
        let answer = open(credentials(), &fresh(minor, currency));
        match written {
            Some(amount) => assert_eq!(query(&answer).1["amount"], amount),
            None => assert!(
                matches!(answer, Answer::Refused { later: false, .. }),
                "{answer:?}"
            ),
        }
    }
}

#[test]
fn texts_are_cut_to_what_paypal_takes() {
    let mut payment = fresh(2_500, Currency::EUR);
    payment.opened.description = "é".repeat(300);
    payment.opened.lang = "fr-CA".to_owned();
    let (_, fields) = query(&open(credentials(), &payment));
    assert_eq!(fields["item_name"], "é".repeat(127));
    assert_eq!(fields["lc"], "FR");
    assert!(fields["cbt"].chars().count() <= 60);
    assert!(fields["notify_url"].chars().count() <= 255);
    for (tag, lc) in [
        ("en-GB", "GB"),
        ("en", "US"),
        ("", "US"),
        ("zh-Hant-TW", "zh_TW"),
        ("it", "IT"),
    ] {
        payment.opened.lang = tag.to_owned();
        assert_eq!(query(&open(credentials(), &payment)).1["lc"], lc, "{tag}");
    }
}

#[test]
fn money_is_moved_only_at_paypal() {
    let payment = returned(Some(TRANSACTION));
    for call in [
        Call::Capture,
        Call::Authorize,
        Call::Cancel,
        Call::Refund(1),
        Call::AskRefund(1),
        Call::AskBooks,
    ] {
        let (answer, _) = perform(credentials(), &payment, call, vec![]);
        assert!(
            matches!(answer, Answer::Refused { later: false, .. }),
            "{call:?}"
        );
    }
    let operations = TerminalKind::PaypalStandard.capabilities().operations;
    assert!(!operations.refund && !operations.cancel && !operations.authorize);
}

#[test]
fn what_an_owner_enters_is_read_and_not_printed() {
    let fields = json!({ "business": "b", "identity_token": "tok-1", "ipn_secret": "sec-1" });
    let read = AnyCredentials::read(TerminalKind::PaypalStandard, fields).unwrap();
    let shown = format!("{read:?}");
    assert!(
        !shown.contains("tok-1") && !shown.contains("sec-1"),
        "{shown}"
    );
    let without = json!({ "identity_token": "tok-1" });
    assert!(AnyCredentials::read(TerminalKind::PaypalStandard, without).is_err());
}
