//! The idempotency key: made before the first request, kept until the payment is over.
//!
//! The same body gets the same key, so that a reload, a second click or a lost answer cannot
//! become a second payment; another body gets another key. Only where the donor takes another
//! provider, because the first one did not answer, the key goes along.

use std::cell::Cell;

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

use super::{dom, json};
use crate::form::Form;

/// The key for this body; `same_gift`: even if the body before it was another one. `last` is the
/// key of the request before, for pages that may not keep anything.
pub(super) fn for_body(form: &Form, body: &str, same_gift: bool, last: &Cell<String>) -> String {
    let place = form.key_place();
    let kept = storage().and_then(|storage| storage.get_item(&place).ok()?);
    let kept = kept.and_then(|text| json::parse(&text));
    let known = kept.filter(|kept| json::text(kept, "body").as_deref() == Some(body) || same_gift);
    let known = known.and_then(|kept| json::text(&kept, "key"));
    let before = last.take();
    let carried = (same_gift && !before.is_empty()).then_some(before);
    let fresh = || random().unwrap_or_else(|| form.key.clone());
    let key = known.or(carried).unwrap_or_else(fresh);
    last.set(key.clone());
    let entry = json::object(&[("key", &key), ("body", body)]);
    if let Some(storage) = storage() {
        // A full or forbidden storage costs only the protection across reloads.
        let _ = storage.set_item(&place, &entry);
    }
    key
}

/// The payment is over, or its key is spent.
pub(super) fn forget(form: &Form) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&form.key_place());
    }
}

fn storage() -> Option<Storage> {
    dom::window().session_storage().ok()?
}

/// `None` on pages without TLS, where the browser offers no `randomUUID`.
fn random() -> Option<String> {
    let crypto = Reflect::get(&dom::window(), &JsValue::from_str("crypto")).ok()?;
    let make = Reflect::get(&crypto, &JsValue::from_str("randomUUID")).ok()?;
    let make = make.dyn_into::<js_sys::Function>().ok()?;
    make.call0(&crypto).ok()?.as_string()
}
