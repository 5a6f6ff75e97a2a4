//! What machines ask about the Worker itself.

use serde_json::json;
use worker::{Headers, Request, Response};

use super::{Context, json as answer};
use crate::error::Error;

/// `GET /healthz`.
pub(super) async fn health(_: Request, _: Context) -> Result<Response, Error> {
    answer(&json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// `GET /openapi.json`.
pub(super) async fn openapi(_: Request, _: Context) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("cache-control", "public, max-age=300")?;
    Ok(Response::ok(include_str!("../../openapi.json"))?.with_headers(headers))
}
