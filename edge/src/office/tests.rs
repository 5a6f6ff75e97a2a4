//! What the tests of the pages share.

use obole_shared::currency::Currency;
use obole_shared::ids::{PaymentId, Secret};
use obole_shared::link::Link;
use obole_shared::money::Money;
use obole_shared::payment::{Entry, Event, Opened, Status};
use obole_shared::terminal::{AuthorizationType, Condition, Mode, Terminal, TerminalKind};
use obole_shared::time::UnixMs;
use rust_decimal::Decimal;

use super::frame::{Policy, Section};
use crate::notices::{Arrived, Channel, Notice, State};
use crate::outbox::IndexRow;
use crate::providers::Finding;
use crate::providers::ipn::{Line, Summary};
use crate::settings::{AccountView, AccountsView, CheckView, FindingView, TerminalView};

pub(super) fn chf(minor: i64) -> Money {
    Money::new(minor, Currency::CHF).unwrap()
}

/// Every page must pass this: nothing runs, nothing comes from elsewhere, every form that changes
/// something is tied to the session, every field has a label.
pub(super) fn assert_clean(html: &str) {
    for forbidden in [
        "<script",
        "javascript:",
        " style=",
        "<iframe",
        "<img",
        "href=\"http",
        "src=\"http",
        "action=\"http",
        "href=\"//",
        " onclick",
        " onload",
        " onerror",
    ] {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
    for form in html.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap();
        let posts = form.split('>').next().unwrap().contains("method=\"post\"");
        let has_token = form.contains("name=\"csrf\"");
        assert_eq!(
            posts, has_token,
            "a token belongs in forms that post, only: {form}"
        );
    }
    for field in ["<input ", "<select ", "<textarea "] {
        for element in html.split(field).skip(1) {
            let element = element.split('>').next().unwrap();
            if element.contains("type=\"hidden\"") {
                continue;
            }
            let id = element.split("id=\"").nth(1).unwrap_or_default();
            let id = id.split('"').next().unwrap();
            assert!(
                html.contains(&format!("for=\"{id}\"")),
                "no label for {element}"
            );
        }
    }
    for described in html.split("aria-describedby=\"").skip(1) {
        for id in described.split('"').next().unwrap().split(' ') {
            assert!(
                html.contains(&format!("id=\"{id}\"")),
                "nothing described by {id}"
            );
        }
    }
}

/// A row of the index; the mode by its name.
pub(super) fn row(mode: &str) -> IndexRow {
    let id = PaymentId::from_bytes([7; 16]);
    IndexRow {
        link: "demo".parse().unwrap(),
        terminal: "cards".parse().unwrap(),
        mode: if mode == "test" {
            Mode::Test
        } else {
            Mode::Live
        },
        reference: id.reference(),
        id,
        status: Status::Captured,
        amount: chf(2500),
        captured: chf(2500),
        refunded: chf(0),
        reversed: chf(0),
        disputed: false,
        capture_before: None,
        transactions: vec![],
        mismatch: false,
        created_at: UnixMs(1_784_541_731_417),
        updated_at: UnixMs(1_784_541_731_417),
    }
}

/// A journal that begins with a payment of CHF 25.00 (or what the first event captured) through a
/// terminal, and goes on with these events.
pub(super) fn journal(mode: Mode, at: UnixMs, events: Vec<Event>) -> Vec<Entry> {
    let captured = events.iter().find_map(|event| match event {
        Event::Captured { amount, .. } => Some(*amount),
        _ => None,
    });
    let id = PaymentId::from_bytes([7; 16]);
    let opened = Opened {
        link: "demo".parse().unwrap(),
        description: "Meals <b>for all</b>".into(),
        terminal: terminal(mode),
        amount: captured.unwrap_or(chf(2500)),
        reference: id.reference(),
        id,
        lang: "de".into(),
        authorization: AuthorizationType::AuthorizeOnly,
        condition: Condition::None,
        return_to: None,
        email: Some("donor@example.org".into()),
        name: None,
        body_hash: "hash-of-body".into(),
        gift: obole_shared::gift::Gift::default(),
        gift_hash: String::new(),
        secret: Secret::new("donor-secret"),
        notify_token: Secret::new("notify-token"),
    };
    let events = std::iter::once(Event::Opened(Box::new(opened))).chain(events);
    events.map(|event| Entry { at, event }).collect()
}

/// A terminal for Swiss francs.
pub(super) fn terminal(mode: Mode) -> Terminal {
    Terminal::new(
        "cards".parse().unwrap(),
        TerminalKind::Saferpay,
        "Card & more".into(),
        mode,
        vec![Currency::CHF],
    )
}

/// A link through that terminal.
pub(super) fn link() -> Link {
    Link {
        id: "demo".parse().unwrap(),
        name: "Meals & more".into(),
        presets: vec![Decimal::from(20).into()],
        fixed: false,
        cover_fee: false,
        asked: obole_shared::link::Asked::default(),
        consents: vec![],
        campaign: None,
        min: Decimal::from(5),
        max: Decimal::from(5000),
        currencies: vec![Currency::CHF],
        terminals: vec!["cards".parse().unwrap()],
        authorization: None,
        condition: None,
        return_origins: vec![],
    }
}

/// That terminal as the settings tell of it, with credentials of its mode and a check that failed.
pub(super) fn view(mode: Mode) -> TerminalView {
    let terminal = terminal(mode);
    let at = "2026-07-20T10:02:11.417Z".to_owned();
    let findings = [Finding::WrongCredentials, Finding::Odd("<odd>".into())];
    let findings = findings.map(|finding| FindingView {
        harmless: false,
        sentence: finding.sentence(),
        finding,
    });
    let account = AccountView {
        fields: vec![
            "customer_id".into(),
            "terminal_id".into(),
            "user".into(),
            "password".into(),
        ],
        readable: true,
        since: at.clone(),
        check: Some(CheckView {
            at: at.clone(),
            passed: false,
            current: true,
            findings: findings.to_vec(),
        }),
    };
    let (test, live) = match mode {
        Mode::Test => (Some(account), None),
        Mode::Live => (None, Some(account)),
    };
    TerminalView {
        id: terminal.id,
        kind: terminal.kind,
        kind_name: terminal.kind.name(),
        legacy: false,
        name: terminal.name,
        mode,
        enabled: true,
        offered: true,
        is_default: false,
        currencies: terminal.currencies,
        account: None,
        methods: vec![],
        authorization: AuthorizationType::default(),
        condition: Condition::None,
        fee: None,
        credentials: AccountsView { test, live },
        revision: 7,
        created_at: at.clone(),
        updated_at: at,
        deleted_at: None,
    }
}

/// A notice that tries to break out of its page.
pub(super) fn notice(state: State) -> Notice {
    let arrived = Arrived {
        terminal: "cards".parse().unwrap(),
        channel: Channel::Ipn,
        addressed: None,
        at: UnixMs(1_784_541_731_417),
        content_type: "application/x-www-form-urlencoded".into(),
        headers: vec![],
        body: b"payment_status=Completed&memo=<script>alert(1)</script>".to_vec(),
        is_proven: true,
        refused: None,
    };
    let mut notice = Notice::of(&arrived);
    notice.standing.state = state;
    notice.standing.summary = Some(Summary {
        subject: "A payment of <b> 25.00".into(),
        lines: vec![Line {
            name: "payment_status".into(),
            value: "Completed".into(),
            meaning: Some("The payment is done".into()),
        }],
    });
    notice
}

#[test]
fn the_policy_lets_nothing_run_and_nothing_in() {
    let header = |name: &str| {
        let found = super::PAGE_HEADERS.iter().find(|(known, _)| *known == name);
        found.unwrap().1
    };
    let policy = Policy::default().header();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    for part in [
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    for part in ["script-src", "unsafe", "*", "http", "data:"] {
        assert!(!policy.contains(part), "{part} in {policy}");
    }
    // Where the checkout runs, still nothing of anybody else does.
    for policy in [Policy::Checkout, Policy::CheckoutInDevelopment].map(Policy::header) {
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        let rest = policy.replace("'wasm-unsafe-eval'", "");
        let (before, _) = rest.split_once("form-action").unwrap();
        for part in ["unsafe", "*", "http", "data:", "nonce"] {
            assert!(!before.contains(part), "{part} in {policy}");
        }
    }
    assert!(!Policy::Checkout.header().contains("http:"));
    assert_eq!(header("cache-control"), "no-store");
    // Not `no-referrer`: browsers would send `Origin: null` with our own forms.
    assert_eq!(header("referrer-policy"), "same-origin");
}

#[test]
fn every_address_belongs_to_a_part() {
    for section in Section::ALL {
        assert_eq!(super::section_of(section.path()), section);
        let below = format!("{}/x/y", section.path());
        assert_eq!(super::section_of(&below), section, "{below}");
    }
    assert_eq!(super::section_of("/admin/new-link"), Section::Links);
}
