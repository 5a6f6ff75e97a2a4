//! The browser's own JSON: it is there already, and ours would be a third of the module.

use js_sys::{Array, JSON, Reflect};
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

/// A text as JSON writes it.
pub(super) fn quote(text: &str) -> String {
    JSON::stringify(&JsValue::from_str(text)).map_or_else(|_| "\"\"".to_owned(), String::from)
}

/// A text, or `null`.
pub(super) fn maybe(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), quote)
}

/// An object of texts.
pub(super) fn object(fields: &[(&str, &str)]) -> String {
    let mut object = String::from("{");
    for (name, value) in fields {
        member(&mut object, name, &quote(value));
    }
    object + "}"
}

/// Adds one member to an object that is being written.
pub(super) fn member(object: &mut String, name: &str, json: &str) {
    if !object.ends_with('{') {
        object.push(',');
    }
    object.push_str(&quote(name));
    object.push(':');
    object.push_str(json);
}

/// `{"value":"25.00","currency":"CHF"}`, in major units.
pub(super) fn of_money(money: Money) -> String {
    let value = money.wire_value();
    object(&[("value", &value), ("currency", money.currency().code())])
}
