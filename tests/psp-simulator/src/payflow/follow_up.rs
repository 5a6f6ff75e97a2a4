//! Delayed captures, voids and credits.
//!
//! Source: Payflow Gateway guide, the chapters on these transaction types.

use crate::books::MovementKind;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::params::{Amount, Params};
use crate::payflow::result::{APPROVED, REVIEW, Refusal};
use crate::payflow::state::{Kind, Payflow, Status, Tender, Transaction};
use crate::world::World;

const CAPTURE_ERROR: i32 = 111;
const CREDIT_ERROR: i32 = 105;
const VOID_ERROR: i32 = 108;

impl Payflow {
    /// The approved transaction that is referred to, paid by the same tender.
    fn origin(
        &self,
        account: &PayflowAccount,
        params: &Params,
        made: &Transaction,
    ) -> Result<Transaction, Refusal> {
        let pnref = params
            .get("ORIGID")
            .ok_or_else(|| Refusal::field("ORIGID"))?;
        let origin = self
            .owned(&account.vendor, pnref)
            .ok_or_else(|| Refusal::new(19))?;
        if !matches!(origin.result, APPROVED | REVIEW) {
            return Err(Refusal::new(120));
        }
        if params.get("TENDER").is_some() && origin.tender != made.tender {
            return Err(Refusal::new(2));
        }
        Ok(origin.clone())
    }

    /// Captures an authorization, in one part or in several.
    pub(crate) fn capture(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        made: &mut Transaction,
    ) -> Result<(), Refusal> {
        let refused = |why: &str| Err(Refusal::new(CAPTURE_ERROR).about(why));
        let origin = self.origin(account, params, made)?;
        if origin.kind != Kind::Authorization {
            return refused("not an authorization");
        }
        if origin.status != Status::Authorized {
            return refused("nothing is left to capture");
        }
        if world.now() >= origin.lapses_ms() {
            return refused("the authorization has lapsed");
        }
        let left = origin.amount.minor.saturating_sub(origin.captured_minor);
        let amount = follow_up_amount(params, &origin, left)?;
        if amount.minor == 0 || amount.minor > left {
            return refused("more than was authorized");
        }
        let complete = !params.is("CAPTURECOMPLETE", "N") || amount.minor == left;
        continue_from(made, &origin, amount);
        made.authcode.clone_from(&origin.authcode);
        let mut moved = made.movement(MovementKind::Capture, &made.pnref, world.now());
        moved.reference = origin.reference();
        world.books.book(moved);
        world.books.draw(&origin.pnref, made.amount.minor);
        if complete {
            world.books.release(&origin.pnref);
        }
        if let Some(kept) = self.transactions.get_mut(&origin.pnref) {
            kept.captured_minor = kept.captured_minor.saturating_add(made.amount.minor);
            if complete {
                kept.status = Status::Captured;
            }
        }
        Ok(())
    }

    /// Pays back a sale or a capture, in one part or in several.
    pub(crate) fn credit(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        made: &mut Transaction,
    ) -> Result<(), Refusal> {
        let refused = |why: &str| Err(Refusal::new(CREDIT_ERROR).about(why));
        if params.get("ORIGID").is_none() {
            return Err(Refusal::new(117).about("credits must name a transaction"));
        }
        let origin = self.origin(account, params, made)?;
        if !matches!(origin.kind, Kind::Sale | Kind::Capture) || origin.status != Status::Booked {
            return refused("not a transaction that can be credited");
        }
        if account.credit_after_settlement && origin.state(world.now()) != 8 {
            return refused("not settled yet");
        }
        let amount = follow_up_amount(params, &origin, origin.amount.minor)?;
        let left = origin.amount.minor.saturating_sub(origin.credited_minor);
        if amount.minor == 0 {
            return Err(Refusal::new(4));
        }
        if amount.minor > left {
            return refused("more than was paid");
        }
        continue_from(made, &origin, amount);
        let mut moved = made.movement(MovementKind::Refund, &made.pnref, world.now());
        moved.reference = origin.reference();
        world.books.book(moved);
        if let Some(kept) = self.transactions.get_mut(&origin.pnref) {
            kept.credited_minor = kept.credited_minor.saturating_add(made.amount.minor);
        }
        Ok(())
    }

    /// Undoes a transaction that is not settled.
    pub(crate) fn void(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        made: &mut Transaction,
    ) -> Result<(), Refusal> {
        let origin = self.origin(account, params, made)?;
        self.undo(world, &origin, made, MovementKind::Refund)
    }

    /// Undoes a transaction on the merchant's order, or on the gateway's.
    pub(crate) fn undo(
        &mut self,
        world: &mut World,
        origin: &Transaction,
        made: &mut Transaction,
        back: MovementKind,
    ) -> Result<(), Refusal> {
        let now = world.now();
        let from = origin.state(now);
        let paid = matches!(origin.kind, Kind::Sale | Kind::Capture)
            && origin.status == Status::Booked
            && origin.tender == Tender::Card
            && origin.credited_minor == 0
            && !origin.is_settling(now);
        continue_from(made, origin, origin.amount.clone());
        match origin.status {
            Status::Authorized => world.books.release(&origin.pnref),
            Status::Review if back == MovementKind::Reversal => {
                world.books.release(&origin.pnref);
            }
            _ if paid => {
                let mut moved = origin.movement(back, &made.pnref, now);
                moved.reference = origin.reference();
                world.books.book(moved);
            }
            _ => return Err(Refusal::new(VOID_ERROR)),
        }
        if let Some(kept) = self.transactions.get_mut(&origin.pnref) {
            kept.status = Status::Voided { from };
        }
        Ok(())
    }
}

/// `AMT` in the currency of the original, or `whole` when it is left out.
fn follow_up_amount(params: &Params, origin: &Transaction, whole: i64) -> Result<Amount, Refusal> {
    let currency = origin.amount.currency.clone();
    if params.get("CURRENCY").is_some() {
        params.currency(std::slice::from_ref(&currency))?;
    }
    let minor = match params.get("AMT") {
        Some(_) => params.amount("AMT", &currency)?,
        None => whole,
    };
    Ok(Amount { minor, currency })
}

/// A follow-up copies what it does not say itself.
fn continue_from(made: &mut Transaction, origin: &Transaction, amount: Amount) {
    made.amount = amount;
    made.origin = Some(origin.pnref.clone());
    made.payment.clone_from(&origin.payment);
    made.card.clone_from(&origin.card);
    made.payer.clone_from(&origin.payer);
    made.checks = origin.checks;
    made.params = made.params.or(&origin.params);
    made.tender = origin.tender;
}
