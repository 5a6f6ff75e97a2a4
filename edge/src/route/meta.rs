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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    fn refs<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| refs(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| refs(value, found)),
            _ => {}
        }
    }

    #[test]
    fn the_description_is_whole_and_names_every_address() {
        let document: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap();
        let mut found = Vec::new();
        refs(&document, &mut found);
        assert!(found.len() > 20);
        for name in found {
            let pointer = name.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{name} leads nowhere");
        }
        // The route table, as it is written.
        let table = include_str!("mod.rs");
        let paths = document.get("paths").and_then(Value::as_object).unwrap();
        for line in table
            .lines()
            .filter(|line| line.trim_start().starts_with('.'))
        {
            let Some(pattern) = line.split('"').nth(1) else {
                continue;
            };
            if pattern.contains('*') || pattern.contains(":verb") || !pattern.starts_with('/') {
                continue;
            }
            let parts = pattern.split('/').map(|part| match part.strip_prefix(':') {
                Some(name) => format!("{{{name}}}"),
                None => part.to_owned(),
            });
            let path = parts.collect::<Vec<_>>().join("/");
            // Pages are for people.
            let is_page = path.trim_end_matches('/') == "/admin";
            let known = is_page || paths.contains_key(&path) || path == "/openapi.json";
            assert!(known, "{path} is not described");
        }
    }
}
