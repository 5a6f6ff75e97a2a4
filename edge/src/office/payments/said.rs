//! What a donor said beside the money.

use maud::{Markup, html};
use obole_shared::payment::Opened;

use super::super::parts::{Tone, badge, facts};
use super::super::words;

/// The section; nothing where nothing was said.
pub(super) fn section(opened: &Opened) -> Markup {
    let lines = lines(opened);
    html! {
        @if !lines.is_empty() {
            section { h2 { (words::DONOR) } div.panel { (facts(&lines)) } }
        }
    }
}

fn lines(opened: &Opened) -> Vec<(&'static str, Markup)> {
    let gift = &opened.gift;
    let mut lines = Vec::new();
    if opened.name.is_some() || gift.anonymous {
        lines.push((words::DONOR_NAME, name(opened)));
    }
    if let Some(email) = &opened.email {
        lines.push((words::DONOR_EMAIL, html! { (email) }));
    }
    if let Some(dedication) = &gift.dedication {
        let kind = words::dedication(dedication.kind);
        lines.push((kind, html! { (dedication.name) }));
    }
    if let Some(message) = &gift.message {
        // As the donor broke the lines.
        let text = html! {
            @for (index, line) in message.lines().enumerate() {
                @if index > 0 { br; }
                (line)
            }
        };
        lines.push((words::DONOR_MESSAGE, text));
    }
    if !gift.consents.is_empty() {
        lines.push((words::DONOR_CONSENTS, html! { (gift.consents.join(", ")) }));
    }
    lines
}

/// A name that was entered stays visible here: who keeps the books must know it, and must know that
/// it is not to be published.
fn name(opened: &Opened) -> Markup {
    html! {
        @match (&opened.name, opened.gift.anonymous) {
            (Some(name), true) => {
                (name) " " (badge(Tone::Look, words::ANONYMOUS_MEANS))
            }
            (Some(name), false) => { (name) }
            (None, _) => { (words::ANONYMOUS) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, journal};
    use obole_shared::gift::{Dedication, DedicationKind, Gift};
    use obole_shared::payment::Payment;
    use obole_shared::terminal::Mode;
    use obole_shared::time::UnixMs;

    fn opened() -> Opened {
        let journal = journal(Mode::Live, UnixMs(1_784_541_731_417), vec![]);
        let mut opened = Payment::replay(&journal).unwrap().opened;
        opened.email = None;
        opened
    }

    #[test]
    fn all_of_it_is_told_and_escaped() {
        let mut opened = opened();
        opened.name = Some("Ada <b>".into());
        opened.email = Some("ada@example.org".into());
        opened.gift = Gift {
            fee_cover: None,
            anonymous: true,
            message: Some("Thank you!\n<script>alert(1)</script>".into()),
            dedication: Some(Dedication {
                kind: DedicationKind::Memory,
                name: "Grace & co".into(),
            }),
            consents: vec!["news".into(), "rules".into()],
        };
        let html = section(&opened).into_string();
        assert_clean(&html);
        for part in [
            "Ada &lt;b&gt;",
            words::ANONYMOUS_MEANS,
            "ada@example.org",
            "Thank you!<br>&lt;script&gt;",
            "In memory of",
            "Grace &amp; co",
            "news, rules",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn who_gave_no_name_is_anonymous_and_silence_is_no_section() {
        let mut opened = opened();
        assert_eq!(section(&opened).into_string(), "");
        opened.gift.anonymous = true;
        let html = section(&opened).into_string();
        assert!(html.contains(words::ANONYMOUS), "{html}");
    }
}
