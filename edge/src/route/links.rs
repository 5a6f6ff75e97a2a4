//! `GET /v1/links/{link}`: what the widget needs.

use obole_shared::ids::LinkId;
use obole_shared::problem::Code;
use serde_json::{Map, Value, json};
use worker::{Request, Response};

use super::{Context, hosted, id, json as answer, lang_of, query};
use crate::catalog;
use crate::error::Error;

/// Answers the link's view and its texts; with `form=1` instead the form, ready to be put into the
/// page.
pub(super) async fn show(request: Request, context: Context) -> Result<Response, Error> {
    let link_id: LinkId = id(&context, "link", Code::LinkUnknown)?;
    let database = context.env.d1("DB")?;
    let (link, terminals) = catalog::offer(&database, &link_id)
        .await?
        .ok_or(Code::LinkUnknown)?;
    let lang = lang_of(&request);
    let view = hosted::view_of(&request, &database, &link, &terminals, lang).await?;
    // The form says all of it already, and every byte of it is waited for.
    if query(&request, "form").is_some() {
        let html = hosted::form(&request, &context.data, &link, &view, lang);
        return answer(&json!({ "form": { "html": html, "css": obole_widget::STYLE } }));
    }
    let texts: Map<String, Value> = lang
        .texts()
        .entries()
        .map(|(key, text)| (key.to_owned(), text.into()))
        .collect();
    answer(&json!({ "link": view, "lang": lang.tag(), "texts": texts }))
}
