//! The idempotency key: made before the first request, kept until the payment is over.
//!
//! The same body gets the same key, so that a reload, a second click or a lost answer cannot
//! become a second payment; another body gets another key.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Storage, window};

use super::json;
use crate::form::Form;

/// Where the key of this link's payment is kept.
fn place(form: &Form) -> String {
    ["obole:", &form.edge_origin, "/", form.link.id.as_str()].concat()
}

/// The key for this body.
pub(super) fn for_body(form: &Form, body: &str) -> String {
    let place = place(form);
    let kept = storage().and_then(|storage| storage.get_item(&place).ok()?);
    let kept = kept.and_then(|text| json::parse(&text));
    let same = kept.filter(|kept| json::text(kept, "body").as_deref() == Some(body));
    if let Some(key) = same.and_then(|kept| json::text(&kept, "key")) {
        return key;
    }
    let key = random().unwrap_or_else(|| form.key.clone());
    let entry = json::object(&[("key", Some(&key)), ("body", Some(body))]);
    if let (Some(storage), Some(text)) = (storage(), json::write(&entry)) {
        // A full or forbidden storage costs only the protection across reloads.
        let _ = storage.set_item(&place, &text);
    }
    key
}

/// The payment is over, or its key is spent.
pub(super) fn forget(form: &Form) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&place(form));
    }
}

fn storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// `None` on pages without TLS, where the browser offers no `randomUUID`.
fn random() -> Option<String> {
    let window = window()?;
    let crypto = Reflect::get(&window, &JsValue::from_str("crypto")).ok()?;
    let make = Reflect::get(&crypto, &JsValue::from_str("randomUUID")).ok()?;
    let make = make.dyn_into::<js_sys::Function>().ok()?;
    make.call0(&crypto).ok()?.as_string()
}
