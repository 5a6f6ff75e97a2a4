//! Obole's Worker: the routes of the outside contract, one durable object per payment, the
//! providers, and the books that are searched.
//!
//! The payment code ([`desk`], [`providers`], [`outbox`]) is written against [`ports`] and runs
//! natively too; the rest is workerd's.

mod catalog;
mod config;
pub mod desk;
mod error;
mod index;
mod keys;
pub mod notices;
mod object;
mod office;
pub mod outbox;
pub mod ports;
pub mod providers;
mod random;
mod route;
mod settings;
mod timestamp;
pub mod vault;

use worker::{Context, Env, Request, Response, Result, ScheduleContext, ScheduledEvent, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> Result<Response> {
    route::serve(request, env).await
}

/// Every few minutes: what no payment and no request wakes.
#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    let config = match config::Config::of(&env) {
        Ok(config) => config,
        Err(error) => return error::Error::internal(error).log(),
    };
    // One of them failing keeps none of the others from its turn.
    let erased = async {
        settings::Settings::new(&env, &config)?
            .erase_deleted()
            .await
    };
    let swept = async { notices::NoticeDesk::new(&env, &config)?.sweep().await };
    for done in [erased.await, swept.await] {
        if let Err(error) = done {
            error.log();
        }
    }
}
