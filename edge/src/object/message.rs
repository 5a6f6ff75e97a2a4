//! What routes and objects say to each other.

use obole_shared::api::{PaymentDetail, PaymentView};
use obole_shared::ids::{IdempotencyKey, PaymentId, Secret};
use obole_shared::money::Money;
use obole_shared::payment::{Command, Entry, Hint, Opened, Payment, Refused, Report, Source};
use obole_shared::problem::Code;
use obole_shared::terminal::Mode;
use serde::{Deserialize, Serialize};
use worker::{Env, Method, RequestInit};

use super::whole::body_of;
use crate::error::Error;

/// What a route asks of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ask {
    /// Open it.
    Open(Box<Opened>),
    /// Take a notice.
    Hint(Hint),
    /// Take an authenticated notice and what it tells.
    Notice(Source, Box<Report>),
    /// Capture what is authorized.
    Capture {
        /// How much; all of it where absent.
        amount: Option<Money>,
    },
    /// Give the authorization up.
    Cancel,
    /// Pay back.
    Refund {
        /// The operator's key.
        key: IdempotencyKey,
        /// How much; all that is left where absent.
        amount: Option<Money>,
    },
    /// Only look.
    Read {
        /// With the whole journal.
        journal: bool,
    },
}

impl Ask {
    pub(super) fn into_command(self) -> Option<Command> {
        Some(match self {
            Self::Open(opened) => Command::Open(opened),
            Self::Hint(hint) => Command::Hint(hint),
            Self::Notice(source, report) => Command::Notice(source, report),
            Self::Capture { amount } => Command::Capture { amount },
            Self::Cancel => Command::Cancel,
            Self::Refund { key, amount } => Command::Refund { key, amount },
            Self::Read { .. } => return None,
        })
    }

    /// Seconds the asker waits; the work itself may take longer.
    pub(super) const fn patience(&self) -> u64 {
        match self {
            // A donor sees a spinner; the provider call ends before this.
            Self::Open(_) => 28,
            // Providers give up after about ten seconds, donors too.
            Self::Hint(_) | Self::Notice(..) => 8,
            Self::Capture { .. } | Self::Cancel | Self::Refund { .. } => 25,
            Self::Read { .. } => 5,
        }
    }
}

/// What a payment answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reply {
    /// How it stands.
    Payment(Box<Snapshot>),
    /// It cannot be.
    Refused {
        /// Why.
        reason: Refusal,
    },
    /// It was cut off; ask again.
    Busy,
    /// Something of ours failed; for the log.
    Failed {
        /// What.
        why: String,
    },
}

/// [`Refused`], on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refusal {
    KeyReused,
    OpenElsewhere,
    Unknown,
    NotCapturable,
    CaptureAmount,
    NotCancelable,
    NotRefundable,
    RefundAmount,
    Currency,
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::KeyReused => Self::KeyReused,
            Refused::OpenElsewhere => Self::OpenElsewhere,
            Refused::Unknown => Self::Unknown,
            Refused::NotCapturable => Self::NotCapturable,
            Refused::CaptureAmount => Self::CaptureAmount,
            Refused::NotCancelable => Self::NotCancelable,
            Refused::NotRefundable => Self::NotRefundable,
            Refused::RefundAmount => Self::RefundAmount,
            Refused::Currency => Self::Currency,
        }
    }
}

impl From<Refusal> for Code {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::KeyReused => Self::KeyReused,
            Refusal::OpenElsewhere => Self::OpenElsewhere,
            Refusal::Unknown => Self::PaymentUnknown,
            Refusal::NotCapturable => Self::NotCapturable,
            Refusal::CaptureAmount => Self::CaptureAmount,
            Refusal::NotCancelable => Self::NotCancelable,
            Refusal::NotRefundable => Self::NotRefundable,
            Refusal::RefundAmount | Refusal::Currency => Self::RefundAmount,
        }
    }
}

/// A payment as routes need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// What the donor may see.
    pub(crate) view: PaymentView,
    /// What its owner may see.
    pub(crate) detail: PaymentDetail,
    /// The request it was opened with.
    pub(crate) body_hash: String,
    /// The donor's secret.
    pub(crate) secret: Secret,
    /// Where the donor goes in the end.
    pub(crate) return_to: Option<String>,
    /// The provider opened a session for it.
    pub(crate) had_session: bool,
    /// The means was declined and another may be chosen at the provider.
    pub(crate) choose_again: bool,
    /// The provider can be asked about it: authenticated notices are only hints.
    pub(crate) can_be_asked: bool,
    /// The journal, if it was asked for.
    pub(crate) journal: Option<Vec<Entry>>,
}

/// Declines after which the donor is not sent back to the provider by itself.
const AUTOMATIC_RETRIES_MAX: u16 = 3;

impl Snapshot {
    pub(super) fn new(payment: &Payment, journal: Option<Vec<Entry>>) -> Self {
        let opened = &payment.opened;
        // A notice that was not followed up yet may tell that another means was chosen already.
        let waiting = payment.why() == obole_shared::payment::Why::ChooseAnotherMeans
            && payment.hint_at.is_none();
        Self {
            view: PaymentView::new(payment),
            detail: PaymentDetail::new(payment),
            body_hash: opened.body_hash.clone(),
            secret: opened.secret.clone(),
            return_to: opened.return_to.clone(),
            had_session: payment.session.is_some(),
            choose_again: waiting && payment.declines <= AUTOMATIC_RETRIES_MAX,
            can_be_asked: !payment.capabilities().ask.needs_transaction,
            journal,
        }
    }
}

impl Snapshot {
    /// Whether real money moves.
    pub(crate) const fn mode(&self) -> Mode {
        if self.view.test {
            Mode::Test
        } else {
            Mode::Live
        }
    }
}

impl Ask {
    /// Asks the payment's object.
    ///
    /// # Errors
    /// The problem that the object reports, or [`Error::Internal`].
    pub(crate) async fn send(&self, env: &Env, payment: &PaymentId) -> Result<Snapshot, Error> {
        let stub = env
            .durable_object("PAYMENTS")?
            .get_by_name(payment.as_str())?;
        let body = serde_json::to_string(self).map_err(Error::internal)?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_body(Some(body.into()));
        let request = worker::Request::new_with_init("https://payment.internal/", &init)?;
        let mut response = stub.fetch_with_request(request).await?;
        let body = body_of(&mut response).await?;
        match serde_json::from_slice(&body).map_err(Error::internal)? {
            Reply::Payment(snapshot) => Ok(*snapshot),
            Reply::Refused { reason } => Err(Error::Problem(Code::from(reason).into())),
            Reply::Busy => Err(Error::Internal("the payment was cut off".to_owned())),
            Reply::Failed { why } => Err(Error::Internal(why)),
        }
    }
}
