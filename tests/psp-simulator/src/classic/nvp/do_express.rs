//! `DoExpressCheckoutPayment`.

use crate::classic::State;
use crate::classic::checkout::{ATTEMPTS_MAX, Checkout, Choice, Progress};
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::order::{Action, Order};
use crate::classic::nvp::problem::Refusal;
use crate::classic::nvp::{Asked, get_express, shown};
use crate::classic::purchase::{Funding, Purchase};
use crate::classic::transaction::TxnType;
use crate::random::ACCOUNT;
use crate::world::World;

pub(crate) fn perform(
    state: &mut State,
    world: &mut World,
    asked: &Asked,
) -> Result<Answer, Refusal> {
    let arguments = &asked.arguments;
    let token = match arguments.get("TOKEN") {
        None => return Err(Refusal::about(81117, "TOKEN")),
        Some("") => return Err(Refusal::new(10408)),
        Some(token) => token,
    };
    let payer = match arguments.get("PAYERID") {
        None => return Err(Refusal::about(81118, "PAYERID")),
        Some("") => return Err(Refusal::new(10419)),
        Some(payer) => payer,
    };
    let checkout = get_express::open(state, world, asked, token)?.clone();
    if checkout.attempts >= ATTEMPTS_MAX {
        return Err(Refusal::new(10416));
    }
    let kept = state.checkouts.get_mut(token);
    if let Some(kept) = kept {
        kept.attempts = kept.attempts.saturating_add(1);
    }
    check_payer(&checkout, payer)?;
    let order = Order::read(asked)?;
    check_order(state, asked, &checkout, &order)?;
    let funding = match checkout.choice {
        Some(Choice::Pays(funding)) => funding,
        Some(Choice::Fails) => {
            if let Some(kept) = state.checkouts.get_mut(token) {
                kept.progress = Progress::Failed;
            }
            return Err(Refusal::new(10486));
        }
        None => return Err(Refusal::new(10485)),
    };
    let id = purchase(&checkout, order, funding).record(&mut state.ledger, world);
    if let Some(kept) = state.checkouts.get_mut(token) {
        kept.progress = Progress::Completed(id.clone());
    }
    tell(state, asked, token, &id)
}

fn check_payer(checkout: &Checkout, payer: &str) -> Result<(), Refusal> {
    let plausible = payer.len() == 13 && payer.bytes().all(|byte| ACCOUNT.contains(&byte));
    if !plausible {
        return Err(Refusal::new(10406));
    }
    if checkout.choice.is_none() {
        return Err(Refusal::new(10485));
    }
    if checkout.payer.id != payer {
        return Err(Refusal::new(10421));
    }
    Ok(())
}

fn check_order(
    state: &State,
    asked: &Asked,
    checkout: &Checkout,
    order: &Order,
) -> Result<(), Refusal> {
    if order.currency != checkout.order.currency {
        return Err(Refusal::new(10444));
    }
    if checkout.order.action == Action::Sale && order.action == Action::Authorization {
        return Err(Refusal::new(10423));
    }
    let used = order.invoice.as_deref().is_some_and(|invoice| {
        asked.account.unique_invoices && state.ledger.is_paid(&asked.account.email, invoice)
    });
    if used {
        return Err(Refusal::new(10412));
    }
    Ok(())
}

/// What is entered is what this call says; what the session was opened with is not kept.
fn purchase(checkout: &Checkout, order: Order, funding: Funding) -> Purchase {
    Purchase {
        account: checkout.account.clone(),
        txn_type: if order.items.len() > 1 {
            TxnType::Cart
        } else {
            TxnType::ExpressCheckout
        },
        authorize: order.action == Action::Authorization,
        funding,
        amount_minor: order.amount_minor,
        currency: order.currency,
        payer: checkout.payer.clone(),
        items: order.items,
        description: order.description,
        custom: order.custom,
        invoice: order.invoice,
        memo: None,
        notify_url: order.notify_url,
    }
}

fn tell(state: &State, asked: &Asked, token: &str, id: &str) -> Result<Answer, Refusal> {
    let made = state
        .ledger
        .transaction(id)
        .ok_or_else(|| Refusal::new(10001))?;
    let mut answer = Answer::default();
    answer.set("TOKEN", token);
    answer.set("SUCCESSPAGEREDIRECTREQUESTED", "false");
    answer.set("INSURANCEOPTIONSELECTED", "false");
    answer.set("SHIPPINGOPTIONISDEFAULT", "false");
    if asked.arguments.is_prefixed() {
        shown::payment(&mut answer, "PAYMENTINFO_0_", made);
        answer.set("PAYMENTINFO_0_SECUREMERCHANTACCOUNTID", &asked.account.id);
        answer.set("PAYMENTINFO_0_ERRORCODE", "0");
        answer.set("PAYMENTINFO_0_ACK", "Success");
    } else {
        shown::payment(&mut answer, "", made);
    }
    Ok(answer)
}
