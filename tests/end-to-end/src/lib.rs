//! What the end-to-end tests are written with: the stack with drivers beside it, browsers, the
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

mod album;
mod audit;
mod browser;
mod cdp;
mod chromium;
mod drivers;
mod edge;
mod engine;
mod fingerprint;
mod http;
mod image;
mod keys;
mod payer;
mod provider_page;
mod session;
mod simulator;
mod stage;
mod wait;
mod website;
mod widget;

pub use album::{Album, fingerprint};
pub use audit::{Node, Violation, assert_accessible, audit};
pub use browser::{Browser, BrowserOptions};
pub use chromium::Theme;
pub use drivers::Drivers;
pub use edge::Edge;
pub use engine::{BROWSERS_VARIABLE, Engine};
pub use fingerprint::{Area, Difference, Fingerprint};
pub use http::{Answer, Call};
pub use keys::Key;
pub use payer::{Order, settle};
pub use provider_page::ProviderPage;
pub use simulator::Simulator;
pub use stage::Stage;
pub use wait::{LONG, SHORT, eventually, eventually_async};
pub use website::Website;
pub use widget::{Outcome, Widget};
