//! Terminals: the accounts at providers, and the steps from a first entry to live money.

mod account;
mod choose;
mod detail;
mod entry;
mod fee;
mod form;
mod list;
mod step;

use obole_shared::ids::TerminalId;
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::{AccountType, Mode, TerminalKind};

use super::form::Problems;
use super::{Answer, Visit, words};
use crate::error::Error;
use crate::settings::{Settings, TerminalView};
use entry::Frame;

impl Visit<'_> {
    /// The settings of terminals.
    pub(super) fn settings(&self) -> Result<Settings, Error> {
        Settings::new(self.env, &self.app.config)
    }
}

/// `GET /admin/terminals`.
pub(super) async fn list(visit: &Visit<'_>) -> Result<Answer, Error> {
    let terminals = visit.settings()?.terminals().await?;
    Ok(list::page(&terminals).into())
}

/// `GET` and `POST /admin/new-terminal`: without a kind, the choice of kinds.
pub(super) async fn new(visit: &Visit<'_>) -> Result<Answer, Error> {
    let asked = if visit.is_post {
        &visit.form
    } else {
        &visit.query
    };
    let kind = TerminalKind::from_word(asked.text("kind"));
    let account = AccountType::from_word(asked.text("account"));
    let Some(frame) = kind.and_then(|kind| Frame::new(kind, account)) else {
        return Ok(choose::page().into());
    };
    if !visit.is_post {
        let form = frame.blank();
        return Ok(form::new(frame, &form, &visit.csrf, &Problems::default()).into());
    }
    let mut problems = frame.problems(&visit.form);
    let id = visit.form.text("id").parse::<TerminalId>();
    if id.is_err() {
        problems.add("id", words::ID_WRONG);
    }
    if let Ok(id) = id
        && problems.is_empty()
    {
        let input = frame.input(&visit.form);
        match visit.settings()?.create(&id, &input).await {
            Ok(view) => return Ok(done(&view, "terminal-created")),
            Err(error) => problems = told(error)?,
        }
    }
    let page = form::new(frame, &visit.form, &visit.csrf, &problems);
    Ok(page.refused(422).into())
}

/// `GET /admin/terminals/{id}`.
pub(super) async fn show(visit: &Visit<'_>, id: &str) -> Result<Answer, Error> {
    let view = known(visit, id).await?;
    let origin = &visit.app.config.addresses.public_origin;
    Ok(detail::page(&view, origin, &visit.csrf, &Problems::default()).into())
}

/// Everything under `/admin/terminals/{id}/`.
pub(super) async fn act(visit: &Visit<'_>, id: &str, verb: &str) -> Result<Answer, Error> {
    let view = known(visit, id).await?;
    match (visit.is_post, verb) {
        (_, "edit") => edit(visit, &view).await,
        (true, "check") => check(visit, &view).await,
        (_, "mode") => mode(visit, &view).await,
        (false, "delete") => Ok(step::delete_page(&view, &visit.csrf, &Problems::default()).into()),
        (true, "delete") => delete(visit, &view).await,
        (true, "enable") => {
            let view = visit.settings()?.set_enabled(&view.id, true).await?;
            Ok(done(&view, "terminal-enabled"))
        }
        (true, "disable") => {
            let view = visit.settings()?.set_enabled(&view.id, false).await?;
            Ok(done(&view, "terminal-disabled"))
        }
        (true, "default") => match visit.settings()?.set_default(&view.id).await {
            Ok(view) => Ok(done(&view, "terminal-default")),
            Err(error) => again(visit, &view, error),
        },
        _ => Err(Code::NotFound.into()),
    }
}

async fn edit(visit: &Visit<'_>, view: &TerminalView) -> Result<Answer, Error> {
    // A description that no declaration fits any more can still be looked at.
    let frame = Frame::new(view.kind, view.account).ok_or(Code::NotFound)?;
    if !visit.is_post {
        let form = frame.filled(view);
        let none = Problems::default();
        return Ok(form::edit(frame, view, &form, &visit.csrf, &none).into());
    }
    let mut problems = frame.problems(&visit.form);
    if problems.is_empty() {
        let input = frame.input(&visit.form);
        match visit.settings()?.put(&view.id, &input).await {
            Ok(view) => return Ok(done(&view, "terminal-saved")),
            Err(error) => problems = told(error)?,
        }
    }
    let page = form::edit(frame, view, &visit.form, &visit.csrf, &problems);
    Ok(page.refused(422).into())
}

async fn check(visit: &Visit<'_>, view: &TerminalView) -> Result<Answer, Error> {
    let mode = asked_mode(visit.form.text("mode"))?;
    match visit.settings()?.check(&view.id, Some(mode)).await {
        Ok(view) => {
            let check = view.credentials.of(mode).and_then(|one| one.check.as_ref());
            let passed = check.is_some_and(|check| check.passed);
            let key = if passed {
                "terminal-passed"
            } else {
                "terminal-failed"
            };
            Ok(done(&view, key))
        }
        Err(error) => again(visit, view, error),
    }
}

async fn mode(visit: &Visit<'_>, view: &TerminalView) -> Result<Answer, Error> {
    let asked = if visit.is_post {
        &visit.form
    } else {
        &visit.query
    };
    let to = asked_mode(asked.text("to"))?;
    match visit
        .settings()?
        .set_mode(&view.id, to, visit.is_post)
        .await
    {
        Ok(_) if visit.is_post => {
            let key = match to {
                Mode::Live => "terminal-live",
                Mode::Test => "terminal-test",
            };
            Ok(done(view, key))
        }
        Ok(change) => Ok(step::mode_page(view, &change, &visit.csrf).into()),
        Err(error) => again(visit, view, error),
    }
}

async fn delete(visit: &Visit<'_>, view: &TerminalView) -> Result<Answer, Error> {
    match visit.settings()?.delete(&view.id).await {
        Ok(()) => Ok(Answer::Next(
            "/admin/terminals?done=terminal-deleted".to_owned(),
        )),
        Err(error) => {
            let page = step::delete_page(view, &visit.csrf, &told(error)?);
            Ok(page.refused(409).into())
        }
    }
}

/// The terminal's page with what stood against a step.
fn again(visit: &Visit<'_>, view: &TerminalView, error: Error) -> Result<Answer, Error> {
    let origin = &visit.app.config.addresses.public_origin;
    let page = detail::page(view, origin, &visit.csrf, &told(error)?);
    Ok(page.refused(409).into())
}

/// A problem that an operator can do something about, at its field; any other goes on as it is.
fn told(error: Error) -> Result<Problems, Error> {
    match error {
        Error::Problem(problem) if problem.code.status() < 500 && problem.code.status() != 404 => {
            let (field, sentence) = place(&problem);
            Ok(Problems::one(&field, sentence))
        }
        error => Err(error),
    }
}

/// The field and the sentence of a problem: the detail may begin with the field's name.
fn place(problem: &Problem) -> (String, String) {
    let field = problem.field().unwrap_or_default();
    let detail = problem.detail.as_deref();
    let sentence = match detail {
        Some(detail) => {
            let rest = detail.strip_prefix(field);
            let rest = rest.and_then(|rest| rest.strip_prefix(": "));
            words::sentence(rest.unwrap_or(detail))
        }
        None if problem.code == Code::SettingChanged => words::CHANGED_MEANWHILE.to_owned(),
        None => crate::error::sentence(problem, obole_shared::texts::Lang::En),
    };
    (field.to_owned(), sentence)
}

fn done(view: &TerminalView, key: &str) -> Answer {
    Answer::Next(format!("{}?done={key}", path(view)))
}

/// Where a terminal is.
fn path(view: &TerminalView) -> String {
    format!("/admin/terminals/{}", view.id)
}

fn asked_mode(word: &str) -> Result<Mode, Error> {
    [Mode::Test, Mode::Live]
        .into_iter()
        .find(|mode| mode.as_str() == word)
        .ok_or_else(|| Code::NotFound.into())
}

async fn known(visit: &Visit<'_>, id: &str) -> Result<TerminalView, Error> {
    let id: TerminalId = id.parse().map_err(|_| Code::TerminalUnknown)?;
    visit.settings()?.terminal(&id).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_finds_its_field() {
        let problem = Problem::with_field(
            Code::BodyInvalid,
            "credentials.live.password",
            "credentials.live.password: API password is missing",
        );
        let expected = (
            "credentials.live.password".to_owned(),
            "API password is missing.".to_owned(),
        );
        assert_eq!(place(&problem), expected);
        let problem = Problem::with_detail(Code::TerminalInUse, "2 payments are open");
        assert_eq!(
            place(&problem),
            (String::new(), "2 payments are open.".to_owned())
        );
    }

    #[test]
    fn what_is_ours_is_not_told_as_theirs() {
        assert!(told(Error::Internal("D1".into())).is_err());
        assert!(told(Code::TerminalUnknown.into()).is_err());
        assert!(told(Code::SettingChanged.into()).is_ok());
    }
}
