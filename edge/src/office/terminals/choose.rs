//! Which account it is: every kind, with its account types.

use maud::{Markup, html};
use obole_shared::terminal::TerminalKind;

use super::super::frame::{Page, Section};
use super::super::parts::{Tone, badge};
use super::super::words::{self, say};

/// The page.
pub(super) fn page() -> Page {
    let body = html! {
        p.lead { (words::CHOOSE_KIND_LEAD) }
        div.steps { @for kind in TerminalKind::ALL { (panel(kind)) } }
    };
    Page::new(Section::Terminals, words::NEW_TERMINAL, body)
        .up(Section::Terminals.path(), words::TERMINALS)
}

fn panel(kind: TerminalKind) -> Markup {
    let declared = kind.capabilities();
    let needed: Vec<&str> = declared
        .credentials
        .iter()
        .filter(|field| field.required)
        .map(|field| field.label)
        .collect();
    let own = [(kind.name(), String::new())];
    let accounts: Vec<(&str, String)> = declared
        .accounts
        .iter()
        .map(|account| (account.name, format!("&account={}", account.kind.as_str())))
        .collect();
    let ways = if accounts.is_empty() {
        own.to_vec()
    } else {
        accounts
    };
    html! {
        section.panel.stack {
            h2 { (kind.name()) @if declared.legacy { " " (badge(Tone::Plain, words::LEGACY)) } }
            p.hint { (say::needs(&needed.join(", "))) }
            ul.plain role="list" {
                @for (name, account) in ways {
                    li {
                        a.button href={ "/admin/new-terminal?kind=" (kind.as_str()) (account) } {
                            (name)
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::assert_clean;

    #[test]
    fn every_account_type_can_be_chosen() {
        let html = page().body.into_string();
        assert_clean(&html);
        for kind in TerminalKind::ALL {
            for account in kind.capabilities().accounts {
                let word = account.kind.as_str();
                let path = format!("?kind={}&amp;account={word}\"", kind.as_str());
                assert!(html.contains(&path), "{path} in {html}");
            }
        }
        assert!(html.contains("?kind=saferpay\""));
        assert!(html.contains(words::LEGACY));
    }
}
