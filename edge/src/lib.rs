//! Obole's Worker.

pub mod outbox;
pub mod ports;
pub mod providers;
