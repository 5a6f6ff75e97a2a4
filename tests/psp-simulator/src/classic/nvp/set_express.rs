//! `SetExpressCheckout`.

use crate::classic::State;
use crate::classic::checkout::{Checkout, Progress, TOKEN_MS};
use crate::classic::nvp::Asked;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::arguments::Arguments;
use crate::classic::nvp::order::Order;
use crate::classic::nvp::problem::Refusal;
use crate::classic::transaction::Payer;
use crate::http::is_web_url;
use crate::random::UPPER;
use crate::world::World;

pub(crate) fn perform(
    state: &mut State,
    world: &mut World,
    asked: &Asked,
) -> Result<Answer, Refusal> {
    let arguments = &asked.arguments;
    let return_url = address(arguments, "RETURNURL", 81102, 10404, 10471)?;
    let cancel_url = address(arguments, "CANCELURL", 81104, 10405, 10472)?;
    let order = Order::read(asked)?;
    for (name, invalid) in [
        ("REQCONFIRMSHIPPING", 81211),
        ("ADDROVERRIDE", 81213),
        ("ALLOWNOTE", 81001),
    ] {
        arguments.flag(name, invalid)?;
    }
    let ships = match arguments.text("NOSHIPPING") {
        None | Some("0" | "2") => true,
        Some("1") => false,
        Some(_) => return Err(Refusal::about(81212, "NOSHIPPING")),
    };
    for (name, choices) in [
        ("SOLUTIONTYPE", ["Sole", "Mark"]),
        ("LANDINGPAGE", ["Login", "Billing"]),
        ("CHANNELTYPE", ["Merchant", "eBayItem"]),
        ("TOTALTYPE", ["Total", "EstimatedTotal"]),
    ] {
        if arguments
            .text(name)
            .is_some_and(|one| !choices.contains(&one))
        {
            return Err(Refusal::about(81001, name));
        }
    }
    if arguments
        .text("EMAIL")
        .is_some_and(|one| !one.contains('@'))
    {
        return Err(Refusal::new(10407));
    }
    let token = match arguments.text("TOKEN") {
        Some(token) => super::get_express::open(state, world, asked, token)?
            .token
            .clone(),
        None => format!("EC-{}", world.random.text(UPPER, 17)),
    };
    let known = state.checkouts.get(&token);
    let attempts = known.map_or(0, |one| one.attempts);
    let payer = match known {
        Some(one) => one.payer.clone(),
        None => Payer::somebody(&mut world.random, ships),
    };
    let checkout = Checkout {
        token: token.clone(),
        account: asked.account.email.clone(),
        order,
        return_url,
        cancel_url,
        brand: arguments.text("BRANDNAME").map(str::to_owned),
        payer,
        choice: None,
        attempts,
        progress: Progress::Open,
        expires_ms: world.now().saturating_add(TOKEN_MS),
    };
    state.checkouts.insert(token.clone(), checkout);
    let mut answer = Answer::default();
    answer.set("TOKEN", token);
    Ok(answer)
}

fn address(
    arguments: &Arguments,
    name: &str,
    missing: u32,
    empty: u32,
    invalid: u32,
) -> Result<String, Refusal> {
    match arguments.get(name) {
        None => Err(Refusal::about(missing, name)),
        Some("") => Err(Refusal::new(empty)),
        Some(url) if is_web_url(url) => Ok(url.to_owned()),
        Some(_) => Err(Refusal::new(invalid)),
    }
}
