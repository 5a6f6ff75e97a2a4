//! How the page was answered.

use super::Case;
use crate::report::{Code, Finding};
use crate::visit::{is_open_to_all, origin_of};

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let visit = case.visit;
    let mut found = Vec::new();
    if !(200..300).contains(&visit.status) {
        let sentence = format!(
            "The page answers with status {}, so its content was not looked at. If browsers show \
             it, its server turns away whoever is not a browser.",
            visit.status
        );
        return vec![Finding::error(Code::PageStatus, sentence)];
    }
    let media_type = visit.header("content-type").next().unwrap_or("text/html");
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let is_html = ["text/html", "application/xhtml+xml"]
        .iter()
        .any(|known| media_type.eq_ignore_ascii_case(known));
    if !is_html {
        let sentence = format!(
            "The address leads to {media_type}, not to a page: browsers do not run the tag there."
        );
        return vec![
            Finding::error(Code::NotHtml, sentence).fix("Content-Type: text/html; charset=utf-8"),
        ];
    }
    let (asked, answered) = (origin_of(&visit.asked), origin_of(&visit.url));
    if asked != answered {
        let sentence = format!(
            "{asked} leads on to {answered}. What counts for the link is the address where donors \
             end: name {answered} among the websites that donors may return to."
        );
        found.push(Finding::note(Code::Redirected, sentence));
    }
    if is_open_to_all(&visit.url) {
        let sentence = "The page is served without https. Whoever is between the donor and the \
            page can change where the money goes, and browsers say «not secure».";
        found.push(Finding::warning(Code::PageInsecure, sentence));
    }
    if visit.is_cut {
        let sentence = "The page is so large that only its beginning was looked at. What stands \
            further below was not seen.";
        found.push(Finding::note(Code::PageCut, sentence));
    }
    if !case.page.has_doctype {
        let sentence = "The page does not begin with a doctype, so browsers show it as pages of \
            the nineties were shown. Sizes and fonts may differ.";
        found.push(Finding::note(Code::Quirks, sentence).fix("<!doctype html>"));
    }
    found
}
