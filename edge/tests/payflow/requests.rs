//! What is sent for each call.

use obole_shared::payment::{Answer, Call, Event, Payment};
use obole_shared::terminal::{AccountType, AuthorizationType, Condition, Method};
use obole_shared::time::Millis;
use proptest::prelude::*;

use crate::account::*;
use crate::support::*;

fn sent(payment: Payment, call: Call) -> http::Request<Vec<u8>> {
    let payment = if call == Call::OpenSession {
        payment
    } else {
        attempted(payment, call, 1)
    };
    account().request(&addresses(), &payment, call).unwrap()
}

fn refused(payment: Payment, call: Call) -> String {
    let payment = attempted(payment, call, 1);
    match account().request(&addresses(), &payment, call) {
        Err(Answer::Refused { code, later: false }) => code,
        other => panic!("{other:?}"),
    }
}

/// All parameters but our own names, which are checked elsewhere.
fn shape(payment: Payment, call: Call) -> String {
    let request = sent(payment, call);
    let shown = parameters(&request).into_iter().map(|(name, value)| {
        let own = ["CUSTREF", "SECURETOKENID"].contains(&name.as_str());
        let value = if own { "*".to_owned() } else { value };
        format!("{name}={value}")
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn address(rest: &str) -> String {
    format!("https://pay.example.org/{rest}")
}

#[test]
fn every_request_is_a_name_value_post_with_an_id_and_a_time_limit() {
    let request = sent(
        fresh(AccountType::PayflowProUs, CaptureAtOnce),
        Call::OpenSession,
    );
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri().to_string(), format!("{GATEWAY}/"));
    assert_eq!(header(&request, "content-type"), "text/namevalue");
    // Sooner than we stop waiting for a session, so that the gateway's word still arrives.
    assert_eq!(header(&request, "x-vps-client-timeout"), "23");
    let id = header(&request, "x-vps-request-id");
    assert_eq!(id.len(), 32);
    assert!(
        id.bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    );
    let body = String::from_utf8(request.body().clone()).unwrap();
    let login = "PARTNER[6]=PayPal&VENDOR[11]=obolevendor&USER[11]=obolevendor&PWD[10]=a&b=c]d[1]&";
    assert!(body.starts_with(login), "{body}");

    let request = sent(authorized(), Call::Capture);
    assert_eq!(header(&request, "x-vps-client-timeout"), "45");
}

#[test]
fn a_card_page_is_opened_by_a_secure_token() {
    for (authorization, trxtype) in [(CaptureAtOnce, "S"), (AuthorizeOnly, "A")] {
        let payment = fresh(AccountType::PayflowPaymentsProUs, authorization);
        assert_eq!(
            shape(payment, Call::OpenSession),
            format!(
                "TENDER=C TRXTYPE={trxtype} AMT=12.00 CURRENCY=USD CREATESECURETOKEN=Y \
                 SECURETOKENID=* INVNUM={REFERENCE} USER1={PAYMENT} \
                 COMMENT1=Spende für das Tierheim RETURNURL={} CANCELURL={} ERRORURL={} \
                 SILENTPOSTURL={} DISABLERECEIPT=TRUE URLMETHOD=GET TEMPLATE=TEMPLATEA \
                 CUSTREF=* VERBOSITY=HIGH",
                address(&format!("return/{PAYMENT}/done")),
                address(&format!("return/{PAYMENT}/cancel")),
                address(&format!("return/{PAYMENT}/fail")),
                address(&format!("notify/terminal-test/{PAYMENT}/notify-token")),
            )
        );
    }
}

#[test]
fn an_account_without_card_page_sends_the_donor_to_paypal() {
    for account in [AccountType::PayflowExpressUs, AccountType::PayflowExpressGb] {
        assert_eq!(
            shape(fresh(account, CaptureAtOnce), Call::OpenSession),
            format!(
                "TENDER=P TRXTYPE=S AMT=12.00 CURRENCY=USD ACTION=S INVNUM={REFERENCE} \
                 CUSTOM={PAYMENT} ORDERDESC=Spende für das Tierheim RETURNURL={} CANCELURL={} \
                 NOTIFYURL={} NOSHIPPING=1 ALLOWNOTE=0 CUSTREF=* VERBOSITY=HIGH",
                address(&format!("return/{PAYMENT}/done")),
                address(&format!("return/{PAYMENT}/cancel")),
                address(&format!("notify/terminal-test/{PAYMENT}/notify-token")),
            )
        );
    }
}

#[test]
fn the_express_option_alone_sends_the_donor_to_paypal_too() {
    let tender = |methods: Vec<Method>| {
        let mut payment = fresh(AccountType::PayflowProUs, CaptureAtOnce);
        payment.opened.terminal.methods = methods;
        assert_eq!(payment.opened.terminal.check(), Ok(()));
        parameter(&sent(payment, Call::OpenSession), "TENDER")
    };
    assert_eq!(tender(vec![Method::Paypal]), "P");
    assert_eq!(tender(vec![Method::Visa, Method::Paypal]), "C");
    assert_eq!(tender(vec![]), "C");
}

#[test]
fn every_other_call_names_what_it_is_about() {
    let token = format!("TENDER=C TRXTYPE=I SECURETOKEN={TOKEN} VERBOSITY=HIGH");
    let details = format!("TENDER=P TRXTYPE=S ACTION=G TOKEN={EXPRESS_TOKEN}");
    let about = |name: &str| format!("TENDER=C TRXTYPE=I ORIGID={name} VERBOSITY=HIGH");
    let mut pending = hosted(CaptureAtOnce);
    apply(
        &mut pending,
        Event::Pending {
            capture: Some("WAIT00000001".into()),
        },
    );
    let mut refund_pending = refunding();
    apply(
        &mut refund_pending,
        Event::RefundPending {
            number: 1,
            transaction: "CRED00000001".into(),
        },
    );
    let mut part = authorized();
    apply(
        &mut part,
        Event::CaptureRequested {
            amount: Some(dollars(750)),
        },
    );
    let delayed = |amount: &str| {
        format!(
            "TENDER=C TRXTYPE=D ORIGID=AUTH00000001 AMT={amount} CAPTURECOMPLETE=Y CUSTREF=* \
             VERBOSITY=HIGH"
        )
    };
    let table = [
        (hosted(CaptureAtOnce), Call::AskSession, token),
        (
            hosted(CaptureAtOnce),
            Call::AskBooks,
            "TENDER=C TRXTYPE=I CUSTREF=* VERBOSITY=HIGH".into(),
        ),
        (pending, Call::AskSession, about("WAIT00000001")),
        (authorized(), Call::AskSession, about("AUTH00000001")),
        (captured(), Call::AskSession, about("SALE00000001")),
        (express(CaptureAtOnce), Call::AskSession, details.clone()),
        (approved(CaptureAtOnce), Call::AskSession, details.clone()),
        // Who approved is asked before the money is taken.
        (approved(CaptureAtOnce), Call::Capture, details),
        (authorized(), Call::Capture, delayed("12.00")),
        (part, Call::Capture, delayed("7.50")),
        (
            authorized(),
            Call::Cancel,
            "TENDER=C TRXTYPE=V ORIGID=AUTH00000001 CUSTREF=* VERBOSITY=HIGH".into(),
        ),
        (
            refunding(),
            Call::Refund(1),
            format!(
                "TENDER=C TRXTYPE=C ORIGID=SALE00000001 AMT=5.00 INVNUM={REFERENCE}-R1 \
                 CUSTREF=* VERBOSITY=HIGH"
            ),
        ),
        (refund_pending, Call::AskRefund(1), about("CRED00000001")),
    ];
    for (payment, call, expected) in table {
        assert_eq!(shape(payment, call), expected, "{call:?}");
    }
}

#[test]
fn what_was_paid_with_paypal_is_followed_up_as_such() {
    let mut payment = hosted(CaptureAtOnce);
    apply(
        &mut payment,
        Event::Captured {
            capture: Some("SALE00000001".into()),
            amount: dollars(1_200),
            fee: None,
            method: Some("paypal".into()),
        },
    );
    request_refund(&mut payment, 1, dollars(1_200));
    assert_eq!(parameter(&sent(payment, Call::Refund(1)), "TENDER"), "P");
}

#[test]
fn nothing_is_sent_that_cannot_be() {
    let refused = |payment, call| refused(payment, call);
    let mut condition = fresh(AccountType::PayflowProUs, CaptureAtOnce);
    condition.opened.condition = Condition::LiabilityShift;
    let pre = fresh(AccountType::PayflowProUs, AuthorizationType::PreAuthorize);
    let mut unwritable = fresh(AccountType::PayflowProUs, CaptureAtOnce);
    unwritable.opened.reference = "a\"b".into();
    let mut nothing = fresh(AccountType::PayflowProUs, CaptureAtOnce);
    nothing.opened.amount = dollars(0);
    let mut foreign = authorized();
    apply(
        &mut foreign,
        Event::Authorized {
            transaction: "X&AMT=1".into(),
            amount: dollars(1_200),
            method: None,
            security: obole_shared::payment::Security::default(),
            expires_at: None,
        },
    );
    let mut unnamed = hosted(CaptureAtOnce);
    capture(&mut unnamed, None);
    request_refund(&mut unnamed, 1, dollars(100));
    let table = [
        (condition, Call::OpenSession, "condition_cannot_be_proved"),
        (pre, Call::OpenSession, "no_pre_authorization"),
        (unwritable, Call::OpenSession, "unwritable_INVNUM"),
        (nothing, Call::OpenSession, "amount_not_representable"),
        (
            fresh(AccountType::PayflowProUs, CaptureAtOnce),
            Call::AskSession,
            "no_session",
        ),
        (hosted(CaptureAtOnce), Call::Capture, "no_authorization"),
        (hosted(CaptureAtOnce), Call::Cancel, "no_authorization"),
        (foreign, Call::Capture, "malformed_id"),
        (unnamed, Call::Refund(1), "no_capture"),
        (captured(), Call::Refund(9), "no_refund"),
        (captured(), Call::AskRefund(9), "no_refund"),
        (hosted(CaptureAtOnce), Call::Authorize, "not_supported"),
        (captured(), Call::CaptureRefund(1), "not_supported"),
    ];
    for (payment, call, expected) in table {
        assert_eq!(refused(payment, call), expected, "{call:?}");
    }
    let payment = attempted(refunding(), Call::AskRefund(1), 1);
    let answer = account().request(&addresses(), &payment, Call::AskRefund(1));
    assert_eq!(answer.unwrap_err(), Answer::RefundMissing);
}

fn ids(payment: &Payment, call: Call) -> (String, String, String) {
    let request = account().request(&addresses(), payment, call).unwrap();
    (
        header(&request, "x-vps-request-id"),
        parameter(&request, "CUSTREF"),
        parameter(&request, "SECURETOKENID"),
    )
}

#[test]
fn a_repeat_keeps_its_names_and_the_next_question_gets_others() {
    for (payment, call) in [
        (authorized(), Call::Capture),
        (authorized(), Call::Cancel),
        (refunding(), Call::Refund(1)),
    ] {
        let first = ids(&attempted(payment.clone(), call, 1), call);
        assert_eq!(ids(&attempted(payment.clone(), call, 5), call), first);
        assert_eq!(first.1.len(), 12);
        let mut answered = attempted(payment, call, 1);
        apply(
            &mut answered,
            Event::Rejected {
                call,
                code: "RESULT_12".into(),
                later: false,
            },
        );
        let next = ids(&attempted(answered, call, 1), call);
        assert!(next.0 != first.0 && next.1 != first.1, "{call:?}");
    }
}

#[test]
fn calls_of_one_payment_never_share_a_name() {
    let mut two_refunds = refunding();
    request_refund(&mut two_refunds, 2, dollars(500));
    let all = [
        ids(
            &fresh(AccountType::PayflowProUs, CaptureAtOnce),
            Call::OpenSession,
        ),
        ids(&attempted(authorized(), Call::Capture, 1), Call::Capture),
        ids(&attempted(authorized(), Call::Cancel, 1), Call::Cancel),
        ids(
            &attempted(two_refunds.clone(), Call::Refund(1), 1),
            Call::Refund(1),
        ),
        ids(&attempted(two_refunds, Call::Refund(2), 1), Call::Refund(2)),
    ];
    for (at, (id, reference, _)) in all.iter().enumerate() {
        for (other_id, other_reference, _) in &all[at + 1..] {
            assert!(id != other_id && reference != other_reference);
        }
    }
    assert_eq!(all[0].2.len(), 32);
    assert_ne!(all[0].2, all[0].0);
}

#[test]
fn a_question_is_a_new_one_each_time() {
    let first = ids(
        &attempted(hosted(CaptureAtOnce), Call::AskSession, 1),
        Call::AskSession,
    );
    let second = ids(
        &attempted(hosted(CaptureAtOnce), Call::AskSession, 2),
        Call::AskSession,
    );
    assert_ne!(first.0, second.0);
}

#[test]
fn a_look_up_names_the_transaction_the_session_was_opened_with() {
    let opened = ids(
        &fresh(AccountType::PayflowProUs, CaptureAtOnce),
        Call::OpenSession,
    );
    let asked = ids(
        &attempted(hosted(CaptureAtOnce), Call::AskBooks, 1),
        Call::AskBooks,
    );
    assert_eq!(asked.1, opened.1);
}

#[test]
fn a_donor_who_asks_much_later_gets_a_fresh_token() {
    let ids_after = |wait: Millis| {
        let mut payment = fresh(AccountType::PayflowProUs, CaptureAtOnce);
        let event = Event::Attempted {
            call: Call::OpenSession,
        };
        payment.apply(&obole_shared::payment::Entry {
            at: NOW + wait,
            event,
        });
        ids(&payment, Call::OpenSession)
    };
    let first = ids(
        &fresh(AccountType::PayflowProUs, CaptureAtOnce),
        Call::OpenSession,
    );
    assert_eq!(ids_after(Millis::minutes(4)), first);
    let later = ids_after(Millis::minutes(6));
    assert!(later.0 != first.0 && later.1 != first.1 && later.2 != first.2);
}

proptest! {
    #[test]
    fn no_text_of_ours_becomes_a_parameter(description in any::<String>(), reference in "[A-Z&=\\[\\]0-9]{1,30}") {
        let mut payment = fresh(AccountType::PayflowProUs, CaptureAtOnce);
        let expected: Vec<_> = parameters(&sent(payment.clone(), Call::OpenSession))
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| name != "COMMENT1")
            .collect();
        payment.opened.description = description;
        payment.opened.reference = reference.clone();
        let request = sent(payment, Call::OpenSession);
        let names: Vec<_> = parameters(&request)
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| name != "COMMENT1")
            .collect();
        prop_assert_eq!(names, expected);
        prop_assert_eq!(parameter(&request, "AMT"), "12.00");
        prop_assert_eq!(parameter(&request, "INVNUM"), reference);
    }
}
