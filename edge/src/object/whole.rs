//! A body read at once: as a stream it would cross into JavaScript for every piece.

use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use worker::{Response, ResponseBody, Result, web_sys};

/// The whole body of an answer to a request of ours.
pub(super) async fn body_of(response: &mut Response) -> Result<Vec<u8>> {
    match response.body() {
        ResponseBody::Stream(stream) => {
            let raw = web_sys::Response::new_with_opt_readable_stream(Some(stream))?;
            let buffer = JsFuture::from(raw.array_buffer()?).await?;
            Ok(Uint8Array::new(&buffer).to_vec())
        }
        ResponseBody::Empty | ResponseBody::Body(_) => response.bytes().await,
    }
}
