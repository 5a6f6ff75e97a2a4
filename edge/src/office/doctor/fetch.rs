//! Fetching a page, within limits.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use obole_doctor::Visit;
use url::Url;
use worker::{
    AbortController, AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect,
    Response, ResponseBody,
};

use super::address::{self, Reach, Refusal};

/// Most of a page that is read.
const BYTES_MAX: usize = 1024 * 1024;
/// Longest wait, redirects included.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most redirects that are followed.
const REDIRECTS_MAX: usize = 3;

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::office) enum Unfetched {
    /// The address is not fetched.
    Refused(Refusal),
    /// It leads to one that is not fetched.
    LeadsTo(Refusal),
    /// It leads on and on.
    Redirects,
    /// Nothing came in time.
    TooSlow,
    /// Nothing came; for the operator.
    Failed(String),
}

impl From<Refusal> for Unfetched {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<worker::Error> for Unfetched {
    fn from(error: worker::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Fetches a page as a browser would that comes for the first time.
pub(super) async fn page(url: &Url, reach: Reach) -> Result<Visit, Unfetched> {
    let abort = AbortController::default();
    let exchange = Box::pin(follow(url, reach, abort.signal()));
    match select(exchange, worker::Delay::from(PATIENCE)).await {
        Either::Left((visit, _)) => visit,
        Either::Right(_) => {
            abort.abort();
            Err(Unfetched::TooSlow)
        }
    }
}

async fn follow(asked: &Url, reach: Reach, signal: AbortSignal) -> Result<Visit, Unfetched> {
    let mut url = asked.clone();
    for _ in 0..=REDIRECTS_MAX {
        let response = Fetch::Request(request(&url)?)
            .send_with_signal(&signal)
            .await?;
        let status = response.status_code();
        let location = response.headers().get("location")?;
        match location.filter(|_| [301, 302, 303, 307, 308].contains(&status)) {
            Some(location) => url = next(&url, &location, reach)?,
            None => return visit(asked, url, response).await,
        }
    }
    Err(Unfetched::Redirects)
}

/// Where a redirect leads; nobody is led where nobody may go.
fn next(from: &Url, location: &str, reach: Reach) -> Result<Url, Unfetched> {
    let mut url = from
        .join(location)
        .map_err(|_| Unfetched::LeadsTo(Refusal::Malformed))?;
    url.set_fragment(None);
    address::check(&url, reach).map_err(Unfetched::LeadsTo)?;
    Ok(url)
}

fn request(url: &Url) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("user-agent", "Mozilla/5.0 (compatible; Obole doctor)")?;
    headers.set("accept", "text/html,application/xhtml+xml,*/*;q=0.8")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual);
    Request::new_with_init(url.as_str(), &init)
}

async fn visit(asked: &Url, url: Url, mut response: Response) -> Result<Visit, Unfetched> {
    let mut body = Vec::new();
    if matches!(response.body(), ResponseBody::Stream(_)) {
        let mut stream = response.stream()?;
        // What is beyond the limit is not waited for: the stream ends when it is dropped.
        while body.len() <= BYTES_MAX
            && let Some(piece) = stream.next().await
        {
            body.extend(piece?);
        }
    }
    let is_cut = body.len() > BYTES_MAX;
    body.truncate(BYTES_MAX);
    Ok(Visit {
        asked: asked.clone(),
        url,
        status: response.status_code(),
        headers: response.headers().entries().collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
        is_cut,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_leads_nobody_where_nobody_may_go() {
        let from = Url::parse("https://www.example.org/a/b").unwrap();
        let leads = |location: &str| next(&from, location, Reach::Public);
        let to = |url: &str| Ok(Url::parse(url).unwrap());
        assert_eq!(leads("../c#d"), to("https://www.example.org/c"));
        assert_eq!(leads("//example.com"), to("https://example.com/"));
        let private = Err(Unfetched::LeadsTo(Refusal::Private));
        assert_eq!(leads("http://169.254.169.254/"), private);
        assert_eq!(leads("//localhost/"), private);
        let malformed = Err(Unfetched::LeadsTo(Refusal::Malformed));
        assert_eq!(leads("file:///etc/passwd"), malformed);
        assert_eq!(leads("http://"), malformed);
    }
}
