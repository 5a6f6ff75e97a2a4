//! The inbox: whatever a provider sends for an account is kept as it came, then checked, matched
//! with a payment and handed to it. Nothing that arrived is lost, and nothing that cannot be
//! checked acts on a payment.

mod account;
mod desk;
mod judge;
pub mod ports;
mod settings;
mod silent;
mod store;
mod work;

use std::fmt;

use obole_shared::ids::{InvalidId, PaymentId, TerminalId, base32};
use obole_shared::time::UnixMs;
use sha2::{Digest, Sha256};

use crate::providers::ipn::Summary;

pub use account::{NoticeAccount, NoticeAccounts, Proof};
pub(crate) use desk::NoticeDesk;
pub use silent::without_card;
pub(crate) use store::Filter;
pub use work::{AttachError, attach, retry, sweep, take};

/// Largest message that is kept, in bytes: a mass payment tells of 250 receivers.
pub const NOTICE_BYTES_MAX: usize = 256 * 1024;

/// The name of a kept message: `ntc_` and 26 characters. The same bytes for the same terminal
/// have the same name, so what is sent again finds what is there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeId(String);

impl NoticeId {
    fn of(terminal: &TerminalId, channel: Channel, body: &[u8]) -> Self {
        let digest = Sha256::new()
            .chain_update(terminal.as_str())
            .chain_update([0])
            .chain_update(channel.as_str())
            .chain_update([0])
            .chain_update(body)
            .finalize();
        let text: String = base32(&digest).chars().take(26).collect();
        Self(format!("ntc_{text}"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for NoticeId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let valid = text.strip_prefix("ntc_").is_some_and(|rest| {
            rest.len() == 26
                && rest
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId("notice id"))
        }
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word of the API.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value for a word; `None` for any other text.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}

words! {
    /// How a message came.
    Channel {
        /// Instant Payment Notification.
        Ipn = "ipn";
        /// A signed message of PayPal's newer interface.
        Webhook = "webhook";
        /// Payflow's silent post.
        SilentPost = "silent_post";
    }
}

words! {
    /// What became of a message.
    State {
        /// Kept; nothing was done with it yet.
        Received = "received";
        /// Whether it is genuine could not be found out yet; it is tried again.
        Unverified = "unverified";
        /// Not genuine, or not for this terminal; never acted on.
        Refused = "refused";
        /// Genuine, and no payment was found for it.
        Unmatched = "unmatched";
        /// Handed to its payment.
        Applied = "applied";
        /// Genuine, and nothing for a payment.
        Kept = "kept";
    }
}

impl State {
    /// Whether nothing more is to be done with it.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Applied | Self::Kept)
    }
}

/// A message as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The terminal of its address.
    pub terminal: TerminalId,
    /// How it came.
    pub channel: Channel,
    /// The payment of its address, where it came to a payment's own one.
    pub addressed: Option<PaymentId>,
    /// When.
    pub at: UnixMs,
    /// Its content type.
    pub content_type: String,
    /// The headers that a check needs, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Every byte of it.
    pub body: Vec<u8>,
    /// Its address holds what only the provider knows.
    pub is_proven: bool,
    /// Why it is not believed at all.
    pub refused: Option<String>,
}

impl Arrived {
    /// The name it is kept under.
    pub fn id(&self) -> NoticeId {
        NoticeId::of(&self.terminal, self.channel, &self.body)
    }
}

/// A kept message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its name.
    pub id: NoticeId,
    /// The terminal of its address.
    pub terminal: TerminalId,
    /// How it came.
    pub channel: Channel,
    /// The payment of its address.
    pub addressed: Option<PaymentId>,
    /// When it came first.
    pub received_at: UnixMs,
    /// When it came last.
    pub last_at: UnixMs,
    /// How often it came.
    pub deliveries: u32,
    /// Its content type.
    pub content_type: String,
    /// The headers that a check needs, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Every byte of it.
    pub body: Vec<u8>,
    /// What became of it, and since when it is known to be genuine.
    pub standing: Standing,
}

impl Notice {
    /// A message that is kept for the first time.
    pub fn of(arrived: &Arrived) -> Self {
        Self {
            id: arrived.id(),
            terminal: arrived.terminal.clone(),
            channel: arrived.channel,
            addressed: arrived.addressed.clone(),
            received_at: arrived.at,
            last_at: arrived.at,
            deliveries: 1,
            content_type: arrived.content_type.clone(),
            headers: arrived.headers.clone(),
            body: arrived.body.clone(),
            standing: Standing::of(arrived),
        }
    }

    /// The same bytes once more. What proves it may be new: a secret, or a signature's headers.
    pub fn arrived_again(&mut self, arrived: &Arrived) {
        self.deliveries = self.deliveries.saturating_add(1);
        self.last_at = self.last_at.max(arrived.at);
        if !self.standing.is_verified {
            self.headers.clone_from(&arrived.headers);
        }
        self.standing.is_verified |= arrived.is_proven;
        if self.addressed.is_none() {
            self.addressed.clone_from(&arrived.addressed);
        }
    }
}

/// What is known of a kept message; everything but this stays as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What became of it.
    pub state: State,
    /// Why, in a sentence for the operator.
    pub reason: String,
    /// The provider, or its address, proved that it is genuine.
    pub is_verified: bool,
    /// Tries so far.
    pub attempts: u32,
    /// When it is tried again; only where something may still change.
    pub next_at: Option<UnixMs>,
    /// What makes another message a repeat of this one.
    pub event: Option<String>,
    /// The payment it was handed to.
    pub payment: Option<PaymentId>,
    /// What it says.
    pub summary: Option<Summary>,
}

impl Standing {
    /// How a message stands that has just arrived.
    pub fn of(arrived: &Arrived) -> Self {
        let state = if arrived.refused.is_some() {
            State::Refused
        } else {
            State::Received
        };
        Self {
            state,
            reason: arrived.refused.clone().unwrap_or_default(),
            is_verified: arrived.is_proven,
            attempts: 0,
            next_at: (state == State::Received).then_some(arrived.at),
            event: None,
            payment: None,
            summary: None,
        }
    }
}
