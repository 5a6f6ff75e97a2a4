//! Fetching, within limits.

use std::io::Read;
use std::time::Duration;

use obole_doctor::is_loopback;
use ureq::ResponseExt;
use url::Url;

use crate::error::{Error, Result};

/// Most of a page that is read.
const PAGE_MAX: usize = 2 * 1024 * 1024;
/// Redirects that browsers would follow too.
const REDIRECTS_MAX: u32 = 5;
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

/// Who asks.
pub(crate) struct Client(ureq::Agent);

impl Client {
    /// Asks as a browser does: redirects are followed, cookies are not kept.
    pub(crate) fn browser() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(REDIRECTS_MAX)
            .user_agent("Mozilla/5.0 (compatible; Obole doctor)")
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .build();
        Self(config.into())
    }

    /// Asks for files at their own address: a redirect is an answer like another.
    pub(crate) fn direct() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent("Obole build")
            .build();
        Self(config.into())
    }

    pub(crate) fn get(&self, url: &Url) -> Result<Answer> {
        self.get_within(url, PAGE_MAX)
    }

    /// Reads so many bytes at most, and tells whether there were more.
    pub(crate) fn get_within(&self, url: &Url, bytes_max: usize) -> Result<Answer> {
        let mut plain = url.clone();
        plain.set_fragment(None);
        let failed = |source: ureq::Error| Error::Fetch {
            url: url.to_string(),
            source: Box::new(source),
        };
        let mut request = self.0.get(plain.as_str());
        if is_loopback(&plain) {
            // To a proxy this would be the proxy's own machine.
            request = request.config().proxy(None).build();
        }
        let mut answer = request.call().map_err(failed)?;
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
        // One more, by which it is seen that there are more.
        let most = u64::try_from(bytes_max).unwrap_or(u64::MAX);
        reader
            .take(most.saturating_add(1))
            .read_to_end(&mut body)
            .map_err(|error| failed(error.into()))?;
        let is_cut = body.len() > bytes_max;
        body.truncate(bytes_max);
        Ok(Answer {
            url: answered.unwrap_or(plain),
            status,
            headers,
            body,
            is_cut,
        })
    }
}
