//! `/v1/admin/terminals`: the settings of terminals.

use obole_shared::ids::TerminalId;
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::Mode;
use serde::Deserialize;
use serde_json::{Value, json};
use worker::{Request, Response};

use super::{Context, body, id, json as answer};
use crate::error::Error;
use crate::settings::view::TerminalView;
use crate::settings::{Settings, TerminalInput};

fn settings(context: &Context) -> Result<Settings, Error> {
    Settings::new(&context.env, &context.data.config)
}

fn terminal_id(context: &Context) -> Result<TerminalId, Error> {
    id(context, "terminal", Code::TerminalUnknown)
}

fn told(view: &TerminalView) -> Result<Response, Error> {
    answer(&json!({ "terminal": view, "id": view.id }))
}

/// `GET /v1/admin/terminals`.
pub(super) async fn list(_: Request, context: Context) -> Result<Response, Error> {
    let terminals = settings(&context)?.terminals().await?;
    answer(&json!({ "terminals": terminals }))
}

/// `GET /v1/admin/terminals/{terminal}`.
pub(super) async fn show(_: Request, context: Context) -> Result<Response, Error> {
    let id = terminal_id(&context)?;
    told(&settings(&context)?.terminal(&id).await?)
}

/// `POST /v1/admin/terminals`: the id is in the body.
pub(super) async fn create(mut request: Request, context: Context) -> Result<Response, Error> {
    let mut body: Value = body::json(&mut request).await?;
    let id = body
        .as_object_mut()
        .and_then(|members| members.remove("id"));
    let id = id.as_ref().and_then(Value::as_str).unwrap_or_default();
    let id: TerminalId = id.parse().map_err(|_| {
        let why = "id: lower-case letters, digits and dashes, at most 64";
        Problem::with_field(Code::BodyInvalid, "id", why)
    })?;
    let input: TerminalInput = read(body)?;
    let view = settings(&context)?.create(&id, &input).await?;
    Ok(told(&view)?.with_status(201))
}

/// `PUT /v1/admin/terminals/{terminal}`.
pub(super) async fn put(mut request: Request, context: Context) -> Result<Response, Error> {
    let id = terminal_id(&context)?;
    let input: TerminalInput = read(body::json(&mut request).await?)?;
    told(&settings(&context)?.put(&id, &input).await?)
}

/// `DELETE /v1/admin/terminals/{terminal}`.
pub(super) async fn delete(_: Request, context: Context) -> Result<Response, Error> {
    let id = terminal_id(&context)?;
    settings(&context)?.delete(&id).await?;
    Ok(Response::empty()?.with_status(204))
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct CheckBody {
    mode: Option<Mode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModeBody {
    mode: Mode,
    #[serde(default)]
    dry_run: bool,
}

/// `POST /v1/admin/terminals/{terminal}/{verb}`: disable, enable, default, check, mode.
pub(super) async fn operate(mut request: Request, context: Context) -> Result<Response, Error> {
    let id = terminal_id(&context)?;
    let settings = settings(&context)?;
    let view = match context.param("verb").map(String::as_str) {
        Some("disable") => settings.set_enabled(&id, false).await?,
        Some("enable") => settings.set_enabled(&id, true).await?,
        Some("default") => settings.set_default(&id).await?,
        Some("check") => {
            let raw = body::read(&mut request).await?;
            let body: CheckBody = if raw.is_empty() {
                CheckBody::default()
            } else {
                body::parse_json(&raw)?
            };
            settings.check(&id, body.mode).await?
        }
        Some("mode") => {
            let body: ModeBody = body::json(&mut request).await?;
            let change = settings.set_mode(&id, body.mode, !body.dry_run).await?;
            let view = settings.terminal(&id).await?;
            return answer(&json!({ "change": change, "terminal": view, "id": id }));
        }
        _ => return Err(Code::NotFound.into()),
    };
    told(&view)
}

/// `POST /v1/admin/settings/reseal`.
pub(super) async fn reseal(_: Request, context: Context) -> Result<Response, Error> {
    let resealed = settings(&context)?.reseal().await?;
    answer(&json!(resealed))
}

fn read(body: Value) -> Result<TerminalInput, Error> {
    serde_json::from_value(body)
        .map_err(|error| Problem::with_detail(Code::BodyInvalid, error.to_string()).into())
}
