//! Rendering on the edge: the form, and the pages around it for people.

use std::sync::Arc;

use leptos::prelude::*;
use obole_shared::amount::format_amount;
use obole_shared::api::{LinkView, PaymentView};
use obole_shared::texts::{Texts, fill};

use crate::STYLE;
use crate::form::{Entered, FieldProblem, Form};
use crate::island::island;
use crate::view::{Outcome, State, checkout, direction, result};

/// Style of the pages themselves, beside that of the form.
const PAGE_STYLE: &str = include_str!("page.css");

/// What a form is rendered from.
#[derive(Debug, Clone)]
pub struct FormInput<'a> {
    /// The link.
    pub link: &'a LinkView,
    /// Texts in the donor's language.
    pub texts: &'a Texts,
    /// The donor's language tag, such as `de-CH`.
    pub lang: &'a str,
    /// Scheme, host and port of the edge; empty on its own pages.
    pub edge_origin: &'a str,
    /// Idempotency key of the native form post, made for this rendering.
    pub key: &'a str,
    /// Where the donor is sent in the end; already checked against the link.
    pub return_to: Option<&'a str>,
    /// Entries to show again.
    pub entered: Entered,
    /// What was wrong with them.
    pub problem: Option<FieldProblem>,
}

/// What the hosted page needs beside the form.
#[derive(Debug, Clone, Copy)]
pub struct PageInput<'a> {
    /// Nonce of `style-src` in the page's content security policy.
    pub nonce: &'a str,
    /// Address of the loader, on the edge's own origin.
    pub script_url: &'a str,
}

/// What may be done next on the result page. Addresses other than http(s) and absolute paths are
/// left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct ResultPage<'a> {
    /// Nonce of `style-src`.
    pub nonce: &'a str,
    /// The site the donor came from.
    pub back_url: Option<&'a str>,
    /// The form, for another payment.
    pub again_url: &'a str,
    /// What the provider told the donor: labels and values.
    pub facts: &'a [(&'static str, String)],
    /// Reload after so many seconds, while the payment may still change.
    pub refresh_seconds: Option<u32>,
    /// Where this payment can be tried again.
    pub retry_url: Option<&'a str>,
}

impl FormInput<'_> {
    fn to_form(&self) -> Form {
        Form {
            link: self.link.clone(),
            texts: self.texts.clone(),
            lang: self.lang.to_owned(),
            edge_origin: self.edge_origin.to_owned(),
            key: self.key.to_owned(),
            return_to: self.return_to.map(str::to_owned),
            entered: self.entered.clone(),
            problem: self.problem.clone(),
        }
    }
}

/// The inner HTML of the element's shadow root, without style: a form that posts by itself, and
/// the data to take it over.
pub fn render_form(input: &FormInput<'_>) -> String {
    let form = Arc::new(input.to_form());
    let data = island(&form);
    let html = rendered(move || checkout(&State::new(form, Arc::new(|_, _| ()))));
    html + &data
}

/// The page at `/pay/{link}`: works without script; with it, the loader takes the form over.
pub fn hosted_page(input: &FormInput<'_>, page: &PageInput<'_>) -> String {
    let body = [
        "<main><obole-checkout link=\"",
        &escape(input.link.id.as_str()),
        "\" lang=\"",
        &escape(input.lang),
        "\"><template shadowrootmode=\"open\">",
        // First, because it is taken over from the root's first child on.
        &render_form(input),
        "<style nonce=\"",
        &escape(page.nonce),
        "\">",
        STYLE,
        "</style></template></obole-checkout></main>",
    ]
    .concat();
    let script = [
        "<script async src=\"",
        &escape(page.script_url),
        "\"></script>",
    ]
    .concat();
    document(&Document {
        title: &input.link.name,
        lang: input.lang,
        nonce: page.nonce,
        // The form's own style is inside of its root.
        style: "",
        head: &script,
        body: &body,
    })
}

/// What became of a payment, for people: printable, works without script. `sentence` tells why it
/// stands there, `status_text` is the status as a heading.
pub fn result_page(
    view: &PaymentView,
    texts: &Texts,
    lang: &str,
    sentence: &str,
    status_text: &str,
    page: &ResultPage<'_>,
) -> String {
    let amount = format_amount(view.amount, lang);
    let outcome = Outcome {
        status: view.status.as_str().to_owned(),
        heading: status_text.to_owned(),
        sentence: sentence.to_owned(),
        amount: amount.clone(),
        reference: view.reference.clone(),
        test: view.test,
        updates: page.refresh_seconds.is_some(),
        facts: page
            .facts
            .iter()
            .map(|(label, value)| ((*label).to_owned(), value.clone()))
            .collect(),
    };
    let link = |class: &'static str, url: Option<&str>, text: &str| {
        let url = url.filter(|url| is_web_address(url)).map(str::to_owned);
        let text = text.to_owned();
        url.map(|url| view! { <a class=class href=url>{text}</a> })
    };
    let retry = link(
        "pay",
        page.retry_url,
        &fill(&texts.pay_amount, &[("amount", &amount)]),
    );
    let back = link("again", page.back_url, &texts.back_to_site);
    let again = link("again", Some(page.again_url), &texts.again);
    let texts = texts.clone();
    let html = rendered(move || {
        let actions = view! { {retry} {back} {again} };
        result(&outcome, &texts, actions)
    });
    let refresh = page.refresh_seconds.map(|seconds| {
        [
            "<meta http-equiv=\"refresh\" content=\"",
            &seconds.to_string(),
            "\">",
        ]
        .concat()
    });
    document(&Document {
        title: status_text,
        lang,
        nonce: page.nonce,
        style: STYLE,
        head: &refresh.unwrap_or_default(),
        body: &["<main><div class=\"obole\">", &html, "</div></main>"].concat(),
    })
}

/// A page that says one thing: an unknown link, a problem.
pub fn message_page(title: &str, text: &str, lang: &str, nonce: &str) -> String {
    let body = [
        "<main><div class=\"obole\"><div class=\"result\" data-tone=\"plain\"><h2>",
        &escape(title),
        "</h2><p class=\"sentence\">",
        &escape(text),
        "</p></div></div></main>",
    ]
    .concat();
    document(&Document {
        title,
        lang,
        nonce,
        style: STYLE,
        head: "",
        body: &body,
    })
}

fn rendered<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(None);
    let html = owner.with(|| view().into_view().to_html());
    owner.cleanup();
    html
}

struct Document<'a> {
    title: &'a str,
    lang: &'a str,
    nonce: &'a str,
    style: &'a str,
    head: &'a str,
    body: &'a str,
}

fn document(page: &Document<'_>) -> String {
    [
        "<!doctype html><html lang=\"",
        &escape(page.lang),
        "\" dir=\"",
        direction(page.lang),
        "\"><head><meta charset=\"utf-8\"><title>",
        &escape(page.title),
        "</title><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\"><meta name=\"referrer\" content=\"strict-origin\"><style nonce=\"",
        &escape(page.nonce),
        "\">",
        PAGE_STYLE,
        page.style,
        "</style>",
        page.head,
        "</head><body>",
        page.body,
        "</body></html>",
    ]
    .concat()
}

/// Whether a link may lead there: no `javascript:`, no other host by two slashes.
fn is_web_address(url: &str) -> bool {
    let own = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    own || url.starts_with("https://") || url.starts_with("http://")
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
