//! PayPal's classic NVP interface.

use std::sync::LazyLock;

use obole_edge::providers::nvp::Fields;
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Call, Event};
use obole_shared::terminal::{AccountType, AuthorizationType, TerminalKind};
use serde_json::json;

use super::provider::{Case, Setup, play};
use crate::claims::Claim;
use crate::evidence::pairs::{any, first, form, is_or_lacks};
use crate::evidence::{magnitude, money};
use crate::payments::{PAYMENT, REFERENCE, Story, Untold};
use crate::script::Delivered;

static EXPRESS: LazyLock<Result<Vec<Case>, Untold>> =
    LazyLock::new(|| cases(TerminalKind::PaypalExpress, AccountType::ExpressUs));

static HOSTED: LazyLock<Result<Vec<Case>, Untold>> =
    LazyLock::new(|| cases(TerminalKind::PaypalHosted, AccountType::PaymentsPro));

const TOKEN: &str = "EC-8F123456AB7890123";

/// Money that was taken, whatever became of it.
const TAKEN: [&str; 7] = [
    "completed",
    "completed-funds-held",
    "partially-refunded",
    "refunded",
    "reversed",
    "canceled-reversal",
    "success",
];

/// Rows, and lists of errors, in one message that are looked at.
const ROWS_MAX: usize = 100;

pub(super) fn run_express(input: &[u8]) -> Result<String, String> {
    play(&setup(), &EXPRESS, input)
}

pub(super) fn run_hosted(input: &[u8]) -> Result<String, String> {
    play(&setup(), &HOSTED, input)
}

/// Reads any message, writes it, and reads it again.
pub(super) fn run_codec(input: &[u8]) -> Result<String, String> {
    let fields = Fields::decode(input);
    let written = fields.encode();
    if Fields::decode(&written) != fields {
        return Err("written and read again it is another message".to_owned());
    }
    let pairs = form(input);
    let same = fields
        .iter()
        .eq(pairs.iter().map(|(name, value)| (&**name, &**value)));
    if !same {
        return Err("another reader reads something else".to_owned());
    }
    let wrong = pairs
        .iter()
        .take(ROWS_MAX)
        .find(|(name, _)| fields.get(name) != first(&pairs, name));
    if let Some((name, _)) = wrong {
        return Err(format!("{name} is not the first of its name"));
    }
    let rows = fields.list("L_TRANSACTIONID").count();
    Ok(format!(
        "{} pairs, {} rows",
        pairs.len().checked_ilog2().unwrap_or(0),
        rows.min(8)
    ))
}

fn setup() -> Setup {
    Setup {
        credentials: json!({
            "user": "caisse_api1.obole.test", "password": "password",
            "signature": "signature", "receiver": "caisse@obole.test",
        }),
        label: |request| {
            let fields = form(request.body());
            first(&fields, "METHOD").unwrap_or_default().to_owned()
        },
        stands,
    }
}

fn cases(kind: TerminalKind, account: AccountType) -> Result<Vec<Case>, Untold> {
    let new = |authorization| Story::new(kind, Some(account), Currency::USD, authorization);
    let at_once = new(AuthorizationType::CaptureAtOnce)?;
    let waiting = at_once.clone().waiting(TOKEN);
    let approved = waiting.clone().then(Event::Approved);
    let approved_later = new(AuthorizationType::AuthorizeOnly)?
        .waiting(TOKEN)
        .then(Event::Approved);
    let authorized = approved_later.clone().authorized("1AB23456CD789012E");
    let captured = approved.clone().captured("7AB12345CD678901E");
    let refunding = captured.clone().refunding()?;
    let stories = [
        (at_once, Call::OpenSession),
        (waiting.clone(), Call::AskSession),
        (
            waiting.clone().hinted("7AB12345CD678901E"),
            Call::AskSession,
        ),
        (waiting, Call::AskBooks),
        (approved, Call::Capture),
        (approved_later, Call::Authorize),
        (authorized.clone(), Call::AskSession),
        (authorized.clone(), Call::Capture),
        (authorized, Call::Cancel),
        (captured, Call::AskSession),
        (refunding.clone(), Call::Refund(1)),
        (refunding, Call::AskRefund(1)),
    ];
    let case = |(story, call): (Story, Call)| Case {
        payment: story.calling(call),
        call,
    };
    Ok(stories.into_iter().map(case).collect())
}

type Pairs = Vec<(String, String)>;

/// A transaction that some message tells of.
struct Told {
    id: String,
    status: String,
    pending_reason: String,
    amount: Money,
}

fn stands(case: &Case, claim: &Claim, delivered: &[Delivered]) -> bool {
    let messages: Vec<Pairs> = delivered
        .iter()
        .filter(|one| one.status == 200)
        .map(|one| form(&one.body))
        .filter(|pairs| {
            let ack = first(pairs, "ACK").unwrap_or_default().to_ascii_lowercase();
            matches!(&*ack, "success" | "successwithwarning")
        })
        .collect();
    // What acts names the transaction itself, and its answer echoes nothing.
    let asks = matches!(case.call, Call::AskSession | Call::AskBooks);
    let told: Vec<Told> = messages
        .iter()
        .flat_map(|pairs| transactions(pairs, asks))
        .collect();
    let is_named = |name: &Option<String>, id: &str| name.as_deref().is_none_or(|name| name == id);
    let taken = |one: &&Told| TAKEN.contains(&&*one.status);
    match claim {
        Claim::Authorized(name, amount) => told.iter().any(|one| {
            one.id == *name
                && one.amount == *amount
                && one.status == "pending"
                && one.pending_reason == "authorization"
        }),
        Claim::Captured(name, amount) => {
            let named = told.iter().filter(taken).any(|one| is_named(name, &one.id));
            // Several captures add up.
            let total = told
                .iter()
                .filter(taken)
                .filter(|one| amount.is_none_or(|sum| sum.currency() == one.amount.currency()))
                .map(|one| one.amount.minor())
                .fold(0_i64, i64::saturating_add);
            named && amount.is_none_or(|sum| sum.minor() <= total)
        }
        Claim::Refunded(name) => messages.iter().any(|pairs| {
            let made = any(pairs, "REFUNDTRANSACTIONID", |id| is_named(name, id));
            let listed = rows(pairs).iter().any(|row| is_named(name, &row.0));
            let looked_up = any(pairs, "TRANSACTIONID", |id| is_named(name, id));
            made || listed || looked_up
        }),
        Claim::Listed(name, amount) => messages
            .iter()
            .flat_map(rows)
            .any(|(id, sum)| id == *name && sum == *amount),
        Claim::Reversed(amount) => {
            let most = told.iter().filter(taken).map(|one| one.amount.minor());
            amount.is_zero() || amount.minor() <= most.fold(0, i64::saturating_add)
        }
        Claim::Canceled => messages
            .iter()
            .any(|pairs| any(pairs, "AUTHORIZATIONID", |_| true) || !pairs.is_empty()),
    }
}

/// What a message tells of one transaction that is not somebody else's.
fn transactions(pairs: &Pairs, asks: bool) -> Vec<Told> {
    ["", "PAYMENTINFO_0_"]
        .into_iter()
        .filter_map(|prefix| {
            let get = |name: &str| first(pairs, &format!("{prefix}{name}"));
            let word = |name: &str| {
                let text = get(name).unwrap_or_default().trim().to_ascii_lowercase();
                text.replace(['_', ' '], "-")
            };
            let ours = is_or_lacks(pairs, &format!("{prefix}CUSTOM"), PAYMENT)
                && is_or_lacks(pairs, &format!("{prefix}INVNUM"), REFERENCE);
            (ours || !asks).then_some(())?;
            Some(Told {
                id: get("TRANSACTIONID")?.to_owned(),
                status: word("PAYMENTSTATUS"),
                pending_reason: word("PENDINGREASON"),
                amount: money(get("AMT")?, get("CURRENCYCODE")?)?,
            })
        })
        .collect()
}

/// Names and sums of the rows of a search.
fn rows(pairs: &Pairs) -> Vec<(String, Money)> {
    (0..ROWS_MAX)
        .map_while(|index| {
            let get = |name: &str| first(pairs, &format!("{name}{index}"));
            let id = get("L_TRANSACTIONID")?;
            Some((id, get("L_AMT"), get("L_CURRENCYCODE")))
        })
        .filter_map(|(id, sum, code)| Some((id.to_owned(), magnitude(sum?, code?)?)))
        .collect()
}
