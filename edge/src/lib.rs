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

use worker::{Context, Env, Request, Response, Result, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> Result<Response> {
    route::serve(request, env).await
}
