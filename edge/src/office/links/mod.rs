//! Links: what donors open.

mod amounts;
mod asked;
mod edit;
mod embed;
mod entry;
mod extras;
mod list;
mod wording;

use obole_shared::ids::LinkId;
use obole_shared::problem::Code;
use obole_shared::terminal::Terminal;

use super::form::Problems;
use super::{Answer, Visit};
use crate::catalog;
use crate::error::Error;
use crate::object::now;
use edit::Subject;
use entry::Entry;

pub(super) use embed::show as embed;

/// Links on one page.
const LIMIT: u32 = 50;

/// `GET /admin/links`.
pub(super) async fn list(visit: &Visit<'_>) -> Result<Answer, Error> {
    let database = visit.database()?;
    let after = visit.query.text("after");
    let links = catalog::links::page(&database, after, LIMIT).await?;
    let terminals = catalog::terminals::known(&database).await?;
    Ok(list::page(&links, &terminals, after, LIMIT).into())
}

/// `GET` and `POST /admin/new-link`.
pub(super) async fn new(visit: &Visit<'_>) -> Result<Answer, Error> {
    let database = visit.database()?;
    let records = catalog::terminals::all(&database).await?;
    let default = records.iter().find(|record| record.is_default);
    let default = default.map(|record| record.terminal.id.clone());
    let terminals: Vec<Terminal> = records.into_iter().map(|record| record.terminal).collect();
    if !visit.is_post {
        let form = entry::blank(&terminals, default.as_ref());
        return Ok(edit::page(
            Subject::New,
            &form,
            &terminals,
            &visit.csrf,
            &Problems::default(),
        )
        .into());
    }
    let mut entered = entry::read(&visit.form, &terminals);
    let id = match visit.form.text("id").parse::<LinkId>() {
        Ok(id) if catalog::links::one(&database, &id).await?.is_some() => {
            entered.refuse("id", super::words::ID_TAKEN);
            None
        }
        Ok(id) => Some(id),
        Err(_) => {
            entered.refuse("id", super::words::ID_WRONG);
            None
        }
    };
    save(visit, Subject::New, id, entered).await
}

/// `GET` and `POST /admin/links/{link}`.
pub(super) async fn edit(visit: &Visit<'_>, id: &str) -> Result<Answer, Error> {
    let id: LinkId = id.parse().map_err(|_| Code::LinkUnknown)?;
    let database = visit.database()?;
    let (link, edited_at) = catalog::links::one(&database, &id)
        .await?
        .ok_or(Code::LinkUnknown)?;
    let terminals = catalog::terminals::known(&database).await?;
    let origin = &visit.app.config.addresses.public_origin;
    let subject = Subject::Known(&id, origin);
    if !visit.is_post {
        let form = entry::filled(&link, edited_at);
        let none = Problems::default();
        return Ok(edit::page(subject, &form, &terminals, &visit.csrf, &none).into());
    }
    let entered = entry::read(&visit.form, &terminals);
    save(visit, subject, Some(id.clone()), entered).await
}

/// Stores what was entered, or shows it again with what is wrong.
async fn save(
    visit: &Visit<'_>,
    subject: Subject<'_>,
    id: Option<LinkId>,
    entered: Entry,
) -> Result<Answer, Error> {
    let database = visit.database()?;
    let terminals = catalog::terminals::known(&database).await?;
    let mut problems = entered.problems;
    if let Some(id) = id.filter(|_| problems.is_empty()) {
        match entry::check(&entered.body, &id, &terminals) {
            Ok(body) => {
                let stored = match subject {
                    Subject::New => catalog::links::insert(&database, &id, &body, now()).await?,
                    Subject::Known(..) => {
                        let seen = entry::seen(&visit.form);
                        catalog::links::update(&database, &id, &body, seen, now()).await?
                    }
                };
                match (stored, subject) {
                    (true, _) => {
                        return Ok(Answer::Next(format!("/admin/links/{id}?done=link-saved")));
                    }
                    (false, Subject::New) => problems.add("id", super::words::ID_TAKEN),
                    (false, Subject::Known(..)) => problems.add("", super::words::LINK_CHANGED),
                }
            }
            Err((field, sentence)) => problems.add(field, sentence),
        }
    }
    let page = edit::page(subject, &visit.form, &terminals, &visit.csrf, &problems);
    Ok(page.refused(422).into())
}
