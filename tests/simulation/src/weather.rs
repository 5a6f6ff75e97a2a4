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
            Self::OtherAmount => 60,
            _ => 300,
        }
    }
}

/// The failures of one world.
#[derive(Debug, Clone)]
pub(crate) struct Weather {
    rates: Vec<(Fault, u16)>,
    /// From then on nothing fails any more.
    pub fair_at: i64,
    /// Notices are lost for ever, even in fair weather.
    pub no_notices: bool,
    /// From when until when the provider cannot be reached at all.
    pub outage: Option<(i64, i64)>,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

impl Weather {
    /// The weather from `start` on.
    pub(crate) fn new(random: &Random, start: i64) -> Self {
        let calm = random.chance(150);
        let mut rates = Vec::new();
        for fault in Fault::ALL {
            let present = random.chance(fault.presence());
            let rate = random.pick(fault.rates(), 0);
            if present && !calm {
                rates.push((fault, rate));
            }
        }
        let length = match random.below(10) {
            0..3 => random.between(MINUTE, 20 * MINUTE),
            3..7 => random.between(20 * MINUTE, 3 * HOUR),
            7..9 => random.between(3 * HOUR, 22 * HOUR),
            _ => random.between(22 * HOUR, 100 * HOUR),
        };
        let outage_at = start + random.between(0, 6 * HOUR);
        let outage_ms = random.between(MINUTE, 5 * HOUR);
        let outage = !calm && random.chance(120);
        Self {
            rates,
            fair_at: start + if calm { 0 } else { length },
            no_notices: random.chance(150),
            outage: outage.then_some((outage_at, outage_at + outage_ms)),
        }
    }

    /// How often a kind strikes at this moment, in permille.
    pub(crate) fn rate(&self, fault: Fault, now: i64) -> u16 {
        let outage = self
            .outage
            .is_some_and(|(from, until)| (from..until).contains(&now));
        match fault {
            Fault::NoticeLost if self.no_notices => 1000,
            Fault::RequestLost if outage => 1000,
            _ if now >= self.fair_at => 0,
            _ => self
                .rates
                .iter()
                .find(|(kind, _)| *kind == fault)
                .map_or(0, |(_, rate)| *rate),
        }
    }

    /// When nothing fails any more, outages included.
    pub(crate) fn calm_at(&self) -> i64 {
        self.outage
            .map_or(self.fair_at, |(_, until)| self.fair_at.max(until))
    }
}
