//! What a donor may tick before paying: covering the fee, and the owner's boxes.

use leptos::prelude::*;
use obole_shared::api::ConsentView;

use super::Checkout;

pub(super) fn boxes(page: &Checkout<'_>) -> Option<impl IntoView + use<>> {
    let cover = cover(page);
    let consents = &page.link.consents;
    if cover.is_none() && consents.is_empty() {
        return None;
    }
    let list = consents.iter().map(|one| consent(page, one)).collect_view();
    let trouble = (!consents.is_empty()).then(|| page.trouble("consent-problem", &["consents"]));
    Some(view! { <div class="boxes" part="boxes">{cover} {list} {trouble}</div> })
}

/// The box that covers the fee. Where a chosen way tells no fee script hides it.
fn cover(page: &Checkout<'_>) -> Option<impl IntoView + use<>> {
    let cover = page.shown.cover.clone()?;
    let note = Some(cover.note).filter(|note| !note.is_empty());
    Some(view! {
        <label id="cover" class="box" part="box">
            <input
                type="checkbox"
                name="cover_fee"
                value="1"
                checked=page.entered.cover_fee
                aria-describedby="cover-note"
            />
            <span>
                <span id="cover-label">{cover.label}</span>
                <small id="cover-note" class="note">{note}</small>
            </span>
        </label>
    })
}

fn consent(page: &Checkout<'_>, consent: &ConsentView) -> impl IntoView + use<> {
    let ticked = page.entered.consents.contains(&consent.id);
    let wrong = page
        .invalid("consents")
        .filter(|_| consent.required && !ticked);
    let optional = (!consent.required).then(|| page.texts.optional.to_string());
    view! {
        <label class="box" part="box">
            <input
                type="checkbox"
                name="consent"
                value=consent.id.clone()
                checked=ticked
                required=consent.required
                aria-describedby="consent-problem"
                aria-invalid=wrong
            />
            <span>
                {consent.text.clone()}
                {optional.map(|text| view! { " " <small>"(" {text} ")"</small> })}
            </span>
        </label>
    }
}
