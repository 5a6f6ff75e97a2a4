//! A look at the page of a website that holds the tag: what is wrong with it, and what to write
//! instead. It changes nothing, so it is asked with `GET`.

mod address;
mod facts;
mod fetch;
mod view;

use obole_doctor::{Page as Embedding, Visit as Fetched, examine};

use super::form::Problems;
use super::words;
use super::{Answer, Visit};
use crate::error::Error;
use address::Reach;
pub(super) use address::Refusal;
pub(super) use fetch::Unfetched;

/// The field with the page's address.
const URL: &str = "url";

/// `GET /admin/doctor`.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Answer, Error> {
    let Some(typed) = visit.query.filled(URL) else {
        return Ok(view::page(&visit.query, &Problems::default(), None).into());
    };
    let reach = if visit.app.config.is_development {
        Reach::Everything
    } else {
        Reach::Public
    };
    let fetched = match address::read(typed, reach) {
        Ok(url) => fetch::page(&url, reach).await,
        Err(refusal) => Err(refusal.into()),
    };
    let fetched: Fetched = match fetched {
        Ok(fetched) => fetched,
        Err(why) => {
            let problems = Problems::one(URL, words::page_not_fetched(&why));
            return Ok(view::page(&visit.query, &problems, None)
                .refused(422)
                .into());
        }
    };
    let page = Embedding::read(&fetched);
    let installation = facts::of(visit, &page).await?;
    let report = examine(&fetched, &page, &installation);
    let shown = view::Looked {
        url: &fetched.url,
        report: &report,
    };
    Ok(view::page(&visit.query, &Problems::default(), Some(shown)).into())
}
