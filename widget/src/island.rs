//! What the browser reckons with, as JSON beside the markup.

use serde::Serialize;

use crate::form::Form;
use crate::words::SHAPE;

#[derive(Serialize)]
struct Island<'a> {
    shape: String,
    link: &'a str,
    words: &'a [String],
    lang: &'a str,
    edge: &'a str,
    key: &'a str,
    /// Read by the script that meets a donor who is back: it forgets the key.
    key_place: String,
    return_to: Option<&'a str>,
    /// Least and greatest amount by currency.
    limits: Vec<[String; 3]>,
    ways: Vec<Way<'a>>,
}

#[derive(Serialize)]
struct Way<'a> {
    id: &'a str,
    provider: &'a str,
    currencies: Vec<&'static str>,
    /// Currency, parts per million, minor units, step.
    fees: Vec<[String; 4]>,
}

/// The data as a script element that no browser runs.
pub(crate) fn island(form: &Form) -> String {
    let limits = form.currencies.iter().map(|limits| {
        let code = limits.min.currency().code().to_owned();
        [code, limits.min.wire_value(), limits.max.wire_value()]
    });
    let ways = form.ways.iter().map(|way| Way {
        id: &way.id,
        provider: &way.provider,
        currencies: way.currencies.iter().map(|code| code.code()).collect(),
        fees: way
            .fees
            .iter()
            .map(|fee| {
                [
                    fee.currency.code().to_owned(),
                    fee.parts.to_string(),
                    fee.fixed.to_string(),
                    fee.step.to_string(),
                ]
            })
            .collect(),
    });
    let data = Island {
        shape: SHAPE.to_string(),
        link: &form.link,
        words: form.words.list(),
        lang: &form.lang,
        edge: &form.edge_origin,
        key: &form.key,
        key_place: form.key_place(),
        return_to: form.return_to.as_deref(),
        limits: limits.collect(),
        ways: ways.collect(),
    };
    // Plain data always serialises; were it not so, the form would still work as it stands.
    let json = serde_json::to_string(&data).unwrap_or_default();
    // Inside of a script element only `<` can end it or open a comment.
    let json = json.replace('<', "\\u003c");
    [r#"<script type="application/json">"#, &json, "</script>"].concat()
}
