//! The donor is back: `#obole=<payment>.<secret>` in the page's address.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::window;

use obole_shared::amount::format_amount;
use obole_shared::ids::PaymentId;

use super::page::{Page, sleep};
use super::send::call;
use super::{json, key};
use crate::view::{Outcome, State};

/// How long to wait before asking again, in milliseconds; then no more.
const PAUSES: [i32; 4] = [2_000, 4_000, 8_000, 16_000];

/// Shows the payment the donor comes back from, if there is one and it is this link's.
pub(super) fn look(page: &Page, state: &State) {
    let Some((id, secret)) = fragment() else {
        return;
    };
    let form = &state.form;
    let url = [
        &form.edge_origin,
        "/v1/payments/",
        id.as_str(),
        "?secret=",
        &secret,
        "&lang=",
        &form.lang,
    ]
    .concat();
    let (page, state) = (page.clone(), state.clone());
    spawn_local(async move {
        let mut pauses = PAUSES.into_iter().peekable();
        let mut known = String::new();
        loop {
            let mut outcome = ask(&url, &state).await;
            if let Some(outcome) = &mut outcome {
                outcome.updates = pauses.peek().is_some() && is_open(&outcome.status);
            }
            if !page.is_open() {
                return;
            }
            let waiting = match outcome {
                Some(outcome) => {
                    let open = is_open(&outcome.status);
                    if !open {
                        key::forget(&state.form);
                    }
                    if known.is_empty() {
                        remove_fragment();
                    }
                    if known == outcome.status {
                        // The last look: nothing is looked at again.
                        if open && !outcome.updates {
                            state.outcome.set(Some(outcome));
                        }
                    } else {
                        known.clone_from(&outcome.status);
                        page.tell("return", &[("status", Some(&known))]);
                        state.outcome.set(Some(outcome));
                    }
                    open
                }
                None => true,
            };
            let Some(pause) = pauses.next().filter(|_| waiting) else {
                return;
            };
            sleep(pause).await;
            // The donor went on to the form meanwhile.
            if !page.is_open() || !known.is_empty() && state.outcome.with_untracked(Option::is_none)
            {
                return;
            }
        }
    });
}

fn is_open(status: &str) -> bool {
    matches!(status, "created" | "pending" | "authorized")
}

async fn ask(url: &str, state: &State) -> Option<Outcome> {
    let answer = call(url, None)
        .await
        .filter(|answer| answer.status == 200)?;
    let payment = json::get(&answer.body, "payment")?;
    let text = |name| json::text(&payment, name);
    // Another widget of the page may be the one that is meant.
    if text("link")? != state.form.link.id.as_str() {
        return None;
    }
    let amount = json::money(&json::get(&payment, "amount")?)?;
    Some(Outcome {
        status: text("status")?,
        heading: text("status_text")?,
        sentence: text("sentence")?,
        amount: format_amount(amount, &state.form.lang),
        reference: text("reference")?,
        test: json::get(&payment, "test").is_some_and(|test| test.is_truthy()),
        updates: false,
        facts: json::list(&payment, "receipt")
            .iter()
            .filter_map(|fact| Some((json::text(fact, "label")?, json::text(fact, "value")?)))
            .collect(),
    })
}

fn fragment() -> Option<(PaymentId, String)> {
    let hash = window()?.location().hash().ok()?;
    let (id, secret) = hash.strip_prefix("#obole=")?.split_once('.')?;
    let plain = secret
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (plain && !secret.is_empty()).then_some(())?;
    Some((id.parse().ok()?, secret.to_owned()))
}

/// The secret leaves the address, so that it is neither shared nor bookmarked.
fn remove_fragment() {
    let removed = || {
        let window = window()?;
        let location = window.location();
        let url = [location.pathname().ok()?, location.search().ok()?].concat();
        let history = window.history().ok()?;
        let state = history.state().unwrap_or(JsValue::NULL);
        history.replace_state_with_url(&state, "", Some(&url)).ok()
    };
    // Refused only on pages without an origin of their own, and there nobody can bookmark it.
    let _ = removed();
}
