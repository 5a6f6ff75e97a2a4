//! One terminal: how it stands, its accounts, and what can be done with it.

use maud::{Markup, html};
use obole_shared::terminal::{Mode, TerminalKind};

use super::super::fields::{summary, token};
use super::super::form::Problems;
use super::super::frame::{Page, Section};
use super::super::parts::facts;
use super::super::words;
use super::entry::Frame;
use super::list::marks;
use super::{account, fee, path};
use crate::settings::TerminalView;

/// The page; `problems` is what stood against the last step.
///
/// `public_origin` is the address at which providers reach us.
pub(super) fn page(
    view: &TerminalView,
    public_origin: &str,
    csrf: &str,
    problems: &Problems,
) -> Page {
    let deleted = view.deleted_at.is_some();
    let body = html! {
        (top(problems))
        @if deleted {
            p.lead { (words::IS_DELETED) }
        } @else {
            p.lead { (words::terminal_stands(view.offered, view.enabled, view.mode)) }
        }
        (description(view, public_origin))
        @if !deleted {
            div.steps {
                (account::panel(view, Mode::Test, csrf))
                (account::panel(view, Mode::Live, csrf))
            }
            section {
                h2 { (words::STEPS) }
                (steps(view, csrf))
            }
        }
    };
    Page::new(Section::Terminals, view.name.as_str(), body)
        .up(Section::Terminals.path(), words::TERMINALS)
        .marks(html! { @if !deleted { (marks(view)) } })
        .test(view.mode == Mode::Test)
}

/// There is no form here whose fields a problem could lead to.
fn top(problems: &Problems) -> Markup {
    let sentences = problems.iter().map(|(_, sentence)| sentence);
    let mut all = Problems::default();
    for sentence in sentences {
        all.add("", sentence);
    }
    summary(&all)
}

fn description(view: &TerminalView, public_origin: &str) -> Markup {
    let codes: Vec<&str> = view.currencies.iter().map(|one| one.code()).collect();
    let frame = Frame::new(view.kind, view.account);
    let kind = frame.map_or(view.kind_name, Frame::name);
    let methods: Vec<&str> = view.methods.iter().map(|method| method.name()).collect();
    let mut lines = vec![
        (words::KIND, html! { (kind) }),
        (words::TERMINAL_ID, html! { span.mono { (view.id) } }),
        (words::CURRENCIES, html! { (codes.join(", ")) }),
    ];
    if !methods.is_empty() {
        lines.push((words::METHODS, html! { (methods.join(", ")) }));
    }
    let authorization = words::authorization(view.authorization);
    lines.push((words::AUTHORIZATION, html! { (authorization) }));
    if view.condition != obole_shared::terminal::Condition::None {
        lines.push((
            words::CONDITION,
            html! { (words::condition(view.condition)) },
        ));
    }
    if let Some(fee) = &view.fee {
        lines.push((words::FEE, html! { (fee::told(fee)) }));
    }
    if sends_notices(view.kind) {
        let address = format!("{public_origin}/notify/{}", view.id);
        lines.push((words::NOTICE_ADDRESS, html! { span.mono { (address) } }));
    }
    html! {
        div.panel.stack {
            (facts(&lines))
            @if view.deleted_at.is_none() && frame.is_some() {
                p { a.button href={ (path(view)) "/edit" } { (words::EDIT) } }
            }
        }
    }
}

/// Whether an address for notices has to be entered at the provider; the others are told it with
/// each payment.
const fn sends_notices(kind: TerminalKind) -> bool {
    match kind {
        TerminalKind::Saferpay | TerminalKind::Payflow => false,
        TerminalKind::PaypalOrders
        | TerminalKind::PaypalExpress
        | TerminalKind::PaypalHosted
        | TerminalKind::PaypalStandard => true,
    }
}

fn steps(view: &TerminalView, csrf: &str) -> Markup {
    let (to, name) = match view.mode {
        Mode::Test => (Mode::Live, words::GO_LIVE),
        Mode::Live => (Mode::Test, words::GO_TEST),
    };
    html! {
        div.buttons {
            a.button.main[to == Mode::Live] href={ (path(view)) "/mode?to=" (to.as_str()) } {
                (name)
            }
            @if view.enabled {
                @if !view.is_default { (button(view, "default", words::MAKE_DEFAULT, csrf)) }
                (button(view, "disable", words::DISABLE, csrf))
            } @else {
                (button(view, "enable", words::ENABLE, csrf))
            }
            a.button.danger href={ (path(view)) "/delete" } { (words::DELETE) }
        }
    }
}

fn button(view: &TerminalView, verb: &str, name: &str, csrf: &str) -> Markup {
    html! {
        form method="post" action={ (path(view)) "/" (verb) } {
            (token(csrf))
            button type="submit" { (name) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, view};

    fn shown(view: &TerminalView, problems: &Problems) -> String {
        let page = page(view, "https://pay.example.org", "tok", problems);
        let html = format!("{}{}", page.marks.into_string(), page.body.into_string());
        assert_clean(&html);
        html
    }

    #[test]
    fn a_check_is_told_in_sentences() {
        let html = shown(&view(Mode::Test), &Problems::default());
        assert!(html.contains("did not accept user and password"), "{html}");
        assert!(html.contains("&lt;odd&gt;"), "escaped: {html}");
        assert!(html.contains(words::NOT_ENTERED), "the other mode: {html}");
        assert!(html.contains("/mode?to=live\"") && html.contains("/check\""));
        assert!(html.contains("/delete\"") && html.contains("/disable\""));
    }

    #[test]
    fn the_address_for_notices_is_told_where_it_has_to_be_entered() {
        let address = "https://pay.example.org/notify/cards";
        let mut terminal = view(Mode::Live);
        assert!(!shown(&terminal, &Problems::default()).contains(address));
        terminal.kind = TerminalKind::PaypalOrders;
        assert!(shown(&terminal, &Problems::default()).contains(address));
    }

    #[test]
    fn the_fee_is_told_where_it_is_known() {
        let mut terminal = view(Mode::Live);
        assert!(!shown(&terminal, &Problems::default()).contains(words::FEE));
        let fee = serde_json::json!({ "percent": "2.9", "fixed": { "CHF": "0.30" } });
        terminal.fee = Some(serde_json::from_value(fee).unwrap());
        let html = shown(&terminal, &Problems::default());
        assert!(html.contains("2.9 % + CHF 0.30"), "{html}");
    }

    #[test]
    fn credentials_that_cannot_be_opened_are_told() {
        let mut locked = view(Mode::Live);
        assert!(!shown(&locked, &Problems::default()).contains(words::LOCKED_MEANS));
        locked.credentials.live.as_mut().unwrap().readable = false;
        assert!(shown(&locked, &Problems::default()).contains(words::LOCKED_MEANS));
    }

    #[test]
    fn a_live_terminal_can_go_back() {
        let mut live = view(Mode::Live);
        live.enabled = false;
        let html = shown(&live, &Problems::default());
        assert!(
            html.contains("/mode?to=test\"") && html.contains("/enable\""),
            "{html}"
        );
        assert!(!html.contains("/default\""), "{html}");
    }

    #[test]
    fn a_problem_is_told_without_a_link_into_nowhere() {
        let problems = Problems::one("credentials.live", "Nothing is entered yet.");
        let html = shown(&view(Mode::Test), &problems);
        assert!(html.contains("<li>Nothing is entered yet.</li>"), "{html}");
    }

    #[test]
    fn of_a_deleted_one_only_the_name_is_left() {
        let mut gone = view(Mode::Test);
        gone.deleted_at = Some("2026-07-20T10:02:11.417Z".into());
        let html = shown(&gone, &Problems::default());
        assert!(
            html.contains(words::IS_DELETED) && !html.contains("<form"),
            "{html}"
        );
    }
}
