//! What every adapter must do.
//!
//! A [`Scenario`] is a story of one payment; an [`Adapter`] is a kind of terminal with an account
//! at the simulator. [`run`] plays one with the other, on one of two wires: in process on
//! simulated time, or against the simulator behind a real listener. A provider that is added
//! brings its module, its declaration, and a line in [`ADAPTERS`]; the scenarios stay.

mod adapter;
mod error;
mod inbound;
mod inbox;
mod ports;
mod scenario;
mod table;
mod wire;
mod world;

pub use adapter::{ADAPTERS, Adapter};
pub use error::KitError;
pub use scenario::{SCENARIOS, Scenario, Verdict};
pub use table::table;
pub use wire::Medium;

/// Plays a scenario with an adapter.
///
/// # Errors
/// [`KitError`]: what was expected and did not come, with the payment's journal.
pub fn run(
    adapter: &'static Adapter,
    scenario: &Scenario,
    medium: Medium,
) -> Result<Verdict, KitError> {
    if let Some(reason) = scenario.excuse(adapter) {
        return Ok(Verdict::NotApplicable(reason));
    }
    let world = world::World::new(adapter, medium)?;
    match (scenario.play)(&world) {
        Ok(()) => Ok(Verdict::Passed),
        Err(error) => Err(error.told_by(&world.story())),
    }
}
