//! What the page around the checkout is told, and what it may refuse.

use end_to_end::{Browser, Stage, Widget};
use serde_json::Value;

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.every_browser("events_and_a_refused_submit", Turn::Alone, refused_submit);
}

/// A page that refuses the submit keeps the donor, and no payment comes to be.
async fn refused_submit(stage: &Stage, browser: &Browser) {
    let sessions = stage.simulator.sessions();
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    let refuse = "addEventListener('obole:submit', event => event.preventDefault())";
    browser.run(refuse, vec![]).await;
    widget.amount("25").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    widget.event("submit").await;
    let seen = browser.seen().await;
    let events = seen["events"].as_array().unwrap();
    for name in ["ready", "amount", "provider", "submit"] {
        assert!(events.iter().any(|event| event["name"] == name), "{seen}");
    }
    assert!(
        events.iter().all(|event| event["composed"] == true),
        "{seen}"
    );
    let submit = events
        .iter()
        .find(|event| event["name"] == "submit")
        .unwrap();
    assert_eq!(submit["detail"]["value"], "25.00", "{seen}");
    assert_eq!(submit["detail"]["currency"], "CHF", "{seen}");
    assert!(
        !events.iter().any(|event| event["name"] == "redirect"),
        "{seen}"
    );
    // Still the donor's turn: the button is not busy.
    widget.says("Give CHF 25.00").await;
    let busy: Value = widget
        .pay_button()
        .await
        .attr("aria-busy")
        .await
        .unwrap()
        .into();
    assert_ne!(busy, "true");
    assert_eq!(browser.url().await, page);
    assert_eq!(stage.simulator.sessions(), sessions);
}
