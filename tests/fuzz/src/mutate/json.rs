//! Changes to the members of JSON texts.

use serde_json::{Map, Value, json};

use super::{Mutator, NUMBERS};

/// Deepest nesting that is wrapped around a value: beyond what the parser follows.
const DEPTH_MAX: usize = 140;

impl Mutator {
    /// The text with one member changed; `None` where it is no JSON.
    pub(super) fn json(&mut self, text: &[u8], other: &[u8]) -> Option<Vec<u8>> {
        let mut value: Value = serde_json::from_slice(text).ok()?;
        let other: Value = serde_json::from_slice(other).unwrap_or(Value::Null);
        let count = count(&value);
        let at = self.below(count);
        let new = self.value(&other);
        let old = nth(&mut value, &mut { at })?;
        match self.below(8) {
            0 => self.remove(old),
            1 => self.again(old),
            2 => self.rename(old, &other),
            3 => {
                let depth = self.below(DEPTH_MAX);
                let inner = old.take();
                *old = (0..depth).fold(inner, |inner, _| json!([inner]));
            }
            _ => *old = new,
        }
        let written = value.to_string();
        // The same name twice can only be written.
        Some(if self.one_in(10) {
            twice(&written)
        } else {
            written.into_bytes()
        })
    }

    fn value(&mut self, other: &Value) -> Value {
        let number = self.pick(NUMBERS).copied().unwrap_or_default();
        match self.below(10) {
            0 => Value::Null,
            1 => json!({}),
            2 => json!([]),
            3 => json!(self.below(2) == 0),
            4 => serde_json::from_str(number).unwrap_or(Value::Null),
            5 => json!(number),
            6 => json!(""),
            _ => {
                let mut other = other.clone();
                let mut at = self.below(count(&other));
                nth(&mut other, &mut at).map_or(Value::Null, Value::take)
            }
        }
    }

    fn remove(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                if let Some(name) = self.name(members) {
                    members.remove(&name);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                let at = self.below(items.len());
                items.remove(at);
            }
            other => *other = Value::Null,
        }
    }

    /// An item comes once more; anything else becomes a list of itself twice.
    fn again(&mut self, value: &mut Value) {
        if let Value::Array(items) = value {
            let at = self.below(items.len());
            let item = items.get(at).cloned();
            items.extend(item);
        } else {
            let one = value.take();
            *value = json!([one, one]);
        }
    }

    fn rename(&mut self, value: &mut Value, other: &Value) {
        let Value::Object(members) = value else {
            return;
        };
        let Some(old) = self.name(members) else {
            return;
        };
        let new = match other {
            Value::Object(others) => self.name(others),
            _ => None,
        };
        let member = members.remove(&old).unwrap_or_default();
        members.insert(new.unwrap_or_else(|| old.to_lowercase()), member);
    }

    fn name(&mut self, members: &Map<String, Value>) -> Option<String> {
        let at = self.below(members.len());
        members.keys().nth(at).cloned()
    }
}

/// The first member of the outermost object once more, at its end.
fn twice(written: &str) -> Vec<u8> {
    let first = written.split_once('{').map(|(_, rest)| rest);
    let member = first
        .and_then(|rest| rest.split_once(','))
        .map(|(member, _)| member);
    match (member, written.strip_suffix('}')) {
        (Some(member), Some(open)) => format!("{open},{member}}}").into_bytes(),
        _ => written.as_bytes().to_vec(),
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The value that comes `at` places after this one, in reading order.
fn nth<'a>(value: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, at)),
        Value::Object(members) => members.values_mut().find_map(|member| nth(member, at)),
        _ => None,
    }
}
