//! Where the checkout is put.

use super::Case;
use crate::page::{Kind, Placement, is_link};
use crate::report::{Code, Finding};
use crate::tag::{Writer, element};
use crate::visit::origin_of;

pub(super) fn check(case: &Case<'_>, writer: &Writer<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let has_loader = case.page.loaders().next().is_some();
    let has_place = case.page.places().next().is_some();
    if has_loader && !has_place {
        found.push(missing(case));
    }
    for place in case.page.places() {
        found.extend(stands(place));
        found.extend(link(place));
    }
    let is_fallback = |way: &url::Url| {
        let edge = case.edge.as_ref();
        edge.is_none_or(|edge| origin_of(edge) == origin_of(way))
    };
    if has_loader && has_place && !case.page.ways.iter().any(is_fallback) {
        let sentence = "Visitors without JavaScript see nothing. A link to the page of Obole lets \
            them give too.";
        found.push(Finding::note(Code::NoFallback, sentence).fix(writer.fallback()));
    }
    found
}

fn missing(case: &Case<'_>) -> Finding {
    if let Some(dead) = case.page.placements.first() {
        let inert = dead.place.inert.map_or("a comment", |inert| inert.name());
        let sentence =
            format!("The place for the checkout stands in {inert}, where browsers do not look.");
        Finding::error(Code::PlacementInert, sentence).fix(element(dead))
    } else {
        let sentence = "The script is there, but nothing says where the checkout goes and \
            which link it is for. Put this where it shall stand, with the name of your link.";
        Finding::error(Code::PlacementMissing, sentence)
            .fix("<obole-checkout link=\"demo\"></obole-checkout>")
    }
}

fn stands(place: &Placement) -> Vec<Finding> {
    let mut found = Vec::new();
    if place.kind == Kind::Script && place.place.in_head {
        let sentence = "The script puts the checkout where it stands, and it stands in the head, \
            of which browsers show nothing. Move it to where the checkout shall stand, or put this \
            there.";
        found.push(Finding::error(Code::ScriptInHead, sentence).fix(element(place)));
    }
    if place.kind == Kind::Div && !place.is_empty {
        let sentence = format!(
            "The <{}> for the checkout is not empty. It is filled only if nothing is in it, not \
             even a blank or a line break.",
            place.name
        );
        found.push(Finding::error(Code::DivNotEmpty, sentence).fix(element(place)));
    }
    if place.kind == Kind::Element && !place.is_closed {
        let sentence = "<obole-checkout> is not closed, so browsers take what follows on the page \
            as its content, and do not show it. Writing it with /> closes nothing.";
        found.push(Finding::error(Code::ElementOpen, sentence).fix(element(place)));
    }
    found
}

fn link(place: &Placement) -> Option<Finding> {
    let name = place.link_attribute();
    let Some(link) = place.link().filter(|link| !link.is_empty()) else {
        let sentence = format!("The checkout names no link: {name} is missing or empty.");
        return Some(Finding::error(Code::LinkMissing, sentence).fix(format!("{name}=\"demo\"")));
    };
    if is_link(link) {
        return None;
    }
    let sentence = format!(
        "«{link}» cannot be the name of a link: those are small letters, digits and dashes, at \
         most 64."
    );
    let meant = link.trim().to_lowercase();
    let finding = Finding::error(Code::LinkMalformed, sentence);
    Some(if is_link(&meant) {
        finding.fix(format!("{name}=\"{meant}\""))
    } else {
        finding
    })
}
