//! The page with the doctor's findings.

use maud::{Markup, html};
use obole_doctor::{Code, Finding, Report, Severity};
use url::Url;

use super::super::fields::{Label, Typed, summary, text};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::parts::{Tone, badge};
use super::super::words;
use super::URL;

/// A page that was looked at.
#[derive(Clone, Copy)]
pub(super) struct Looked<'a> {
    /// Where it was found in the end.
    pub(super) url: &'a Url,
    /// What was found.
    pub(super) report: &'a Report,
}

/// The form, and what was found.
pub(super) fn page(query: &Form, problems: &Problems, looked: Option<Looked<'_>>) -> Page {
    let body = html! {
        (summary(problems))
        p.lead { (words::CHECK_WEBSITE_LEAD) }
        form.sheet method="get" action=(Section::Doctor.path()) novalidate {
            (text(
                Label::new(URL, words::PAGE_ADDRESS).hint(words::PAGE_ADDRESS_HINT),
                Typed::Line, query, problems,
            ))
            div.buttons { button.main type="submit" { (words::CHECK_PAGE) } }
        }
        @if let Some(looked) = looked { (found(looked)) }
    };
    Page::new(Section::Doctor, words::CHECK_WEBSITE, body)
}

fn found(looked: Looked<'_>) -> Markup {
    let report = looked.report;
    html! {
        section {
            h2 { (words::FOUND) }
            p.mono { (looked.url) }
            ul.findings role="list" {
                @for finding in &report.findings { (line(finding)) }
            }
        }
        @if let Some(tag) = &report.tag {
            section {
                h2 { (words::WHOLE_TAG) }
                (pasted(words::WHOLE_TAG, tag))
            }
        }
        @if !report.policies.is_empty() {
            section {
                h2 { (words::WHOLE_POLICY) }
                p.hint { (words::WHOLE_POLICY_MEANS) }
                (pasted(words::WHOLE_POLICY, &report.policies.join("\n\n")))
            }
        }
    }
}

fn line(finding: &Finding) -> Markup {
    let tone = match (finding.code, finding.severity) {
        (Code::InOrder, _) => Tone::Good,
        (_, Severity::Error) => Tone::Bad,
        (_, Severity::Warning) => Tone::Look,
        (_, Severity::Note) => Tone::Plain,
    };
    let is_in_order = finding.code == Code::InOrder;
    html! {
        li class=(tone.class()) {
            p {
                @if !is_in_order { (badge(tone, words::severity(finding.severity))) " " }
                (finding.sentence)
            }
            @if let Some(fix) = &finding.fix { (pasted(words::FIX, fix)) }
        }
    }
}

fn pasted(label: &str, text: &str) -> Markup {
    html! { pre tabindex="0" role="region" aria-label=(label) { (text) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::doctor::{Refusal, Unfetched};
    use crate::office::tests::assert_clean;
    use obole_doctor::{Installation, Page as Embedding, Visit, examine};

    fn looked_at(body: &str, policy: &str) -> String {
        let url = Url::parse("https://www.example.org/give?a=<b>").unwrap();
        let visit = Visit {
            asked: url.clone(),
            url: url.clone(),
            status: 200,
            headers: vec![("Content-Security-Policy".into(), policy.into())],
            body: format!("<!doctype html><body>{body}"),
            is_cut: false,
        };
        let installation = Installation {
            edge: Some("https://pay.example.org".into()),
            ..Installation::default()
        };
        let report = examine(&visit, &Embedding::read(&visit), &installation);
        let query = Form::of([(URL, url.to_string())]);
        let looked = Looked {
            url: &url,
            report: &report,
        };
        let page = page(&query, &Problems::default(), Some(looked));
        let html = page.body.into_string();
        assert_clean(&html);
        html
    }

    #[test]
    fn what_a_page_holds_is_shown_and_does_nothing() {
        let tag = "<script async src=\"https://pay.example.org/obole.js\" data-link=\"demo\" \
            data-theme=\"<script>alert(1)</script>\"></script>";
        let html = looked_at(tag, "script-src 'self' 'unsafe-eval' \"><img");
        assert!(html.contains("<li class=\"bad\">"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
        assert!(
            html.contains(words::WHOLE_TAG) && html.contains(words::WHOLE_POLICY),
            "{html}"
        );
        let fix = "script-src 'self' 'unsafe-eval' &quot;&gt;&lt;img https://pay.example.org";
        assert!(html.contains(fix), "{html}");
        assert!(
            html.contains("method=\"get\""),
            "it changes nothing: {html}"
        );
    }

    #[test]
    fn a_healthy_page_gets_one_kind_sentence() {
        let html = looked_at(
            "<script async src=\"https://pay.example.org/obole.js\" data-link=\"demo\"></script>\
             <a href=\"https://pay.example.org/pay/demo\">Give</a>",
            "",
        );
        assert!(
            html.contains("<li class=\"good\"><p>Everything is in place.</p></li>"),
            "{html}"
        );
        assert!(
            !html.contains(words::WHOLE_TAG) && !html.contains(words::WHOLE_POLICY),
            "{html}"
        );
    }

    #[test]
    fn why_a_page_was_not_looked_at_stands_at_its_address() {
        for why in [
            Unfetched::Refused(Refusal::Private),
            Unfetched::LeadsTo(Refusal::Malformed),
            Unfetched::TooSlow,
            Unfetched::Failed("<no>".into()),
        ] {
            let sentence = words::page_not_fetched(&why);
            let query = Form::of([(URL, "http://10.0.0.1/\"<".to_owned())]);
            let page = page(&query, &Problems::one(URL, sentence.clone()), None);
            let html = page.body.into_string();
            assert_clean(&html);
            let escaped = sentence.replace('<', "&lt;").replace('>', "&gt;");
            assert_eq!(html.matches(&escaped).count(), 2, "{html}");
            assert!(
                html.contains("value=\"http://10.0.0.1/&quot;&lt;\""),
                "{html}"
            );
        }
    }
}
