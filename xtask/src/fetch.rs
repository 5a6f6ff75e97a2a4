//! Fetching, within limits.

use std::io::Read;
use std::time::Duration;

use ureq::ResponseExt;
use url::Url;

use crate::error::{Error, Result};

/// Most of a page that is read.
const BYTES_MAX: u64 = 2 * 1024 * 1024;
/// Longest wait for one answer, redirects included.
const PATIENCE: Duration = Duration::from_secs(15);

/// What was answered in the end.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) url: Url,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) is_cut: bool,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Asks as a browser does: redirects are followed, cookies are not kept.
pub(crate) struct Client(ureq::Agent);

impl Client {
    pub(crate) fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(5)
            .user_agent("Mozilla/5.0 (compatible; Obole)")
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .build();
        Self(config.into())
    }

    pub(crate) fn get(&self, url: &Url) -> Result<Answer> {
        let mut plain = url.clone();
        plain.set_fragment(None);
        let failed = |source: ureq::Error| Error::Fetch {
            url: url.to_string(),
            source: Box::new(source),
        };
        let mut answer = self.0.get(plain.as_str()).call().map_err(failed)?;
        let answered = Url::parse(&answer.get_uri().to_string());
        let headers = answer.headers().iter();
        let headers = headers
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        let reader = answer.body_mut().as_reader();
        reader
            .take(BYTES_MAX + 1)
            .read_to_end(&mut body)
            .map_err(|error| failed(error.into()))?;
        let most = usize::try_from(BYTES_MAX).unwrap_or(usize::MAX);
        let is_cut = body.len() > most;
        body.truncate(most);
        Ok(Answer {
            url: answered.unwrap_or(plain),
            status,
            headers,
            body,
            is_cut,
        })
    }
}
