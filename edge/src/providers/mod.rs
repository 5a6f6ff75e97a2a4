//! The providers: one module each, and the one place where a call is made.
//!
//! An adapter is two pure functions for each call: the request it sends, and what an answer means.
//! Which calls are made, and when, is decided by the plan of the payment.

pub(crate) mod answer;
pub mod check;
pub mod credentials;
pub mod express;
pub mod hosted;
pub mod ipn;
pub mod nvp;
pub mod origins;
pub mod payflow;
pub mod paypal;
pub mod saferpay;
pub mod standard;

pub use check::{Check, Finding};
pub use credentials::Credentials;
pub use origins::Origins;

use obole_shared::ids::{Secret, TerminalId};
use obole_shared::payment::{Answer, Call, Payment};
use obole_shared::terminal::{Mode, Terminal, TerminalKind};
use obole_shared::time::Millis;

use crate::ports::{Clock, Http};

/// Longest wait for a session: the donor sits in front of it, and an orphan does no harm.
pub(crate) const OPEN_LIMIT: Millis = Millis::seconds(25);

/// Longest wait for any other answer (JSON API 1.53 asks clients to wait 100 seconds).
pub(crate) const CALL_LIMIT: Millis = Millis::seconds(100);

/// Longest wait for what a call needs besides its own answer: a token, or a look-up that explains
/// a refusal.
pub(crate) const LOOK_UP_LIMIT: Millis = Millis::seconds(10);

/// One provider account, ready to be called.
#[derive(Debug, Clone)]
pub enum Provider {
    /// Saferpay JSON API.
    Saferpay(saferpay::Saferpay),
    /// PayPal Orders v2.
    Paypal(paypal::Paypal),
    /// PayPal Express Checkout.
    Express(express::Express),
    /// PayPal's hosted card page.
    Hosted(hosted::Hosted),
    /// Payflow gateway.
    Payflow(payflow::Payflow),
    /// PayPal Payments Standard.
    Standard(standard::Standard),
}

/// Addresses a provider needs of us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Where the Worker is reached from outside: scheme, host, port.
    pub public_origin: String,
}

impl Addresses {
    /// Where the donor's browser comes back to; `outcome` is only a hint.
    pub fn return_url(&self, payment: &Payment, outcome: &str) -> String {
        format!(
            "{}/return/{}/{outcome}",
            self.public_origin, payment.opened.id
        )
    }

    /// Where the provider announces news of a whole account.
    pub fn account_notify_url(&self, terminal: &TerminalId) -> String {
        format!("{}/notify/{terminal}", self.public_origin)
    }

    /// Where the provider announces news of this payment.
    pub fn notify_url(&self, payment: &Payment) -> String {
        format!(
            "{}/notify/{}/{}/{}",
            self.public_origin,
            payment.opened.terminal.id,
            payment.opened.id,
            payment.opened.notify_token.expose()
        )
    }
}

/// Why a terminal cannot be called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// No credentials were entered.
    #[error("terminal {0} has no credentials")]
    NoCredentials(TerminalId),
    /// The credentials belong to another kind of terminal.
    #[error("the credentials of terminal {0} are of another kind")]
    WrongKind(TerminalId),
    /// The credentials were sealed with a key that is not known any more, or altered since.
    #[error("the credentials of terminal {0} cannot be opened: enter them again")]
    Sealed(TerminalId),
    /// The settings could not be read; they may be, later.
    #[error("the settings of the terminal were not read: {0}")]
    NotLoaded(String),
}

impl Provider {
    /// The account behind a terminal.
    ///
    /// # Errors
    /// [`SetupError::WrongKind`] where the credentials are of another kind of terminal.
    pub fn new(
        terminal: &Terminal,
        credentials: Credentials,
        origins: &Origins,
        tokens: paypal::TokenCache,
    ) -> Result<Self, SetupError> {
        let mode = terminal.mode;
        match (terminal.kind, credentials) {
            (TerminalKind::Saferpay, Credentials::Saferpay(credentials)) => Ok(Self::Saferpay(
                saferpay::Saferpay::new(credentials, origins.saferpay(mode)),
            )),
            (TerminalKind::PaypalOrders, Credentials::Paypal(credentials)) => Ok(Self::Paypal(
                paypal::Paypal::new(credentials, origins.paypal_api(mode), tokens),
            )),
            (TerminalKind::PaypalExpress, Credentials::Express(credentials)) => {
                let (nvp, web) = (origins.paypal_nvp(mode), origins.paypal_web(mode));
                Ok(Self::Express(express::Express::new(credentials, nvp, web)))
            }
            (TerminalKind::PaypalHosted, Credentials::Hosted(credentials)) => {
                let (nvp, web) = (origins.paypal_nvp(mode), origins.paypal_web(mode));
                Ok(Self::Hosted(hosted::Hosted::new(credentials, nvp, web)))
            }
            (TerminalKind::Payflow, Credentials::Payflow(credentials)) => {
                Ok(Self::Payflow(payflow::Payflow::new(
                    credentials,
                    origins.payflow(mode),
                    origins.payflow_link(mode),
                    origins.paypal_web(mode),
                )))
            }
            (TerminalKind::PaypalStandard, Credentials::Standard(credentials)) => {
                Ok(Self::Standard(standard::Standard::new(
                    credentials,
                    origins.paypal_web(mode),
                )))
            }
            _ => Err(SetupError::WrongKind(terminal.id.clone())),
        }
    }

    /// Whether the account works, by calls that change nothing.
    async fn check(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        terminal: &Terminal,
    ) -> Check {
        match self {
            Self::Saferpay(saferpay) => saferpay.check(ports, terminal).await,
            Self::Paypal(paypal) => paypal.check(ports, addresses, terminal).await,
            Self::Express(express) => express.check(ports, terminal).await,
            Self::Hosted(hosted) => hosted.check(ports, terminal).await,
            Self::Payflow(payflow) => payflow.check(ports).await,
            Self::Standard(standard) => standard.check(ports, addresses, terminal).await,
        }
    }

    /// Makes one call for a payment and says, in our words, what came of it. Never fails: what is
    /// not understood is [`Answer::Unknown`].
    pub async fn perform(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Answer {
        match self {
            Self::Saferpay(saferpay) => saferpay.perform(ports, addresses, payment, call).await,
            Self::Paypal(paypal) => paypal.perform(ports, addresses, payment, call).await,
            Self::Express(express) => express.perform(ports, addresses, payment, call).await,
            Self::Hosted(hosted) => hosted.perform(ports, addresses, payment, call).await,
            Self::Payflow(payflow) => payflow.perform(ports, addresses, payment, call).await,
            Self::Standard(standard) => standard.perform(ports, addresses, payment, call).await,
        }
    }

    /// The kind of terminal this is.
    pub const fn kind(&self) -> TerminalKind {
        match self {
            Self::Saferpay(_) => TerminalKind::Saferpay,
            Self::Paypal(_) => TerminalKind::PaypalOrders,
            Self::Express(_) => TerminalKind::PaypalExpress,
            Self::Hosted(_) => TerminalKind::PaypalHosted,
            Self::Payflow(_) => TerminalKind::Payflow,
            Self::Standard(_) => TerminalKind::PaypalStandard,
        }
    }
}

/// Whether a terminal works with these credentials. Where the provider does not accept them, its
/// other system is tried, so that the owner hears which of the two it is.
///
/// # Errors
/// [`SetupError`] as [`Provider::new`].
pub async fn check(
    ports: &(impl Http + Clock),
    addresses: &Addresses,
    origins: &Origins,
    terminal: &Terminal,
    credentials: &Credentials,
) -> Result<Check, SetupError> {
    // Nothing kept from earlier: what was entered is what is tried.
    let build = |terminal: &Terminal| {
        let tokens = paypal::TokenCache::default();
        Provider::new(terminal, credentials.clone(), origins, tokens)
    };
    let found = build(terminal)?.check(ports, addresses, terminal).await;
    if !found.findings.contains(&Finding::WrongCredentials) {
        return Ok(found);
    }
    let other = Terminal {
        mode: match terminal.mode {
            Mode::Test => Mode::Live,
            Mode::Live => Mode::Test,
        },
        ..terminal.clone()
    };
    let elsewhere = build(&other)?.check(ports, addresses, &other).await;
    let refused_too = elsewhere
        .findings
        .iter()
        .any(|finding| matches!(finding, Finding::WrongCredentials | Finding::NotReached(_)));
    Ok(if refused_too {
        found
    } else {
        Check::of(Finding::WrongEnvironment)
    })
}

/// How long to wait for the answer to a call.
pub(crate) const fn limit(call: Call) -> Millis {
    match call {
        Call::OpenSession => OPEN_LIMIT,
        _ => CALL_LIMIT,
    }
}

/// HTTP Basic authentication, as a header value.
pub(crate) fn basic(user: &str, password: &Secret) -> String {
    use base64::Engine as _;
    let pair = format!("{user}:{}", password.expose());
    format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(pair)
    )
}

/// The answer to a call that cannot be made as the payment stands; nothing was sent.
pub(crate) fn cannot(code: &str) -> Answer {
    answer::never(code.to_owned())
}
