//! Payments Standard: what PDT says when the donor is back.

use encoding_rs::{SHIFT_JIS, UTF_8, WINDOWS_1252};
use obole_edge::ports::SendError;
use obole_edge::providers::standard::Credentials;
use obole_edge::providers::standard::pdt::{self, Synch};
use obole_shared::currency::Currency;
use obole_shared::payment::{Answer, Call, Hint, Payment, Source, Standing};
use proptest::prelude::*;

use crate::standard::{ORIGIN, TRANSACTION, credentials, perform, returned};
use crate::support::{capture, money, raw};
use crate::write::lines;

fn facts<'a>(id: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut facts = vec![
        ("txn_type", "web_accept"),
        ("payment_status", "Completed"),
        ("txn_id", TRANSACTION),
        ("business", "caisse@obole.test"),
        ("receiver_email", "caisse@obole.test"),
        ("mc_gross", "25.00"),
        ("mc_fee", "1.03"),
        ("mc_currency", "EUR"),
        ("custom", id),
        ("payer_email", "jean@exemple.test"),
        ("charset", "windows-1252"),
    ];
    for change in changes {
        facts.retain(|(name, _)| name != &change.0);
        facts.push(*change);
    }
    facts
}

fn synched(payment: &Payment, changes: &[(&str, &str)]) -> Answer {
    let body = lines(&facts(payment.opened.id.as_str(), changes), WINDOWS_1252);
    perform(
        credentials(),
        payment,
        Call::AskSession,
        vec![raw(200, body)],
    )
    .0
}

const NOTHING: Answer = Answer::Standing(Standing::NotStarted);

#[test]
fn a_transaction_of_the_browser_is_asked_about() {
    let payment = returned(Some(TRANSACTION));
    let body = lines(&facts(payment.opened.id.as_str(), &[]), WINDOWS_1252);
    let (answer, network) = perform(
        credentials(),
        &payment,
        Call::AskSession,
        vec![raw(200, body)],
    );
    let sent = network.sent.borrow();
    assert_eq!(
        sent[0].uri().to_string(),
        format!("{ORIGIN}/cgi-bin/webscr")
    );
    assert_eq!(
        String::from_utf8(sent[0].body().clone()).unwrap(),
        format!("cmd=_notify-synch&tx={TRANSACTION}&at=identity-token%2B%2F%3D%26")
    );
    let Answer::Report(report) = answer else {
        panic!("{answer:?}");
    };
    let expected = Standing::Captured {
        capture: TRANSACTION.to_owned(),
        amount: money(2_500, Currency::EUR),
        fee: Some(money(103, Currency::EUR)),
        method: None,
        refunds: Vec::new(),
    };
    assert_eq!(report.standing, Some(expected));
}

#[test]
fn the_donor_is_told_what_paypal_knows() {
    let payment = returned(Some(TRANSACTION));
    let told = |changes: &[(&str, &str)]| match synched(&payment, changes) {
        Answer::Report(report) => report.receipt.unwrap(),
        other => panic!("{other:?}"),
    };
    let receipt = told(&[
        ("item_name", "Spende für das Tierheim"),
        ("address_name", "Léa Tremblay"),
        ("address_street", "12, rue du Moulin\r\ncase 3"),
        ("address_zip", "8001"),
        ("address_city", "Zürich"),
        ("address_country", "Switzerland"),
    ]);
    assert_eq!(receipt.item.as_deref(), Some("Spende für das Tierheim"));
    assert_eq!(receipt.email.as_deref(), Some("jean@exemple.test"));
    let address = [
        "Léa Tremblay",
        "12, rue du Moulin",
        "case 3",
        "8001 Zürich",
        "Switzerland",
    ];
    assert_eq!(receipt.address, address);
    let bare = told(&[]);
    assert!(bare.address.is_empty());
    assert_eq!(bare.parts().count(), 1);
}

#[test]
fn without_a_transaction_or_a_token_nobody_is_asked() {
    let without_token = Credentials {
        identity_token: None,
        ..credentials()
    };
    let long = "A".repeat(65);
    for (credentials, transaction) in [
        (credentials(), None),
        (without_token, Some(TRANSACTION)),
        (credentials(), Some(long.as_str())),
        (credentials(), Some("")),
    ] {
        let (answer, network) = perform(
            credentials,
            &returned(transaction),
            Call::AskSession,
            vec![],
        );
        assert_eq!(answer, NOTHING);
        assert!(network.lines().is_empty());
    }
}

#[test]
fn only_completed_is_paid() {
    let payment = returned(Some(TRANSACTION));
    for status in ["Pending", "Processed", "Created"] {
        let Answer::Report(report) = synched(&payment, &[("payment_status", status)]) else {
            panic!("{status}");
        };
        assert!(
            matches!(report.standing, Some(Standing::Pending { .. })),
            "{status}"
        );
    }
    for status in ["Denied", "Failed"] {
        let Answer::Report(report) = synched(&payment, &[("payment_status", status)]) else {
            panic!("{status}");
        };
        assert!(
            matches!(report.standing, Some(Standing::Declined { .. })),
            "{status}"
        );
    }
    // PDT tells of no movement after the payment.
    for status in ["Refunded", "Reversed", "", "Brand_New"] {
        assert_eq!(
            synched(&payment, &[("payment_status", status)]),
            NOTHING,
            "{status}"
        );
    }
}

#[test]
fn a_foreign_transaction_says_nothing() {
    let payment = returned(Some(TRANSACTION));
    let other = "pay_00000000000000000000000000";
    for changes in [
        vec![("custom", other)],
        vec![("custom", "order-77")],
        vec![("custom", ""), ("invoice", "INV-77")],
        vec![("custom", "")],
        vec![
            ("receiver_email", "thief@obole.test"),
            ("business", "thief@obole.test"),
        ],
        vec![("receiver_email", ""), ("business", "")],
        vec![("mc_gross", "")],
    ] {
        assert_eq!(synched(&payment, &changes), NOTHING, "{changes:?}");
    }
    let reference = payment.opened.reference.clone();
    let by_reference = [("custom", ""), ("invoice", reference.as_str())];
    assert!(matches!(
        synched(&payment, &by_reference),
        Answer::Report(_)
    ));
    // Another sum than agreed is for the payment to judge.
    assert!(matches!(
        synched(&payment, &[("mc_gross", "0.01")]),
        Answer::Report(_)
    ));
}

/// Whoever paid comes back with a second, smaller payment under the same name.
#[test]
fn a_second_payment_does_not_take_the_place_of_the_first() {
    let mut payment = returned(Some(TRANSACTION));
    capture(&mut payment, Some("4AB12345CD678901E"));
    assert_eq!(synched(&payment, &[("mc_gross", "1.00")]), NOTHING);
    assert_eq!(synched(&payment, &[]), NOTHING);
    // The one that paid may be told again.
    let same = synched(&payment, &[("txn_id", "4AB12345CD678901E")]);
    assert!(matches!(same, Answer::Report(_)), "{same:?}");
}

#[test]
fn what_is_no_answer_is_unknown() {
    let payment = returned(Some(TRANSACTION));
    let ask = |answered| perform(credentials(), &payment, Call::AskSession, vec![answered]).0;
    for answered in [
        raw(200, "<html>SUCCESS</html>"),
        raw(200, ""),
        raw(500, "SUCCESS\n"),
        raw(302, "FAIL"),
        Err(SendError::TimedOut),
    ] {
        assert!(matches!(ask(answered), Answer::Unknown { .. }));
    }
    for fail in ["FAIL", "FAIL\n", "FAIL\nError: 4003\n", "FAIL\r\nError: x"] {
        assert_eq!(ask(raw(200, fail)), NOTHING, "{fail:?}");
    }
    assert_eq!(
        ask(raw(200, "FAIL\nError: 4020")),
        Answer::Refused {
            code: "wrong_identity_token".to_owned(),
            later: true
        }
    );
}

#[test]
fn each_line_is_split_before_it_is_decoded() {
    let fields = [
        ("memo", "a=b&c\nd"),
        ("first_name", "Léa"),
        ("charset", "windows-1252"),
    ];
    let body = lines(&fields, WINDOWS_1252);
    let Some(Synch::Success(message)) = pdt::read(&body) else {
        panic!()
    };
    assert_eq!(message.get("memo"), Some("a=b&c\nd"));
    assert_eq!(message.get("first_name"), Some("Léa"));
    let plain = b"SUCCESS\r\nmemo=x=y=z\r\npayer_email=jean%40exemple.test\r\n\r\n";
    let Some(Synch::Success(message)) = pdt::read(plain) else {
        panic!()
    };
    assert_eq!(message.get("memo"), Some("x=y=z"));
    assert_eq!(message.get("payer_email"), Some("jean@exemple.test"));
}

#[test]
fn the_hint_is_taken_from_the_way_back() {
    let payment = returned(Some(TRANSACTION));
    assert_eq!(payment.transaction_hint.as_deref(), Some(TRANSACTION));
    let hint = Hint {
        source: Source::Return,
        transaction: None,
    };
    assert_eq!(Hint::from(Source::Return), hint);
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(
        values in prop::collection::vec("[^\r]{0,30}", 1..8),
        shift_jis: bool,
    ) {
        let (name, encoding) = if shift_jis { ("Shift_JIS", SHIFT_JIS) } else { ("utf-8", UTF_8) };
        let names: Vec<String> = (0..values.len()).map(|index| format!("f{index}")).collect();
        let mut fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
        fields.push(("charset", name));
        match pdt::read(&lines(&fields, encoding)) {
            Some(Synch::Success(message)) => {
                let read: Vec<(&str, &str)> = message.fields().collect();
                prop_assert_eq!(read, fields);
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn no_answer_stops_the_reader(body in prop::collection::vec(any::<u8>(), 0..300), ok: bool) {
        let prefix: &[u8] = if ok { b"SUCCESS\n" } else { b"FAIL\n" };
        let _ = pdt::read(&body);
        prop_assert!(pdt::read(&[prefix, &body].concat()).is_some());
    }
}
