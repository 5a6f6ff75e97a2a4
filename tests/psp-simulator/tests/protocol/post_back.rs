//! Validation of messages: only the same bytes are genuine.

use http::Request;
use psp_simulator::{Action, Effect, Fault, Provider};

use crate::classic::{VALIDATOR, pay, post_back};
use crate::support::simulator;

#[test]
fn only_the_bytes_that_were_sent_are_genuine() {
    let mut sim = simulator();
    let message = pay(&mut sim, &[("first_name", "Léa Жан")], Action::Pay);
    let raw = String::from_utf8(message.raw.clone()).unwrap();
    assert_eq!(
        post_back(&mut sim, raw.as_bytes()),
        (200, "VERIFIED".into())
    );
    assert_eq!(post_back(&mut sim, raw.as_bytes()).1, "VERIFIED", "again");
    let (first, rest) = raw.split_once('&').unwrap();
    let other_case = if raw.contains("%E9") {
        raw.replace("%E9", "%e9")
    } else {
        raw.replace("%e9", "%E9")
    };
    for changed in [
        raw.replace("Completed", "Pending"),
        raw.replace("100", "900"),
        format!("{rest}&{first}"),
        other_case,
        raw.replace('+', "%20"),
        format!("{raw}&"),
        rest.to_owned(),
        String::new(),
    ] {
        assert_ne!(changed, raw);
        assert_eq!(
            post_back(&mut sim, changed.as_bytes()),
            (200, "INVALID".into()),
            "{changed}"
        );
    }
}

#[test]
fn the_command_may_stand_in_the_address() {
    let mut sim = simulator();
    let message = pay(&mut sim, &[], Action::Pay);
    let mut ask = |address: String, body: Vec<u8>| {
        let request = Request::post(address)
            .header("user-agent", "listener/1")
            .body(body)
            .unwrap();
        String::from_utf8(sim.handle(&request).response.into_body()).unwrap()
    };
    let raw = message.raw.clone();
    let named = format!("{VALIDATOR}?cmd=_notify-validate");
    assert_eq!(ask(named, raw.clone()), "VERIFIED");
    assert_eq!(ask(VALIDATOR.into(), raw.clone()), "INVALID");
    assert_eq!(ask(format!("{VALIDATOR}?cmd=_xclick"), raw), "INVALID");
}

#[test]
fn who_does_not_say_who_he_is_is_turned_away() {
    let mut sim = simulator();
    let message = pay(&mut sim, &[], Action::Pay);
    let request = Request::post(VALIDATOR)
        .body([b"cmd=_notify-validate&", message.raw.as_slice()].concat())
        .unwrap();
    let reply = sim.handle(&request).response;
    assert_eq!(reply.status(), 403);
    assert_eq!(post_back(&mut sim, &message.raw).1, "VERIFIED");
}

#[test]
fn validation_fails_on_command() {
    for (effect, status) in [
        (Effect::ServerError, 500),
        (Effect::ServerErrorAfter, 500),
        (Effect::Unavailable, 503),
        (Effect::Html403, 403),
    ] {
        let mut sim = simulator();
        let message = pay(&mut sim, &[], Action::Pay);
        let fault = Fault::new(effect).at(Provider::PayPalClassic, "_notify-validate");
        sim.faults_mut().add(fault.times(1));
        let (answered, body) = post_back(&mut sim, &message.raw);
        assert_eq!(answered, status);
        assert!(body.starts_with("<html>"), "{body}");
        assert_eq!(post_back(&mut sim, &message.raw).1, "VERIFIED");
        assert_eq!(
            sim.calls()
                .count(Provider::PayPalClassic, "_notify-validate"),
            2
        );
    }
}
