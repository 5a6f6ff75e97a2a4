//! A short part of every target, the same in every run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

use fuzz::corpus;
use fuzz::run::{Failure, Until, run};
use fuzz::targets::{TARGETS, Target, by_name};

/// Inputs for each target.
const INPUTS: u64 = 1_000;

/// Inputs for targets that play every call of an adapter.
const CONVERSATIONS: u64 = 300;

/// One test for all: what an input takes of memory is measured for the whole process.
#[test]
fn nothing_that_arrives_breaks_a_rule() {
    for target in TARGETS {
        let texts = corpus::read(target.name).unwrap();
        let inputs = match target.name {
            "saferpay" | "paypal-orders" | "paypal-express" | "paypal-hosted" | "payflow" => {
                CONVERSATIONS
            }
            _ => INPUTS,
        };
        match run(target, &texts, 1, Until::Inputs(inputs)) {
            // A target to which everything is the same has stopped reading.
            Ok(ran) => assert!(ran.shapes > 1, "{}: {ran:?}", target.name),
            Err(failure) => panic!(
                "{}: {}\n{}",
                target.name,
                failure.why,
                String::from_utf8_lossy(&failure.input)
            ),
        }
    }
    what_breaks_a_rule_is_found_and_shortened();
}

/// Messages that are taken: damage to them comes close to being taken too.
#[test]
fn the_corpus_holds_what_is_believed() {
    let believed = [
        ("saferpay", "Captured"),
        ("saferpay", "Refunded"),
        ("paypal-orders", "Captured"),
        ("paypal-orders", "Refunded"),
        ("paypal-orders", "disputes: [Case"),
        ("paypal-express", "Captured"),
        ("paypal-express", "Refunded"),
        ("paypal-hosted", "Authorized"),
        ("payflow", "Captured"),
        ("payflow", "Authorized"),
        ("ipn", "Ok(())"),
        ("pdt", "Captured"),
        ("webhook", "None"),
        ("check", "Discriminant(0)"),
        ("create-payment", "Some(Ok(()))"),
        ("credentials", "true"),
    ];
    for (name, word) in believed {
        let target = by_name(name).unwrap();
        let texts = corpus::read(name).unwrap();
        let shapes: Vec<String> = texts
            .iter()
            .map(|text| (target.run)(text).unwrap())
            .collect();
        let found = shapes.iter().any(|shape| shape.contains(word));
        assert!(found, "{name}: no {word} in {shapes:#?}");
    }
}

/// A reader that cannot take a length that is none.
fn what_breaks_a_rule_is_found_and_shortened() {
    let broken = Target {
        name: "broken",
        reads: "a length",
        bytes_max: 1_000,
        run: |input| {
            let tag = input.windows(2).find(|two| two.first() == Some(&b'['));
            match tag {
                Some([_, b'0'..=b'9']) | None => Ok(String::new()),
                Some(_) => panic!("no length"),
            }
        },
    };
    std::panic::set_hook(Box::new(|_| {}));
    let corpus = [b"NAME[5]=Smith&AMT[5]=25.00".to_vec()];
    let found = run(&broken, &corpus, 1, Until::Inputs(10_000));
    let _ = std::panic::take_hook();
    let Err(Failure { why, input }) = found else {
        panic!("nothing was found");
    };
    assert_eq!(why, "it panicked: no length");
    assert!(input.len() <= 3, "{input:?}");
}
