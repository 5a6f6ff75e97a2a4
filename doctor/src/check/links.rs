//! What the installation says of the links that the page names.

use super::{Case, listed};
use crate::installation::{LinkFacts, Returns};
use crate::page::Placement;
use crate::report::{Code, Finding};
use crate::visit::origin_of;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let (Some(why), Some(edge)) = (&case.installation.unreached, &case.edge) {
        let sentence = format!(
            "Your Obole at {} does not answer ({why}), so the form cannot be fetched.",
            origin_of(edge)
        );
        found.push(Finding::error(Code::EdgeUnreached, sentence));
    }
    for facts in &case.installation.links {
        if facts.exists {
            found.extend(returns(case, facts));
        } else {
            let sentence = format!("There is no link «{}» at this Obole.", facts.id);
            found.push(Finding::error(Code::LinkUnknown, sentence));
        }
    }
    for place in case.page.places() {
        found.extend(offered(case, place));
    }
    found
}

fn returns(case: &Case<'_>, facts: &LinkFacts) -> Option<Finding> {
    let origin = origin_of(&case.visit.url);
    let (may, mut origins) = match &facts.returns {
        Returns::Unknown => return None,
        Returns::Asked(may) => (*may, Vec::new()),
        Returns::Origins(origins) => (origins.contains(&origin), origins.clone()),
    };
    if may {
        return None;
    }
    let others = match facts.returns {
        Returns::Asked(_) => " beside those that stand there",
        _ => "",
    };
    let sentence = format!(
        "The link «{}» does not let donors return to {origin}: after paying they end on Obole's \
         own page. Name this origin among the link's websites{others}.",
        facts.id
    );
    origins.push(origin);
    let list: Vec<String> = origins
        .iter()
        .map(|origin| format!("\"{origin}\""))
        .collect();
    let fix = format!("\"return_origins\":[{}]", list.join(","));
    Some(Finding::warning(Code::ReturnOrigin, sentence).fix(fix))
}

/// What a place begins with must be among what its link offers.
fn offered(case: &Case<'_>, place: &Placement) -> Vec<Finding> {
    let mut links = case.installation.links.iter();
    let Some(facts) = links.find(|facts| place.link() == Some(facts.id.as_str())) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let currency = place.attributes.filled(&place.option("currency"));
    let is_code = |text: &&str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    if let Some(currency) = currency.filter(is_code)
        && is_other(&facts.currencies, currency)
    {
        let sentence = format!(
            "The link «{}» takes no {currency}, so the form begins with another currency. It takes \
             {}.",
            facts.id,
            listed(&facts.currencies)
        );
        found.push(Finding::warning(Code::CurrencyNotOffered, sentence));
    }
    if let Some(provider) = place.attributes.filled(&place.option("provider"))
        && is_other(&facts.terminals, provider)
    {
        let sentence = format!(
            "The link «{}» does not offer the terminal «{provider}». It offers {}.",
            facts.id,
            listed(&facts.terminals)
        );
        found.push(Finding::warning(Code::ProviderNotOffered, sentence));
    }
    found
}

fn is_other(known: &[String], wanted: &str) -> bool {
    !known.is_empty() && !known.iter().any(|one| one == wanted)
}
