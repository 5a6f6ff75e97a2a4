//! Failures on command.

use serde::{Deserialize, Serialize};

use crate::books::Provider;
use crate::random::Random;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The answer takes `ms` longer.
    Latency,
    /// Everything happens, then the connection breaks.
    LostAnswer,
    /// Everything happens, then nothing is ever answered.
    HeldAnswer,
    /// Nothing happens, and the connection breaks.
    LostRequest,
    /// Nothing happens; the provider's own 500 body is answered.
    ServerError,
    /// Everything happens; the provider's own 500 body is answered.
    ServerErrorAfter,
    /// Nothing happens; 503 is answered.
    Unavailable,
    /// Nothing happens; a firewall answers 403 in HTML.
    #[serde(rename = "html_403")]
    Html403,
    /// The notice is sent `times` times instead of once.
    Duplicate,
    /// The notice is sent `ms` later.
    Delay,
    /// The notice is sent at random within `ms`, so that notices overtake each other.
    Reorder,
    /// The notice is never sent.
    LostNotice,
    /// The notice goes out before the browser is sent back.
    NoticeBeforeReturn,
    /// The notice goes out well after the browser is sent back.
    ReturnBeforeNotice,
    /// The webhook's body is changed after it was signed.
    AlteredBody,
    /// The webhook's signature is over something else.
    ForeignSignature,
    /// Everything happens; the JSON answer holds a member that nobody knows.
    OddAnswer,
    /// The payment page authorizes one minor unit less than was asked for (Saferpay,
    /// operation `page`).
    OtherAmount,
}

/// What a rule strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Call,
    Notice,
    Payment,
}

impl Effect {
    const fn stage(self) -> Stage {
        match self {
            Self::Latency
            | Self::LostAnswer
            | Self::HeldAnswer
            | Self::LostRequest
            | Self::ServerError
            | Self::ServerErrorAfter
            | Self::Unavailable
            | Self::Html403
            | Self::OddAnswer => Stage::Call,
            Self::Duplicate
            | Self::Delay
            | Self::Reorder
            | Self::LostNotice
            | Self::NoticeBeforeReturn
            | Self::ReturnBeforeNotice
            | Self::AlteredBody
            | Self::ForeignSignature => Stage::Notice,
            Self::OtherAmount => Stage::Payment,
        }
    }
}

/// One rule: where, what, how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only at this provider.
    #[serde(default)]
    pub provider: Option<Provider>,
    /// Only in this operation (`PaymentPage/Assert`, `order.capture`), or for this
    /// notice (`notice`, or the event type).
    #[serde(default)]
    pub operation: Option<String>,
    /// What goes wrong.
    pub effect: Effect,
    /// How many more times; `None` until reset.
    #[serde(default)]
    pub count: Option<u32>,
    /// In how many of 1000 cases; `None` in all.
    #[serde(default)]
    pub permille: Option<u16>,
    /// Milliseconds, for [`Effect::Latency`], [`Effect::Delay`], [`Effect::Reorder`].
    #[serde(default)]
    pub ms: Option<u64>,
    /// How many in all, for [`Effect::Duplicate`]; 2 when `None`.
    #[serde(default)]
    pub times: Option<u32>,
}

impl Fault {
    /// An effect everywhere, always.
    pub const fn new(effect: Effect) -> Self {
        Self {
            provider: None,
            operation: None,
            effect,
            count: None,
            permille: None,
            ms: None,
            times: None,
        }
    }

    /// Only at one operation of one provider.
    #[must_use]
    pub fn at(mut self, provider: Provider, operation: &str) -> Self {
        self.provider = Some(provider);
        self.operation = Some(operation.to_owned());
        self
    }

    /// Only the next `count` times.
    #[must_use]
    pub const fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// In `permille` of 1000 cases.
    #[must_use]
    pub const fn permille(mut self, permille: u16) -> Self {
        self.permille = Some(permille);
        self
    }

    /// With a duration.
    #[must_use]
    pub const fn ms(mut self, ms: u64) -> Self {
        self.ms = Some(ms);
        self
    }

    fn applies(&self, provider: Provider, operation: &str) -> bool {
        self.count != Some(0)
            && self.provider.is_none_or(|one| one == provider)
            && self.operation.as_deref().is_none_or(|one| one == operation)
    }
}

/// What is going to happen to one call.
#[derive(Debug, Default, Clone)]
pub(crate) struct CallPlan {
    pub(crate) latency_ms: u64,
    /// At most one effect besides latency.
    pub(crate) effect: Option<Effect>,
}

/// When the copies of one notice are sent, and how long the browser is kept meanwhile.
#[derive(Debug, Default, Clone)]
pub(crate) struct NoticePlan {
    pub(crate) delays_ms: Vec<u64>,
    pub(crate) hold_return_ms: u64,
    /// How a webhook is forged, if it is.
    pub(crate) forgery: Option<Effect>,
}

/// The rules in force.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    rules: Vec<Fault>,
}

/// How long the browser waits when the notice shall win, and the other way round.
const RACE_MS: u64 = 1_000;

impl Faults {
    /// Adds a rule.
    pub fn add(&mut self, fault: Fault) {
        self.rules.push(fault);
    }

    /// Ends all rules.
    pub fn reset(&mut self) {
        self.rules.clear();
    }

    /// The rules in force.
    pub fn rules(&self) -> &[Fault] {
        &self.rules
    }

    /// Uses up and returns the rules that strike now.
    fn strike(
        &mut self,
        random: &mut Random,
        provider: Provider,
        operation: &str,
        stage: Stage,
    ) -> Vec<Fault> {
        let mut struck = Vec::new();
        for rule in &mut self.rules {
            if rule.effect.stage() != stage || !rule.applies(provider, operation) {
                continue;
            }
            if rule
                .permille
                .is_some_and(|permille| !random.chance(permille))
            {
                continue;
            }
            if let Some(count) = rule.count.as_mut() {
                *count = count.saturating_sub(1);
            }
            struck.push(rule.clone());
        }
        self.rules.retain(|rule| rule.count != Some(0));
        struck
    }

    pub(crate) fn for_call(
        &mut self,
        random: &mut Random,
        provider: Provider,
        operation: &str,
    ) -> CallPlan {
        let mut plan = CallPlan::default();
        for fault in self.strike(random, provider, operation, Stage::Call) {
            match fault.effect {
                Effect::Latency => {
                    plan.latency_ms = plan.latency_ms.saturating_add(fault.ms.unwrap_or(RACE_MS));
                }
                other => plan.effect = plan.effect.or(Some(other)),
            }
        }
        plan
    }

    /// Whether the payment page is to authorize another amount now.
    pub(crate) fn other_amount(&mut self, random: &mut Random, provider: Provider) -> bool {
        !self
            .strike(random, provider, "page", Stage::Payment)
            .is_empty()
    }

    pub(crate) fn for_notice(
        &mut self,
        random: &mut Random,
        provider: Provider,
        operation: &str,
        spread_ms: u64,
    ) -> NoticePlan {
        let (mut base, mut copies, mut hold) = (random.below(spread_ms), 1, 0);
        let mut forgery = None;
        for fault in self.strike(random, provider, operation, Stage::Notice) {
            match fault.effect {
                Effect::Duplicate => copies = fault.times.unwrap_or(2),
                Effect::Delay => base = base.saturating_add(fault.ms.unwrap_or(RACE_MS)),
                Effect::Reorder => base = random.below(fault.ms.unwrap_or(10 * RACE_MS)),
                Effect::LostNotice => copies = 0,
                Effect::NoticeBeforeReturn => (base, hold) = (0, RACE_MS),
                Effect::ReturnBeforeNotice => base = base.saturating_add(2 * RACE_MS),
                other => forgery = Some(other),
            }
        }
        let delays_ms = (0..copies)
            .map(|copy| base.saturating_add(u64::from(copy) * 50))
            .collect();
        NoticePlan {
            delays_ms,
            hold_return_ms: hold,
            forgery,
        }
    }
}
