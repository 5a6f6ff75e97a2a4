//! Whether a kept message is genuine and for us, and what it says.

use http::{HeaderMap, HeaderName, HeaderValue};
use obole_shared::payment::Source;
use obole_shared::terminal::Mode;

use super::account::{NoticeAccounts, Proof};
use super::ports::Tell;
use super::{Channel, Notice};
use crate::ports::{Clock, Http};
use crate::providers::ipn::verify::{Verdict, verify};
use crate::providers::ipn::{
    Account, Line, Message, Names, Rejection, Summary, Told, fingerprint, summary, told,
};
use crate::providers::paypal::webhook;

/// What is to be done with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    /// Nobody can say now.
    Later(String),
    /// Not genuine, or of the other environment.
    Refused(String),
    /// Genuine, and not for this terminal.
    Foreign(String),
    /// Genuine.
    Genuine(Box<Genuine>),
}

/// What a genuine message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Genuine {
    /// Test or live; both, where nothing tells which.
    pub(super) modes: Vec<Mode>,
    /// By which its payment is found.
    pub(super) names: Names,
    /// For its payment; the sentence where there is nothing for one.
    pub(super) tell: Result<Tell, String>,
    /// What makes another message a repeat of this one.
    pub(super) event: Option<String>,
}

/// What an operator reads of a message, genuine or not.
pub(super) fn summary_of(notice: &Notice) -> Option<Summary> {
    match notice.channel {
        Channel::Ipn => Some(summary(&Message::read(&notice.body))),
        Channel::Webhook => webhook::peek(&notice.body).map(|event| {
            let line = |name: &str, value: Option<String>| {
                value.map(|value| Line {
                    name: name.to_owned(),
                    value,
                    meaning: None,
                })
            };
            let order = line("order", event.order);
            Summary {
                subject: event.kind,
                lines: [line("id", Some(event.id)), order]
                    .into_iter()
                    .flatten()
                    .collect(),
            }
        }),
        Channel::SilentPost => None,
    }
}

/// Nothing is entered that could prove a message.
const NO_ACCOUNT: &str = "the terminal has no account that could prove it";

pub(super) async fn judge(
    ports: &(impl Http + Clock),
    notice: &Notice,
    accounts: &NoticeAccounts,
) -> Judged {
    match notice.channel {
        Channel::Ipn => judge_ipn(ports, notice, accounts).await,
        Channel::Webhook => judge_webhook(ports, notice, accounts).await,
        Channel::SilentPost if notice.standing.is_verified => genuine(
            vec![Mode::Test, Mode::Live],
            Names::default(),
            Ok(Tell::Hint(Source::SilentPost, None)),
            None,
        ),
        Channel::SilentPost => Judged::Refused("its address is not the payment's own".to_owned()),
    }
}

async fn judge_ipn(ports: &impl Http, notice: &Notice, accounts: &NoticeAccounts) -> Judged {
    if !accounts.takes_ipn() {
        return Judged::Refused("the terminal takes no such messages".to_owned());
    }
    let message = Message::read(&notice.body);
    let mode = if message.is_test() {
        Mode::Test
    } else {
        Mode::Live
    };
    let account = accounts
        .accounts
        .iter()
        .filter(|account| account.mode == mode)
        .find_map(|account| match &account.proof {
            Proof::Ipn {
                receivers, origin, ..
            } => Some((receivers, origin)),
            Proof::Webhook { .. } => None,
        });
    // Another environment cannot answer for this message.
    let Some((receivers, origin)) = account else {
        if accounts.locked.contains(&mode) {
            return Judged::Later(locked(&[mode]));
        }
        return Judged::Refused(if accounts.accounts.is_empty() {
            NO_ACCOUNT.to_owned()
        } else {
            wrong_mode(mode).to_string()
        });
    };
    if !notice.standing.is_verified {
        match verify(ports, origin, &notice.body).await {
            Verdict::Verified => {}
            Verdict::Invalid => {
                return Judged::Refused("PayPal did not send this message".to_owned());
            }
            Verdict::Unavailable(why) => {
                return Judged::Later(format!("PayPal could not be asked: {why}"));
            }
        }
    }
    let account = Account {
        receivers: receivers.clone(),
        mode,
    };
    if let Err(wrong) = account.check(&message) {
        return Judged::Foreign(wrong.to_string());
    }
    let tell = match told(&message) {
        Told::Payment(report) => Ok(Tell::Report(Source::Ipn, report)),
        Told::Nothing(sentence) => Err(sentence),
    };
    genuine(
        vec![mode],
        Names::of(&message),
        tell,
        Some(fingerprint(&message)),
    )
}

impl Genuine {
    /// What is wrong with it where its mode does not agree.
    pub(super) fn wrong_mode(&self) -> Rejection {
        wrong_mode(self.modes.first().copied().unwrap_or(Mode::Test))
    }
}

const fn wrong_mode(mode: Mode) -> Rejection {
    match mode {
        Mode::Test => Rejection::TestAtLive,
        Mode::Live => Rejection::LiveAtTest,
    }
}

async fn judge_webhook(
    ports: &(impl Http + Clock),
    notice: &Notice,
    accounts: &NoticeAccounts,
) -> Judged {
    let headers = headers(notice);
    let mut why = NO_ACCOUNT.to_owned();
    for account in &accounts.accounts {
        let Proof::Webhook {
            webhook_id,
            hosts,
            certificates,
        } = &account.proof
        else {
            continue;
        };
        let (body, now) = (&notice.body, ports.now());
        match webhook::receive(ports, certificates, hosts, &headers, body, webhook_id, now).await {
            Ok(event) => {
                let names = Names {
                    payment: event.payment,
                    reference: None,
                    transactions: event.disputed.into_iter().chain(event.order).collect(),
                    is_labelled: false,
                };
                let tell = Ok(Tell::Hint(Source::Webhook, None));
                let modes = accounts.modes_of_webhook(webhook_id);
                return genuine(modes, names, tell, Some(event.id));
            }
            Err(error) if error.is_temporary() => return Judged::Later(error.to_string()),
            Err(error) => why = error.to_string(),
        }
    }
    if accounts.locked.is_empty() {
        Judged::Refused(why)
    } else {
        Judged::Later(locked(&accounts.locked))
    }
}

fn locked(modes: &[Mode]) -> String {
    let modes: Vec<&str> = modes.iter().map(|mode| mode.as_str()).collect();
    let modes = modes.join(" and ");
    format!("the {modes} credentials of the terminal cannot be opened: enter them again")
}

fn genuine(
    modes: Vec<Mode>,
    names: Names,
    tell: Result<Tell, String>,
    event: Option<String>,
) -> Judged {
    Judged::Genuine(Box::new(Genuine {
        modes,
        names,
        tell,
        event,
    }))
}

fn headers(notice: &Notice) -> HeaderMap {
    notice
        .headers
        .iter()
        .filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value).ok()?))
        })
        .collect()
}
