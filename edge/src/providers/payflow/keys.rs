//! Names we give our requests at the gateway, derived so that nothing random has to be stored.

use obole_shared::ids::base32;
use obole_shared::payment::{Call, Payment};
use obole_shared::time::{Millis, UnixMs};
use sha2::{Digest as _, Sha256};

/// A donor whose session could not be opened gets a fresh token after this: one that an unheard
/// answer brought may be half spent. Shorter than what the last planned ask leaves of an Express
/// token's three hours, which count from the unheard answer.
const TOKEN_RENEWAL: Millis = Millis::minutes(5);

/// One transaction of ours, repeats included: everything the gateway tells apart has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key(String);

impl Key {
    /// For a call that moves something. `generation` counts the requests of this question that
    /// the gateway is known to have refused without doing anything: it would repeat its refusal
    /// under their names.
    pub(super) fn of(payment: &Payment, call: Call, generation: u16) -> Self {
        let round = payment.attempts(call).round;
        let name = match call {
            Call::OpenSession => return Self::of_session(payment, round, generation),
            Call::Authorize => "a".to_owned(),
            Call::Capture => "c".to_owned(),
            Call::Cancel => "v".to_owned(),
            Call::Refund(number) => format!("r{number}"),
            Call::AskSession | Call::AskBooks | Call::CaptureRefund(_) | Call::AskRefund(_) => {
                return Self::of_question(payment, call, 0);
            }
        };
        Self(format!("{}-{name}-{round}-{generation}", payment.opened.id))
    }

    fn of_session(payment: &Payment, round: u16, generation: u16) -> Self {
        Self(format!(
            "{}-o-{round}-{}-{generation}",
            payment.opened.id,
            renewals(payment)
        ))
    }

    /// For the session that is open: opening it ended the round.
    pub(super) fn of_opened(payment: &Payment) -> Self {
        let round = payment.attempts(Call::OpenSession).round;
        Self::of_session(payment, round.saturating_sub(1), 0)
    }

    /// The earliest moment at which a session may have been opened under the present name.
    pub(super) fn session_since(payment: &Payment) -> UnixMs {
        payment.created_at + Millis(renewals(payment) * TOKEN_RENEWAL.0)
    }

    /// For a question that moves nothing: a new one each time, or the gateway would repeat its
    /// old answer. `step` counts the questions of one call.
    pub(super) fn of_question(payment: &Payment, call: Call, step: u16) -> Self {
        let name = match call {
            Call::OpenSession => "o".to_owned(),
            Call::AskSession => "s".to_owned(),
            Call::AskBooks => "b".to_owned(),
            Call::Authorize => "a".to_owned(),
            Call::Capture => "c".to_owned(),
            Call::Cancel => "v".to_owned(),
            Call::Refund(number) | Call::CaptureRefund(number) | Call::AskRefund(number) => {
                format!("r{number}")
            }
        };
        let total = payment.attempts(call).total;
        Self(format!("{}-ask-{name}-{total}-{step}", payment.opened.id))
    }

    /// For a question about no payment.
    pub(super) fn of_check(vendor: &str, moment: i64) -> Self {
        Self(format!("check-{vendor}-{moment}"))
    }

    /// X-VPS-REQUEST-ID: 32 hexadecimal digits.
    pub(super) fn request_id(&self) -> String {
        hex(&self.digest("request"))
    }

    /// SECURETOKENID: at most 36 characters, never used before.
    pub(super) fn token_id(&self) -> String {
        hex(&self.digest("token"))
    }

    /// CUSTREF: at most 12 characters. An inquiry finds the last transaction of this name, so
    /// every transaction has its own; sixty bits keep those of one account apart.
    pub(super) fn reference(&self) -> String {
        let mut text = base32(&self.digest("reference"));
        text.truncate(REFERENCE_LEN);
        text
    }

    fn digest(&self, purpose: &str) -> [u8; 16] {
        let digest = Sha256::new()
            .chain_update("payflow ")
            .chain_update(purpose)
            .chain_update(" ")
            .chain_update(&self.0)
            .finalize();
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = from;
        }
        bytes
    }
}

/// Longest CUSTREF.
const REFERENCE_LEN: usize = 12;

fn renewals(payment: &Payment) -> i64 {
    let since = payment.attempts(Call::OpenSession).last_at - payment.created_at;
    since.0.max(0) / TOKEN_RENEWAL.0
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
    let pairs = bytes.iter().map(|byte| [byte >> 4, byte & 0x0f]);
    pairs.flatten().map(digit).collect()
}
