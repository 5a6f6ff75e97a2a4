//! The way of a message: kept, judged, matched, handed on.

use obole_shared::ids::PaymentId;
use obole_shared::terminal::Mode;
use obole_shared::time::{Millis, UnixMs};

use super::judge::{Genuine, Judged, judge, summary_of};
use super::ports::{Failed, Known, NoticePorts, Tell};
use super::{Arrived, Notice, NoticeId, Standing, State};
use crate::providers::ipn::Names;

/// A first retry comes after this; each later one after twice the time.
const RETRY_AFTER: Millis = Millis::minutes(5);

/// No two retries are farther apart.
const RETRY_GAP_MAX: Millis = Millis::hours(6);

/// How long a payment is looked for: the names of transactions reach the index late.
const MATCH_FOR: Millis = Millis::days(1);

/// How long a message is tried to be checked; PayPal itself resends for four days.
const VERIFY_FOR: Millis = Millis::days(7);

/// How long a refused message is kept.
const REFUSED_FOR: Millis = Millis::days(30);

/// Most messages tried in one sweep.
const SWEEP_MAX: u32 = 50;

/// No message is begun later than this in a sweep: the next one is due by then, and a provider
/// that hangs must not keep both busy.
const SWEEP_FOR: Millis = Millis::minutes(3);

/// Takes a message that arrived: first it is kept, then worked on. The returned message is
/// durable; whether the sender should send it again is up to its state.
///
/// # Errors
/// [`Failed`]: it may not have been kept, the sender must send it again.
pub async fn take(ports: &impl NoticePorts, arrived: Arrived) -> Result<Notice, Failed> {
    let is_refused = arrived.refused.is_some();
    let notice = ports.keep(&arrived).await?;
    if is_refused || notice.standing.state.is_done() {
        return Ok(notice);
    }
    advance(ports, notice).await
}

/// Works on a kept message once more, whatever became of it before.
///
/// # Errors
/// [`Failed`]; it stands as before.
pub async fn retry(ports: &impl NoticePorts, id: &NoticeId) -> Result<Option<Notice>, Failed> {
    match ports.load(id).await? {
        Some(notice) => advance(ports, notice).await.map(Some),
        None => Ok(None),
    }
}

/// What a cron does: tries again what waits, and forgets what was refused long ago. Returns how
/// many messages were tried.
///
/// # Errors
/// [`Failed`]: the first thing that failed. It kept no other message from its turn, and the next
/// sweep goes on.
pub async fn sweep(ports: &impl NoticePorts) -> Result<usize, Failed> {
    let now = ports.now();
    let mut count = 0;
    let mut swept = Ok(());
    for notice in ports.due(now, SWEEP_MAX).await? {
        if ports.now() - now >= SWEEP_FOR {
            break;
        }
        count += 1;
        let advanced = advance(ports, notice).await.map(|_| ());
        swept = swept.and(advanced);
    }
    ports.purge(before(now, REFUSED_FOR)).await?;
    swept.map(|()| count)
}

/// Why a message cannot be attached to a payment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttachError {
    /// There is no such message.
    #[error("no such notice")]
    UnknownNotice,
    /// There is no such payment.
    #[error("no such payment")]
    UnknownPayment,
    /// Only what was proven to be genuine may act on a payment.
    #[error("the notice is not known to be genuine")]
    NotGenuine,
    /// Test and live money are never mixed.
    #[error("one is a test, the other is live")]
    OtherMode,
    /// It was handed to another payment already.
    #[error("the notice belongs to payment {0}")]
    Taken(PaymentId),
    /// Something of ours failed; nothing changed.
    #[error(transparent)]
    Failed(#[from] Failed),
}

/// Hands a genuine message to the payment an operator chose.
///
/// # Errors
/// [`AttachError`]
pub async fn attach(
    ports: &impl NoticePorts,
    id: &NoticeId,
    payment: &PaymentId,
) -> Result<Notice, AttachError> {
    let notice = ports.load(id).await?.ok_or(AttachError::UnknownNotice)?;
    if let Some(other) = notice.standing.payment.as_ref().filter(|it| *it != payment) {
        return Err(AttachError::Taken(other.clone()));
    }
    let known = ports
        .payment(payment)
        .await?
        .ok_or(AttachError::UnknownPayment)?;
    let accounts = ports.accounts(&notice.terminal).await?;
    let accounts = accounts.ok_or(AttachError::NotGenuine)?;
    let Judged::Genuine(genuine) = judge(ports, &notice, &accounts).await else {
        return Err(AttachError::NotGenuine);
    };
    if !genuine.modes.contains(&known.mode) {
        return Err(AttachError::OtherMode);
    }
    let notice = proven(notice, &genuine);
    let standing = hand(ports, &notice, *genuine, payment, &known, true).await;
    Ok(settle(ports, notice, standing).await?)
}

async fn advance(ports: &impl NoticePorts, notice: Notice) -> Result<Notice, Failed> {
    let standing = match ports.accounts(&notice.terminal).await {
        Ok(Some(accounts)) => match judge(ports, &notice, &accounts).await {
            Judged::Later(why) => later(ports.now(), &notice, State::Unverified, why),
            Judged::Refused(why) => ended(&notice, State::Refused, why),
            // Perhaps the settings are wrong: once they are right it need not be proven again.
            Judged::Foreign(why) => Standing {
                is_verified: true,
                ..ended(&notice, State::Refused, why)
            },
            Judged::Genuine(genuine) => {
                let notice = proven(notice.clone(), &genuine);
                deliver(ports, &notice, accounts.mode, *genuine).await
            }
        },
        Ok(None) => ended(
            &notice,
            State::Refused,
            "there is no such terminal".to_owned(),
        ),
        Err(Failed(why)) => later(ports.now(), &notice, State::Unverified, why),
    };
    settle(ports, notice, standing).await
}

async fn settle(
    ports: &impl NoticePorts,
    notice: Notice,
    standing: Standing,
) -> Result<Notice, Failed> {
    ports.mark(&notice.id, &standing).await?;
    Ok(Notice { standing, ..notice })
}

/// The message, once it is known to be genuine.
fn proven(mut notice: Notice, genuine: &Genuine) -> Notice {
    notice.standing.is_verified = true;
    notice.standing.event.clone_from(&genuine.event);
    notice
}

/// Finds the payment of a genuine message and hands the message to it. `mode` is the one the
/// terminal is in.
async fn deliver(
    ports: &impl NoticePorts,
    notice: &Notice,
    mode: Mode,
    genuine: Genuine,
) -> Standing {
    match find(ports, notice, &genuine).await {
        Err(Failed(why)) => later(ports.now(), notice, State::Received, why),
        Ok(Found::Payment(payment, known)) => {
            hand(ports, notice, genuine, &payment, &known, false).await
        }
        Ok(Found::OtherMode) => ended(notice, State::Refused, genuine.wrong_mode().to_string()),
        Ok(Found::Nothing) => match &genuine.tell {
            Err(sentence) => ended(notice, State::Kept, sentence.clone()),
            // Without a payment of its own mode, it came to the wrong terminal.
            Ok(_) if !genuine.modes.contains(&mode) => {
                ended(notice, State::Refused, genuine.wrong_mode().to_string())
            }
            Ok(_) => later(
                ports.now(),
                notice,
                State::Unmatched,
                "no payment of this terminal was found".to_owned(),
            ),
        },
    }
}

enum Found {
    Payment(PaymentId, Known),
    /// A payment of this terminal, and test and live do not agree.
    OtherMode,
    Nothing,
}

/// The payment a message is about: the one it names, the one its reference or the provider's
/// names belong to, and, where it names none at all, the one its address names.
async fn find(
    ports: &impl NoticePorts,
    notice: &Notice,
    genuine: &Genuine,
) -> Result<Found, Failed> {
    let names = &genuine.names;
    let mut candidates: Vec<PaymentId> = Vec::new();
    candidates.extend(notice.standing.payment.clone());
    candidates.extend(names.payment.clone());
    if let Some(reference) = &names.reference {
        candidates.extend(ports.by_reference(&notice.terminal, reference).await?);
    }
    for name in &names.transactions {
        candidates.extend(ports.by_transaction(&notice.terminal, name).await?);
    }
    if !names.is_labelled {
        candidates.extend(notice.addressed.clone());
    }
    let mut other_mode = false;
    for payment in candidates {
        let Some(known) = ports.payment(&payment).await? else {
            continue;
        };
        // Whoever pays may write any name into a form: it counts only for this account.
        if known.terminal != notice.terminal {
            continue;
        }
        if genuine.modes.contains(&known.mode) {
            return Ok(Found::Payment(payment, known));
        }
        other_mode = true;
    }
    Ok(if other_mode {
        Found::OtherMode
    } else {
        Found::Nothing
    })
}

/// Hands news to a payment. An operator who attaches a message has looked at what it is.
async fn hand(
    ports: &impl NoticePorts,
    notice: &Notice,
    genuine: Genuine,
    payment: &PaymentId,
    known: &Known,
    by_operator: bool,
) -> Standing {
    let done = |state, reason: &str| Standing {
        payment: Some(payment.clone()),
        ..ended(notice, state, reason.to_owned())
    };
    let tell = match genuine.tell {
        Ok(tell) => tell,
        Err(sentence) => return done(State::Kept, &sentence),
    };
    if !by_operator && is_second_payment(known, &genuine.names, &tell) {
        // Paid twice: nothing may be lost over the first one.
        return ended(
            notice,
            State::Unmatched,
            format!("payment {payment} was paid before, by another transaction"),
        );
    }
    let told_before = match &genuine.event {
        Some(event) => ports.was_told(notice, event).await,
        None => Ok(None),
    };
    match told_before {
        Err(Failed(why)) => return later(ports.now(), notice, State::Received, why),
        Ok(Some(other)) if other != *payment => {
            // One transaction pays one payment: its message may be sent to many addresses.
            let why = format!("payment {other} was told the same before");
            return ended(notice, State::Unmatched, why);
        }
        Ok(Some(_)) => return done(State::Applied, "the same was told before"),
        Ok(None) => {}
    }
    for tell in tellings(tell, known, &genuine.names) {
        if let Err(Failed(why)) = ports.tell(payment, tell).await {
            return later(ports.now(), notice, State::Received, why);
        }
    }
    done(State::Applied, "")
}

/// Where the provider can be asked, a message is a hint, and what cannot be asked is told.
fn tellings(tell: Tell, known: &Known, names: &Names) -> Vec<Tell> {
    match tell {
        Tell::Report(source, report) if known.can_be_asked => {
            // What money went back of is the payment's own transaction.
            let transaction = names.transactions.get(1).or(names.transactions.first());
            let hint = Tell::Hint(source, transaction.cloned());
            let has_news = !report.disputes.is_empty();
            let disputes = has_news.then_some(Tell::Report(source, report));
            [Some(hint), disputes].into_iter().flatten().collect()
        }
        other => vec![other],
    }
}

/// Whether a message tells of money taken by a transaction that has nothing to do with the one
/// that paid.
fn is_second_payment(known: &Known, names: &Names, tell: &Tell) -> bool {
    let Tell::Report(_, report) = tell else {
        return false;
    };
    let takes = matches!(
        report.standing,
        Some(obole_shared::payment::Standing::Captured { .. })
    );
    let related = names
        .transactions
        .iter()
        .any(|name| known.transactions.contains(name));
    takes && known.is_captured && !known.transactions.is_empty() && !related
}

fn ended(notice: &Notice, state: State, reason: String) -> Standing {
    Standing {
        state,
        reason,
        attempts: notice.standing.attempts.saturating_add(1),
        next_at: None,
        summary: summary_of(notice),
        ..notice.standing.clone()
    }
}

/// Tried again after a while, and then ever more seldom, until it is for an operator alone.
fn later(now: UnixMs, notice: &Notice, state: State, reason: String) -> Standing {
    let standing = ended(notice, state, reason);
    let doublings = standing.attempts.saturating_sub(1).min(8);
    let gap = Millis(RETRY_AFTER.0 << doublings).min(RETRY_GAP_MAX);
    let patience = match state {
        State::Unmatched => MATCH_FOR,
        _ => VERIFY_FOR,
    };
    let next_at = now + gap;
    Standing {
        next_at: (next_at - notice.last_at <= patience).then_some(next_at),
        ..standing
    }
}

fn before(now: UnixMs, length: Millis) -> UnixMs {
    now + Millis(length.0.saturating_neg())
}
