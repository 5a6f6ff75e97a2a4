//! Obole's Worker.

pub mod desk;
pub mod outbox;
pub mod ports;
pub mod providers;
