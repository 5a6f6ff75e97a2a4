//! Every status, reason and type of a message, and what it teaches.

use obole_edge::providers::ipn::words::{
    CaseReason, CaseType, PaymentStatus, PendingReason, ReasonCode, TransactionType,
};
use obole_edge::providers::ipn::{Message, Names, Told, fingerprint, told};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Case, CaseKind, CaseStage, Report, Reversal, Standing};
use obole_shared::time::UnixMs;
use proptest::prelude::*;

fn tell(body: &str) -> Told {
    told(&Message::read(body.as_bytes()))
}

fn report(body: &str) -> Report {
    match tell(body) {
        Told::Payment(report) => *report,
        Told::Nothing(why) => panic!("{why} {body}"),
    }
}

fn nothing(body: &str) -> String {
    match tell(body) {
        Told::Nothing(why) => why,
        Told::Payment(report) => panic!("{report:?} {body}"),
    }
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD).unwrap()
}

fn with_status(status: &str) -> String {
    format!(
        "txn_type=web_accept&txn_id=7AB12345CD678901E&mc_gross=25.00&mc_fee=1.03&mc_currency=USD&payment_type=instant&payment_status={status}"
    )
}

fn captured(amount: Money, fee: Option<Money>) -> Standing {
    Standing::Captured {
        capture: "7AB12345CD678901E".to_owned(),
        amount,
        fee,
        method: None,
        refunds: Vec::new(),
    }
}

fn waits() -> Standing {
    Standing::Pending {
        capture: Some("7AB12345CD678901E".to_owned()),
    }
}

fn declined(code: &str) -> Standing {
    Standing::Declined {
        code: code.to_owned(),
    }
}

#[test]
fn only_completed_is_paid() {
    let paid = report(&with_status("Completed"));
    assert_eq!(paid, captured(usd(2_500), Some(usd(103))).into());
    for status in PaymentStatus::KNOWN {
        let told = tell(&with_status(status));
        let takes = matches!(&told, Told::Payment(report)
            if matches!(report.standing, Some(Standing::Captured { .. })));
        assert_eq!(takes, *status == "completed", "{status}");
    }
}

#[test]
fn each_status_has_its_standing() {
    let cases = [
        ("Pending", Some(waits())),
        ("Created", Some(waits())),
        ("Processed", Some(waits())),
        ("In-Progress", Some(waits())),
        ("Completed-Funds-Held", Some(waits())),
        ("Denied", Some(declined("denied"))),
        ("Failed", Some(declined("failed"))),
        ("Voided", Some(Standing::Voided)),
    ];
    for (status, standing) in cases {
        assert_eq!(report(&with_status(status)).standing, standing, "{status}");
    }
    for status in ["None", "Something_New", "Expired", "Refunded", "Reversed"] {
        assert!(!nothing(&with_status(status)).is_empty(), "{status}");
    }
    // However the word is written.
    for status in [
        "Canceled_Reversal",
        "Canceled-Reversal",
        "Canceled Reversal",
    ] {
        assert_eq!(PaymentStatus::read(status), PaymentStatus::CanceledReversal);
    }
}

#[test]
fn each_reason_to_wait_only_waits() {
    for reason in PendingReason::KNOWN {
        let body = format!("{}&pending_reason={reason}", with_status("Pending"));
        let standing = report(&body).standing.unwrap();
        match *reason {
            "authorization" => assert!(matches!(standing, Standing::Authorized { .. })),
            "order" => assert_eq!(standing, Standing::Pending { capture: None }),
            _ => assert_eq!(standing, waits(), "{reason}"),
        }
    }
    let body = format!("{}&pending_reason=never_seen", with_status("Pending"));
    assert_eq!(report(&body).standing, Some(waits()));
    assert_eq!(
        PendingReason::read("payment-review"),
        PendingReason::PaymentReview
    );
    assert_eq!(
        PendingReason::read("multi-currency"),
        PendingReason::MultiCurrency
    );
}

#[test]
fn an_authorization_reserves_until_its_end() {
    let body = "txn_type=express_checkout&txn_id=AUTH&payment_status=Pending&pending_reason=authorization&mc_gross=25.00&mc_currency=USD&auth_amount=24.00&auth_exp=09%3A41%3A07+Mar+05%2C+2024+PST&auth_status=Pending";
    let told = report(body);
    assert_eq!(told.expires_at, Some(UnixMs(1_709_660_467_000)));
    let standing = Standing::Authorized {
        transaction: "AUTH".to_owned(),
        amount: usd(2_400),
        method: None,
    };
    assert_eq!(told.standing, Some(standing));
    // Used up by a capture: the capture's own message tells how much.
    let used = body.replace("Pending&pending_reason=authorization", "Completed");
    nothing(&format!("{used}&transaction_entity=auth"));
    // The capture itself.
    let capture = "txn_type=express_checkout&txn_id=CAP&parent_txn_id=AUTH&auth_id=AUTH&transaction_entity=payment&payment_status=Completed&mc_gross=20.00&mc_currency=USD&remaining_settle=0";
    assert!(matches!(
        report(capture).standing,
        Some(Standing::Captured { capture, amount, .. }) if capture == "CAP" && amount == usd(2_000)
    ));
    // Run out.
    let expired = report(
        "txn_type=express_checkout&txn_id=AUTH&payment_status=Expired&auth_exp=09%3A41%3A07+Mar+05%2C+2024+PST&mc_gross=25.00&mc_currency=USD",
    );
    assert_eq!(expired.standing, None);
    assert_eq!(expired.expires_at, Some(UnixMs(1_709_660_467_000)));
}

#[test]
fn a_denial_has_its_reason() {
    for reason in ReasonCode::KNOWN {
        let body = format!("{}&reason_code={reason}", with_status("Denied"));
        assert_eq!(report(&body).standing, Some(declined(reason)));
    }
    let written = format!("{}&reason_code=buyer-complaint", with_status("Denied"));
    assert_eq!(report(&written).standing, Some(declined("buyer_complaint")));
    let unknown = format!("{}&reason_code=Some+%3Cnew%3E", with_status("Denied"));
    assert_eq!(report(&unknown).standing, Some(declined("Somenew")));
}

const BACK: &str = "txn_id=2RF34567GH890123K&parent_txn_id=7AB12345CD678901E&mc_gross=-12.50&mc_fee=-0.66&payment_gross=-12.50&payment_fee=-0.66&mc_currency=USD";

#[test]
fn refunds_are_told_on_their_own() {
    let expected = Report {
        refunds: vec![("2RF34567GH890123K".to_owned(), usd(1_250))],
        ..Report::default()
    };
    for status in ["Refunded", "Partially_Refunded", "Partially-Refunded"] {
        let body = format!("{BACK}&payment_status={status}&reason_code=refund");
        assert_eq!(report(&body), expected, "{status}");
    }
    // The payment's own record says the same word, and not how much.
    nothing(&with_status("Refunded"));
}

#[test]
fn every_reversal_is_a_movement() {
    for reason in ReasonCode::KNOWN {
        for (status, undone) in [("Reversed", false), ("Canceled_Reversal", true)] {
            let gross = if undone { "12.50" } else { "-12.50" };
            let body = format!(
                "{}&payment_status={status}&reason_code={reason}",
                BACK.replace("mc_gross=-12.50", &format!("mc_gross={gross}"))
            );
            let movement = Reversal {
                transaction: "2RF34567GH890123K".to_owned(),
                amount: usd(1_250),
                reason: (*reason).to_owned(),
                undone,
            };
            assert_eq!(report(&body).reversals, vec![movement], "{body}");
            assert_eq!(report(&body).standing, None);
        }
    }
}

#[test]
fn a_reversal_may_name_its_dispute() {
    let stage = |body: &str| report(body).disputes[0].stage;
    let case = "case_id=PP-001-002-003&case_type=chargeback";
    let open = format!("{BACK}&payment_status=Reversed&reason_code=chargeback&{case}");
    assert_eq!(stage(&open), CaseStage::Open);
    let lost = open.replace(
        "reason_code=chargeback",
        "reason_code=chargeback_settlement",
    );
    assert_eq!(stage(&lost), CaseStage::Lost);
    let won = open.replace("Reversed", "Canceled_Reversal");
    assert_eq!(stage(&won), CaseStage::Won);
}

#[test]
fn disputes_open_and_close() {
    let kinds = [
        ("dispute", CaseKind::Inquiry),
        ("complaint", CaseKind::Complaint),
        ("chargeback", CaseKind::Chargeback),
        ("bankreturn", CaseKind::Other),
        ("never_seen", CaseKind::Other),
    ];
    for known in CaseType::KNOWN {
        assert!(kinds.iter().any(|(kind, _)| kind == known), "{known}");
    }
    for (word, kind) in kinds {
        for reason in CaseReason::KNOWN {
            for (txn_type, stage) in [
                ("new_case", CaseStage::Open),
                ("adjustment", CaseStage::Closed),
            ] {
                let body = format!(
                    "txn_type={txn_type}&txn_id=7AB12345CD678901E&case_id=PP-D-123&case_type={word}&reason_code={reason}&case_creation_date=09%3A41%3A07+Mar+05%2C+2024+PST"
                );
                let case = Case {
                    id: "PP-D-123".to_owned(),
                    kind,
                    reason: (*reason).to_owned(),
                    stage,
                    amount: None,
                    respond_by: None,
                };
                let expected = Report {
                    disputes: vec![case],
                    ..Report::default()
                };
                assert_eq!(report(&body), expected);
            }
        }
    }
    // Without a type it is a dispute all the same.
    let bare = "case_type=chargeback&case_id=PP-1&txn_id=7AB12345CD678901E&reason_code=duplicate";
    assert_eq!(report(bare).disputes[0].kind, CaseKind::Chargeback);
    nothing("txn_type=new_case&txn_id=7AB12345CD678901E");
}

#[test]
fn each_type_acts_or_is_kept() {
    let acts = [
        "web_accept",
        "cart",
        "express_checkout",
        "send_money",
        "virtual_terminal",
        "pro_hosted",
        "pro_api",
    ];
    for kind in TransactionType::KNOWN {
        if matches!(*kind, "new_case" | "adjustment") {
            continue;
        }
        let body = with_status("Completed").replace("web_accept", kind);
        let paid = matches!(tell(&body), Told::Payment(_));
        assert_eq!(paid, acts.contains(kind), "{kind}");
    }
    for written in ["express-checkout", "Express_Checkout", "web-accept"] {
        let body = with_status("Completed").replace("web_accept", written);
        report(&body);
    }
    nothing(&with_status("Completed").replace("web_accept", "never_seen"));
    nothing("charset=UTF-8");
    nothing("");
}

#[test]
fn money_of_subscriptions_is_kept() {
    nothing(&format!(
        "{BACK}&payment_status=Refunded&subscr_id=S-1AB23456CD789012E"
    ));
    nothing(&format!(
        "{BACK}&payment_status=Reversed&recurring_payment_id=I-ABCDEFGHJKLM"
    ));
}

#[test]
fn what_names_no_sum_or_no_transaction_is_not_paid() {
    let paid = with_status("Completed");
    for (from, to) in [
        ("mc_gross=25.00", "mc_gross="),
        ("mc_gross=25.00", "mc_gross=abc"),
        ("mc_gross=25.00", "mc_gross=0.00"),
        ("mc_gross=25.00", "mc_gross=-25.00"),
        ("mc_currency=USD", "mc_currency=ZZZ"),
        ("txn_id=7AB12345CD678901E", "txn_id="),
    ] {
        let changed = paid.replace(from, to);
        assert_ne!(changed, paid);
        nothing(&changed);
    }
}

#[test]
fn the_guides_cases_are_told_to_the_payment() {
    let pounds = |minor| Money::new(minor, Currency::GBP).unwrap();
    let case = |rest: &str| {
        report(&format!(
            "txn_type=web_accept&txn_id=7AB12345CD678901E&mc_gross=100&mc_currency=GBP&{rest}"
        ))
    };
    let three = case(
        "payment_status=Completed&mc_fee=3.00&settle_amount=145.50&settle_currency=EUR&exchange_rate=1.5",
    );
    assert_eq!(
        three.standing,
        Some(captured(pounds(10_000), Some(pounds(300))))
    );
    let settled = three.settled.unwrap();
    assert_eq!(settled.amount, Money::new(14_550, Currency::EUR).unwrap());
    assert_eq!(settled.rate.to_string(), "1.5");
    let four = case("payment_status=Pending&pending_reason=multi_currency");
    assert_eq!(four, waits().into());
    let six = case("payment_status=Completed&mc_fee=3.00");
    assert_eq!(six, captured(pounds(10_000), Some(pounds(300))).into());
    let seven = case("payment_status=Denied");
    assert_eq!(seven, declined("denied").into());
}

#[test]
fn the_payment_is_named_in_four_ways() {
    let body =
        "custom=pay_00000000000000000000000000&invoice=OBL-1&txn_id=A&parent_txn_id=B&auth_id=C";
    let names = Names::of(&Message::read(body.as_bytes()));
    assert_eq!(
        names.payment.unwrap().as_str(),
        "pay_00000000000000000000000000"
    );
    assert_eq!(names.reference.as_deref(), Some("OBL-1"));
    assert_eq!(names.transactions, ["A", "B", "C"]);
    let foreign = Names::of(&Message::read(b"custom=order-77"));
    // It is somebody's, and not ours.
    assert_eq!(
        foreign,
        Names {
            is_labelled: true,
            ..Names::default()
        }
    );
    assert_eq!(
        Names::of(&Message::read(b"custom=&invoice=")),
        Names::default()
    );
}

#[test]
fn a_repeat_is_the_same_transaction_in_the_same_status() {
    let mark = |body: &str| fingerprint(&Message::read(body.as_bytes()));
    let first = mark("txn_id=A&payment_status=Pending&ipn_track_id=1&mc_gross=1.00");
    assert_eq!(
        first,
        mark("ipn_track_id=2&payment_status=Pending&txn_id=A&resend=true")
    );
    assert_ne!(
        first,
        mark("txn_id=A&payment_status=Completed&ipn_track_id=1")
    );
    assert_ne!(
        first,
        mark("txn_id=B&payment_status=Pending&ipn_track_id=1")
    );
    let opened = mark("txn_type=new_case&txn_id=A&case_id=1&ipn_track_id=1");
    assert_ne!(
        opened,
        mark("txn_type=adjustment&txn_id=A&case_id=1&ipn_track_id=2")
    );
    assert_ne!(
        mark("txn_type=subscr_signup&subscr_id=S"),
        mark("txn_type=subscr_eot&subscr_id=S")
    );
}

proptest! {
    #[test]
    fn no_message_stops_the_reading(
        fields in prop::collection::vec(
            (
                prop::sample::select(vec![
                    "txn_type", "payment_status", "pending_reason", "reason_code", "txn_id",
                    "parent_txn_id", "mc_gross", "mc_fee", "mc_currency", "case_id", "case_type",
                    "settle_amount", "settle_currency", "exchange_rate", "auth_amount", "auth_exp",
                    "transaction_entity",
                ]),
                prop_oneof![
                    prop::sample::select(PaymentStatus::KNOWN.to_vec()).prop_map(str::to_owned),
                    prop::sample::select(TransactionType::KNOWN.to_vec()).prop_map(str::to_owned),
                    "-?[0-9]{0,12}(\\.[0-9]{0,4})?",
                    "(USD|EUR|JPY|XXX)",
                    ".{0,20}",
                ],
            ),
            0..20,
        ),
    ) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let body = crate::write::form(&fields, encoding_rs::UTF_8);
        if let Told::Payment(report) = told(&Message::read(&body)) {
            // Whatever acts names a sum above zero, and only `Completed` takes money.
            if let Some(Standing::Captured { amount, .. }) = report.standing {
                prop_assert!(!amount.is_zero());
                let message = Message::read(&body);
                prop_assert_eq!(PaymentStatus::read(message.get("payment_status").unwrap()), PaymentStatus::Completed);
            }
        }
    }
}
