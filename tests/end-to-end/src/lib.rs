//! What the end-to-end tests are written with: the stack with a driver beside it, a browser, the
//! pages a donor meets, and the control addresses of both sides.
//!
//! Everything here fails by panicking with what was awaited and what was seen instead: its only
//! callers are tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

mod browser;
mod cdp;
mod driver;
mod edge;
mod http;
mod payer;
mod provider_page;
mod simulator;
mod stage;
mod wait;
mod widget;

pub use browser::{Browser, BrowserOptions};
pub use driver::Driver;
pub use edge::Edge;
pub use http::{Answer, Call};
pub use payer::{Order, settle};
pub use provider_page::ProviderPage;
pub use simulator::Simulator;
pub use stage::Stage;
pub use wait::{LONG, SHORT, eventually, eventually_async};
pub use widget::{Outcome, Widget};
