//! Field rules as data, and the checker that reads them.

use serde_json::{Map, Value};

/// What a value may be.
pub(crate) enum Shape {
    /// An object with known fields.
    Object(&'static [Field]),
    /// A list of values of one shape.
    List {
        of: &'static Shape,
        min: usize,
        max: usize,
    },
    /// A text of so many characters that all satisfy the rule.
    Text {
        min: usize,
        max: usize,
        allowed: fn(char) -> bool,
    },
    /// A text of at most so many characters that as a whole satisfies the rule.
    Form { max: usize, holds: fn(&str) -> bool },
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Whole { min: i64, max: i64 },
    /// `true` or `false`.
    Flag,
    /// Whatever it is, it is not looked at.
    Any,
}

/// A field of an object.
pub(crate) struct Field {
    name: &'static str,
    required: bool,
    shape: Shape,
}

/// A field that must be there.
pub(crate) const fn must(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        required: true,
        shape,
    }
}

/// A field that may be there.
pub(crate) const fn may(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        required: false,
        shape,
    }
}

/// Any text of up to `max` characters.
pub(crate) const fn text(max: usize) -> Shape {
    Shape::Text {
        min: 1,
        max,
        allowed: |_| true,
    }
}

/// Which rule a value breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breach {
    Missing,
    Type,
    Length,
    Syntax,
    Value,
    TooFew,
    TooMany,
    Unknown,
}

/// A broken rule. The path is written `/a/0/b`.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) path: String,
    pub(crate) breach: Breach,
    pub(crate) value: Option<String>,
}

/// All broken rules of a body; unknown fields are [`Breach::Unknown`].
pub(crate) fn check(body: &Value, fields: &'static [Field]) -> Vec<Problem> {
    let mut problems = Vec::new();
    match body.as_object() {
        Some(map) => object(map, fields, "", &mut problems),
        None => problems.push(Problem {
            path: String::new(),
            breach: Breach::Type,
            value: None,
        }),
    }
    problems
}

fn object(
    map: &Map<String, Value>,
    fields: &'static [Field],
    path: &str,
    problems: &mut Vec<Problem>,
) {
    for field in fields {
        let at = || format!("{path}/{}", field.name);
        match map.get(field.name) {
            Some(value) => visit(value, &field.shape, &at(), problems),
            None if field.required => problems.push(Problem {
                path: at(),
                breach: Breach::Missing,
                value: None,
            }),
            None => {}
        }
    }
    for name in map.keys() {
        if !fields.iter().any(|field| field.name == name) {
            problems.push(Problem {
                path: format!("{path}/{name}"),
                breach: Breach::Unknown,
                value: None,
            });
        }
    }
}

fn visit(value: &Value, shape: &'static Shape, path: &str, problems: &mut Vec<Problem>) {
    let breach = match shape {
        Shape::Object(fields) => match value.as_object() {
            Some(map) => return object(map, fields, path, problems),
            None => Some(Breach::Type),
        },
        Shape::List { of, min, max } => match value.as_array() {
            Some(list) => {
                for (at, one) in list.iter().enumerate() {
                    visit(one, of, &format!("{path}/{at}"), problems);
                }
                (list.len() < *min)
                    .then_some(Breach::TooFew)
                    .or_else(|| (list.len() > *max).then_some(Breach::TooMany))
            }
            None => Some(Breach::Type),
        },
        Shape::Text { min, max, allowed } => value.as_str().map_or(Some(Breach::Type), |text| {
            if (*min..=*max).contains(&text.chars().count()) {
                (!text.chars().all(allowed)).then_some(Breach::Syntax)
            } else {
                Some(Breach::Length)
            }
        }),
        Shape::Form { max, holds } => value.as_str().map_or(Some(Breach::Type), |text| {
            if text.chars().count() > *max {
                Some(Breach::Length)
            } else {
                (!holds(text)).then_some(Breach::Syntax)
            }
        }),
        Shape::OneOf(texts) => value.as_str().map_or(Some(Breach::Type), |text| {
            (!texts.contains(&text)).then_some(Breach::Value)
        }),
        Shape::Whole { min, max } => value.as_i64().map_or(Some(Breach::Type), |number| {
            (!(*min..=*max).contains(&number)).then_some(Breach::Value)
        }),
        Shape::Flag => (!value.is_boolean()).then_some(Breach::Type),
        Shape::Any => None,
    };
    if let Some(breach) = breach {
        problems.push(Problem {
            path: path.to_owned(),
            breach,
            value: Some(shown(value)),
        });
    }
}

/// A value as an error message may repeat it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.chars().take(100).collect(),
        other => other.to_string().chars().take(100).collect(),
    }
}

/// The text at a JSON pointer.
pub(crate) fn text_at<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    body.pointer(pointer)?.as_str()
}
