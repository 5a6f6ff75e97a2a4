//! JSON answers.

use obole_shared::money::Money;
use serde_json::Value;

use crate::script::Delivered;

/// Every delivered JSON text, with its status.
pub(crate) fn read(delivered: &[Delivered]) -> Vec<(u16, Value)> {
    delivered
        .iter()
        .filter_map(|one| {
            // Texts that nobody reads need not be UTF-8.
            let text = String::from_utf8_lossy(&one.body);
            Some((one.status, serde_json::from_str(&text).ok()?))
        })
        .collect()
}

/// The text at a pointer.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}

/// Whether the text at a pointer is this one, or is not there.
pub(crate) fn is_or_lacks(value: &Value, pointer: &str, wanted: &str) -> bool {
    match value.pointer(pointer) {
        None | Some(Value::Null) => true,
        Some(found) => found.as_str() == Some(wanted),
    }
}

/// An amount in PayPal's shape.
pub(crate) fn money(amount: &Value) -> Option<Money> {
    super::money(text(amount, "/value")?, text(amount, "/currency_code")?)
}

/// Every object anywhere that has this member.
pub(crate) fn having<'a>(value: &'a Value, member: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    let inner: Vec<&Value> = match value {
        Value::Object(members) => {
            if members.contains_key(member) {
                found.push(value);
            }
            members.values().collect()
        }
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    found.extend(inner.into_iter().flat_map(|value| having(value, member)));
    found
}
