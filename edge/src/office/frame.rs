//! What is around every page: head, navigation, the news of the last step, and the mark of a test.

use maud::{DOCTYPE, Markup, html};

use super::assets;
use super::fields::token;
use super::parts::LANG;
use super::words;

/// A part of the back office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// What needs attention, and the money of the last days.
    Overview,
    /// Payments.
    Payments,
    /// Links.
    Links,
    /// Terminals.
    Terminals,
    /// Notices.
    Notices,
    /// Disputes.
    Disputes,
    /// Pages that hold the tag.
    Doctor,
}

impl Section {
    /// Each of them, in the order of the navigation.
    pub(super) const ALL: [Self; 7] = [
        Self::Overview,
        Self::Payments,
        Self::Links,
        Self::Terminals,
        Self::Notices,
        Self::Disputes,
        Self::Doctor,
    ];

    /// Where it begins.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::Payments => "/admin/payments",
            Self::Links => "/admin/links",
            Self::Terminals => "/admin/terminals",
            Self::Notices => "/admin/notices",
            Self::Disputes => "/admin/disputes",
            Self::Doctor => "/admin/doctor",
        }
    }

    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Overview => words::OVERVIEW,
            Self::Payments => words::PAYMENTS,
            Self::Links => words::LINKS,
            Self::Terminals => words::TERMINALS,
            Self::Notices => words::NOTICES,
            Self::Disputes => words::DISPUTES,
            Self::Doctor => words::WEBSITE,
        }
    }
}

/// What a page may run and where its forms may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Policy {
    /// Nothing runs, nothing comes from elsewhere.
    #[default]
    Still,
    /// The checkout runs, whose form leads on to a provider. Where it leads after that is the
    /// provider's and the donor's bank's business.
    Checkout,
    /// The same where providers stand on this machine, without TLS.
    CheckoutInDevelopment,
}

impl Policy {
    /// The content security policy.
    pub(super) const fn header(self) -> &'static str {
        match self {
            Self::Still => {
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                 base-uri 'none'; frame-ancestors 'none'"
            }
            Self::Checkout => {
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                 img-src 'self'; connect-src 'self'; form-action 'self' https:; base-uri 'none'; \
                 frame-ancestors 'none'"
            }
            Self::CheckoutInDevelopment => {
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                 img-src 'self'; connect-src 'self'; form-action 'self' https: http:; \
                 base-uri 'none'; frame-ancestors 'none'"
            }
        }
    }
}

/// A page before it is framed.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Its heading, and the title of the document.
    pub(super) title: String,
    /// The part it belongs to.
    pub(super) section: Section,
    /// The page it was reached from: address and name.
    pub(super) up: Option<(String, String)>,
    /// What stands beside the heading.
    pub(super) marks: Markup,
    /// Everything on it is only a test.
    pub(super) test: bool,
    /// Something is wrong: the document's title says so too.
    pub(super) wrong: bool,
    /// What is under the heading.
    pub(super) body: Markup,
    /// The HTTP status.
    pub(super) status: u16,
    /// What may run on it.
    pub(super) policy: Policy,
}

impl Page {
    /// A plain page.
    pub(super) fn new(section: Section, title: impl Into<String>, body: Markup) -> Self {
        Self {
            title: title.into(),
            section,
            up: None,
            marks: Markup::default(),
            test: false,
            wrong: false,
            body,
            status: 200,
            policy: Policy::Still,
        }
    }

    /// With the page above it.
    pub(super) fn up(mut self, path: impl Into<String>, name: impl Into<String>) -> Self {
        self.up = Some((path.into(), name.into()));
        self
    }

    /// With marks beside the heading.
    pub(super) fn marks(mut self, marks: Markup) -> Self {
        self.marks = marks;
        self
    }

    /// With a policy of its own.
    pub(super) const fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Whether everything on it is only a test.
    pub(super) const fn test(mut self, test: bool) -> Self {
        self.test = test;
        self
    }

    /// A form shown once more with what was wrong.
    pub(super) const fn refused(mut self, status: u16) -> Self {
        self.status = status;
        self.wrong = true;
        self
    }
}

/// What the frame shows beside the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// The form token of the session.
    pub(super) csrf: &'a str,
    /// What the last step did.
    pub(super) done: Option<&'a str>,
}

/// The page in its frame.
pub(super) fn framed(page: &Page, around: Around<'_>) -> String {
    let body = html! {
        a.skip href="#main" { (words::SKIP) }
        header.top {
            a.brand href=(Section::Overview.path()) { (assets::mark()) (words::BRAND) }
            nav aria-label=(words::NAVIGATION) {
                ul role="list" {
                    @for section in Section::ALL {
                        li {
                            a href=(section.path())
                                aria-current=[(section == page.section).then_some("page")]
                                { (section.name()) }
                        }
                    }
                }
            }
            form.leave method="post" action="/admin/sign-out" {
                (token(around.csrf))
                button.quiet type="submit" { (words::SIGN_OUT) }
            }
        }
        main #main tabindex="-1" {
            @if let Some(done) = around.done { p.done role="status" { (done) } }
            @if let Some((path, name)) = &page.up {
                p.up { a href=(path) { span aria-hidden="true" { "← " } (name) } }
            }
            @if page.test { p.test-bar { strong { (words::TEST) } " " (words::TEST_MEANS) } }
            div.heading { h1 { (page.title) } (page.marks) }
            (page.body)
        }
    };
    document(&page.title, page.wrong, "office", &body)
}

/// A page for somebody who is not signed in.
pub(super) fn bare(title: &str, wrong: bool, inside: &Markup) -> String {
    let body = html! {
        main #main tabindex="-1" {
            p.brand { (assets::mark()) (words::BRAND) }
            h1 { (title) }
            (inside)
        }
    };
    document(title, wrong, "bare", &body)
}

fn document(title: &str, wrong: bool, class: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(LANG) {
            head {
                meta charset="utf-8";
                title {
                    @if wrong { (words::PROBLEM) ": " }
                    (title) " · " (words::BRAND)
                }
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex,nofollow";
                link rel="icon" type="image/svg+xml" href=(assets::icon_path());
                link rel="stylesheet" href=(assets::style_path());
            }
            body class=(class) { (body) }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        Page::new(Section::Links, "A <b>", html! { p { "text" } })
    }

    const AROUND: Around<'_> = Around {
        csrf: "the-token",
        done: None,
    };

    #[test]
    fn the_frame_has_its_landmarks_and_tells_where_we_are() {
        let html = framed(&page(), AROUND);
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        assert!(html.contains("<title>A &lt;b&gt; · Obole</title>"));
        assert!(html.contains("<a class=\"skip\" href=\"#main\">"));
        assert!(html.contains("<main id=\"main\" tabindex=\"-1\">"));
        assert_eq!(html.matches("<h1>").count(), 1);
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
        assert!(html.contains("<a href=\"/admin/links\" aria-current=\"page\">"));
        assert!(html.contains("name=\"csrf\" value=\"the-token\""));
        assert!(!html.contains("test-bar"));
    }

    #[test]
    fn a_test_is_told_and_so_is_what_went_wrong() {
        let html = framed(&page().test(true).refused(422), AROUND);
        assert!(html.contains("class=\"test-bar\""));
        assert!(html.contains("<title>Problem: A"));
        let around = Around {
            done: Some("Saved <it>."),
            ..AROUND
        };
        let html = framed(&page(), around);
        assert!(html.contains("<p class=\"done\" role=\"status\">Saved &lt;it&gt;.</p>"));
    }

    #[test]
    fn nothing_runs_and_nothing_comes_from_elsewhere() {
        let all = [framed(&page(), AROUND), bare("Sign in", false, &html! {})];
        for html in all {
            for forbidden in ["<script", "http:", "https:", "style=", " on", "javascript:"] {
                assert!(!html.contains(forbidden), "{forbidden} in {html}");
            }
        }
    }
}
