//! The merchant's word on what the filters hold.
//!
//! Source: Fraud Protection Services guide, "Accepting or rejecting transactions".

use crate::books::MovementKind;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::params::Params;
use crate::payflow::result::{APPROVED, REJECTED, Refusal, message};
use crate::payflow::state::{Kind, Payflow, Status};
use crate::payflow::wire::Answer;
use crate::world::World;

impl Payflow {
    /// Lets a held transaction go through, or ends it.
    pub(crate) fn decide_review(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
    ) -> Result<Answer, Refusal> {
        let now = world.now();
        let pnref = params
            .text("ORIGID")
            .ok_or_else(|| Refusal::field("ORIGID"))?;
        let accepts = match params.get("UPDATEACTION") {
            Some("APPROVE" | "RMS_APPROVE" | "FPS_MERCHANT_APPROVE") => true,
            Some("DECLINE" | "RMS_MERCHANT_DECLINE" | "FPS_MERCHANT_DECLINE") => false,
            _ => return Err(Refusal::field("UPDATEACTION")),
        };
        if self.owned(&account.vendor, &pnref).is_none() {
            return Err(Refusal::new(19));
        }
        let held = self
            .transactions
            .get_mut(&pnref)
            .filter(|one| one.status == Status::Review);
        let Some(held) = held else {
            return Err(Refusal::new(117).about("not under review"));
        };
        let result = if accepts { APPROVED } else { REJECTED };
        held.result = result;
        message(result).clone_into(&mut held.message);
        held.booked_ms = now;
        held.status = match held.kind {
            _ if !accepts => Status::Failed,
            Kind::Authorization => Status::Authorized,
            _ => Status::Booked,
        };
        if held.status != Status::Authorized {
            world.books.release(&pnref);
        }
        if held.status == Status::Booked {
            let moved = held.movement(MovementKind::Capture, &pnref, now);
            world.books.book(moved);
        }
        Ok(self.tell(&pnref, params, now))
    }
}
