//! What a link asks of donors beside the money, and what it shows them, as fields of its form.

use obole_shared::link::{Link, Need};
use serde_json::{Value, json};

use super::super::form::{Form, Problems};
use super::super::words;
use super::amounts::{filled_lines, plain_number};
use super::wording;

/// The fields that may be optional or required: name in the description, name in the form.
pub(super) const NEEDS: [(&str, &str); 3] = [
    ("name", "ask_name"),
    ("email", "ask_email"),
    ("message", "ask_message"),
];

/// The boxes of what else is asked.
pub(super) const ALSO: &str = "ask";

/// Whom the gift is for.
pub(super) const DEDICATION: &str = "dedication";

/// The donor may choose not to be named.
pub(super) const ANONYMOUS: &str = "anonymous";

/// The box that lets donors add the fee.
pub(super) const COVER_FEE: &str = "cover_fee";

/// What a ticked box sends.
pub(super) const TICKED: &str = "yes";

/// The goal of a campaign.
pub(super) const GOAL: &str = "goal";

/// The currency of the goal.
pub(super) const GOAL_CURRENCY: &str = "goal_currency";

/// The fields of one of the owner's boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// What donors read.
    pub(super) text: String,
    /// What it is called in what is kept.
    pub(super) id: String,
    /// Whether it must be ticked.
    pub(super) required: String,
}

impl Slot {
    /// All there can be.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (1..=5).map(|number| Self {
            text: format!("consent{number}_text"),
            id: format!("consent{number}_id"),
            required: format!("consent{number}_required"),
        })
    }

    /// Whether something was entered.
    pub(super) fn is_used(&self, form: &Form) -> bool {
        let mut fields = [&self.text, &self.id, &self.required].into_iter();
        fields.any(|field| form.filled(field).is_some())
    }

    /// Whether something is wrong with it.
    pub(super) fn is_wrong(&self, problems: &Problems) -> bool {
        let mut fields = [&self.text, &self.id].into_iter();
        fields.any(|field| problems.of(field).is_some())
    }
}

/// Puts what a link asks and shows into its form.
pub(super) fn fill(form: &mut Form, link: &Link) {
    let asked = link.asked;
    let needs = [asked.name, asked.email, asked.message];
    for ((_, field), need) in NEEDS.into_iter().zip(needs) {
        form.push(field, need.as_str());
    }
    for (on, word) in [(asked.dedication, DEDICATION), (asked.anonymous, ANONYMOUS)] {
        if on {
            form.push(ALSO, word);
        }
    }
    if link.cover_fee {
        form.push(COVER_FEE, TICKED);
    }
    for (slot, consent) in Slot::all().zip(&link.consents) {
        form.push(&slot.text, wording::lines(&consent.text).join("\n"));
        form.push(&slot.id, consent.id.as_str());
        if consent.required {
            form.push(&slot.required, TICKED);
        }
    }
    if let Some(campaign) = link.campaign {
        form.push(GOAL, short(&campaign.goal.wire_value()));
        form.push(GOAL_CURRENCY, campaign.goal.currency().code());
    }
}

/// An amount without decimals that say nothing.
fn short(value: &str) -> &str {
    match value.split_once('.') {
        Some((major, decimals)) if decimals.bytes().all(|byte| byte == b'0') => major,
        _ => value,
    }
}

/// The fields about the donor, as a description has them.
pub(super) fn fields(form: &Form) -> Value {
    let need = |(name, field): (&str, &str)| {
        let need = form.filled(field).unwrap_or(Need::Off.as_str());
        (name.to_owned(), Value::from(need))
    };
    let also = [DEDICATION, ANONYMOUS].map(|word| (word.to_owned(), form.has(ALSO, word).into()));
    NEEDS.into_iter().map(need).chain(also).collect()
}

/// Whether donors may add the fee.
pub(super) fn covers_fee(form: &Form) -> bool {
    form.has(COVER_FEE, TICKED)
}

/// The owner's boxes, as a description has them.
pub(super) fn consents(form: &Form, problems: &mut Problems) -> Vec<Value> {
    let mut consents = Vec::new();
    for slot in Slot::all().filter(|slot| slot.is_used(form)) {
        let lines: Vec<&str> = filled_lines(form.text(&slot.text)).collect();
        let text = match wording::read(&lines) {
            _ if lines.is_empty() => {
                problems.add(&slot.text, words::CONSENT_TEXT_EMPTY);
                continue;
            }
            Err(sentence) => {
                problems.add(&slot.text, sentence);
                continue;
            }
            Ok(text) => text,
        };
        let id = form.text(&slot.id);
        if id.is_empty() {
            problems.add(&slot.id, words::CONSENT_ID_EMPTY);
        }
        let required = form.has(&slot.required, TICKED);
        consents.push(json!({ "id": id, "text": text, "required": required }));
    }
    consents
}

/// The campaign, as a description has it; no goal, no campaign.
pub(super) fn campaign(form: &Form, problems: &mut Problems) -> Option<Value> {
    let typed = form.filled(GOAL)?;
    let Some(value) = plain_number(typed) else {
        problems.add(GOAL, words::NUMBER_WRONG);
        return None;
    };
    let currency = form
        .filled(GOAL_CURRENCY)
        .or_else(|| form.all("currencies").next());
    let Some(currency) = currency else {
        problems.add(GOAL_CURRENCY, words::CHOOSE_CURRENCY);
        return None;
    };
    Some(json!({ "goal": { "value": value, "currency": currency } }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_that_was_not_chosen() {
        let expected = json!({
            "name": "off", "email": "off", "message": "off",
            "dedication": false, "anonymous": false
        });
        let form = Form::default();
        assert_eq!(fields(&form), expected);
        let mut problems = Problems::default();
        assert!(consents(&form, &mut problems).is_empty() && !covers_fee(&form));
        assert_eq!(campaign(&form, &mut problems), None);
        assert!(problems.is_empty());
    }

    #[test]
    fn a_box_that_is_half_filled_in_is_told_and_not_dropped() {
        for (sent, field) in [
            ("consent2_id=news", "consent2_text"),
            ("consent5_required=yes", "consent5_text"),
            ("consent1_text=Send+me+news", "consent1_id"),
            ("consent1_id=x&consent1_text=a%0Ab", "consent1_text"),
        ] {
            let mut problems = Problems::default();
            consents(&Form::parse(sent.as_bytes()), &mut problems);
            let first = problems.iter().next().map(|(field, _)| field);
            assert_eq!(first, Some(field), "{sent}");
        }
    }

    #[test]
    fn a_goal_takes_the_first_currency_where_none_is_said() {
        let mut problems = Problems::default();
        let form = Form::parse(b"goal=40%27000&currencies=CHF&currencies=EUR");
        let goal = campaign(&form, &mut problems).unwrap();
        assert_eq!(goal["goal"], json!({ "value": "40000", "currency": "CHF" }));
        campaign(
            &Form::parse(b"goal=40,000&goal_currency=CHF"),
            &mut problems,
        );
        assert_eq!(problems.of(GOAL), Some(words::NUMBER_WRONG));
    }
}
