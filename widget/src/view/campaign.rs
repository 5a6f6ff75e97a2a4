//! How far a campaign is.

use leptos::prelude::*;
use obole_shared::amount::format_amount;
use obole_shared::texts::fill;

use super::Checkout;

pub(super) fn campaign(page: &Checkout<'_>) -> Option<impl IntoView + use<>> {
    let campaign = page.link.campaign?;
    let (raised, goal) = (campaign.raised, campaign.goal);
    let text = if raised.minor() < goal.minor() {
        &page.texts.campaign_progress
    } else {
        &page.texts.campaign_reached
    };
    let lang = &page.form.lang;
    let values = [
        ("raised", format_amount(raised, lang)),
        ("goal", format_amount(goal, lang)),
    ];
    let [raised_text, goal_text] = &values;
    let text = fill(
        text,
        &[(raised_text.0, &raised_text.1), (goal_text.0, &goal_text.1)],
    );
    // The bar ends at its goal, the words do not.
    let value = raised.minor().min(goal.minor());
    Some(view! {
        <div class="campaign" part="campaign">
            <progress
                part="progress"
                value=value.to_string()
                max=goal.minor().to_string()
                aria-labelledby="campaign"
            ></progress>
            <p id="campaign">{text}</p>
        </div>
    })
}
