//! Bodies: their type, their size, their shape.

use futures_util::StreamExt;
use obole_shared::api::BODY_BYTES_MAX;
use obole_shared::problem::{Code, Problem};
use serde::de::DeserializeOwned;
use worker::Request;

use crate::error::Error;

/// The media type of a request, in lower case, without parameters.
pub(crate) fn media_type(request: &Request) -> String {
    let header = request
        .headers()
        .get("content-type")
        .ok()
        .flatten()
        .unwrap_or_default();
    header
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Reads the body; more than the limit is not read to its end.
pub(crate) async fn read(request: &mut Request) -> Result<Vec<u8>, Error> {
    read_at_most(request, BODY_BYTES_MAX).await
}

/// The same with a limit of its own, in bytes.
pub(crate) async fn read_at_most(
    request: &mut Request,
    bytes_max: usize,
) -> Result<Vec<u8>, Error> {
    let announced: Option<usize> = request
        .headers()
        .get("content-length")?
        .and_then(|text| text.parse().ok());
    match announced {
        Some(bytes) if bytes > bytes_max => return Err(Code::BodyTooLarge.into()),
        // As announced: it can be taken at once.
        Some(_) => return Ok(request.bytes().await?),
        None => {}
    }
    let Ok(mut stream) = request.stream() else {
        return Ok(Vec::new());
    };
    let mut body = Vec::new();
    while let Some(chunk) = stream.next().await {
        body.extend_from_slice(&chunk?);
        if body.len() > bytes_max {
            return Err(Code::BodyTooLarge.into());
        }
    }
    Ok(body)
}

/// Reads a JSON body of a known shape.
pub(super) async fn json<T: DeserializeOwned>(request: &mut Request) -> Result<T, Error> {
    if media_type(request) != "application/json" {
        return Err(Code::ContentType.into());
    }
    let body = read(request).await?;
    parse_json(&body)
}

/// Parses a JSON body of a known shape.
pub(super) fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body)
        .map_err(|error| Problem::with_detail(Code::BodyInvalid, error.to_string()).into())
}
