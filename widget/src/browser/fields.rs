//! The fields as they stand on the page: the browser owns them, we look and, rarely, write.

use web_sys::ShadowRoot;

use obole_shared::currency::Currency;

use super::dom::{each, one};
use crate::choice::Choice;
use crate::form::Form;

/// What the donor chose; what cannot be paid with is left.
pub(super) fn read(root: &ShadowRoot, form: &Form) -> Choice {
    let value = |selector: &str| one(root, selector).map(|field| field.value());
    let text = value("#amount").unwrap_or_default();
    let mut choice = Choice {
        preset: value("[name=preset]:checked").filter(|_| text.trim().is_empty()),
        text,
        currency: value("[name=currency]").and_then(|code| Currency::from_code(&code)),
        terminal: value("[name=terminal]:checked"),
        cover_fee: one(root, "[name=cover_fee]:checked").is_some(),
    };
    if !choice.text.trim().is_empty() {
        uncheck_preset(root);
    }
    let before = choice.terminal.clone();
    choice.settle_terminal(form);
    if before != choice.terminal {
        choose_terminal(root, choice.terminal.as_deref().unwrap_or_default());
    }
    choice
}

/// Chooses another way to pay.
pub(super) fn choose_terminal(root: &ShadowRoot, id: &str) {
    each(root, "[name=terminal]", |_, radio| {
        radio.set_checked(radio.value() == id);
    });
}

/// A typed amount wins over a preset.
pub(super) fn uncheck_preset(root: &ShadowRoot) {
    if let Some(radio) = one(root, "[name=preset]:checked") {
        radio.set_checked(false);
    }
}

/// A preset takes the place of what was typed.
pub(super) fn clear_amount(root: &ShadowRoot) {
    write_amount(root, "");
}

/// One of the two readings of what was typed takes its place.
pub(super) fn take_reading(root: &ShadowRoot, text: &str) {
    uncheck_preset(root);
    write_amount(root, text);
}

fn write_amount(root: &ShadowRoot, text: &str) {
    if let Some(field) = one(root, "#amount") {
        field.set_value(text);
    }
}

/// Who stays unnamed needs no name.
pub(super) fn follow(root: &ShadowRoot) {
    if let Some(name) = one(root, "#name") {
        name.set_disabled(one(root, "[name=anonymous]:checked").is_some());
    }
}
