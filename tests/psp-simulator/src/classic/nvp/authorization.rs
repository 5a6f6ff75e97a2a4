//! Authorizations: `DoVoid`, `DoReauthorization`, and what they and captures may do.

use crate::classic::State;
use crate::classic::nvp::Asked;
use crate::classic::nvp::amount::{Currency, write};
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::problem::Refusal;
use crate::classic::transaction::{Hold, Kind, PaymentStatus, Transaction};
use crate::clock::DAY;
use crate::money::iso_exponent;
use crate::world::World;

/// How long PayPal honours an authorization without another one (NVP API guide, error
/// 10617).
const HONOR_MS: i64 = 3 * DAY;

/// The authorization a call names, whatever became of it.
fn named<'a>(state: &'a State, asked: &Asked) -> Result<&'a Transaction, Refusal> {
    let id = asked.arguments.required("AUTHORIZATIONID", 81128)?;
    let found = state
        .ledger
        .transaction(id)
        .filter(|one| one.hold.is_some())
        .ok_or_else(|| Refusal::new(10609))?;
    if found.account == asked.account.email {
        Ok(found)
    } else {
        Err(Refusal::new(10007))
    }
}

/// The authorization a call names, if money can still be taken from it.
pub(crate) fn active<'a>(state: &'a State, asked: &Asked) -> Result<&'a Transaction, Refusal> {
    let found = named(state, asked)?;
    match found.status {
        PaymentStatus::Voided => Err(Refusal::new(10600)),
        PaymentStatus::Expired => Err(Refusal::new(10601)),
        PaymentStatus::Completed => Err(Refusal::new(10602)),
        // The newer authorization holds the money now.
        _ if renewal(found).is_some() => Err(Refusal::new(10601)),
        _ => Ok(found),
    }
}

fn renewal(of: &Transaction) -> Option<&str> {
    of.hold.as_ref()?.renewed_by.as_deref()
}

/// What may be captured in all: 115 % of the authorization, but not more than 75 units
/// above it. The Payments API names 75 US dollars; other currencies count alike here, and
/// those without decimals a hundred times as much.
pub(crate) fn allowed_minor(authorized: i64, currency: &str) -> i64 {
    let above = match currency {
        "HUF" | "TWD" => 7_500 * 100,
        _ if iso_exponent(currency) == 0 => 7_500,
        _ => 75 * 100,
    };
    let share = authorized.saturating_mul(115) / 100;
    share.min(authorized.saturating_add(above))
}

/// `DoVoid`: gives up what is still held, under the original authorization.
pub(crate) fn void(state: &mut State, world: &mut World, asked: &Asked) -> Result<Answer, Refusal> {
    let found = named(state, asked)?;
    if found.parent.is_some() {
        return Err(Refusal::new(10614));
    }
    match found.status {
        PaymentStatus::Voided => return Err(Refusal::new(10600)),
        PaymentStatus::Expired => return Err(Refusal::new(10601)),
        PaymentStatus::Completed => return Err(Refusal::new(10602)),
        _ => {}
    }
    let (id, renewed) = (found.id.clone(), renewal(found).map(str::to_owned));
    let renewed_status = renewed
        .as_deref()
        .and_then(|id| state.ledger.transaction(id))
        .map(|one| one.status);
    if renewed_status == Some(PaymentStatus::Completed) {
        return Err(Refusal::new(10602));
    }
    for one in [Some(id.clone()), renewed].into_iter().flatten() {
        state.ledger.update(world, &one, |entry| {
            entry.status = PaymentStatus::Voided;
            entry.pending_reason = None;
        });
    }
    let mut answer = Answer::default();
    answer.set("AUTHORIZATIONID", id);
    Ok(answer)
}

/// `DoReauthorization`: once, after the honor period, by a new authorization that lapses
/// with the original one.
pub(crate) fn renew(
    state: &mut State,
    world: &mut World,
    asked: &Asked,
) -> Result<Answer, Refusal> {
    let found = named(state, asked)?;
    if found.parent.is_some() {
        return Err(Refusal::new(10615));
    }
    if renewal(found).is_some() {
        return Err(Refusal::new(10616));
    }
    let from = active(state, asked)?.clone();
    if world.now() < from.ordered_ms.saturating_add(HONOR_MS) {
        return Err(Refusal::new(10617));
    }
    let currency = Currency::read(asked.arguments.text("CURRENCYCODE"), &asked.account)?;
    if currency.code != from.currency {
        return Err(Refusal::new(10605));
    }
    let amount_minor = currency
        .amount(asked.arguments.required("AMT", 81126)?)
        .filter(|minor| *minor > 0)
        .ok_or_else(|| Refusal::about(81226, "AMT"))?;
    let captured = from.hold.as_ref().map_or(0, |hold| hold.captured_minor);
    let allowed = allowed_minor(from.gross_minor, &from.currency).saturating_sub(captured);
    if amount_minor > allowed {
        return Err(Refusal::new(10610));
    }
    let expires_ms = from.hold.as_ref().map_or(0, |hold| hold.expires_ms);
    let newer = Transaction {
        parent: Some(from.id.clone()),
        kind: Kind::Authorization,
        gross_minor: amount_minor,
        hold: Some(Hold {
            captured_minor: 0,
            captures: 0,
            expires_ms,
            renewed_by: None,
        }),
        ..from
    };
    let id = state.ledger.record(world, newer);
    let made = state
        .ledger
        .transaction(&id)
        .ok_or_else(|| Refusal::new(10001))?;
    let mut answer = Answer::default();
    answer.set("AUTHORIZATIONID", &id);
    answer.set("PAYMENTSTATUS", made.status.nvp());
    answer.set("PENDINGREASON", "authorization");
    answer.set("AMT", write(made.gross_minor, &made.currency));
    answer.set("CURRENCYCODE", &made.currency);
    Ok(answer)
}
