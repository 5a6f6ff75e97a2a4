//! Whole payments: real browsers, the Worker in workerd, the provider simulator. One stack
//! serves all tests; those that let things go wrong have it to themselves.
//!
//! `cargo test -p end-to-end -- decline` runs the tests with this word in their names; `firefox`
//! and `webkit` are such words, and those without either run in Chromium.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod accessible;
mod accessible_states;
mod back_office;
mod bad_access;
mod bad_forms;
mod bad_input;
mod bad_notices;
mod builder;
mod bytes;
mod camera;
mod classic_money_back;
mod classic_refusals;
mod colours;
mod doctor;
mod echeck;
mod events;
mod every_provider;
mod gallery;
mod habits;
mod harness;
mod ipn_inbox;
mod keyboard;
mod neighbours;
mod notices;
mod office;
mod office_access;
mod office_client;
mod office_link;
mod office_pictures;
mod pay;
mod pictures;
mod pictures_form;
mod power_cut;
mod previews;
mod privacy;
mod problem;
mod refusals;
mod site;
mod standard;
mod strict_policy;
mod taken_over;
mod terminals;
mod wishes;
mod without_script;

use std::process::ExitCode;
use std::sync::Arc;

use end_to_end::Stage;
use harness::Suite;

fn main() -> ExitCode {
    let arguments = libtest_mimic::Arguments::from_args();
    // Listing needs no stack, and neither does a run without a match.
    let stage = Arc::new(harness::LateStage::default());
    let mut suite = Suite::new(&stage);
    for tests in [
        pay::tests,
        every_provider::tests,
        refusals::tests,
        classic_refusals::tests,
        standard::tests,
        echeck::tests,
        classic_money_back::tests,
        ipn_inbox::tests,
        notices::tests,
        events::tests,
        habits::tests,
        without_script::tests,
        strict_policy::tests,
        keyboard::tests,
        power_cut::tests,
        bad_input::tests,
        bad_access::tests,
        bad_forms::tests,
        bad_notices::tests,
        previews::tests,
        back_office::tests,
        office::tests,
        office_access::tests,
        office_link::tests,
        builder::tests,
        doctor::tests,
        office_pictures::tests,
        terminals::tests,
        privacy::tests,
        accessible::tests,
        taken_over::tests,
        wishes::tests,
        site::tests,
        colours::tests,
        neighbours::tests,
        accessible_states::tests,
        gallery::tests,
        pictures::tests,
        pictures_form::tests,
        bytes::tests,
    ] {
        tests(&mut suite);
    }
    let conclusion = libtest_mimic::run(&arguments, suite.into_trials());
    if stage.get().is_some() {
        harness::tell_slowest();
    }
    if let Some(stage) = stage.get().filter(|_| conclusion.has_failed()) {
        eprintln!("the logs are kept in {}", Stage::keep_logs(stage).display());
    }
    // The last holder: dropping it ends stack and driver.
    drop(stage);
    conclusion.exit_code()
}
