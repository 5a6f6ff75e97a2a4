//! Rendering on the edge: the form, and the pages around it for people.

use leptos::prelude::*;
use obole_shared::amount::format_amount;
use obole_shared::api::{LinkView, PaymentView};
use obole_shared::texts::{Texts, fill};

use crate::STYLE;
use crate::choice::Choice;
use crate::form::{Entered, FieldProblem, Form};
use crate::island::island;
use crate::show::Shown;
use crate::view::{Action, Checkout, Fact, Outcome, checkout, direction, result};
use crate::words::Words;

/// Style of the pages themselves, beside that of the form.
const PAGE_STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/page.css"));

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

/// A payment, and what its donor may read of it.
#[derive(Debug, Clone, Copy)]
pub struct ResultInput<'a> {
    /// The payment.
    pub view: &'a PaymentView,
    /// Texts in the donor's language.
    pub texts: &'a Texts,
    /// The donor's language tag.
    pub lang: &'a str,
    /// Why it stands where it stands.
    pub sentence: &'a str,
    /// Its status, as a heading.
    pub status_text: &'a str,
    /// The day it was made, `2026-11-28`.
    pub day: &'a str,
    /// The same in the donor's words.
    pub date: &'a str,
    /// What the provider told the donor: labels and values.
    pub facts: &'a [(&'static str, String)],
    /// It is looked at again by itself.
    pub updates: bool,
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
    /// Reload after so many seconds, while the payment may still change.
    pub refresh_seconds: Option<u32>,
    /// Where this payment can be tried again.
    pub retry_url: Option<&'a str>,
}

impl FormInput<'_> {
    fn to_form(&self) -> Form {
        let (currencies, ways) = Form::reckons(self.link);
        Form {
            link: self.link.id.to_string(),
            words: Words::of(self.texts),
            lang: self.lang.to_owned(),
            edge_origin: self.edge_origin.to_owned(),
            key: self.key.to_owned(),
            return_to: self.return_to.map(str::to_owned),
            currencies,
            ways,
        }
    }
}

/// The inner HTML of the element's shadow root, without style: a form that posts by itself, and
/// the data to take it over.
pub fn render_form(input: &FormInput<'_>) -> String {
    let form = input.to_form();
    let choice = Choice::of(&form, &input.entered);
    let page = Checkout {
        form: &form,
        link: input.link,
        texts: input.texts,
        entered: &input.entered,
        problem: input.problem.as_ref(),
        shown: Shown::still(&form, &choice),
        choice,
    };
    rendered(|| checkout(&page)) + &island(&form)
}

/// The page at `/pay/{link}`: works without script; with it, the loader takes the form over.
pub fn hosted_page(input: &FormInput<'_>, page: &PageInput<'_>) -> String {
    let body = [
        "<main><obole-checkout link=\"",
        &escape(input.link.id.as_str()),
        "\" lang=\"",
        &escape(input.lang),
        "\"><template shadowrootmode=\"open\">",
        "<style nonce=\"",
        &escape(page.nonce),
        "\">",
        STYLE,
        "</style>",
        &render_form(input),
        "</template></obole-checkout></main>",
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

fn outcome(input: &ResultInput<'_>) -> Outcome {
    let (view, texts) = (input.view, input.texts);
    let fact = |class, label: &str, value: String| Fact {
        class,
        label: label.to_owned(),
        value,
        day: None,
    };
    let write = |money| format_amount(money, input.lang);
    let mut facts = vec![fact("sum", &texts.result_amount, write(view.amount))];
    if let Some(cover) = view.fee_cover {
        facts.push(fact("plain", &texts.result_fee, write(cover)));
    }
    facts.push(Fact {
        day: Some(input.day.to_owned()),
        ..fact("plain", &texts.result_date, input.date.to_owned())
    });
    let provider = view.provider.provider_name().to_owned();
    facts.push(fact("plain", &texts.result_provider, provider));
    let reference = view.reference.clone();
    facts.push(fact("reference", &texts.result_reference, reference));
    let told = input.facts.iter();
    facts.extend(told.map(|(label, value)| fact("plain", label, value.clone())));
    Outcome {
        status: view.status.as_str().to_owned(),
        heading: input.status_text.to_owned(),
        sentence: input.sentence.to_owned(),
        test: view.test,
        updates: input.updates,
        facts,
    }
}

/// What became of a payment, for the place above the form it began on. `receipt_url` is the page
/// that can be printed.
pub fn render_result(input: &ResultInput<'_>, receipt_url: &str) -> String {
    let outcome = outcome(input);
    let texts = input.texts;
    let receipt = Action::Aside(receipt_url.to_owned(), texts.print_receipt.to_string());
    let mut actions = vec![Action::Form(texts.again.to_string())];
    if outcome.status == "captured" {
        actions.insert(0, receipt);
    }
    rendered(|| result(&outcome, texts, &actions))
}

/// What became of a payment, as a page: printable, works without script.
pub fn result_page(input: &ResultInput<'_>, page: &ResultPage<'_>) -> String {
    let (texts, lang) = (input.texts, input.lang);
    let amount = format_amount(input.view.amount, lang);
    let web = |url: Option<&str>| url.filter(|url| is_web_address(url)).map(str::to_owned);
    let retry = fill(&texts.pay_amount, &[("amount", &amount)]);
    let actions: Vec<Action> = [
        web(page.retry_url).map(|url| Action::Main(url, retry)),
        web(page.back_url).map(|url| Action::Link(url, texts.back_to_site.to_string())),
        web(Some(page.again_url)).map(|url| Action::Link(url, texts.again.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let outcome = outcome(input);
    let html = rendered(|| result(&outcome, texts, &actions));
    let refresh = page.refresh_seconds.map(|seconds| {
        [
            "<meta http-equiv=\"refresh\" content=\"",
            &seconds.to_string(),
            "\">",
        ]
        .concat()
    });
    document(&Document {
        title: input.status_text,
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
