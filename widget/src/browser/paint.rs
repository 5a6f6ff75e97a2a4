//! Writing what is decided into what stands on the page, and nothing else.

use obole_shared::currency::Currency;
use web_sys::ShadowRoot;

use super::Page;
use super::dom::{each, focus, grow, one, set_flag, set_text};
use crate::form::FieldProblem;
use crate::show::{Cover, Shown, preset_text};

/// The texts and states that follow the donor's choice.
pub(super) fn shown(page: &Page, next: &Shown, currency: Option<Currency>) {
    let root = &page.root;
    let now = page.shown.borrow();
    if now.pay != next.pay {
        set_text(root, "#pay", &next.pay);
    }
    if now.limits != next.limits {
        set_text(root, "#limits", &next.limits);
        presets(page, currency);
    }
    if now.closed != next.closed {
        each(root, "[name=terminal]", |index, radio| {
            let index = usize::try_from(index).unwrap_or_default();
            let closed = next.closed.get(index) == Some(&true);
            radio.set_disabled(closed);
            if let Ok(Some(label)) = radio.closest("label") {
                set_flag(&label, "data-closed", closed);
            }
        });
    }
    if now.cover != next.cover {
        cover(root, next.cover.as_ref());
    }
}

/// Presets as the chosen currency writes them; those that it cannot carry go.
fn presets(page: &Page, currency: Option<Currency>) {
    let mut texts = Vec::new();
    each(&page.root, "[name=preset]", |_, radio| {
        texts.push(preset_text(&page.form, &radio.value(), currency));
    });
    each(&page.root, ".preset", |index, label| {
        let index = usize::try_from(index).unwrap_or_default();
        let text = texts.get(index).and_then(Option::as_ref);
        label.set_hidden(text.is_none());
        if let (Some(text), Ok(Some(value))) = (text, label.query_selector(".value")) {
            value.set_text_content(Some(text));
        }
    });
}

fn cover(root: &ShadowRoot, cover: Option<&Cover>) {
    let Some(label) = one(root, "#cover") else {
        return;
    };
    label.set_hidden(cover.is_none());
    if let Some(cover) = cover {
        set_text(root, "#cover-label", &cover.label);
        set_text(root, "#cover-note", &cover.note);
    }
}

/// No problem stands anywhere.
pub(super) fn clear(root: &ShadowRoot) {
    each(root, ".trouble,.offers,.readings", |_, place| {
        place.set_text_content(None);
    });
    each(root, "[aria-invalid]", |_, field| {
        set_flag(&field, "aria-invalid", false);
    });
}

/// Tells a problem at its field and goes there; one without a field beside the button.
pub(super) fn problem(page: &Page, problem: &FieldProblem) {
    let root = &page.root;
    let (at, place) = match problem.field.as_str() {
        "amount" => ("#amount,[name=preset]", "#amount-problem"),
        "currency" => ("#currency", "#amount-problem"),
        "terminal" => ("[name=terminal]:checked", "#terminal-problem"),
        "name" => ("#name", "#name-problem"),
        "email" => ("#email", "#email-problem"),
        "message" => ("#message", "#message-problem"),
        "dedication" | "dedication_name" => ("#dedication_name", "#dedication_name-problem"),
        "consents" | "consent" => ("[name=consent]:invalid,[name=consent]", "#consent-problem"),
        _ => ("", "#problem"),
    };
    let field = at
        .split(',')
        .find_map(|at| one(root, at).filter(|_| !at.is_empty()));
    let place = if field.is_some() { place } else { "#problem" };
    set_text(root, place, &problem.text);
    for (wire, text) in &problem.readings {
        if let Some(button) = grow(root, "#reading", "#readings", text) {
            // Fails for names that are no names.
            let _ = button.set_attribute("value", wire);
        }
    }
    let Some(field) = field else { return };
    set_flag(&field, "aria-invalid", true);
    // The description is read when focus arrives; where it is there already it must come again.
    let _ = field.blur();
    let _ = field.focus();
}

/// Something is under way.
pub(super) fn busy(page: &Page, label: &str) {
    page.shown.borrow_mut().pay.clear();
    set_text(&page.root, "#pay", label);
    set_busy(page, true);
}

/// Nothing is under way any more.
pub(super) fn rest(page: &Page) {
    set_busy(page, false);
    set_text(&page.root, "#waiting", "");
}

fn set_busy(page: &Page, busy: bool) {
    if let Some(button) = one(&page.root, ".pay") {
        set_flag(&button, "aria-busy", busy);
        set_flag(&button, "aria-disabled", busy);
    }
}

/// What the donor may do instead; the first offer gets the focus.
pub(super) fn offers(root: &ShadowRoot, labels: &[String]) {
    for label in labels {
        grow(root, "#offer", "#offers", label);
    }
    focus(root, ".offer");
}
