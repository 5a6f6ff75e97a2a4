//! One notice: what it says, what became of it, and every byte of it.

use maud::{Markup, html};

use super::super::fields::{Label, Typed, summary, text, token};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::parts::{Tone, facts, moment, note, table};
use super::super::words;
use super::list::state_badge;
use crate::notices::{Channel, Notice, State};
use crate::providers::ipn::Message;

/// The page; `form` is what was typed into the form that attaches it.
pub(super) fn page(notice: &Notice, form: &Form, csrf: &str, problems: &Problems) -> Page {
    let standing = &notice.standing;
    let subject = standing
        .summary
        .as_ref()
        .map(|summary| summary.subject.as_str());
    let subject = subject
        .filter(|text| !text.is_empty())
        .unwrap_or(words::NOTICE);
    let reason = words::sentence(&standing.reason);
    let body = html! {
        (summary(problems))
        p.lead { (words::notice_stands(standing.state)) }
        @if !reason.is_empty() { (note(Tone::Look, &html! { p { (reason) } })) }
        (circumstances(notice))
        (steps(notice, form, csrf, problems))
        (lines(notice))
        (raw(notice))
    };
    Page::new(Section::Notices, subject, body)
        .up(Section::Notices.path(), words::NOTICES)
        .marks(state_badge(standing.state))
}

fn circumstances(notice: &Notice) -> Markup {
    let standing = &notice.standing;
    let mut all = vec![
        (
            words::HOW_IT_CAME,
            html! { (words::channel(notice.channel)) },
        ),
        (
            words::TERMINAL,
            html! {
                a href={ (Section::Terminals.path()) "/" (notice.terminal) } { (notice.terminal) }
            },
        ),
        (words::ARRIVED, moment(notice.received_at)),
    ];
    if notice.deliveries > 1 {
        all.push((words::ARRIVED_LAST, moment(notice.last_at)));
        all.push((words::DELIVERIES, html! { (notice.deliveries) }));
    }
    let genuine = if standing.is_verified {
        words::YES
    } else {
        words::NOT_PROVED
    };
    all.push((words::GENUINE, html! { (genuine) }));
    if let Some(payment) = &standing.payment {
        let path = format!("{}/{payment}", Section::Payments.path());
        all.push((
            words::PAYMENT,
            html! { a.mono href=(path) { (payment.reference()) } },
        ));
    }
    if let Some(at) = standing.next_at {
        all.push((words::TRIED_AGAIN, moment(at)));
    }
    html! { div.panel { (facts(&all)) } }
}

fn steps(notice: &Notice, form: &Form, csrf: &str, problems: &Problems) -> Markup {
    let standing = &notice.standing;
    let attachable = standing.payment.is_none()
        && matches!(
            standing.state,
            State::Unmatched | State::Kept | State::Unverified
        );
    let path = format!("{}/{}", Section::Notices.path(), notice.id);
    html! {
        @if !standing.state.is_done() || attachable {
            section {
                h2 { (words::STEPS) }
                div.steps {
                    @if attachable {
                        form.panel method="post" action={ (path) "/attach" } novalidate {
                            (token(csrf))
                            h3 { (words::ATTACH) }
                            (text(
                                Label::new("payment", words::PAYMENT).hint(words::ATTACH_HINT),
                                Typed::Line, form, problems,
                            ))
                            div.buttons { button type="submit" { (words::ATTACH) } }
                        }
                    }
                    @if !standing.state.is_done() {
                        form.panel method="post" action={ (path) "/retry" } {
                            (token(csrf))
                            h3 { (words::RETRY) }
                            p.hint { (words::RETRY_MEANS) }
                            div.buttons { button type="submit" { (words::RETRY) } }
                        }
                    }
                }
            }
        }
    }
}

/// What it says: in the provider's own words, with what they mean.
fn lines(notice: &Notice) -> Markup {
    let summary = notice.standing.summary.as_ref();
    let told: Vec<Vec<Markup>> = summary
        .into_iter()
        .flat_map(|summary| &summary.lines)
        .map(|line| {
            let meaning = line.meaning.as_deref().unwrap_or_default();
            vec![
                html! { span.mono { (line.name) } },
                html! { (line.value) },
                html! { (meaning) },
            ]
        })
        .collect();
    let fields: Vec<Vec<Markup>> = match notice.channel {
        Channel::Ipn | Channel::SilentPost => Message::read(&notice.body)
            .fields()
            .map(|(name, value)| vec![html! { span.mono { (name) } }, html! { (value) }])
            .collect(),
        Channel::Webhook => Vec::new(),
    };
    html! {
        @if !told.is_empty() {
            section {
                h2 { (words::WHAT_IT_SAYS) }
                (table(
                    words::WHAT_IT_SAYS,
                    &[words::FIELD, words::VALUE, words::MEANING],
                    &told,
                ))
            }
        }
        @if !fields.is_empty() {
            details.filter {
                summary { (words::ALL_FIELDS) }
                (table(words::ALL_FIELDS, &[words::FIELD, words::VALUE], &fields))
            }
        }
    }
}

/// Every byte, as text; what is no text is shown as signs that stand for it.
fn raw(notice: &Notice) -> Markup {
    let body = String::from_utf8_lossy(&notice.body);
    html! {
        details.filter {
            summary { (words::RAW) }
            p.hint { (notice.content_type) }
            pre tabindex="0" role="region" aria-label=(words::RAW) { (body) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, notice};

    fn shown(notice: &Notice, problems: &Problems) -> String {
        let form = Form::parse(b"payment=%3Cb%3E");
        let page = page(notice, &form, "tok", problems);
        let html = page.body.into_string();
        assert_clean(&html);
        html
    }

    #[test]
    fn what_arrived_is_shown_and_cannot_break_out() {
        let html = shown(&notice(State::Unmatched), &Problems::default());
        assert!(
            html.contains("memo=&lt;script&gt;alert(1)&lt;/script&gt;"),
            "{html}"
        );
        assert!(html.contains("The payment is done"), "{html}");
        assert!(html.contains("/attach\"") && html.contains("/retry\""));
    }

    #[test]
    fn what_cannot_be_attached_is_told_at_the_field() {
        let problems = Problems::one("payment", words::PAYMENT_UNKNOWN);
        let html = shown(&notice(State::Unmatched), &problems);
        assert!(html.contains("href=\"#field-payment\""), "{html}");
        assert!(
            html.contains("value=\"&lt;b&gt;\""),
            "what was typed stays: {html}"
        );
    }

    #[test]
    fn what_is_done_is_left_alone_and_what_is_refused_is_not_attached() {
        let mut applied = notice(State::Applied);
        applied.standing.payment = Some(obole_shared::ids::PaymentId::from_bytes([7; 16]));
        let html = shown(&applied, &Problems::default());
        assert!(
            !html.contains("<form") && html.contains("/admin/payments/pay_"),
            "{html}"
        );
        let html = shown(&notice(State::Refused), &Problems::default());
        assert!(
            !html.contains("/attach\"") && html.contains("/retry\""),
            "{html}"
        );
    }
}
