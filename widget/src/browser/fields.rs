//! The fields as they stand on the page: the browser owns them, we look and, rarely, write.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, ShadowRoot};

use leptos::prelude::*;
use obole_shared::currency::Currency;

use crate::choice::Choice;
use crate::view::State;

/// What the donor entered before we came.
pub(super) fn read(root: &ShadowRoot, state: &State) -> Choice {
    let mut choice = state.choice.get_untracked();
    if let Some(field) = one::<HtmlInputElement>(root, "#amount") {
        choice.text = field.value();
    }
    if let Some(field) = one::<HtmlSelectElement>(root, "select") {
        choice.currency = Currency::from_code(&field.value());
    }
    let checked = |selector| one::<HtmlInputElement>(root, selector).map(|field| field.value());
    choice.preset = checked("[name=preset]:checked").filter(|_| choice.text.trim().is_empty());
    choice.terminal = checked("[name=terminal]:checked");
    choice.settle_terminal(&state.form);
    if choice.preset.is_none() {
        uncheck_presets(root);
    }
    check_terminal(root, choice.terminal.as_deref());
    choice
}

pub(super) fn write_amount(root: &ShadowRoot, text: &str) {
    if let Some(field) = one::<HtmlInputElement>(root, "#amount") {
        field.set_value(text);
    }
}

pub(super) fn uncheck_presets(root: &ShadowRoot) {
    if let Some(field) = one::<HtmlInputElement>(root, "[name=preset]:checked") {
        field.set_checked(false);
    }
}

pub(super) fn check_terminal(root: &ShadowRoot, id: Option<&str>) {
    let Ok(radios) = root.query_selector_all("[name=terminal]") else {
        return;
    };
    for index in 0..radios.length() {
        let radio = radios.item(index);
        if let Some(radio) = radio.and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) {
            radio.set_checked(Some(radio.value().as_str()) == id);
        }
    }
}

pub(super) fn focus(root: &ShadowRoot, selector: &str) {
    if let Some(field) = one::<HtmlElement>(root, selector) {
        let _ = field.focus();
    }
}

fn one<T: JsCast>(root: &ShadowRoot, selector: &str) -> Option<T> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}
