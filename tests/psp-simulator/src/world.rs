//! What all providers share.

use crate::books::Books;
use crate::calls::Calls;
use crate::clock::{Clock, UnixMs};
use crate::config::Config;
use crate::faults::Faults;
use crate::notice::Notices;
use crate::random::Random;

/// Clock, chance, ledger, outgoing notices and settings of one simulation.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) books: Books,
    pub(crate) calls: Calls,
    pub(crate) faults: Faults,
    pub(crate) notices: Notices,
    pub(crate) config: Config,
}

impl World {
    pub(crate) fn now(&self) -> UnixMs {
        self.clock.now()
    }
}
