//! Asking the edge for a payment and going where it says.

use js_sys::JsString;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, Headers, RequestInit, Response, window};

use obole_shared::amount::format_amount;
use obole_shared::money::Money;

use super::page::Page;
use super::{fields, json, key};
use crate::form::FieldProblem;
use crate::view::State;

/// Longer than the edge waits for a provider, in milliseconds.
const PATIENCE: u32 = 30_000;

/// An answer: its HTTP status and body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: JsValue,
}

/// Sends the form, unless something is wrong with it, the page refuses or it was sent already.
pub(super) fn submit(page: &Page, state: &State) {
    if state.busy.get_untracked() {
        return;
    }
    let order = state
        .choice
        .with_untracked(|choice| choice.order(&state.form));
    let (money, terminal) = match order {
        Ok(order) => order,
        Err(problem) => return show(page, state, problem, "invalid"),
    };
    state.problem.set(None);
    let value = money.wire_value();
    let detail = [
        ("value", Some(value.as_str())),
        ("currency", Some(money.currency().code())),
        ("provider", Some(terminal.as_str())),
    ];
    if !page.ask("submit", &detail) {
        return;
    }
    state.busy.set(true);
    let (page, state) = (page.clone(), state.clone());
    spawn_local(async move {
        let target = create(&page, &state, money, &terminal).await;
        if !page.is_open() {
            return;
        }
        let Some(target) = target else {
            state.busy.set(false);
            return;
        };
        page.tell("redirect", &[("provider", Some(&terminal))]);
        if let Some(window) = window() {
            let _ = window.location().assign(&target);
        }
    });
}

/// The provider's page; `None` after something went wrong and was shown.
async fn create(page: &Page, state: &State, money: Money, terminal: &str) -> Option<String> {
    let form = &state.form;
    let body = json::object(&[("terminal", Some(terminal)), ("lang", Some(&form.lang))]);
    let (value, currency) = (money.wire_value(), money.currency());
    let amount = json::object(&[("value", Some(&value)), ("currency", Some(currency.code()))]);
    json::set(&body, "amount", &amount);
    if let Some(url) = &form.return_to {
        json::set(&body, "return_to", &JsValue::from_str(url));
    }
    let body = json::write(&body)?;
    let unreachable = || FieldProblem {
        text: form.texts.unreachable.to_string(),
        ..FieldProblem::default()
    };
    // A key may belong to a payment that has ended meanwhile; then, once, a new one.
    for _ in 0..2 {
        let key = key::for_body(form, &body);
        let Some(answer) = call(&form.action(), Some((&key, &body))).await else {
            show(page, state, unreachable(), "unreachable");
            return None;
        };
        if answer.status >= 300 {
            let code = json::text(&answer.body, "code").unwrap_or_default();
            if code == "idempotency_key_reused" {
                key::forget(form);
                continue;
            }
            let problem = told(state, &answer.body).unwrap_or_else(unreachable);
            show(page, state, problem, &code);
            return None;
        }
        let payment = json::get(&answer.body, "payment");
        let target = payment.and_then(|payment| json::text(&payment, "redirect_url"));
        if let Some(target) = target.filter(|url| is_web(url)) {
            return Some(target);
        }
        key::forget(form);
    }
    show(page, state, unreachable(), "internal");
    None
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The edge's problem in its own words.
fn told(state: &State, body: &JsValue) -> Option<FieldProblem> {
    let reading = |value: &JsValue| {
        let money = json::money(value)?;
        Some((money.wire_value(), format_amount(money, &state.form.lang)))
    };
    Some(FieldProblem {
        field: json::text(body, "field").unwrap_or_default(),
        text: json::text(body, "title")?,
        readings: json::list(body, "readings")
            .iter()
            .filter_map(reading)
            .collect(),
    })
}

fn show(page: &Page, state: &State, problem: FieldProblem, code: &str) {
    let selector = match problem.field.as_str() {
        "amount" => "#amount",
        "currency" => "select",
        "terminal" => "[name=terminal]:checked",
        _ => ".pay",
    };
    page.tell(
        "error",
        &[("code", Some(code)), ("field", Some(&problem.field))],
    );
    // Empty first: the same sentence must be announced again.
    state.problem.set(None);
    state.problem.set(Some(problem));
    fields::focus(page.root(), selector);
}

/// Calls the edge: with key and body to create, without to look. `None` if nothing that can be
/// read came back.
pub(super) async fn call(url: &str, create: Option<(&str, &str)>) -> Option<Answer> {
    let init = RequestInit::new();
    init.set_credentials(web_sys::RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    if let Some((key, body)) = create {
        let headers = Headers::new().ok()?;
        headers.set("Content-Type", "application/json").ok()?;
        headers.set("Idempotency-Key", key).ok()?;
        init.set_method("POST");
        init.set_headers(&headers);
        init.set_body(&JsValue::from_str(body));
    }
    let answer = JsFuture::from(window()?.fetch_with_str_and_init(url, &init))
        .await
        .ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    let text: JsString = text.dyn_into().ok()?;
    Some(Answer {
        status: answer.status(),
        body: json::parse(&String::from(text))?,
    })
}
