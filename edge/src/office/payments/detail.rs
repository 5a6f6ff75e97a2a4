//! One payment: amounts, why it stands where it stands, what can be done, and what happened.

use maud::{Markup, html};
use obole_shared::amount::format_number;
use obole_shared::payment::{Case, CaseStage, Entry, Payment, Progress, Refund, RefundState};
use obole_shared::terminal::Mode;
use obole_shared::time::UnixMs;

use super::super::fields::{Label, Typed, text};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::parts::{
    LANG, Tone, amount, badge, facts, moment, moment_text, note, status, test_mark,
};
use super::super::words::{self, say};
use super::step::Verb;
use super::{said, timeline};

/// The page.
pub(super) fn page(payment: &Payment, journal: &[Entry], now: UnixMs) -> Page {
    let opened = &payment.opened;
    let test = opened.terminal.mode == Mode::Test;
    let body = html! {
        p.lead { (words::why(payment.why())) }
        (warnings(payment, now))
        (amounts(payment))
        (steps(payment))
        (refunds(payment))
        (disputes(payment))
        (circumstances(payment))
        (said::section(&payment.opened))
        section {
            h2 { (words::TIMELINE) }
            (timeline::list(journal))
            p {
                a href={ (Section::Notices.path()) "?payment=" (opened.id) } {
                    (words::NOTICES_OF_PAYMENT)
                }
            }
        }
    };
    let marks = html! {
        (status(payment.status()))
        @if test { " " (test_mark()) }
    };
    Page::new(
        Section::Payments,
        say::payment_title(&amount(opened.amount)),
        body,
    )
    .up(Section::Payments.path(), words::PAYMENTS)
    .marks(marks)
    .test(test)
}

fn warnings(payment: &Payment, now: UnixMs) -> Markup {
    let deadline = payment.capture_before().map(|at| {
        if at > now {
            (Tone::Look, say::deadline(&moment_text(at)))
        } else {
            (Tone::Bad, say::deadline_passed(&moment_text(at)))
        }
    });
    let agreed = amount(payment.opened.amount);
    html! {
        @if let Some((tone, sentence)) = deadline { (note(tone, &html! { p { (sentence) } })) }
        @if let Some(found) = payment.mismatch {
            (note(Tone::Bad, &html! { p { (say::differs(&amount(found), &agreed)) } }))
        }
    }
}

fn amounts(payment: &Payment) -> Markup {
    let money = |money| html! { span.money { (amount(money)) } };
    let mut lines = vec![(words::AGREED, money(payment.opened.amount))];
    if let Some(cover) = payment.opened.gift.fee_cover {
        lines.push((words::FEE_COVER, money(cover)));
    }
    match &payment.progress {
        Progress::Authorized(authorization) => {
            lines.push((words::RESERVED, money(authorization.amount)));
        }
        Progress::Captured(capture) => {
            lines.push((words::RECEIVED, money(capture.amount)));
            if let Some(fee) = capture.fee {
                lines.push((words::PROVIDER_FEE, money(fee)));
            }
            if let Some(net) = capture.fee.and_then(|fee| capture.amount.checked_sub(fee)) {
                lines.push((words::NET, money(net)));
            }
            if let Some(settled) = payment.settled {
                let rate = say::rate(&settled.rate.to_string());
                let settled = money(settled.amount);
                lines.push((words::SETTLED, html! { (settled) " " span.hint { (rate) } }));
            }
            if !payment.refunded().is_zero() {
                lines.push((words::PAID_BACK, money(payment.refunded())));
            }
            if !payment.reversed().is_zero() {
                lines.push((words::TAKEN_BACK, money(payment.reversed())));
            }
            lines.push((words::LEFT, money(payment.refundable())));
        }
        Progress::Waiting | Progress::Approved | Progress::Pending { .. } | Progress::Failed(_) => {
        }
    }
    html! { div.panel { (facts(&lines)) } }
}

/// A short form for each step that is possible; each leads to a page that spells it.
fn steps(payment: &Payment) -> Markup {
    let possible: Vec<Verb> = Verb::ALL
        .into_iter()
        .filter(|verb| verb.most(payment).is_some())
        .collect();
    html! {
        @if !possible.is_empty() {
            section {
                h2 { (words::STEPS) }
                div.steps {
                    @for verb in possible { (step(payment, verb)) }
                }
            }
        }
    }
}

fn step(payment: &Payment, verb: Verb) -> Markup {
    let most = verb.most(payment);
    let typed = most
        .map(|most| format_number(most, LANG))
        .unwrap_or_default();
    let form = Form::of([("amount", typed)]);
    let hint = most
        .map(|most| say::at_most(&amount(most)))
        .unwrap_or_default();
    html! {
        form.panel method="get" action=(verb.path(payment)) {
            h3 { (verb.name()) }
            p.hint { (verb.means()) }
            @if verb.takes_amount(payment) {
                (text(
                    Label::new("amount", verb.amount_label()).hint(&hint),
                    Typed::Number, &form, &Problems::default(),
                ))
            }
            div.buttons { button type="submit" { (words::GO_ON) } }
        }
    }
}

fn refunds(payment: &Payment) -> Markup {
    html! {
        @if !payment.refunds.is_empty() {
            section {
                h2 { (words::REFUNDS) }
                ul.plain role="list" {
                    @for refund in &payment.refunds { li { (refund_line(refund)) } }
                }
            }
        }
    }
}

fn disputes(payment: &Payment) -> Markup {
    html! {
        @if !payment.disputes.is_empty() {
            section {
                h2 { (words::DISPUTES) }
                @for case in &payment.disputes { (dispute(case)) }
            }
        }
    }
}

fn dispute(case: &Case) -> Markup {
    let tone = match case.stage {
        CaseStage::Open => Tone::Look,
        CaseStage::Won => Tone::Good,
        CaseStage::Lost => Tone::Bad,
        CaseStage::Closed => Tone::Plain,
    };
    let mut lines = vec![
        (words::STATUS, badge(tone, words::case_stage(case.stage))),
        (words::DISPUTE_NUMBER, html! { span.mono { (case.id) } }),
    ];
    if !case.reason.is_empty() {
        lines.push((words::REASON, html! { (case.reason) }));
    }
    if let Some(questioned) = case.amount {
        lines.push((
            words::QUESTIONED,
            html! { span.money { (amount(questioned)) } },
        ));
    }
    if let Some(at) = case.respond_by {
        lines.push((words::ANSWER_BEFORE, moment(at)));
    }
    html! {
        div.panel.stack {
            h3 { (words::case_kind(case.kind)) }
            (facts(&lines))
            @if case.stage == CaseStage::Open { p.hint { (words::DISPUTE_ADVICE) } }
        }
    }
}

fn refund_line(refund: &Refund) -> Markup {
    let (tone, state) = match &refund.state {
        RefundState::Done => (Tone::Good, words::REFUND_DONE),
        RefundState::Failed(_) => (Tone::Bad, words::REFUND_FAILED),
        RefundState::Requested | RefundState::Authorized | RefundState::Pending(_) => {
            (Tone::Open, words::REFUND_UNDER_WAY)
        }
    };
    html! {
        strong { (say::refund(refund.number)) } " "
        span.money { (amount(refund.amount)) } " " (badge(tone, state))
        @if refund.key.is_none() { " " span.hint { (words::REFUND_ELSEWHERE) } }
        @if let RefundState::Failed(code) = &refund.state { " " code { (code) } }
        @if let Some(transaction) = &refund.transaction { " " code { (transaction) } }
    }
}

fn circumstances(payment: &Payment) -> Markup {
    let opened = &payment.opened;
    let (method, at_provider) = match &payment.progress {
        Progress::Authorized(known) => (known.method.as_ref(), Some(&known.transaction)),
        Progress::Captured(known) => (
            known.method.as_ref(),
            known.capture.as_ref().or(known.transaction.as_ref()),
        ),
        Progress::Waiting | Progress::Approved | Progress::Pending { .. } | Progress::Failed(_) => {
            (None, None)
        }
    };
    let terminal = &opened.terminal;
    let mut lines = vec![
        (words::REFERENCE, html! { span.mono { (opened.reference) } }),
        (words::PURPOSE, html! { (opened.description) }),
        (words::STARTED, moment(payment.created_at)),
        (
            words::TERMINAL,
            html! {
                a href={ (Section::Terminals.path()) "/" (terminal.id) } { (terminal.name) }
                " (" (terminal.kind.provider_name()) ")"
            },
        ),
        (
            words::LINK,
            html! { a href={ (Section::Links.path()) "/" (opened.link) } { (opened.link) } },
        ),
    ];
    if !opened.authorization.captures_at_once() {
        lines.push((
            words::AUTHORIZATION,
            html! { (words::authorization(opened.authorization)) },
        ));
    }
    if let Some(proved) = words::proved(payment.security) {
        lines.push((words::SECURITY, html! { (proved) }));
    }
    if let Some(method) = method {
        lines.push((words::MEANS, html! { (method) }));
    }
    if let Some(number) = at_provider {
        lines.push((words::NAMES_AT_PROVIDER, html! { span.mono { (number) } }));
    }
    html! { section { h2 { (words::DETAILS) } div.panel { (facts(&lines)) } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, chf, journal};
    use obole_shared::payment::{Event, Security};
    use obole_shared::terminal::Mode;
    use obole_shared::time::Millis;

    const NOW: UnixMs = UnixMs(1_784_541_731_417);

    fn shown(mode: Mode, events: Vec<Event>, now: UnixMs) -> String {
        let journal = journal(mode, NOW, events);
        let payment = Payment::replay(&journal).unwrap();
        let page = page(&payment, &journal, now);
        let html = format!("{}{}", page.marks.into_string(), page.body.into_string());
        assert_clean(&html);
        html
    }

    fn captured() -> Event {
        Event::Captured {
            capture: Some("cap<1>".into()),
            amount: chf(2500),
            fee: Some(chf(75)),
            method: Some("VISA".into()),
        }
    }

    #[test]
    fn a_paid_payment_can_be_paid_back() {
        let html = shown(Mode::Live, vec![captured()], NOW);
        assert!(html.contains("/refund\""), "{html}");
        assert!(
            html.contains("name=\"amount\"") && html.contains("value=\"25\""),
            "{html}"
        );
        assert!(html.contains("cap&lt;1&gt;"), "escaped: {html}");
        assert!(!html.contains("/capture\"") && !html.contains("/cancel\""));
        assert!(!html.contains("test-mark"));
        // The description of the fixture tries to break out.
        assert!(html.contains("Meals &lt;b&gt;") && !html.contains("Meals <b>"));
    }

    #[test]
    fn a_reservation_tells_its_deadline() {
        let authorized = || Event::Authorized {
            transaction: "a1".into(),
            amount: chf(2500),
            method: None,
            security: Security::default(),
            expires_at: None,
        };
        let html = shown(Mode::Test, vec![authorized()], NOW);
        assert!(
            html.contains("/capture\"") && html.contains("/cancel\""),
            "{html}"
        );
        assert!(html.contains("Take it before 27 Jul 2026"), "{html}");
        assert!(html.contains("test-mark"));
        let late = shown(Mode::Test, vec![authorized()], NOW + Millis::days(8));
        assert!(late.contains("lapsed on 27 Jul 2026"), "{late}");
    }

    #[test]
    fn what_only_the_donor_may_know_is_not_shown() {
        let html = shown(Mode::Live, vec![captured()], NOW);
        for secret in ["donor-secret", "notify-token", "hash-of-body"] {
            assert!(!html.contains(secret), "{secret}");
        }
    }

    #[test]
    fn what_covers_the_fee_is_told() {
        let mut journal = journal(Mode::Live, NOW, vec![captured()]);
        let Event::Opened(opened) = &mut journal[0].event else {
            panic!("a journal begins with its opening");
        };
        opened.gift.fee_cover = Some(chf(105));
        let payment = Payment::replay(&journal).unwrap();
        let html = page(&payment, &journal, NOW).body.into_string();
        assert_clean(&html);
        assert!(
            html.contains(words::FEE_COVER) && html.contains("1.05"),
            "{html}"
        );
    }

    #[test]
    fn nothing_can_be_done_with_what_came_to_nothing() {
        let html = shown(Mode::Live, vec![Event::Declined { code: "X".into() }], NOW);
        assert!(!html.contains(words::STEPS), "{html}");
    }
}
