//! PayPal's messages, and its answers to PDT questions, which are written alike.

use std::sync::LazyLock;

use obole_edge::providers::ipn::{Account, Message, Names, Told, fingerprint, summary, told};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Call, Command, Payment, Report, Source};
use obole_shared::terminal::{AuthorizationType, Mode, TerminalKind};
use serde_json::json;

use super::provider::{Case, Setup, play};
use crate::claims::{Claim, of_report};
use crate::evidence::{magnitude, pairs};
use crate::payments::{PAYMENT, REFERENCE, Story, Untold, settle};
use crate::script::Delivered;

static PAYMENTS: LazyLock<Result<Vec<Payment>, Untold>> = LazyLock::new(payments);

static CASES: LazyLock<Result<Vec<Case>, Untold>> = LazyLock::new(cases);

/// Our account.
const RECEIVERS: [&str; 2] = ["caisse@obole.test", "WQ2ER5TY8HJKN"];

/// Most lines an operator is shown of one message.
const LINES_MAX: usize = 600;

/// Fields whose readings are compared.
const COMPARED_MAX: usize = 100;

pub(super) fn run(input: &[u8]) -> Result<String, String> {
    let message = Message::read(input);
    if Message::read(input) != message {
        return Err("read twice it is not the same".to_owned());
    }
    same_as_plain(input, &message)?;
    let names = Names::of(&message);
    if let Some(payment) = &names.payment
        && message.get("custom") != Some(payment.as_str())
    {
        return Err("it names a payment that it does not name".to_owned());
    }
    let shown = summary(&message);
    if shown.lines.len() > LINES_MAX {
        return Err(format!("{} lines are shown", shown.lines.len()));
    }
    let print = fingerprint(&message);
    let account = Account {
        receivers: RECEIVERS.map(str::to_owned).to_vec(),
        mode: Mode::Test,
    };
    let checked = account.check(&message);
    if checked.is_ok() && !is_for_us(&message) {
        return Err("taken, and for somebody else".to_owned());
    }
    let told = told(&message);
    let shape = match &told {
        Told::Nothing(sentence) => sentence.clone(),
        Told::Payment(report) => {
            claims_stand(report, &message)?;
            settle_everywhere(report)?;
            report_shape(report)
        }
    };
    let known = message.get("payment_status").is_some();
    Ok(format!(
        "{checked:?} {shape} {} {} {known}",
        shown.subject,
        print.matches('|').count()
    ))
}

pub(super) fn run_pdt(input: &[u8]) -> Result<String, String> {
    let setup = Setup {
        credentials: json!({
            "business": "caisse@obole.test", "receiver": "WQ2ER5TY8HJKN",
            "identity_token": "token",
        }),
        label: |_| String::new(),
        stands,
    };
    play(&setup, &CASES, input)
}

fn new() -> Result<Story, Untold> {
    Story::new(
        TerminalKind::PaypalStandard,
        None,
        Currency::EUR,
        AuthorizationType::CaptureAtOnce,
    )
}

fn cases() -> Result<Vec<Case>, Untold> {
    let waiting = new()?.waiting(REFERENCE).hinted("7AB12345CD678901E");
    let captured = waiting.clone().captured("7AB12345CD678901E");
    let case = |story: Story| Case {
        payment: story.calling(Call::AskSession),
        call: Call::AskSession,
    };
    Ok(vec![case(waiting), case(captured)])
}

fn payments() -> Result<Vec<Payment>, Untold> {
    let waiting = new()?.waiting(REFERENCE);
    let authorized = waiting.clone().authorized("1AB23456CD789012E");
    let captured = waiting.clone().captured("7AB12345CD678901E");
    let refunding = captured.clone().refunding()?;
    Ok([waiting, authorized, captured, refunding]
        .map(Story::payment)
        .to_vec())
}

/// A message in ASCII means what any reader of forms finds in it.
fn same_as_plain(input: &[u8], message: &Message) -> Result<(), String> {
    let is_plain = input.is_ascii() && !input.windows(2).any(|two| two == b"%u");
    let plain = pairs::form(input);
    // Without a name or a value a piece is kept here and passed over there, or the reverse.
    let fits = |text: &str| text.is_ascii() && !text.is_empty();
    if !is_plain {
        return Ok(());
    }
    for (name, value) in plain.iter().take(COMPARED_MAX) {
        let first = plain
            .iter()
            .find(|(known, value)| known == name && !value.is_empty());
        let Some((_, expected)) = first else {
            continue;
        };
        if fits(name) && fits(value) && fits(expected) && message.get(name) != Some(expected) {
            // An encoding may read ASCII bytes as something else.
            if message.get("charset").is_none() {
                return Err(format!("{name} is read as {:?}", message.get(name)));
            }
        }
    }
    Ok(())
}

fn is_for_us(message: &Message) -> bool {
    let fields = [
        "receiver_id",
        "receiver_email",
        "business",
        "payer_id",
        "payer_email",
    ];
    let mut told = fields.into_iter().filter_map(|name| message.get(name));
    let ours = told.any(|name| {
        RECEIVERS
            .iter()
            .any(|one| one.eq_ignore_ascii_case(name.trim()))
    });
    let is_case = message.get("case_id").is_some() && message.get("mc_gross").is_none();
    message.get("test_ipn").is_some() && (ours || is_case)
}

/// What it says of money, word for word.
fn claims_stand(report: &Report, message: &Message) -> Result<(), String> {
    let get = |name: &str| message.get(name);
    let is = |name: &str, wanted: &str| get(name).is_some_and(|told| plain(told) == wanted);
    let transaction = |name: &str| get("txn_id") == Some(name);
    let gross = || {
        let new = get("mc_gross").zip(get("mc_currency"));
        let old = || get("payment_gross").map(|sum| (sum, "USD"));
        let (sum, code) = new.or_else(old)?;
        Some((sum.starts_with('-'), magnitude(sum, code)?))
    };
    let reserved = || {
        let code = get("mc_currency").unwrap_or("USD");
        get("auth_amount").and_then(|sum| magnitude(sum, code))
    };
    let came = |amount: &Money| gross() == Some((false, *amount));
    let moved = |amount: &Money| gross().is_some_and(|(_, sum)| sum == *amount);
    for claim in of_report(report) {
        let stands = match &claim {
            Claim::Authorized(name, amount) => {
                is("payment_status", "pending")
                    && is("pending_reason", "authorization")
                    && transaction(name)
                    && (came(amount) || reserved() == Some(*amount))
            }
            Claim::Captured(Some(name), Some(amount)) => {
                is("payment_status", "completed")
                    && transaction(name)
                    && came(amount)
                    && !amount.is_zero()
            }
            Claim::Listed(name, amount) => {
                let word = ["refunded", "partially_refunded"];
                word.iter().any(|word| is("payment_status", word))
                    && get("parent_txn_id").is_some()
                    && transaction(name)
                    && moved(amount)
            }
            Claim::Reversed(amount) => {
                is("payment_status", "reversed") && get("parent_txn_id").is_some() && moved(amount)
            }
            _ => false,
        };
        if !stands {
            return Err(format!("nothing says {claim:?}"));
        }
    }
    Ok(())
}

fn plain(word: &str) -> String {
    word.trim().to_ascii_lowercase().replace(['-', ' '], "_")
}

fn settle_everywhere(report: &Report) -> Result<(), String> {
    let payments = PAYMENTS.as_ref().map_err(ToString::to_string)?;
    let command = Command::Notice(Source::Ipn, Box::new(report.clone()));
    payments
        .iter()
        .try_for_each(|payment| settle(payment, &command))
}

fn report_shape(report: &Report) -> String {
    let standing = report.standing.as_ref().map(std::mem::discriminant);
    let stages: Vec<_> = report.disputes.iter().map(|case| case.stage).collect();
    let undone: Vec<bool> = report.reversals.iter().map(|one| one.undone).collect();
    format!(
        "{standing:?} {stages:?} {undone:?} {} {}",
        report.settled.is_some(),
        report.expires_at.is_some()
    )
}

/// A PDT answer must be a success about this payment, for this account.
fn stands(_: &Case, claim: &Claim, delivered: &[Delivered]) -> bool {
    delivered.iter().filter(|one| one.status == 200).any(|one| {
        let mut lines = one
            .body
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii);
        let success = lines.next() == Some(b"SUCCESS");
        // A line may hold what parts the fields of a form.
        let lines: Vec<Vec<u8>> = lines
            .map(|line| line.split(|&byte| byte == b'&').collect::<Vec<_>>())
            .map(|pieces| pieces.join(b"%26".as_slice()))
            .collect();
        let message = Message::read(&lines.join(&b'&'));
        let ours = match message.get("custom") {
            Some(custom) => custom == PAYMENT,
            None => message.get("invoice") == Some(REFERENCE),
        };
        success && ours && says(claim, &message)
    })
}

fn says(claim: &Claim, message: &Message) -> bool {
    let Told::Payment(report) = told(message) else {
        return false;
    };
    of_report(&report).contains(claim) && claims_stand(&report, message).is_ok()
}
