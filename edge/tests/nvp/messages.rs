//! Messages of recorded shape, accounts, and one call at a time.

use obole_edge::providers::nvp::Fields;
use obole_edge::providers::paypal::TokenCache;
use obole_edge::providers::{Credentials, Origins, Provider};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Answer, Call, Event, Payment, Report, Source, Standing};
use obole_shared::terminal::{AccountType, AuthorizationType, Mode, Terminal, TerminalKind};
use serde_json::json;

use crate::support::{Answered, Network, addresses, apply, attempt, money, now_or_never, raw};
use crate::support::{new_payment, waiting};

pub const PAYMENT: &str = "pay_0w3ge1r70w3ge1r70w3ge1r70w";
pub const KEY: &str = "0w3ge1r70w3ge1r70w3ge1r70w";
pub const REFERENCE: &str = "OBL-0W3GE1R70W3GE1R70W3GE1R70W";
pub const TOKEN: &str = "EC-8F123456AB7890123";
pub const PAYER: &str = "WQ2ER5TY8HJKL";
pub const SALE: &str = "3AB12345CD678901S";
pub const AUTHORIZATION: &str = "1AB12345CD678901A";
pub const CAPTURE: &str = "2AB12345CD678901C";
pub const REFUND: &str = "4AB12345CD678901R";
pub const RECEIVER: &str = "caisse@obole.test";

/// Where PayPal sends its notices.
pub const NOTIFY: &str = "https://pay.example.org/notify/terminal-test/\
    pay_0w3ge1r70w3ge1r70w3ge1r70w/notify-token";

pub const AT_ONCE: AuthorizationType = AuthorizationType::CaptureAtOnce;
pub const BY_HAND: AuthorizationType = AuthorizationType::AuthorizeOnly;

pub fn terminal(kind: TerminalKind, mode: Mode) -> Terminal {
    Terminal::new(
        "terminal-test".parse().unwrap(),
        kind,
        "PayPal".into(),
        mode,
        vec![Currency::USD],
    )
}

pub fn credentials(kind: TerminalKind, subject: Option<&str>) -> Credentials {
    let mut fields = json!({
        "user": "caisse_api1.obole.test", "password": "PWD&=16", "signature": "A.b-C",
        "receiver": RECEIVER,
    });
    if let Some(subject) = subject {
        fields["subject"] = subject.into();
    }
    Credentials::read(kind, fields).unwrap()
}

pub fn provider(kind: TerminalKind) -> Provider {
    let terminal = terminal(kind, Mode::Test);
    let credentials = credentials(kind, None);
    Provider::new(
        &terminal,
        credentials,
        &Origins::default(),
        TokenCache::default(),
    )
    .unwrap()
}

pub fn dollars(minor: i64) -> Money {
    money(minor, Currency::USD)
}

/// A payment of 25 dollars whose session is being opened.
pub fn fresh(kind: TerminalKind, authorization: AuthorizationType) -> Payment {
    let mut payment = new_payment(kind, dollars(2_500), authorization);
    payment.opened.terminal.account = Some(match kind {
        TerminalKind::PaypalHosted => AccountType::PaymentsPro,
        _ => AccountType::ExpressUs,
    });
    payment
}

/// The same with an open session.
pub fn open(kind: TerminalKind, authorization: AuthorizationType) -> Payment {
    let mut payment = waiting(kind, dollars(2_500), authorization, TOKEN);
    payment.opened.terminal = fresh(kind, authorization).opened.terminal;
    payment
}

pub fn captured(kind: TerminalKind) -> Payment {
    let mut payment = open(kind, AT_ONCE);
    crate::support::capture(&mut payment, Some(SALE));
    payment
}

pub fn authorized(kind: TerminalKind) -> Payment {
    let mut payment = open(kind, BY_HAND);
    crate::support::authorize(&mut payment, AUTHORIZATION);
    payment
}

pub fn hinted(mut payment: Payment, transaction: &str) -> Payment {
    apply(
        &mut payment,
        Event::Hinted {
            source: Source::Ipn,
            transaction: Some(transaction.into()),
        },
    );
    payment
}

/// A message as PayPal's eager encoder writes it.
pub fn message(fields: &[(&str, &str)]) -> Vec<u8> {
    let eager = |text: &str| -> String {
        let escape = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02x}"),
        };
        text.bytes().map(escape).collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", eager(name), eager(value)))
        .collect();
    pairs.join("&").into_bytes()
}

/// A successful answer with these fields.
pub fn success(fields: &[(&str, &str)]) -> Answered {
    let mut all = vec![("X_NEW_FIELD", "é&="), ("EMPTY", "")];
    all.extend_from_slice(fields);
    all.extend_from_slice(&[
        ("TIMESTAMP", "2026-07-20T10:00:00Z"),
        ("CORRELATIONID", "4d0f5a1b2c3d4"),
        ("ACK", "Success"),
        ("VERSION", "124.0"),
        ("BUILD", "57891234"),
    ]);
    raw(200, message(&all))
}

/// A refusal with these numbers.
pub fn failure(numbers: &[u32]) -> Answered {
    let mut all = vec![
        ("TIMESTAMP".to_owned(), "2026-07-20T10:00:00Z".to_owned()),
        ("CORRELATIONID".to_owned(), "4d0f5a1b2c3d4".to_owned()),
        ("ACK".to_owned(), "Failure".to_owned()),
    ];
    for (index, number) in numbers.iter().enumerate() {
        all.push((format!("L_ERRORCODE{index}"), number.to_string()));
        all.push((format!("L_SHORTMESSAGE{index}"), "An error".to_owned()));
        all.push((format!("L_SEVERITYCODE{index}"), "Error".to_owned()));
    }
    let all: Vec<(&str, &str)> = all.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    raw(200, message(&all))
}

/// The answer to `GetExpressCheckoutDetails`.
pub fn checkout(status: &str, more: &[(&str, &str)]) -> Answered {
    let mut fields = vec![
        ("TOKEN", TOKEN),
        ("CHECKOUTSTATUS", status),
        ("PAYMENTREQUEST_0_AMT", "25.00"),
        ("PAYMENTREQUEST_0_CURRENCYCODE", "USD"),
        ("PAYMENTREQUEST_0_CUSTOM", PAYMENT),
        ("CUSTOM", PAYMENT),
        ("PAYMENTREQUEST_0_INVNUM", REFERENCE),
        ("INVNUM", REFERENCE),
    ];
    fields.extend_from_slice(more);
    success(&fields)
}

pub fn approved() -> Answered {
    checkout(
        "PaymentActionNotInitiated",
        &[("PAYERID", PAYER), ("EMAIL", "payer@example.org")],
    )
}

/// The answer to `GetTransactionDetails`; `more` overrides.
pub fn details(id: &str, status: &str, more: &[(&str, &str)]) -> Answered {
    let usual = [
        ("RECEIVEREMAIL", RECEIVER),
        ("RECEIVERID", "WQ2ER5TY8HJKN"),
        ("TRANSACTIONID", id),
        ("TRANSACTIONTYPE", "express-checkout"),
        ("PAYMENTTYPE", "instant"),
        ("ORDERTIME", "2026-07-20T10:00:00Z"),
        ("AMT", "25.00"),
        ("FEEAMT", "1.03"),
        ("CURRENCYCODE", "USD"),
        ("PAYMENTSTATUS", status),
        ("PENDINGREASON", "None"),
        ("REASONCODE", "None"),
        ("INVNUM", REFERENCE),
        ("CUSTOM", PAYMENT),
    ];
    let mut fields = more.to_vec();
    fields.extend(
        usual
            .into_iter()
            .filter(|(name, _)| more.iter().all(|(other, _)| other != name)),
    );
    success(&fields)
}

/// One row of a search: type, id, status, amount.
pub type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The answer to `TransactionSearch`.
pub fn search(rows: &[Row<'_>]) -> Answered {
    let mut fields = Vec::new();
    for (index, (kind, id, status, amount)) in rows.iter().enumerate() {
        let mut push = |name: &str, value: &str| {
            fields.push((format!("L_{name}{index}"), value.to_owned()));
        };
        push("TIMESTAMP", "2026-07-20T10:00:00Z");
        push("TYPE", kind);
        push("TRANSACTIONID", id);
        push("STATUS", status);
        push("AMT", amount);
        push("CURRENCYCODE", "USD");
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    success(&fields)
}

/// What came of one call, and what was sent for it.
pub struct Made {
    pub answer: Answer,
    pub sent: Vec<Fields>,
}

impl Made {
    /// The methods that were called, in order.
    pub fn methods(&self) -> Vec<&str> {
        self.sent
            .iter()
            .map(|fields| fields.get("METHOD").unwrap())
            .collect()
    }

    pub fn report(&self) -> &Report {
        match &self.answer {
            Answer::Report(report) => report,
            other => panic!("{other:?}"),
        }
    }
}

/// Makes a call that was written down before, with these answers; all of them are used up.
pub fn make(payment: &Payment, call: Call, answers: impl IntoIterator<Item = Answered>) -> Made {
    let mut payment = payment.clone();
    if call != Call::OpenSession {
        attempt(&mut payment, call);
    }
    let provider = provider(payment.opened.terminal.kind);
    let network = Network::answering(answers);
    let answer = now_or_never(provider.perform(&network, &addresses(), &payment, call));
    assert!(network.answers.borrow().is_empty(), "answers are left");
    let sent = network.sent.borrow();
    let sent = sent.iter().map(|request| {
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "https://api-3t.sandbox.paypal.com/nvp");
        Fields::decode(request.body())
    });
    Made {
        answer,
        sent: sent.collect(),
    }
}

/// The fields of a request apart from who sends it.
pub fn content(sent: &Fields) -> Vec<(String, String)> {
    const CALLER: [&str; 4] = ["USER", "PWD", "SIGNATURE", "VERSION"];
    for name in CALLER {
        assert!(sent.get(name).is_some(), "{name}");
    }
    let rest = sent.iter().filter(|(name, _)| !CALLER.contains(name));
    rest.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

pub fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

pub fn refused(code: &str, later: bool) -> Answer {
    Answer::Refused {
        code: code.into(),
        later,
    }
}

pub fn is_unknown(answer: &Answer) -> bool {
    matches!(answer, Answer::Unknown { why } if !why.is_empty())
}

/// 25 dollars captured, as the named transaction.
pub fn paid(capture: &str, method: Option<&str>) -> Standing {
    Standing::Captured {
        capture: capture.into(),
        amount: dollars(2_500),
        fee: Some(dollars(103)),
        method: method.map(str::to_owned),
        refunds: vec![],
    }
}
