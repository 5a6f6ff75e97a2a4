//! Moments as texts.

use chrono::{DateTime, SecondsFormat};
use js_sys::{Array, Date, Intl, Object, Reflect};
use obole_shared::amount;
use obole_shared::texts::Lang;
use obole_shared::time::UnixMs;
use wasm_bindgen::JsValue;

/// RFC 3339 in UTC with milliseconds; empty for a moment no calendar holds.
pub(crate) fn timestamp(at: UnixMs) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map(|moment| moment.to_rfc3339_opts(SecondsFormat::Millis, true))
        .unwrap_or_default()
}

/// The day in UTC, as ISO 8601 writes it.
pub(crate) fn day(at: UnixMs) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map(|moment| moment.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// The day in UTC as the language says it, the month in letters: «28 novembre 2026». The words
/// are those of the JavaScript around us; `None` where it knows none.
pub(crate) fn day_in_words(at: UnixMs, lang: Lang) -> Option<String> {
    let options = Object::new();
    for (name, value) in [
        ("dateStyle", "long"),
        ("timeZone", "UTC"),
        // As the amounts beside it are written.
        ("numberingSystem", amount::numbering_system(lang.tag())),
    ] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let moment = DateTime::from_timestamp_millis(at.0)?;
    let date = Date::new(&JsValue::from_str(&moment.to_rfc3339()));
    Intl::DateTimeFormat::new(&Array::of1(&lang.tag().into()), &options)
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()?
        .as_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(
            timestamp(UnixMs(1_784_541_731_417)),
            "2026-07-20T10:02:11.417Z"
        );
        assert_eq!(timestamp(UnixMs(i64::MAX)), "");
    }
}
