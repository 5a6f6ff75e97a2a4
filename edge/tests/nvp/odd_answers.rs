//! Answers that are none: pages, failures, pieces, noise. Nothing may come of them.

use obole_edge::ports::SendError;
use obole_shared::payment::{Answer, Call, Payment, Standing};
use obole_shared::terminal::TerminalKind::{PaypalExpress, PaypalHosted};
use proptest::prelude::*;

use crate::messages::*;
use crate::support::{Answered, Network, addresses, attempt, now_or_never, raw, request_refund};

fn cases() -> Vec<(Payment, Call)> {
    let mut cases = Vec::new();
    for kind in [PaypalExpress, PaypalHosted] {
        let mut refunding = captured(kind);
        request_refund(&mut refunding, 1, dollars(500));
        cases.extend([
            (fresh(kind, AT_ONCE), Call::OpenSession),
            (open(kind, AT_ONCE), Call::AskSession),
            (hinted(open(kind, AT_ONCE), SALE), Call::AskSession),
            (open(kind, AT_ONCE), Call::AskBooks),
            (authorized(kind), Call::AskSession),
            (authorized(kind), Call::Capture),
            (authorized(kind), Call::Cancel),
            (captured(kind), Call::AskSession),
            (refunding.clone(), Call::Refund(1)),
            (refunding, Call::AskRefund(1)),
        ]);
    }
    cases.push((open(PaypalExpress, AT_ONCE), Call::Capture));
    cases.push((open(PaypalExpress, BY_HAND), Call::Authorize));
    cases
}

/// What comes of a call that gets the same answer to everything it sends.
fn always(payment: &Payment, call: Call, answered: &Answered) -> Answer {
    let mut payment = payment.clone();
    if call != Call::OpenSession {
        attempt(&mut payment, call);
    }
    let provider = provider(payment.opened.terminal.kind);
    let network = Network::answering((0..20).map(|_| answered.clone()));
    now_or_never(provider.perform(&network, &addresses(), &payment, call))
}

#[test]
fn pages_failures_and_silence_are_not_understood() {
    let html = "<!DOCTYPE html><html><head><title>ACK=Success</title></head></html>";
    let odd: [Answered; 11] = [
        Err(SendError::TimedOut),
        Err(SendError::Connection("reset".into())),
        raw(200, ""),
        raw(200, html),
        raw(200, "ACK=Failure"),
        raw(200, "{\"ACK\":\"Success\"}"),
        raw(200, vec![0xff, 0xfe, 0x00]),
        raw(302, ""),
        raw(500, "ACK=Success"),
        raw(502, html),
        raw(503, ""),
    ];
    for (payment, call) in cases() {
        for answered in &odd {
            let answer = always(&payment, call, answered);
            assert!(is_unknown(&answer), "{call:?}: {answer:?}");
        }
        let answer = always(&payment, call, &raw(403, html));
        assert_eq!(answer, refused("http_403", true), "{call:?}");
    }
}

#[test]
fn success_without_content_moves_nothing() {
    for (payment, call) in cases() {
        let answer = always(&payment, call, &success(&[]));
        let nothing_found = matches!(
            answer,
            Answer::Standing(Standing::Gone | Standing::NotStarted) | Answer::RefundMissing
        );
        // A void is done when PayPal says so; a search without rows has found nothing.
        let done = call == Call::Cancel && answer == Answer::Canceled;
        assert!(
            is_unknown(&answer) || nothing_found || done,
            "{call:?}: {answer:?}"
        );
    }
}

fn tells_money(answer: &Answer) -> bool {
    match answer {
        Answer::Report(report) => report.standing.is_some(),
        Answer::Captured { .. } | Answer::Refunded { .. } => true,
        _ => false,
    }
}

#[test]
fn an_answer_that_was_cut_off_tells_the_same_or_nothing() {
    // The fields that tell of the money come last here.
    let whole = message(&[
        ("ACK", "Success"),
        ("TOKEN", TOKEN),
        ("TRANSACTIONID", SALE),
        ("CUSTOM", PAYMENT),
        ("INVNUM", REFERENCE),
        ("PAYMENTSTATUS", "Completed"),
        ("CURRENCYCODE", "USD"),
        ("AMT", "1,025.00"),
    ]);
    let payment = captured(PaypalExpress);
    for end in 0..=whole.len() {
        let answer = always(&payment, Call::AskSession, &raw(200, &whole[..end]));
        if tells_money(&answer) {
            let Answer::Report(report) = &answer else {
                panic!("{answer:?}")
            };
            let Some(Standing::Captured { amount, .. }) = &report.standing else {
                panic!("{answer:?}")
            };
            assert_eq!(*amount, dollars(102_500), "cut at {end}");
            assert_eq!(end, whole.len());
        }
    }
}

/// Field names the adapters read, with any values.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let names = proptest::sample::select(vec![
        "ACK",
        "TOKEN",
        "PAYERID",
        "CHECKOUTSTATUS",
        "TRANSACTIONID",
        "PAYMENTINFO_0_TRANSACTIONID",
        "AMT",
        "PAYMENTINFO_0_AMT",
        "CURRENCYCODE",
        "PAYMENTINFO_0_CURRENCYCODE",
        "PAYMENTSTATUS",
        "PAYMENTINFO_0_PAYMENTSTATUS",
        "PENDINGREASON",
        "FEEAMT",
        "SETTLEAMT",
        "EXCHANGERATE",
        "L_ERRORCODE0",
        "L_TRANSACTIONID0",
        "L_AMT0",
        "L_CURRENCYCODE0",
        "L_TYPE0",
        "L_STATUS0",
        "EMAILLINK",
        "HOSTEDBUTTONID",
        "REFUNDTRANSACTIONID",
        "GROSSREFUNDAMT",
        "ORDERTIME",
    ]);
    let values = prop_oneof![
        ".*",
        "[A-Z0-9]{17}",
        "-?[0-9]{1,30}\\.[0-9]{0,3}",
        Just("Success".to_owned()),
        Just("USD".to_owned()),
        Just("Completed".to_owned()),
        Just("Pending".to_owned()),
    ];
    proptest::collection::vec((names, values), 0..20).prop_map(|pairs| {
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        message(&pairs)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 2))]

    #[test]
    fn noise_makes_nothing_stop(body in noise(), acknowledged in any::<bool>()) {
        let mut bytes = Vec::new();
        if acknowledged {
            bytes.extend_from_slice(b"ACK=Success&");
        }
        bytes.extend_from_slice(&body);
        for (payment, call) in cases() {
            let answer = always(&payment, call, &raw(200, bytes.clone()));
            // Without the transaction that was asked for, no money is told.
            if call == Call::AskSession && payment.refunds.is_empty() && payment.hint_at.is_none() {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if !text.contains(SALE) && !text.contains(AUTHORIZATION) && !text.contains("TOKEN") {
                    let by_search = text.contains("L_5fTRANSACTIONID0") || text.contains("L_TRANSACTIONID0");
                    prop_assert!(by_search || !tells_money(&answer), "{call:?}: {answer:?}");
                }
            }
        }
    }

    #[test]
    fn bytes_make_nothing_stop(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for (payment, call) in cases() {
            let answer = always(&payment, call, &raw(200, bytes.clone()));
            prop_assert!(!tells_money(&answer));
        }
    }
}

#[test]
fn neither_secrets_nor_payers_are_printed() {
    let provider = provider(PaypalExpress);
    let printed = format!("{provider:?} {:?}", credentials(PaypalExpress, None));
    for secret in ["PWD&=16", "A.b-C"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    let answers = [
        approved(),
        raw(200, "ACK=Success&EMAIL=payer%40example.org"),
    ];
    let made = make(&open(PaypalExpress, AT_ONCE), Call::Capture, answers);
    let printed = format!("{:?} {:?}", made.answer, made.sent);
    for secret in ["PWD&=16", "A.b-C", "payer@example.org", PAYER] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
