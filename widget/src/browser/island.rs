//! The form's data, read back from beside the markup.

use wasm_bindgen::JsValue;
use web_sys::ShadowRoot;

use obole_shared::api::{CurrencyView, LinkView, TerminalView};
use obole_shared::currency::Currency;
use obole_shared::terminal::TerminalKind;
use obole_shared::texts::Texts;

use super::json::{get, list, parse, text, texts};
use crate::form::{Entered, FieldProblem, Form};

pub(super) fn read(root: &ShadowRoot) -> Option<Form> {
    let script = root.query_selector("script").ok()??;
    let data = parse(&script.text_content()?)?;
    let words = get(&data, "texts")?;
    let mut entered = list(&data, "entered")
        .into_iter()
        .map(|entry| entry.as_string());
    let mut entry = move || entered.next().flatten();
    Some(Form {
        link: link(&get(&data, "link")?)?,
        texts: Texts::from_lookup(|key| text(&words, key))?,
        lang: text(&data, "lang")?,
        edge_origin: text(&data, "edge")?,
        key: text(&data, "key")?,
        return_to: text(&data, "return_to"),
        entered: Entered {
            amount: entry(),
            preset: entry(),
            currency: entry(),
            terminal: entry(),
        },
        problem: get(&data, "problem").and_then(|problem| trouble(&problem)),
    })
}

fn link(data: &JsValue) -> Option<LinkView> {
    let currencies = list(data, "currencies")
        .iter()
        .map(currency)
        .collect::<Option<_>>()?;
    let terminals = list(data, "terminals")
        .iter()
        .map(terminal)
        .collect::<Option<_>>()?;
    Some(LinkView {
        id: text(data, "id")?.parse().ok()?,
        name: text(data, "name")?,
        currencies,
        terminals,
    })
}

fn currency(data: &JsValue) -> Option<CurrencyView> {
    let code = Currency::from_code(&text(data, "code")?)?;
    Some(CurrencyView {
        code,
        exponent: code.exponent(),
        min: text(data, "min")?,
        max: text(data, "max")?,
        presets: texts(&list(data, "presets")),
    })
}

fn terminal(data: &JsValue) -> Option<TerminalView> {
    let kind = TerminalKind::from_word(&text(data, "kind")?)?;
    let codes = texts(&list(data, "currencies"));
    Some(TerminalView {
        id: text(data, "id")?.parse().ok()?,
        kind,
        name: text(data, "name")?,
        test: get(data, "test")?.is_truthy(),
        currencies: codes
            .iter()
            .filter_map(|code| Currency::from_code(code))
            .collect(),
        // Told to those who ask the interface; the form shows the terminal's name.
        methods: Vec::new(),
    })
}

fn trouble(data: &JsValue) -> Option<FieldProblem> {
    let reading = |pair: JsValue| {
        let mut parts = texts(&js_sys::Array::from(&pair).to_vec()).into_iter();
        Some((parts.next()?, parts.next()?))
    };
    Some(FieldProblem {
        field: text(data, "field")?,
        text: text(data, "text")?,
        readings: list(data, "readings")
            .into_iter()
            .filter_map(reading)
            .collect(),
    })
}
