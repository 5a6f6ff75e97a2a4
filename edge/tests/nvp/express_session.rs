//! Express Checkout: opening a session, and asking for it.

use obole_edge::providers::paypal::TokenCache;
use obole_edge::providers::{Origins, Provider};
use obole_shared::currency::Currency;
use obole_shared::payment::{Answer, Call, Standing};
use obole_shared::terminal::TerminalKind::PaypalExpress;
use obole_shared::terminal::{AuthorizationType, Mode};
use obole_shared::time::Millis;

use crate::messages::*;
use crate::support::{Answered, NOW, Network, addresses, money, new_payment, now_or_never};

const RETURN: &str = "https://pay.example.org/return/pay_0w3ge1r70w3ge1r70w3ge1r70w";

fn opened() -> Vec<Answered> {
    vec![success(&[("TOKEN", TOKEN)])]
}

#[test]
fn a_session_is_opened_for_the_donor_to_approve() {
    for (authorization, action) in [
        (AT_ONCE, "Sale"),
        (BY_HAND, "Authorization"),
        (AuthorizationType::PreAuthorize, "Authorization"),
    ] {
        let mut payment = fresh(PaypalExpress, authorization);
        payment.opened.email = Some("donor@example.org".into());
        let made = make(&payment, Call::OpenSession, opened());
        let success = format!("{RETURN}/success");
        let cancel = format!("{RETURN}/cancel");
        assert_eq!(
            content(&made.sent[0]),
            pairs(&[
                ("METHOD", "SetExpressCheckout"),
                ("RETURNURL", &success),
                ("CANCELURL", &cancel),
                ("NOSHIPPING", "1"),
                ("ALLOWNOTE", "0"),
                ("SOLUTIONTYPE", "Sole"),
                ("LOCALECODE", "DE"),
                ("EMAIL", "donor@example.org"),
                ("PAYMENTREQUEST_0_PAYMENTACTION", action),
                ("PAYMENTREQUEST_0_AMT", "25.00"),
                ("PAYMENTREQUEST_0_CURRENCYCODE", "USD"),
                ("PAYMENTREQUEST_0_DESC", "Spende für das Tierheim"),
                ("PAYMENTREQUEST_0_INVNUM", REFERENCE),
                ("PAYMENTREQUEST_0_CUSTOM", PAYMENT),
                ("PAYMENTREQUEST_0_NOTIFYURL", NOTIFY),
            ])
        );
        assert_eq!(
            made.answer,
            Answer::Session {
                handle: TOKEN.into(),
                redirect_url: format!(
                    "https://www.sandbox.paypal.com/cgi-bin/webscr?cmd=_express-checkout\
                     &useraction=commit&token={TOKEN}"
                ),
                expires_at: NOW + Millis::hours(3),
            }
        );
    }
}

#[test]
fn the_caller_is_named_by_its_signature_and_for_whom_it_calls() {
    for subject in [None, Some("owner@example.org")] {
        let terminal = terminal(PaypalExpress, Mode::Live);
        let provider = Provider::new(
            &terminal,
            credentials(PaypalExpress, subject),
            &Origins::default(),
            TokenCache::default(),
        )
        .unwrap();
        let network = Network::answering(opened());
        let payment = fresh(PaypalExpress, AT_ONCE);
        let here = addresses();
        let call = provider.perform(&network, &here, &payment, Call::OpenSession);
        let answer = now_or_never(call);
        let Answer::Session { redirect_url, .. } = answer else {
            panic!("{answer:?}")
        };
        assert!(redirect_url.starts_with("https://www.paypal.com/cgi-bin/webscr?"));
        let sent = network.sent.borrow();
        assert_eq!(sent[0].uri(), "https://api-3t.paypal.com/nvp");
        let fields = obole_edge::providers::nvp::Fields::decode(sent[0].body());
        assert_eq!(fields.get("USER"), Some("caisse_api1.obole.test"));
        assert_eq!(fields.get("PWD"), Some("PWD&=16"));
        assert_eq!(fields.get("SIGNATURE"), Some("A.b-C"));
        assert_eq!(fields.get("SUBJECT"), subject);
    }
}

#[test]
fn amounts_are_written_with_paypals_decimals_or_not_at_all() {
    let cases = [
        (1, Currency::EUR, Some("0.01")),
        (99_999_999_999, Currency::USD, Some("999999999.99")),
        (150_000, Currency::HUF, Some("1500")),
        (150_050, Currency::HUF, None),
        (1_500, Currency::JPY, Some("1500")),
        (100, Currency::TWD, Some("1")),
        (101, Currency::TWD, None),
        (25_000, Currency::KWD, None),
    ];
    for (minor, currency, expected) in cases {
        let payment = new_payment(PaypalExpress, money(minor, currency), AT_ONCE);
        let answers = expected.map(|_| success(&[("TOKEN", TOKEN)]));
        let made = make(&payment, Call::OpenSession, answers);
        let written = made
            .sent
            .first()
            .and_then(|sent| sent.get("PAYMENTREQUEST_0_AMT"));
        assert_eq!(written, expected);
        if expected.is_none() {
            assert_eq!(made.answer, refused("amount_not_representable", false));
        }
    }
}

#[test]
fn texts_are_cut_to_what_paypal_takes() {
    let mut payment = fresh(PaypalExpress, AT_ONCE);
    payment.opened.description = "é".repeat(200);
    payment.opened.email = Some(format!("{}@example.org", "a".repeat(127)));
    payment.opened.lang = "rm-CH".into();
    let made = make(&payment, Call::OpenSession, opened());
    let description = made.sent[0].get("PAYMENTREQUEST_0_DESC").unwrap();
    assert_eq!(description, "é".repeat(127));
    assert_eq!(made.sent[0].get("EMAIL"), None);
    assert_eq!(made.sent[0].get("LOCALECODE"), None);
    payment.opened.description = " ".into();
    let made = make(&payment, Call::OpenSession, opened());
    assert_eq!(made.sent[0].get("PAYMENTREQUEST_0_DESC"), None);
}

#[test]
fn a_session_without_a_usable_token_is_none() {
    let payment = fresh(PaypalExpress, AT_ONCE);
    for fields in [
        &[][..],
        &[("TOKEN", "EC-1&cmd=_xclick")],
        &[("TOKEN", "EC 1")],
    ] {
        let made = make(&payment, Call::OpenSession, [success(fields)]);
        assert!(is_unknown(&made.answer), "{:?}", made.answer);
    }
    for (number, later) in [
        (10_002, true),
        (10_007, true),
        (10_445, true),
        (10_413, false),
    ] {
        let made = make(&payment, Call::OpenSession, [failure(&[number])]);
        assert_eq!(made.answer, refused(&number.to_string(), later));
    }
}

#[test]
fn a_session_is_asked_by_its_token() {
    let payment = open(PaypalExpress, AT_ONCE);
    let payer = ("PAYERID", PAYER);
    let table = [
        (
            "PaymentActionNotInitiated",
            &[][..],
            Answer::Standing(Standing::NotStarted),
        ),
        (
            "PaymentActionNotInitiated",
            &[payer],
            Answer::Standing(Standing::Approved),
        ),
        // Back with other means, as far as PayPal tells.
        (
            "PaymentActionFailed",
            &[payer],
            Answer::Standing(Standing::Approved),
        ),
        (
            "PaymentActionFailed",
            &[],
            Answer::Standing(Standing::NotStarted),
        ),
        (
            "PaymentActionInProgress",
            &[payer],
            refused("PaymentActionInProgress", true),
        ),
    ];
    for (status, more, expected) in table {
        let made = make(&payment, Call::AskSession, [checkout(status, more)]);
        assert_eq!(made.answer, expected, "{status}");
        assert_eq!(
            content(&made.sent[0]),
            pairs(&[("METHOD", "GetExpressCheckoutDetails"), ("TOKEN", TOKEN)])
        );
    }
    let odd = make(
        &payment,
        Call::AskSession,
        [checkout("PaymentTeleported", &[])],
    );
    assert!(is_unknown(&odd.answer));
}

#[test]
fn a_completed_session_is_told_by_its_transaction() {
    let payment = open(PaypalExpress, AT_ONCE);
    for status in ["PaymentActionCompleted", "PaymentCompleted"] {
        for name in ["PAYMENTREQUEST_0_TRANSACTIONID", "TRANSACTIONID"] {
            let answers = [
                checkout(status, &[("PAYERID", PAYER), (name, SALE)]),
                details(SALE, "Completed", &[]),
            ];
            let made = make(&payment, Call::AskSession, answers);
            assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
            assert_eq!(
                content(&made.sent[1]),
                pairs(&[("METHOD", "GetTransactionDetails"), ("TRANSACTIONID", SALE)])
            );
        }
    }
    // Without its name the history is searched.
    let answers = [
        checkout("PaymentActionCompleted", &[]),
        search(&[("Payment", SALE, "Completed", "25.00")]),
        details(SALE, "Completed", &[]),
    ];
    let made = make(&payment, Call::AskSession, answers);
    assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
    let answers = [checkout("PaymentActionCompleted", &[]), search(&[])];
    assert!(is_unknown(
        &make(&payment, Call::AskSession, answers).answer
    ));
}

#[test]
fn another_payments_session_says_nothing() {
    let payment = open(PaypalExpress, AT_ONCE);
    let answers = [
        success(&[("TOKEN", "EC-OTHER"), ("PAYERID", PAYER)]),
        success(&[("PAYERID", PAYER)]),
        checkout("PaymentActionNotInitiated", &[("PAYERID", PAYER)]),
    ];
    let expected = [true, true, false];
    for (answer, unknown) in answers.into_iter().zip(expected) {
        let made = make(&payment, Call::AskSession, [answer]);
        assert_eq!(is_unknown(&made.answer), unknown, "{:?}", made.answer);
    }
    for (name, value) in [
        ("CUSTOM", "pay_other"),
        ("PAYMENTREQUEST_0_INVNUM", "OBL-X"),
    ] {
        let answer = success(&[("TOKEN", TOKEN), ("PAYERID", PAYER), (name, value)]);
        let made = make(&payment, Call::AskSession, [answer]);
        assert!(is_unknown(&made.answer), "{name}");
    }
}

#[test]
fn a_session_that_ended_is_looked_up_in_the_history() {
    let payment = open(PaypalExpress, AT_ONCE);
    for number in [10_408, 10_410, 10_411] {
        let made = make(
            &payment,
            Call::AskSession,
            [failure(&[number]), search(&[])],
        );
        assert_eq!(made.answer, Answer::Standing(Standing::Gone));
        assert_eq!(
            content(&made.sent[1]),
            pairs(&[
                ("METHOD", "TransactionSearch"),
                ("STARTDATE", "2026-07-19T10:00:00Z"),
                ("INVNUM", REFERENCE),
            ])
        );
    }
    let found = [
        failure(&[10_411]),
        search(&[("Payment", SALE, "Completed", "25.00")]),
        details(SALE, "Completed", &[]),
    ];
    let made = make(&payment, Call::AskSession, found);
    assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
    let found = [
        search(&[("Payment", SALE, "Completed", "25.00")]),
        details(SALE, "Completed", &[]),
    ];
    let made = make(&payment, Call::AskBooks, found);
    assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
    let made = make(&payment, Call::AskBooks, [search(&[])]);
    assert_eq!(made.answer, Answer::Standing(Standing::Gone));
}

#[test]
fn a_call_without_its_names_is_not_made() {
    let none = [];
    let fresh = fresh(PaypalExpress, AT_ONCE);
    for call in [Call::AskSession, Call::Capture, Call::Authorize] {
        let made = make(&fresh, call, none.clone());
        assert_eq!(made.answer, refused("no_session", false));
    }
    let payment = open(PaypalExpress, AT_ONCE);
    let made = make(&payment, Call::Cancel, none.clone());
    assert_eq!(made.answer, refused("no_authorization", false));
    let made = make(&payment, Call::Refund(1), none.clone());
    assert_eq!(made.answer, refused("no_refund", false));
    let made = make(&payment, Call::CaptureRefund(1), none.clone());
    assert_eq!(made.answer, refused("not_supported", false));
    let mut hostile = open(PaypalExpress, AT_ONCE);
    hostile.session.as_mut().unwrap().handle = "EC-1&METHOD=MassPay".into();
    let made = make(&hostile, Call::AskSession, none);
    assert_eq!(made.answer, refused("malformed_id", false));
}
