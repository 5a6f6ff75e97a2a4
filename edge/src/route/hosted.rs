//! Pages for people, rendered from the widget's own components.

use obole_shared::api::LinkView;
use obole_shared::ids::LinkId;
use obole_shared::link::Link;
use obole_shared::problem::Code;
use obole_shared::terminal::Terminal;
use obole_shared::texts::Lang;
use obole_widget::{
    Entered, FieldProblem, FormInput, PageInput, ResultPage, hosted_page, message_page,
    render_form, result_page,
};
use worker::{Headers, Request, Response};

use super::{App, Context, id, lang_of, query};
use crate::catalog;
use crate::error::{Error, sentence};
use crate::object::Snapshot;
use crate::random::random_uuid;

/// `GET /pay/{link}`: creates nothing, so that mail scanners and previews do no harm.
pub(super) async fn show(request: Request, context: Context) -> Result<Response, Error> {
    let link_id: LinkId = id(&context, "link", Code::LinkUnknown)?;
    let database = context.env.d1("DB")?;
    let (link, terminals) = catalog::offer(&database, &link_id)
        .await?
        .ok_or(Code::LinkUnknown)?;
    let view = view_of(&request, &link, &terminals);
    let return_to = allowed_return(&request, &link);
    let entered = entered(&request);
    let lang = lang_of(&request);
    let tag = tag_of(&request, lang);
    let page = FormPage {
        view: &view,
        lang,
        tag,
        entered,
        return_to,
        problem: None,
    };
    page.respond(200)
}

/// The form alone, for the widget to put into a page.
pub(super) fn form(
    request: &Request,
    app: &App,
    link: &Link,
    view: &LinkView,
    lang: Lang,
) -> String {
    let key = random_uuid();
    let return_to = allowed_return(request, link);
    render_form(&FormInput {
        link: view,
        texts: lang.texts(),
        lang: &tag_of(request, lang),
        edge_origin: &app.config.addresses.public_origin,
        key: &key,
        return_to: return_to.as_deref(),
        entered: entered(request),
        problem: None,
    })
}

/// The form once more, with what was wrong beside the field.
pub(super) fn form_again(
    view: &LinkView,
    lang: Lang,
    entered: Entered,
    return_to: Option<String>,
    error: &Error,
) -> Result<Response, Error> {
    error.log();
    let problem = error.problem();
    let readings = problem.readings.iter();
    let beside = FieldProblem {
        field: problem.field().unwrap_or_default().to_owned(),
        text: sentence(&problem, lang),
        readings: readings
            .map(|reading| {
                (
                    reading.wire_value(),
                    obole_shared::amount::format_amount(*reading, lang.tag()),
                )
            })
            .collect(),
    };
    let problem_shown = Some(beside);
    let tag = lang.tag().to_owned();
    let page = FormPage {
        view,
        lang,
        tag,
        entered,
        return_to,
        problem: problem_shown,
    };
    page.respond(problem.code.status())
}

/// How a payment stands, as a page.
pub(super) fn result_of(
    snapshot: &Snapshot,
    lang: Lang,
    refresh_seconds: Option<u32>,
) -> Result<Response, Error> {
    let nonce = random_uuid();
    let view = &snapshot.view;
    let again = format!("/pay/{}?lang={}", view.link, lang.tag());
    let facts = super::payments::receipt(view, lang);
    let html = result_page(
        view,
        lang.texts(),
        lang.tag(),
        lang.why(view.why),
        lang.status(view.status),
        &ResultPage {
            nonce: &nonce,
            back_url: snapshot.return_to.as_deref(),
            again_url: &again,
            facts: &facts,
            refresh_seconds,
            retry_url: view
                .redirect_url
                .as_deref()
                .filter(|_| snapshot.choose_again),
        },
    );
    respond(html, &nonce, 200)
}

/// A problem, as a page.
pub(super) fn problem_page(error: &Error, lang: Lang) -> worker::Result<Response> {
    error.log();
    let problem = error.problem();
    let nonce = random_uuid();
    let text = sentence(&problem, lang);
    let html = message_page("Obole", &text, lang.tag(), &nonce);
    respond(html, &nonce, problem.code.status())
        .map_err(|error| worker::Error::RustError(error.to_string()))
}

struct FormPage<'a> {
    view: &'a LinkView,
    lang: Lang,
    tag: String,
    entered: Entered,
    return_to: Option<String>,
    problem: Option<FieldProblem>,
}

impl FormPage<'_> {
    fn respond(self, status: u16) -> Result<Response, Error> {
        let (nonce, key) = (random_uuid(), random_uuid());
        let html = hosted_page(
            &FormInput {
                link: self.view,
                texts: self.lang.texts(),
                lang: &self.tag,
                edge_origin: "",
                key: &key,
                return_to: self.return_to.as_deref(),
                entered: self.entered,
                problem: self.problem,
            },
            &PageInput {
                nonce: &nonce,
                script_url: "/obole.js",
            },
        );
        respond(html, &nonce, status)
    }
}

fn respond(html: String, nonce: &str, status: u16) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("content-type", "text/html; charset=utf-8")?;
    // Each rendering has a key of its own.
    headers.set("cache-control", "no-store")?;
    headers.set("referrer-policy", "strict-origin")?;
    headers.set("x-content-type-options", "nosniff")?;
    // No form-action: it would forbid the redirect to the provider after the form was sent.
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'nonce-{nonce}'; \
         connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    headers.set("content-security-policy", &policy)?;
    Ok(Response::ok(html)?
        .with_headers(headers)
        .with_status(status))
}

/// The page to return to, if the query names one that the link allows; silently left out
/// otherwise, so that a form can be shown anywhere.
fn allowed_return(request: &Request, link: &Link) -> Option<String> {
    query(request, "return_to").filter(|url| link.admit_return(url).is_ok())
}

/// The donor's own tag where it is a variant of the language we answer in: `de-CH` groups digits
/// in another way than `de`.
fn tag_of(request: &Request, lang: Lang) -> String {
    query(request, "lang")
        .filter(|tag| Lang::from_tag(tag) == Some(lang) && tag.len() <= TAG_BYTES_MAX)
        .unwrap_or_else(|| lang.tag().to_owned())
}

const TAG_BYTES_MAX: usize = 12;

/// The link as this page shows it: the page may offer other presets.
pub(super) fn view_of(request: &Request, link: &Link, terminals: &[Terminal]) -> LinkView {
    let mut view = LinkView::new(link, terminals);
    if let Some(presets) = query(request, "presets") {
        let values: Vec<&str> = presets.split(',').map(str::trim).collect();
        view.offer_presets(&values);
    }
    view
}

/// Entries a page or an address may begin with.
fn entered(request: &Request) -> Entered {
    Entered {
        amount: query(request, "amount"),
        preset: None,
        currency: query(request, "currency"),
        terminal: query(request, "terminal"),
    }
}
