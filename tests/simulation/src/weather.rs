//! What goes wrong in a world, how often, and until when.

use crate::random::Random;

/// A kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A request never reaches the provider.
    RequestLost,
    /// The provider acts; its answer never arrives.
    AnswerLost,
    /// The provider acts; the connection breaks.
    ConnectionBroken,
    /// A request takes its time, perhaps longer than its sender waits.
    RequestLate,
    /// An answer takes its time, perhaps longer than its reader waits.
    AnswerLate,
    /// The provider fails in its own words; nothing happens.
    ServerError,
    /// The provider acts and fails in its own words.
    ServerErrorAfter,
    /// A page of markup instead of an answer, status 503.
    Unavailable,
    /// A page of markup instead of an answer, status 403.
    Firewall,
    /// The provider opens a session over another amount than it was asked for.
    OtherAmount,
    /// A notice is never sent.
    NoticeLost,
    /// A notice is sent twice.
    NoticeTwice,
    /// A notice is sent late.
    NoticeLate,
    /// Somebody calls although nothing happened.
    NoticeForged,
    /// The storage cannot be read.
    ReadFailed,
    /// The storage cannot be written.
    CommitFailed,
    /// An effect cannot be delivered.
    DeliveryFailed,
    /// An effect is delivered, and nobody says so.
    DeliveryUnsure,
    /// The process ends in the middle of something.
    Crash,
    /// The process ends while it rests.
    Eviction,
    /// An alarm comes late.
    AlarmLate,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Self; 21] = [
        Self::RequestLost,
        Self::AnswerLost,
        Self::ConnectionBroken,
        Self::RequestLate,
        Self::AnswerLate,
        Self::ServerError,
        Self::ServerErrorAfter,
        Self::Unavailable,
        Self::Firewall,
        Self::OtherAmount,
        Self::NoticeLost,
        Self::NoticeTwice,
        Self::NoticeLate,
        Self::NoticeForged,
        Self::ReadFailed,
        Self::CommitFailed,
        Self::DeliveryFailed,
        Self::DeliveryUnsure,
        Self::Crash,
        Self::Eviction,
        Self::AlarmLate,
    ];

    /// Rates in permille of which a kind that occurs in a world has one.
    const fn rates(self) -> &'static [u16] {
        match self {
            Self::OtherAmount => &[300],
            Self::Crash => &[3, 15, 60],
            Self::NoticeLost => &[100, 500, 1000, 1000],
            Self::ReadFailed | Self::CommitFailed => &[10, 60, 250],
            _ => &[20, 100, 400, 800],
        }
    }

    /// In how many of 1000 worlds with bad weather the kind occurs at all: worlds with few kinds
    /// reach states that worlds with all of them never reach.
    const fn presence(self) -> u16 {
        match self {
            Self::OtherAmount => 150,
            _ => 300,
        }
    }
}

/// The failures of one world.
#[derive(Debug, Clone)]
pub(crate) struct Weather {
    rates: Vec<(Fault, u16)>,
    /// Things fail from when until when.
    storms: Vec<(i64, i64)>,
    /// Notices are lost for ever, even in fair weather.
    no_notices: bool,
    /// From when until when the provider cannot be reached at all.
    outage: Option<(i64, i64)>,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Weather {
    /// The weather from `start` on.
    pub(crate) fn new(random: &Random, start: i64) -> Self {
        let calm = random.chance(100);
        let mut rates = Vec::new();
        for fault in Fault::ALL {
            let present = random.chance(fault.presence());
            let rate = random.pick(fault.rates(), 0);
            if present && !calm {
                rates.push((fault, rate));
            }
        }
        let mut storms = Vec::new();
        // One while the donor pays, one while the operator works.
        for (chance, latest) in [(700, 3 * HOUR), (400, 9 * DAY)] {
            let at = start + random.pick(&[0, 1], 0) * random.between(0, latest);
            let length = match random.below(10) {
                0..3 => random.between(MINUTE, 20 * MINUTE),
                3..7 => random.between(20 * MINUTE, 3 * HOUR),
                7..9 => random.between(3 * HOUR, 22 * HOUR),
                _ => random.between(22 * HOUR, 100 * HOUR),
            };
            if random.chance(chance) {
                storms.push((at, at + length));
            }
        }
        let outage_at = start + random.between(0, 6 * HOUR);
        let outage_ms = random.between(MINUTE, 5 * HOUR);
        let outage = !calm && random.chance(80);
        Self {
            rates,
            storms,
            no_notices: random.chance(150),
            outage: outage.then_some((outage_at, outage_at + outage_ms)),
        }
    }

    /// How often a kind strikes at this moment, in permille.
    pub(crate) fn rate(&self, fault: Fault, now: i64) -> u16 {
        let within = |span: &(i64, i64)| (span.0..span.1).contains(&now);
        match fault {
            Fault::NoticeLost if self.no_notices => 1000,
            Fault::RequestLost if self.outage.as_ref().is_some_and(within) => 1000,
            _ if !self.storms.iter().any(within) => 0,
            _ => self
                .rates
                .iter()
                .find(|(kind, _)| *kind == fault)
                .map_or(0, |(_, rate)| *rate),
        }
    }

    /// Whether nothing but notices fails between two moments.
    pub(crate) fn is_fair(&self, from: i64, until: i64) -> bool {
        let apart = |span: &(i64, i64)| span.1 <= from || until <= span.0;
        self.storms.iter().all(apart) && self.outage.as_ref().is_none_or(apart)
    }
}
