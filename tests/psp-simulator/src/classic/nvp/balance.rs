//! `GetBalance` and `GetPalDetails`: what an account can say about itself.

use crate::classic::State;
use crate::classic::nvp::Asked;
use crate::classic::nvp::amount::write;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::problem::Refusal;
use crate::clock::utc;
use crate::world::World;

pub(crate) fn perform(state: &State, world: &World, asked: &Asked) -> Result<Answer, Refusal> {
    let all = asked.arguments.flag("RETURNALLCURRENCIES", 81001)?;
    let shown = if all { usize::MAX } else { 1 };
    let balances = state.ledger.balances(&asked.account);
    let mut answer = Answer::default();
    for (at, (currency, minor)) in balances.iter().take(shown).enumerate() {
        answer.set(format!("L_AMT{at}"), write(*minor, currency));
        answer.set(format!("L_CURRENCYCODE{at}"), currency);
    }
    answer.set("BALANCETIMESTAMP", utc(world.now()));
    Ok(answer)
}

pub(crate) fn pal(asked: &Asked) -> Answer {
    let mut answer = Answer::default();
    answer.set("PAL", &asked.account.id);
    answer.set("LOCALE", "en_US");
    answer
}
