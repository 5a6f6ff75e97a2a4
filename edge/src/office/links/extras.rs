//! The parts of a link's form that few links need: what is asked beside the money, and what is
//! shown.

use maud::{Markup, html};
use obole_shared::currency::Currency;
use obole_shared::link::Need;

use super::super::fields::{Choice, Label, Pick, Typed, choices, select, text, tick};
use super::super::form::{Form, Problems};
use super::super::words::{self, say};
use super::asked::{
    ALSO, ANONYMOUS, COVER_FEE, DEDICATION, GOAL, GOAL_CURRENCY, NEEDS, Slot, TICKED,
};

/// «What you ask».
pub(super) fn asked(form: &Form, problems: &Problems) -> Markup {
    let needs = Need::ALL.map(|need| (need.as_str(), words::need(need)));
    let labels = [words::ASK_NAME, words::ASK_EMAIL, words::ASK_MESSAGE];
    let also = [
        Choice::new(DEDICATION, words::ASK_DEDICATION).hint(words::ASK_DEDICATION_MEANS),
        Choice::new(ANONYMOUS, words::ASK_ANONYMOUS).hint(words::ASK_ANONYMOUS_MEANS),
    ];
    html! {
        fieldset.group {
            legend { (words::WHAT_ASKED) }
            p.hint { (words::WHAT_ASKED_HINT) }
            div.row {
                @for ((_, field), label) in NEEDS.into_iter().zip(labels) {
                    (select(Label::new(field, label), &needs, form, problems))
                }
            }
            (choices(Label::new(ALSO, words::ASK_ALSO), Pick::Any, &also, form, problems))
            (consents(form, problems))
        }
    }
}

/// Folded away until there is one.
fn consents(form: &Form, problems: &Problems) -> Markup {
    let slots: Vec<Slot> = Slot::all().collect();
    let whole = problems.of("consents");
    let open = |slot: &Slot| slot.is_used(form) || slot.is_wrong(problems);
    html! {
        details #field-consents open[whole.is_some() || slots.iter().any(open)] {
            summary { (words::CONSENTS) }
            div.fold {
                p.hint { (words::CONSENTS_HINT) }
                @if let Some(problem) = whole { p.problem { (problem) } }
                @for (number, slot) in (1..).zip(&slots) {
                    details open[open(slot)] {
                        summary { (say::consent_box(number, form.text(&slot.id))) }
                        div.fold { (consent(slot, form, problems)) }
                    }
                }
            }
        }
    }
}

fn consent(slot: &Slot, form: &Form, problems: &Problems) -> Markup {
    html! {
        (text(
            Label::new(&slot.text, words::CONSENT_TEXT)
                .hint(words::CONSENT_TEXT_HINT).free(),
            Typed::Lines, form, problems,
        ))
        (text(
            Label::new(&slot.id, words::CONSENT_ID).hint(words::CONSENT_ID_HINT).free(),
            Typed::Short, form, problems,
        ))
        (tick(&slot.required, &Choice::new(TICKED, words::CONSENT_REQUIRED), form))
    }
}

/// «What you show».
pub(super) fn shown(currencies: &[Currency], form: &Form, problems: &Problems) -> Markup {
    let codes: Vec<(&str, &str)> = currencies
        .iter()
        .map(|currency| (currency.code(), currency.code()))
        .collect();
    let cover = Choice::new(TICKED, words::COVER_FEE).hint(words::COVER_FEE_MEANS);
    html! {
        fieldset.group {
            legend { (words::WHAT_SHOWN) }
            (tick(COVER_FEE, &cover, form))
            (text(
                Label::new(GOAL, words::GOAL).hint(words::GOAL_HINT).optional(),
                Typed::Number, form, problems,
            ))
            @if codes.len() > 1 {
                (select(
                    Label::new(GOAL_CURRENCY, words::GOAL_CURRENCY),
                    &codes, form, problems,
                ))
            }
        }
    }
}
