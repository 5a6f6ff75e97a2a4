//! The same gift through another provider, when the first one opened nothing.
//!
//! A donor must never hold two pages that can both be paid without being told. So a payment moves
//! only while it has no session: whatever the first provider may have opened unheard, nobody has
//! its address.

use super::command::Refused;
use super::event::{Event, Move, Opened};
use super::progress::{Failure, Progress};
use super::state::Payment;

/// What follows from the same key with another body: a move, where only the terminal, and what
/// its fee adds, are different.
///
/// # Errors
/// [`Refused::KeyReused`] for any other difference, [`Refused::OpenElsewhere`] where the first
/// provider has opened its page.
pub(super) fn go_elsewhere(payment: &Payment, again: Opened) -> Result<Vec<Event>, Refused> {
    let same_gift = !again.gift_hash.is_empty() && payment.opened.gift_hash == again.gift_hash;
    if !same_gift {
        return Err(Refused::KeyReused);
    }
    if payment.session.is_some() {
        return Err(Refused::OpenElsewhere);
    }
    let nothing_opened = match &payment.progress {
        Progress::Waiting => true,
        // Refused before there was a page.
        Progress::Failed(failure) => {
            matches!(failure, Failure::Declined(_) | Failure::Expired)
        }
        _ => false,
    };
    if !nothing_opened {
        return Err(Refused::KeyReused);
    }
    Ok(vec![Event::Moved(Box::new(Move {
        terminal: again.terminal,
        amount: again.amount,
        fee_cover: again.gift.fee_cover,
        authorization: again.authorization,
        condition: again.condition,
        body_hash: again.body_hash,
    }))])
}

impl Payment {
    /// Begins anew with another provider.
    pub(super) fn moved(&mut self, to: &Move) {
        let opened = &mut self.opened;
        opened.terminal = to.terminal.clone();
        opened.amount = to.amount;
        opened.gift.fee_cover = to.fee_cover;
        opened.authorization = to.authorization;
        opened.condition = to.condition;
        opened.body_hash.clone_from(&to.body_hash);
        self.capture_wanted = to.authorization.captures_at_once();
        self.progress = Progress::Waiting;
        self.session_wanted = true;
        self.attempts.clear();
    }
}
