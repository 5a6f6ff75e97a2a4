//! Pages for people, rendered from the widget's own components.

use obole_shared::amount::{format_amount, format_number};
use obole_shared::api::LinkView;
use obole_shared::currency::Currency;
use obole_shared::ids::LinkId;
use obole_shared::link::Link;
use obole_shared::money::Money;
use obole_shared::problem::Code;
use obole_shared::terminal::Terminal;
use obole_shared::texts::Lang;
use obole_widget::{
    Entered, FieldProblem, FormInput, PageInput, ResultInput, ResultPage, hosted_page,
    message_page, render_form, render_result, result_page,
};
use worker::{D1Database, Headers, Request, Response};

use super::{App, Context, id, lang_of, query};
use crate::catalog;
use crate::error::{Error, sentence};
use crate::object::Snapshot;
use crate::random::random_uuid;
use crate::timestamp;

/// `GET /pay/{link}`: creates nothing, so that mail scanners and previews do no harm.
pub(super) async fn show(request: Request, context: Context) -> Result<Response, Error> {
    let link_id: LinkId = id(&context, "link", Code::LinkUnknown)?;
    let database = context.env.d1("DB")?;
    let (link, terminals) = catalog::offer(&database, &link_id)
        .await?
        .ok_or(Code::LinkUnknown)?;
    let lang = lang_of(&request);
    let view = view_of(&request, &database, &link, &terminals, lang).await?;
    let tag = tag_of(&request, lang);
    let page = FormPage {
        view: &view,
        lang,
        entered: entered(&request, &view, &tag),
        tag,
        key: None,
        return_to: allowed_return(&request, &link),
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
    let tag = tag_of(request, lang);
    render_form(&FormInput {
        link: view,
        texts: lang.texts(),
        lang: &tag,
        edge_origin: &app.config.addresses.public_origin,
        key: &key,
        return_to: return_to.as_deref(),
        entered: entered(request, view, &tag),
        problem: None,
    })
}

/// The form once more, with what was wrong beside the field.
pub(super) struct FormAgain {
    /// The key of the post before, where it may be tried again.
    pub(super) key: Option<String>,
    /// What was entered.
    pub(super) entered: Entered,
    /// Where the donor is sent in the end.
    pub(super) return_to: Option<String>,
}

impl FormAgain {
    pub(super) fn respond(
        self,
        view: &LinkView,
        lang: Lang,
        error: &Error,
    ) -> Result<Response, Error> {
        error.log();
        let problem = error.problem();
        let readings = problem.readings.iter();
        let write = |reading: &Money| (reading.wire_value(), format_amount(*reading, lang.tag()));
        let beside = FieldProblem {
            field: problem.field().unwrap_or_default().to_owned(),
            text: sentence(&problem, lang),
            readings: readings.map(write).collect(),
        };
        let page = FormPage {
            view,
            lang,
            tag: lang.tag().to_owned(),
            key: self.key,
            entered: self.entered,
            return_to: self.return_to,
            problem: Some(beside),
        };
        page.respond(problem.code.status())
    }
}

/// How a payment stands, in the widget's words and markup.
fn told<T>(
    snapshot: &Snapshot,
    lang: Lang,
    updates: bool,
    render: impl FnOnce(&ResultInput<'_>) -> T,
) -> T {
    let view = &snapshot.view;
    let facts = super::payments::receipt(view, lang);
    let day = timestamp::day(view.created_at);
    let date = timestamp::day_in_words(view.created_at, lang).unwrap_or_else(|| day.clone());
    render(&ResultInput {
        view,
        texts: lang.texts(),
        lang: lang.tag(),
        sentence: lang.why(view.why),
        status_text: lang.status(view.status),
        day: &day,
        date: &date,
        facts: &facts,
        updates,
    })
}

/// How a payment stands, for the place above the form it began on.
pub(super) fn result_in_place(app: &App, snapshot: &Snapshot, lang: Lang, updates: bool) -> String {
    let receipt = format!(
        "{}/result/{}?secret={}&lang={}",
        app.config.addresses.public_origin,
        snapshot.view.id,
        snapshot.secret.expose(),
        lang.tag()
    );
    told(snapshot, lang, updates, |input| {
        render_result(input, &receipt)
    })
}

/// How a payment stands, as a page.
pub(super) fn result_of(
    snapshot: &Snapshot,
    lang: Lang,
    refresh_seconds: Option<u32>,
) -> Result<Response, Error> {
    let nonce = random_uuid();
    let again = format!("/pay/{}?lang={}", snapshot.view.link, lang.tag());
    let retry = snapshot.view.redirect_url.as_deref();
    let page = ResultPage {
        nonce: &nonce,
        back_url: snapshot.return_to.as_deref(),
        again_url: &again,
        refresh_seconds,
        retry_url: retry.filter(|_| snapshot.choose_again),
    };
    let html = told(snapshot, lang, refresh_seconds.is_some(), |input| {
        result_page(input, &page)
    });
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
    key: Option<String>,
    entered: Entered,
    return_to: Option<String>,
    problem: Option<FieldProblem>,
}

impl FormPage<'_> {
    fn respond(self, status: u16) -> Result<Response, Error> {
        let nonce = random_uuid();
        let key = self.key.unwrap_or_else(random_uuid);
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
pub(super) async fn view_of(
    request: &Request,
    database: &D1Database,
    link: &Link,
    terminals: &[Terminal],
    lang: Lang,
) -> Result<LinkView, Error> {
    let mut view = catalog::view(database, link, terminals, lang).await?;
    if let Some(presets) = query(request, "presets") {
        let values: Vec<&str> = presets.split(',').map(str::trim).collect();
        view.offer_presets(&values);
    }
    Ok(view)
}

/// Entries a page or an address may begin with. An amount that is exactly one of the presets
/// chooses it; any other stands in the field as the donor's language writes it.
fn entered(request: &Request, view: &LinkView, tag: &str) -> Entered {
    let amount = query(request, "amount");
    let currency = query(request, "currency");
    let code = currency.as_deref().and_then(Currency::from_code);
    let offered = view
        .currencies
        .iter()
        .find(|one| code.is_none_or(|code| code == one.code));
    let exact = amount.as_deref().zip(offered);
    let exact = exact.and_then(|(text, offered)| Money::from_wire(text, offered.code).ok());
    let preset = exact.zip(offered).and_then(|(money, offered)| {
        let value = money.wire_value();
        let mut presets = offered.presets.iter();
        presets.any(|one| one.value == value).then_some(value)
    });
    let written = exact.map(|money| format_number(money, tag));
    Entered {
        amount: written
            .or(amount)
            .filter(|_| preset.is_none() && !view.fixed),
        preset,
        currency,
        terminal: query(request, "provider").or_else(|| query(request, "terminal")),
        ..Entered::default()
    }
}
