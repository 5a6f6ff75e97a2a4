//! Signing in with the admin token, and out.

use std::cell::Cell;
use std::time::Duration;

use maud::{Markup, html};
use obole_shared::time::{Millis, UnixMs};

use super::fields::{Label, Typed, hidden, summary, text};
use super::form::{Form, Problems};
use super::{frame, words};

/// Where one signs in.
pub(super) const PATH: &str = "/admin/sign-in";

/// The field of the token.
pub(super) const TOKEN: &str = "token";

/// Where to go afterwards.
pub(super) const NEXT: &str = "next";

/// The page. `next` is where the operator wanted to go.
pub(super) fn page(next: &str, problems: &Problems, signed_out: bool) -> String {
    let form: Markup = html! {
        @if signed_out && problems.is_empty() { p.done role="status" { (words::SIGNED_OUT) } }
        (summary(problems))
        p.lead { (words::SIGN_IN_LEAD) }
        form method="post" action=(PATH) novalidate {
            (hidden(NEXT, next))
            (text(
                Label::new(TOKEN, words::TOKEN).hint(words::TOKEN_HINT),
                Typed::Password,
                &Form::default(),
                problems,
            ))
            button.main type="submit" { (words::SIGN_IN) }
        }
    };
    frame::bare(words::SIGN_IN_TITLE, !problems.is_empty(), &form)
}

/// A page of ours to go to after signing in: nothing else is gone to.
pub(super) fn next(wanted: Option<&str>) -> &str {
    let own = |path: &&str| {
        (*path == "/admin" || path.starts_with("/admin/") || path.starts_with("/admin?"))
            && !path.starts_with(PATH)
            && !path.starts_with("/admin/assets/")
            && path
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
            && path.len() <= NEXT_BYTES_MAX
    };
    wanted.filter(own).unwrap_or("/admin")
}

const NEXT_BYTES_MAX: usize = 500;

/// Makes guessing slow: after a wrong token of this isolate the next one waits, and longer with
/// each that follows, up to a limit, until a right one came or a while passed without any. Right
/// and wrong wait alike, and before they are looked at: how fast an answer comes tells nothing.
#[derive(Debug, Default)]
struct Brake {
    failures: Cell<u32>,
    last_at: Cell<UnixMs>,
}

const FIRST_WAIT: Millis = Millis(400);
const DOUBLINGS_MAX: u32 = 4;
const FORGOTTEN_AFTER: Millis = Millis::minutes(5);

impl Brake {
    fn wait(&self, now: UnixMs) -> Duration {
        if now - self.last_at.get() > FORGOTTEN_AFTER {
            self.failures.set(0);
        }
        let Some(doublings) = self.failures.get().checked_sub(1) else {
            return Duration::ZERO;
        };
        let millis = FIRST_WAIT.0 << doublings.min(DOUBLINGS_MAX);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    fn wrong(&self, now: UnixMs) {
        self.failures.set(self.failures.get().saturating_add(1));
        self.last_at.set(now);
    }
}

thread_local! {
    static BRAKE: Brake = const {
        Brake {
            failures: Cell::new(0),
            last_at: Cell::new(UnixMs(0)),
        }
    };
}

/// Waits before a token is looked at, where wrong ones came before it.
pub(super) async fn slow_down(now: UnixMs) {
    let wait = BRAKE.with(|brake| brake.wait(now));
    if !wait.is_zero() {
        worker::Delay::from(wait).await;
    }
}

/// Remembers what came of a token.
pub(super) fn remember(now: UnixMs, was_right: bool) {
    BRAKE.with(|brake| {
        if was_right {
            brake.failures.set(0);
        } else {
            brake.wrong(now);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_only_our_own_pages_open() {
        for own in [
            "/admin",
            "/admin?x=1",
            "/admin/payments?status=captured&mode=live",
        ] {
            assert_eq!(next(Some(own)), own);
        }
        for other in [
            "",
            "//evil.test/",
            "https://evil.test/admin",
            "/administrator",
            "/admin\\..\\x",
            "/admin/sign-in",
            "/admin/sign-out-of-sight\r\nx: y",
            "/pay/demo",
        ] {
            assert_eq!(next(Some(other)), "/admin", "{other}");
        }
        assert_eq!(next(None), "/admin");
    }

    #[test]
    fn the_form_keeps_no_token_and_escapes_the_address() {
        let html = page("/admin/payments?link=\"><b>", &Problems::default(), false);
        assert!(
            html.contains("value=\"/admin/payments?link=&quot;&gt;&lt;b&gt;\""),
            "{html}"
        );
        assert!(html.contains("type=\"password\""));
        assert!(html.contains("autocomplete=\"current-password\""), "{html}");
        assert!(html.contains("<label for=\"field-token\">"));
        let html = page("/admin", &Problems::one(TOKEN, words::TOKEN_WRONG), false);
        assert!(html.contains("href=\"#field-token\""));
        assert!(html.contains("<title>Problem: "));
    }

    #[test]
    fn guessing_gets_slower_and_is_forgotten() {
        let brake = Brake::default();
        let start = UnixMs(1_784_541_731_417);
        assert!(brake.wait(start).is_zero(), "nobody waits without a reason");
        let waits: Vec<u128> = (0..6)
            .map(|_| {
                brake.wrong(start);
                brake.wait(start).as_millis()
            })
            .collect();
        assert_eq!(waits, [400, 800, 1600, 3200, 6400, 6400]);
        let later = start + FORGOTTEN_AFTER + Millis(1);
        assert!(brake.wait(later).is_zero());
        brake.wrong(later);
        assert_eq!(brake.wait(later).as_millis(), 400);
    }
}
