//! The browser's own JSON: it is there already, and ours would be a third of the module.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

use obole_shared::currency::Currency;
use obole_shared::money::Money;

pub(super) fn parse(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

pub(super) fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    let field = Reflect::get(value, &JsValue::from_str(name)).ok()?;
    (!field.is_null() && !field.is_undefined()).then_some(field)
}

pub(super) fn text(value: &JsValue, name: &str) -> Option<String> {
    get(value, name)?.as_string()
}

pub(super) fn list(value: &JsValue, name: &str) -> Vec<JsValue> {
    let array = get(value, name).and_then(|field| field.dyn_into::<Array>().ok());
    array
        .map(|array| array.iter().collect())
        .unwrap_or_default()
}

pub(super) fn texts(values: &[JsValue]) -> Vec<String> {
    values.iter().filter_map(JsValue::as_string).collect()
}

/// `{"value":"25.00","currency":"CHF"}`, in major units.
pub(super) fn money(value: &JsValue) -> Option<Money> {
    let currency = Currency::from_code(&text(value, "currency")?)?;
    Money::from_wire(&text(value, "value")?, currency).ok()
}

pub(super) fn object(fields: &[(&str, Option<&str>)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(
            &object,
            name,
            &value.map_or(JsValue::NULL, JsValue::from_str),
        );
    }
    object
}

pub(super) fn set(object: &Object, name: &str, value: &JsValue) {
    // Fails for frozen objects only, and these are our own.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

pub(super) fn write(value: &Object) -> Option<String> {
    JSON::stringify(value).ok().map(String::from)
}
