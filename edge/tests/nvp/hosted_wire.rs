//! The hosted card page: the button that leads there, and how it is learned what happened.

use obole_shared::currency::Currency;
use obole_shared::payment::{Answer, Call, Standing};
use obole_shared::terminal::AuthorizationType;
use obole_shared::terminal::TerminalKind::PaypalHosted;
use obole_shared::time::Millis;

use crate::messages::*;
use crate::support::{Answered, NOW, money, new_payment};

const BUTTON: &str = "HSSS-GDrPDzuWADwkFDMjQmpUK1gTDdR.tv5alaGS6l.XWVVB1MTMEEnGNoLakufQb89zTjf6";
const PAGE: &str = "https://securepayments.sandbox.paypal.com/webapps/\
    HostedSoleSolutionApp/webflow/sparta/hostedSoleSolutionProcess?hosted_button_id=HSSS-GDr";

fn created(link: &str) -> Answered {
    success(&[
        (
            "WEBSITECODE",
            "<form action=\"https://securepayments.paypal.com\">",
        ),
        ("EMAILLINK", link),
        ("HOSTEDBUTTONID", BUTTON),
    ])
}

#[test]
fn a_button_leads_the_donor_to_the_card_page() {
    for (authorization, action) in [
        (AT_ONCE, "sale"),
        (BY_HAND, "authorization"),
        (AuthorizationType::PreAuthorize, "authorization"),
    ] {
        let mut payment = fresh(PaypalHosted, authorization);
        payment.opened.lang = "fr-CA".into();
        payment.opened.email = Some("donor@example.org".into());
        let made = make(&payment, Call::OpenSession, [created(PAGE)]);
        let back = format!("https://pay.example.org/return/{PAYMENT}");
        let variables = [
            "cmd=_hosted-payment".to_owned(),
            format!("business={RECEIVER}"),
            format!("paymentaction={action}"),
            "subtotal=25.00".to_owned(),
            "currency_code=USD".to_owned(),
            format!("invoice={REFERENCE}"),
            format!("custom={PAYMENT}"),
            "item_name=Spende für das Tierheim".to_owned(),
            format!(
                "notify_url=https://pay.example.org/notify/terminal-test/{PAYMENT}/notify-token"
            ),
            format!("return={back}/success"),
            format!("cancel_return={back}/cancel"),
            "lc=FR".to_owned(),
            "buyer_email=donor@example.org".to_owned(),
            "showHostedThankyouPage=false".to_owned(),
            "showShippingAddress=false".to_owned(),
            "template=templateA".to_owned(),
        ];
        let sent = content(&made.sent[0]);
        assert_eq!(
            sent[..3],
            pairs(&[
                ("METHOD", "BMCreateButton"),
                ("BUTTONTYPE", "PAYMENT"),
                ("BUTTONCODE", "TOKEN"),
            ])
        );
        let listed: Vec<&str> = made.sent[0].list("L_BUTTONVAR").collect();
        assert_eq!(listed, variables);
        assert_eq!(sent.len(), 3 + variables.len());
        assert_eq!(
            made.answer,
            Answer::Session {
                handle: BUTTON.into(),
                redirect_url: PAGE.into(),
                expires_at: NOW + Millis::hours(2),
            }
        );
    }
}

#[test]
fn the_list_of_variables_has_no_gap() {
    let mut payment = fresh(PaypalHosted, AT_ONCE);
    payment.opened.description = "  ".into();
    payment.opened.lang = "rm".into();
    let made = make(&payment, Call::OpenSession, [created(PAGE)]);
    let listed: Vec<&str> = made.sent[0].list("L_BUTTONVAR").collect();
    assert_eq!(listed.len(), content(&made.sent[0]).len() - 3);
    assert!(!listed.iter().any(|one| one.starts_with("item_name=")));
    assert!(!listed.iter().any(|one| one.starts_with("lc=")));
    let yen = new_payment(PaypalHosted, money(2_500, Currency::JPY), AT_ONCE);
    let made = make(&yen, Call::OpenSession, [created(PAGE)]);
    assert!(
        made.sent[0]
            .list("L_BUTTONVAR")
            .any(|one| one == "subtotal=2500")
    );
    let forints = new_payment(PaypalHosted, money(2_550, Currency::HUF), AT_ONCE);
    let made = make(&forints, Call::OpenSession, []);
    assert_eq!(made.answer, refused("amount_not_representable", false));
}

#[test]
fn a_donor_is_sent_to_paypal_only() {
    let payment = fresh(PaypalHosted, AT_ONCE);
    for link in [
        "https://www.sandbox.paypal.com/cgi-bin/webscr?cmd=_s-xclick",
        "https://securepayments.paypal.com/x",
    ] {
        let made = make(&payment, Call::OpenSession, [created(link)]);
        assert!(matches!(made.answer, Answer::Session { .. }), "{link}");
    }
    for link in [
        "",
        "http://securepayments.paypal.com/x",
        "https://securepayments.paypal.com.evil.example/x",
        "https://evilpaypal.com/",
        "javascript:alert(1)",
        "https://x@www.paypal.com/",
    ] {
        let made = make(&payment, Call::OpenSession, [created(link)]);
        assert!(is_unknown(&made.answer), "{link}");
    }
    for button in ["", "<script>", "a b", &"A".repeat(256)] {
        let answer = success(&[("EMAILLINK", PAGE), ("HOSTEDBUTTONID", button)]);
        let made = make(&payment, Call::OpenSession, [answer]);
        assert!(is_unknown(&made.answer), "{button}");
    }
    for (number, later) in [(10_007, true), (10_004, false), (10_101, true)] {
        let made = make(&payment, Call::OpenSession, [failure(&[number])]);
        assert_eq!(made.answer, refused(&number.to_string(), later));
    }
}

#[test]
fn what_happened_on_the_page_is_found_by_the_reference() {
    let payment = open(PaypalHosted, AT_ONCE);
    let made = make(&payment, Call::AskSession, [search(&[])]);
    assert_eq!(made.answer, Answer::Standing(Standing::NotStarted));
    assert_eq!(
        content(&made.sent[0]),
        pairs(&[
            ("METHOD", "TransactionSearch"),
            ("STARTDATE", "2026-07-19T10:00:00Z"),
            ("INVNUM", REFERENCE),
        ])
    );
    let found = [
        search(&[("Payment", SALE, "Completed", "25.00")]),
        details(SALE, "Completed", &[("TRANSACTIONTYPE", "pro-hosted")]),
    ];
    let made = make(&payment, Call::AskSession, found);
    assert_eq!(made.report().standing, Some(paid(SALE, None)));
    // Somebody else's payment under a like reference.
    let found = [
        search(&[("Payment", SALE, "Completed", "25.00")]),
        details(SALE, "Completed", &[("CUSTOM", "pay_other")]),
    ];
    let made = make(&payment, Call::AskSession, found);
    assert_eq!(made.answer, Answer::Standing(Standing::NotStarted));
    let made = make(&payment, Call::AskBooks, [search(&[])]);
    assert_eq!(made.answer, Answer::Standing(Standing::Gone));
    let made = make(&payment, Call::Authorize, []);
    assert_eq!(made.answer, refused("not_supported", false));
}

#[test]
fn a_hint_names_the_transaction_before_the_search_shows_it() {
    let payment = hinted(open(PaypalHosted, AT_ONCE), SALE);
    let made = make(
        &payment,
        Call::AskSession,
        [details(SALE, "Completed", &[])],
    );
    assert_eq!(made.report().standing, Some(paid(SALE, None)));
    let answers = [failure(&[10_004]), search(&[])];
    let made = make(&payment, Call::AskSession, answers);
    assert_eq!(made.answer, Answer::Standing(Standing::NotStarted));
}

#[test]
fn a_declined_card_ends_nothing_while_the_page_is_there() {
    let mut payment = open(PaypalHosted, AT_ONCE);
    let answers = || {
        [
            search(&[("Payment", SALE, "Denied", "25.00")]),
            details(SALE, "Denied", &[]),
        ]
    };
    let made = make(&payment, Call::AskSession, answers());
    assert_eq!(made.answer, Answer::Standing(Standing::NotStarted));
    payment.session.as_mut().unwrap().expires_at = NOW;
    let made = make(&payment, Call::AskSession, answers());
    let declined = Standing::Declined {
        code: "Denied".into(),
    };
    assert_eq!(made.report().standing, Some(declined));
}

#[test]
fn money_reserved_on_the_page_is_found_before_and_after_its_capture() {
    let payment = open(PaypalHosted, BY_HAND);
    let reserved = [
        search(&[("Authorization", AUTHORIZATION, "Pending", "25.00")]),
        details(
            AUTHORIZATION,
            "Pending",
            &[("PENDINGREASON", "authorization")],
        ),
    ];
    let made = make(&payment, Call::AskSession, reserved);
    let standing = Standing::Authorized {
        transaction: AUTHORIZATION.into(),
        amount: dollars(2_500),
        method: None,
    };
    assert_eq!(made.report().standing, Some(standing));
    let child = [("PARENTTRANSACTIONID", AUTHORIZATION)];
    let taken = [
        search(&[
            ("Payment", CAPTURE, "Completed", "25.00"),
            ("Authorization", AUTHORIZATION, "Completed", "25.00"),
        ]),
        details(CAPTURE, "Completed", &child),
        details(AUTHORIZATION, "Completed", &[]),
    ];
    let made = make(&payment, Call::AskSession, taken);
    assert_eq!(made.report().standing, Some(paid(CAPTURE, None)));
}
