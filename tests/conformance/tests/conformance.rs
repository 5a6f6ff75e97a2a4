//! Every scenario with every adapter, on both wires, and the table in the docs.

use conformance::{ADAPTERS, Medium, SCENARIOS, run, table};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let mut trials = Vec::new();
    for medium in [Medium::Direct, Medium::Loopback] {
        for adapter in ADAPTERS {
            for scenario in SCENARIOS {
                let name = format!("{medium:?}::{}::{}", adapter.name, scenario.name);
                trials.push(Trial::test(name, move || {
                    run(adapter, scenario, medium)
                        .map(|_| ())
                        .map_err(|error| Failed::from(error.to_string()))
                }));
            }
        }
    }
    trials.push(Trial::test("the table in the docs is this one", || {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/conformance.md");
        let kept = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        if kept.ends_with(&table()) {
            Ok(())
        } else {
            Err("write it again: cargo run -p conformance".into())
        }
    }));
    let mut arguments = Arguments::from_args();
    // Each waits most of the time, and leaves the processors to the others.
    arguments.test_threads.get_or_insert(24);
    libtest_mimic::run(&arguments, trials).exit();
}
