//! What the form reckons with, read back from beside the markup.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::ShadowRoot;

use obole_shared::api::FeeView;
use obole_shared::currency::Currency;
use obole_shared::money::Money;

use super::json::{list, parse, text, texts};
use crate::form::{Form, Limits, Way};
use crate::words::{SHAPE, Words};

/// Fails with the reason that the page is told.
pub(super) fn read(root: &ShadowRoot) -> Result<Form, &'static str> {
    let data = data(root).ok_or("data")?;
    if text(&data, "shape").and_then(|shape| shape.parse().ok()) != Some(SHAPE) {
        return Err("version");
    }
    form(&data).ok_or("data")
}

fn data(root: &ShadowRoot) -> Option<JsValue> {
    let script = root.query_selector("script").ok()??;
    parse(&script.text_content()?)
}

fn form(data: &JsValue) -> Option<Form> {
    Some(Form {
        link: text(data, "link")?,
        words: Words::from_list(texts(&list(data, "words"))),
        lang: text(data, "lang")?,
        edge_origin: text(data, "edge")?,
        key: text(data, "key")?,
        return_to: text(data, "return_to"),
        currencies: list(data, "limits").iter().filter_map(limits).collect(),
        ways: list(data, "ways").iter().filter_map(way).collect(),
    })
}

fn limits(data: &JsValue) -> Option<Limits> {
    let [code, min, max] = row(data)?;
    let currency = Currency::from_code(&code)?;
    Some(Limits {
        min: Money::from_wire(&min, currency).ok()?,
        max: Money::from_wire(&max, currency).ok()?,
    })
}

fn way(data: &JsValue) -> Option<Way> {
    let codes = texts(&list(data, "currencies"));
    Some(Way {
        id: text(data, "id")?,
        provider: text(data, "provider")?,
        currencies: codes
            .iter()
            .filter_map(|code| Currency::from_code(code))
            .collect(),
        fees: list(data, "fees").iter().filter_map(fee).collect(),
    })
}

fn fee(data: &JsValue) -> Option<FeeView> {
    let [code, parts, fixed, step] = row(data)?;
    Some(FeeView {
        currency: Currency::from_code(&code)?,
        parts: parts.parse().ok()?,
        fixed: fixed.parse().ok()?,
        step: step.parse().ok()?,
    })
}

fn row<const N: usize>(data: &JsValue) -> Option<[String; N]> {
    let array: &js_sys::Array = data.unchecked_ref();
    let texts: Vec<JsValue> = array.iter().collect();
    self::texts(&texts).try_into().ok()
}
