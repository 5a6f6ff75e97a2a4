//! What is looked at, and in which order it is told.

mod answer;
pub(crate) mod attributes;
mod links;
mod loader;
mod placement;
mod policies;
pub(crate) mod value;

use url::Url;

use crate::installation::Installation;
use crate::page::Page;
use crate::report::{Code, Finding, Report};
use crate::tag::Writer;
use crate::visit::Visit;

/// What every check has at hand.
pub(crate) struct Case<'a> {
    pub(crate) visit: &'a Visit,
    pub(crate) page: &'a Page,
    pub(crate) installation: &'a Installation,
    /// The installation's origin, where it is known.
    pub(crate) edge: Option<Url>,
}

/// Looks at a page and says what is wrong with it.
pub fn examine(visit: &Visit, page: &Page, installation: &Installation) -> Report {
    let edge = installation.edge.clone().or_else(|| page.edge());
    let case = Case {
        visit,
        page,
        installation,
        edge: edge.as_deref().and_then(|edge| Url::parse(edge).ok()),
    };
    let mut found = answer::check(&case);
    if found
        .iter()
        .any(|finding| finding.code == Code::NotHtml || finding.code == Code::PageStatus)
    {
        return finished(found, None, Vec::new());
    }
    let judged = policies::check(&case);
    let writer = Writer {
        edge: edge.as_deref(),
        page,
        installation,
        nonce: judged.wants_nonce || page.loaders().any(|script| script.attributes.has("nonce")),
        pinned: judged.wants_integrity
            || page
                .loaders()
                .any(|script| script.attributes.has("integrity")),
    };
    found.extend(loader::check(&case, &writer));
    found.extend(placement::check(&case, &writer));
    found.extend(attributes::check(&case));
    found.extend(links::check(&case));
    let (wants_nonce, wants_integrity) = (judged.wants_nonce, judged.wants_integrity);
    let is_wrong = |finding: &Finding| concerns_tag(finding.code);
    let tag =
        (wants_nonce || wants_integrity || found.iter().any(is_wrong)).then(|| writer.whole());
    found.extend(judged.findings);
    finished(found, tag, judged.lines)
}

fn finished(mut findings: Vec<Finding>, tag: Option<String>, policies: Vec<String>) -> Report {
    let mut seen: Vec<(Code, String)> = Vec::new();
    findings.retain(|finding| {
        let key = (finding.code, finding.sentence.clone());
        let is_new = !seen.contains(&key);
        if is_new {
            seen.push(key);
        }
        is_new
    });
    // Stable: within one severity in the order in which a browser would meet them.
    findings.sort_by_key(|finding| finding.severity);
    if findings.is_empty() {
        findings.push(Finding::note(Code::InOrder, "Everything is in place."));
    }
    Report {
        findings,
        tag,
        policies,
    }
}

/// Whether the tag itself has to be written in another way.
fn concerns_tag(code: Code) -> bool {
    use Code as C;
    matches!(
        code,
        C::LoaderMissing
            | C::LoaderInert
            | C::LoaderTwice
            | C::LoaderElsewhere
            | C::LoaderGone
            | C::LoaderInsecure
            | C::LoaderModule
            | C::LoaderType
            | C::LoaderBlocks
            | C::IntegrityMoving
            | C::IntegrityWrong
            | C::IntegrityMissing
            | C::IntegrityUnreadable
            | C::CrossoriginMissing
            | C::CrossoriginCredentials
            | C::VersionOld
            | C::PlacementMissing
            | C::PlacementInert
            | C::ScriptInHead
            | C::DivNotEmpty
            | C::ElementOpen
            | C::LinkMissing
            | C::LinkMalformed
            | C::AttributeUnknown
            | C::LangUnknown
            | C::ThemeUnknown
            | C::AmountMalformed
            | C::PresetsMalformed
            | C::CurrencyMalformed
    )
}

/// Things one after the other: «a, b and c».
pub(crate) fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
