//! What was sent: the exact bytes, to which address, and whether they were validated.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::books::Provider;
use crate::classic::ipn::body::{Fields, Style, shuffle, write};
use crate::classic::ipn::charset::Charset;
use crate::clock::UnixMs;
use crate::config::ClassicAccount;
use crate::faults::Effect;
use crate::notice::Payload;
use crate::random::{HEX, MIXED, Random};
use crate::world::World;

/// The name of every message in faults and notices.
pub(crate) const OPERATION: &str = "ipn";
/// How the sender calls itself.
const AGENT: &str = "PayPal IPN ( https://www.paypal.com/ipn )";

/// One message as it was written; resending repeats it byte by byte.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) track: String,
    pub(crate) txn_id: Option<String>,
    pub(crate) target: String,
    pub(crate) body: Vec<u8>,
    pub(crate) at_ms: UnixMs,
    /// How often a post-back found it genuine.
    pub(crate) verified: u32,
}

/// Every message of every account, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    sent: Vec<Sent>,
    by_body: BTreeMap<Vec<u8>, usize>,
    /// Post-backs of bytes that no account sent.
    invalid: u64,
}

impl Outbox {
    /// Writes a message of an account and sends it. Returns its track id and how long a
    /// browser is kept back; `None` when there is no address to send it to.
    pub(crate) fn send(
        &mut self,
        world: &mut World,
        account: &ClassicAccount,
        target: Option<&str>,
        fields: Fields,
    ) -> Option<(String, u64)> {
        let target = target.or(account.notify_url.as_deref())?.to_owned();
        let txn_id = fields
            .iter()
            .find(|(name, _)| name == "txn_id")
            .map(|(_, value)| value.clone());
        let track = world.random.text(HEX, 13);
        let fields = with_envelope(&mut world.random, account, fields, &track);
        let charset = Charset::named_or_default(&account.charset);
        let style = Style::draw(&mut world.random);
        let sent = Sent {
            track: track.clone(),
            txn_id,
            target,
            body: write(&fields, &charset, style),
            at_ms: world.now(),
            verified: 0,
        };
        let hold_ms = deliver(world, &sent);
        self.keep(sent);
        Some((track, hold_ms))
    }

    /// Sends a message again: the same bytes, or `marked` with `resend=true`. Returns
    /// whether there was such a message.
    pub(crate) fn resend(&mut self, world: &mut World, track: &str, marked: bool) -> bool {
        let Some(mut again) = self.sent.iter().find(|one| one.track == track).cloned() else {
            return false;
        };
        if marked {
            again.body.extend_from_slice(b"&resend=true");
        }
        deliver(world, &again);
        if marked {
            again.at_ms = world.now();
            again.verified = 0;
            self.keep(again);
        }
        true
    }

    fn keep(&mut self, sent: Sent) {
        self.by_body.insert(sent.body.clone(), self.sent.len());
        self.sent.push(sent);
    }

    /// Whether exactly these bytes were sent.
    pub(crate) fn verify(&mut self, body: &[u8]) -> bool {
        let found = self
            .by_body
            .get(body)
            .copied()
            .and_then(|at| self.sent.get_mut(at));
        if let Some(sent) = found {
            sent.verified = sent.verified.saturating_add(1);
            true
        } else {
            self.invalid = self.invalid.saturating_add(1);
            false
        }
    }

    pub(crate) fn describe(&self) -> Value {
        let sent: Vec<Value> = self
            .sent
            .iter()
            .map(|one| {
                json!({
                    "track_id": one.track, "txn_id": one.txn_id, "target": one.target, "at_ms": one.at_ms,
                    // Percent-encoded, hence ASCII.
                    "body": String::from_utf8_lossy(&one.body), "verified": one.verified,
                })
            })
            .collect();
        json!({ "sent": sent, "invalid": self.invalid })
    }
}

/// What every message carries, in an order of its own. Variables that are given already
/// stay as they are.
fn with_envelope(
    random: &mut Random,
    account: &ClassicAccount,
    mut fields: Fields,
    track: &str,
) -> Fields {
    let mut envelope = vec![
        ("notify_version", "3.9".to_owned()),
        ("verify_sign", verify_sign(random)),
        ("charset", account.charset.clone()),
        ("ipn_track_id", track.to_owned()),
        ("receiver_email", account.email.clone()),
        ("receiver_id", account.id.clone()),
    ];
    if account.test {
        envelope.push(("test_ipn", "1".to_owned()));
    }
    for (name, value) in envelope {
        if !fields.iter().any(|(known, _)| known == name) {
            fields.push((name.to_owned(), value));
        }
    }
    shuffle(&mut fields, random);
    fields
}

/// 56 characters that prove nothing to anybody but PayPal.
fn verify_sign(random: &mut Random) -> String {
    format!(
        "A{}.{}-{}",
        random.text(MIXED, 20),
        random.text(MIXED, 16),
        random.text(MIXED, 17)
    )
}

fn deliver(world: &mut World, sent: &Sent) -> u64 {
    let plan = world.faults.for_notice(
        &mut world.random,
        Provider::PayPalClassic,
        OPERATION,
        world.config.notice_spread_ms,
    );
    let body = match plan.forgery {
        Some(Effect::AlteredBody) => altered(&sent.body),
        Some(_) => foreign(&sent.body),
        None => sent.body.clone(),
    };
    for delay in &plan.delays_ms {
        let due = world
            .now()
            .saturating_add(i64::try_from(*delay).unwrap_or(0));
        let payload = Payload::Form {
            body: body.clone(),
            agent: AGENT,
        };
        world.notices.enqueue(
            Provider::PayPalClassic,
            OPERATION,
            &sent.target,
            payload,
            due,
        );
    }
    plan.hold_return_ms
}

/// What an attacker on the way would do: everything the same, but paid.
fn altered(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    body.extend_from_slice(b"&payment_status=Completed");
    body
}

/// What an attacker who never saw a signature would make up.
fn foreign(body: &[u8]) -> Vec<u8> {
    [b"verify_sign=AForged.Signature-0001&", body].concat()
}
