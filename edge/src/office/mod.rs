//! The back office: pages under `/admin`, rendered here, without any script.
//!
//! A page is a pure function of its data; the handlers beside it fetch the data, and send the
//! browser on after each step (303), so that a reload repeats nothing.

mod assets;
mod csrf;
mod disputes;
mod doctor;
mod fields;
mod form;
mod frame;
mod links;
mod matters;
mod notices;
mod overview;
mod parts;
mod payments;
mod session;
mod sign_in;
mod terminals;
#[cfg(test)]
mod tests;
mod words;

use maud::html;
use obole_shared::problem::Code;
use obole_shared::texts::Lang;
use obole_shared::time::UnixMs;
use worker::{D1Database, Env, Headers, Method, Request, Response};

use crate::error::{Error, sentence};
use crate::keys::same_secret;
use crate::object::now;
use crate::random::random_uuid;
use crate::route::{App, Context, body};
use form::{Form, Problems};
use frame::{Around, Page, Policy, Section};
use session::Sessions;

/// What a page is made from.
struct Visit<'a> {
    env: &'a Env,
    app: &'a App,
    now: UnixMs,
    csrf: String,
    query: Form,
    /// Sent fields; empty unless `is_post`.
    form: Form,
    is_post: bool,
}

impl Visit<'_> {
    fn database(&self) -> Result<D1Database, Error> {
        Ok(self.env.d1("DB")?)
    }
}

/// What a page answers.
enum Answer {
    Page(Box<Page>),
    /// Somewhere else, after a step was done.
    Next(String),
}

impl From<Page> for Answer {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

/// Serves everything under `/admin`.
///
/// # Errors
/// Only when not even an error can be answered.
pub(crate) async fn serve(request: Request, context: Context) -> worker::Result<Response> {
    let answer = match answer(request, &context).await {
        Ok(response) => Ok(response),
        Err(error) => stray(&error),
    };
    answer.map_err(|error| worker::Error::RustError(error.to_string()))
}

async fn answer(mut request: Request, context: &Context) -> Result<Response, Error> {
    let url = request.url()?;
    let path = url.path();
    let app = &context.data;
    let is_post = match request.method() {
        Method::Get => false,
        Method::Post => true,
        _ => return Err(Code::MethodNotAllowed.into()),
    };
    if let Some(file) = assets::serve(path).filter(|_| !is_post) {
        return file;
    }
    let form = if is_post {
        if !from_own_page(&request, &url)? {
            return outdated();
        }
        Form::parse(&body::read(&mut request).await?)
    } else {
        Form::default()
    };
    let query = Form::parse(url.query().unwrap_or_default().as_bytes());
    let origin = &app.config.addresses.public_origin;
    let sessions = Sessions::new(&app.keys, &app.config.admin_token, origin);
    let cookie = request.headers().get("cookie")?.unwrap_or_default();
    let now = now();
    let session = sessions.read(&cookie, now);
    if path == sign_in::PATH {
        return if is_post {
            sign_in(app, sessions, &form, now).await
        } else if session.is_some() {
            see_other(sign_in::next(query.raw(sign_in::NEXT)), None)
        } else {
            let next = sign_in::next(query.raw(sign_in::NEXT));
            let out = query.raw("out").is_some();
            html_response(&sign_in::page(next, &Problems::default(), out), 200)
        };
    }
    let Some(session) = session else {
        // What was typed into a form is lost with the session; a page can be opened again.
        let wanted = if is_post {
            "/admin".to_owned()
        } else {
            let query = url.query().map(|query| format!("?{query}"));
            format!("{path}{}", query.unwrap_or_default())
        };
        let next = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect::<String>();
        return see_other(&format!("{}?{}={next}", sign_in::PATH, sign_in::NEXT), None);
    };
    let csrf = sessions.form_token(&session);
    if is_post && !csrf::is_token(form.raw(csrf::FIELD), csrf.expose()) {
        return outdated();
    }
    if is_post && path == "/admin/sign-out" {
        return see_other(&format!("{}?out", sign_in::PATH), Some(&sessions.end()));
    }
    let visit = Visit {
        env: &context.env,
        app,
        now,
        csrf: csrf.expose().to_owned(),
        query,
        form,
        is_post,
    };
    let page = match dispatch(&visit, path).await {
        Ok(Answer::Next(path)) => return see_other(&path, None),
        Ok(Answer::Page(page)) => *page,
        Err(error) => trouble(&error, section_of(path)),
    };
    let around = Around {
        csrf: &visit.csrf,
        done: visit.query.raw("done").and_then(words::done),
    };
    respond(&frame::framed(&page, around), page.status, page.policy)
}

async fn dispatch(visit: &Visit<'_>, path: &str) -> Result<Answer, Error> {
    let rest = path.strip_prefix("/admin").unwrap_or(path);
    let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
    match (visit.is_post, parts.as_slice()) {
        (false, []) => overview::show(visit).await,
        (false, ["payments"]) => payments::list(visit).await,
        (false, ["payments", id]) => payments::show(visit, id).await,
        (false, ["payments", id, verb]) => payments::ask(visit, id, verb).await,
        (true, ["payments", id, verb]) => payments::act(visit, id, verb).await,
        (false, ["disputes"]) => disputes::list(visit).await,
        (false, ["doctor"]) => doctor::show(visit).await,
        (false, ["links"]) => links::list(visit).await,
        (_, ["new-link"]) => links::new(visit).await,
        (_, ["links", id]) => links::edit(visit, id).await,
        (false, ["links", id, "embed"]) => links::embed(visit, id).await,
        (false, ["notices"]) => notices::list(visit).await,
        (false, ["notices", id]) => notices::show(visit, id).await,
        (true, ["notices", id, verb]) => notices::act(visit, id, verb).await,
        (false, ["terminals"]) => terminals::list(visit).await,
        (_, ["new-terminal"]) => terminals::new(visit).await,
        (false, ["terminals", id]) => terminals::show(visit, id).await,
        (_, ["terminals", id, verb]) => terminals::act(visit, id, verb).await,
        _ => Err(Code::NotFound.into()),
    }
}

/// The part of the back office an address belongs to.
fn section_of(path: &str) -> Section {
    match path.split('/').nth(2).unwrap_or_default() {
        "payments" => Section::Payments,
        "links" | "new-link" => Section::Links,
        "terminals" | "new-terminal" => Section::Terminals,
        "notices" => Section::Notices,
        "disputes" => Section::Disputes,
        "doctor" => Section::Doctor,
        _ => Section::Overview,
    }
}

fn from_own_page(request: &Request, url: &url::Url) -> Result<bool, Error> {
    let fetch_site = request.headers().get("sec-fetch-site")?;
    let origin = request.headers().get("origin")?;
    let is_form = body::media_type(request) == "application/x-www-form-urlencoded";
    let sender = csrf::Sender {
        fetch_site: fetch_site.as_deref(),
        origin: origin.as_deref(),
    };
    Ok(is_form && sender.is_own(&url.origin().ascii_serialization()))
}

async fn sign_in(
    app: &App,
    sessions: Sessions<'_>,
    form: &Form,
    now: UnixMs,
) -> Result<Response, Error> {
    let next = sign_in::next(form.raw(sign_in::NEXT));
    let token = form.text(sign_in::TOKEN);
    sign_in::slow_down(now).await;
    let is_right = same_secret(token, app.config.admin_token.expose());
    if is_right || !token.is_empty() {
        sign_in::remember(now, is_right);
    }
    if is_right {
        let (_, cookie) = sessions.begin(random_uuid(), now);
        worker::console_log!("back office: signed in");
        return see_other(next, Some(&cookie));
    }
    let sentence = if token.is_empty() {
        words::TOKEN_EMPTY
    } else {
        worker::console_warn!("back office: wrong token");
        words::TOKEN_WRONG
    };
    let problems = Problems::one(sign_in::TOKEN, sentence);
    html_response(&sign_in::page(next, &problems, false), 403)
}

/// A problem in the frame of the back office.
fn trouble(error: &Error, section: Section) -> Page {
    error.log();
    let problem = error.problem();
    let (title, text) = match problem.code {
        Code::NotFound => (words::NOT_FOUND_TITLE, words::NOT_FOUND.to_owned()),
        Code::Internal => (words::TROUBLE_TITLE, words::TROUBLE_OURS.to_owned()),
        _ if problem.code.status() == 404 => (words::NOT_FOUND_TITLE, sentence(&problem, Lang::En)),
        _ => (words::TROUBLE_TITLE, sentence(&problem, Lang::En)),
    };
    let body = html! {
        p.lead { (text) }
        p { a.button href=(section.path()) { (section.name()) } }
    };
    Page::new(section, title, body).refused(problem.code.status())
}

/// A problem of somebody who may not be signed in.
fn stray(error: &Error) -> Result<Response, Error> {
    error.log();
    let problem = error.problem();
    let body = html! {
        p.lead { (sentence(&problem, Lang::En)) }
        p { a.button href=(Section::Overview.path()) { (words::START_AGAIN) } }
    };
    html_response(
        &frame::bare(words::TROUBLE_TITLE, true, &body),
        problem.code.status(),
    )
}

fn outdated() -> Result<Response, Error> {
    let body = html! {
        p.lead { (words::FORM_OUTDATED) }
        p { a.button href=(Section::Overview.path()) { (words::START_AGAIN) } }
    };
    html_response(&frame::bare(words::FORM_OUTDATED_TITLE, true, &body), 403)
}

fn html_response(html: &str, status: u16) -> Result<Response, Error> {
    respond(html, status, Policy::Still)
}

fn respond(html: &str, status: u16, policy: Policy) -> Result<Response, Error> {
    let headers = Headers::new();
    for (name, value) in PAGE_HEADERS {
        headers.set(name, value)?;
    }
    headers.set("content-security-policy", policy.header())?;
    Ok(Response::ok(html)?
        .with_headers(headers)
        .with_status(status))
}

/// Nothing is kept. `same-origin`, as with `no-referrer` browsers send `Origin: null` with our own
/// forms; other sites learn nothing either way.
const PAGE_HEADERS: [(&str, &str); 7] = [
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Where the browser goes after a step.
fn see_other(path: &str, cookie: Option<&str>) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("location", path)?;
    headers.set("cache-control", "no-store")?;
    headers.set("referrer-policy", "same-origin")?;
    if let Some(cookie) = cookie {
        headers.set("set-cookie", cookie)?;
    }
    Ok(Response::empty()?.with_status(303).with_headers(headers))
}
