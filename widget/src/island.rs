//! The form's data as the browser reads it back: JSON beside the markup.

use serde::Serialize;

use obole_shared::api::LinkView;
use obole_shared::texts::Texts;

use crate::form::Form;

#[derive(Serialize)]
struct Island<'a> {
    link: &'a LinkView,
    texts: Words<'a>,
    lang: &'a str,
    edge: &'a str,
    key: &'a str,
    return_to: Option<&'a str>,
    entered: [Option<&'a str>; 4],
    problem: Option<Trouble<'a>>,
}

struct Words<'a>(&'a Texts);

impl Serialize for Words<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.entries())
    }
}

#[derive(Serialize)]
struct Trouble<'a> {
    field: &'a str,
    text: &'a str,
    readings: &'a [(String, String)],
}

/// The data as a script element that no browser runs.
pub(crate) fn island(form: &Form) -> String {
    let entered = &form.entered;
    let data = Island {
        link: &form.link,
        texts: Words(&form.texts),
        lang: &form.lang,
        edge: &form.edge_origin,
        key: &form.key,
        return_to: form.return_to.as_deref(),
        entered: [
            entered.amount.as_deref(),
            entered.preset.as_deref(),
            entered.currency.as_deref(),
            entered.terminal.as_deref(),
        ],
        problem: form.problem.as_ref().map(|problem| Trouble {
            field: &problem.field,
            text: &problem.text,
            readings: &problem.readings,
        }),
    };
    // Plain data always serialises; were it not so, the form would still work as it stands.
    let json = serde_json::to_string(&data).unwrap_or_default();
    // Inside of a script element only `<` can end it or open a comment.
    let json = json.replace('<', "\\u003c");
    [r#"<script type="application/json">"#, &json, "</script>"].concat()
}
