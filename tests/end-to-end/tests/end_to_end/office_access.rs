//! Who may do what in the back office: sessions, forms and the headers of every page.

use end_to_end::{Order, SHORT, Stage, eventually};

use crate::harness::{Suite, Turn};
use crate::office_client::OfficeClient;

pub(crate) fn tests(suite: &mut Suite) {
    let shared = Turn::Shared;
    suite.plain("office_foreign_forms_are_refused", shared, foreign_forms);
    suite.plain("office_double_submit_refunds_once", shared, double_submit);
    suite.plain("office_pages_are_closed_and_strict", shared, strict_pages);
}

/// What another site, or a page of yesterday, makes a browser send does nothing.
fn foreign_forms(stage: &Stage) {
    let order = Order::place(&stage.edge, "demo", "20.00", "CHF", "saferpay-test");
    order.pay_and_settle(&stage.edge, &stage.simulator, 2000, "CHF");
    let office = OfficeClient::sign_in(&stage.edge);
    let path = format!("/admin/payments/{}/refund", order.id);
    let form = office.fields(&path);
    let token = form.iter().position(|(name, _)| name == "csrf").unwrap();
    let mut without = form.clone();
    without.remove(token);
    let mut foreign = form.clone();
    let others = OfficeClient::sign_in(&stage.edge).fields(&path);
    foreign[token].1.clone_from(&others[token].1);
    let own = stage.edge.origin.as_str();
    let cases = [
        ("no token", &without, own, Some("same-origin")),
        (
            "another session's token",
            &foreign,
            own,
            Some("same-origin"),
        ),
        ("another origin", &form, "https://evil.test", None),
        ("no origin", &form, "null", None),
        ("another site", &form, own, Some("cross-site")),
    ];
    for (name, form, origin, site) in cases {
        let answer = office.post_from(&path, form, origin, site);
        assert_eq!(answer.status, 403, "{name}: {}", answer.body);
        assert!(answer.body.contains("Nothing was changed"), "{name}");
    }
    let stranger = OfficeClient::nobody(&stage.edge).post(&path, &form);
    assert_eq!(stranger.status, 303, "{}", stranger.body);
    assert!(stranger.header("location").starts_with("/admin/sign-in"));
    assert_eq!(
        stage.simulator.booked(&order.reference),
        ["capture 2000 CHF"]
    );
    office.post(&path, &form).expect(303);
    eventually("the same form, sent by its own page, works", SHORT, || {
        let booked = stage.simulator.booked(&order.reference);
        if booked == ["capture 2000 CHF", "refund 2000 CHF"] {
            Ok(())
        } else {
            Err(booked)
        }
    });
}

/// The button pressed twice: one refund.
fn double_submit(stage: &Stage) {
    let order = Order::place(&stage.edge, "demo", "90.00", "CHF", "paypal-test");
    order.pay_and_settle(&stage.edge, &stage.simulator, 9000, "CHF");
    let office = OfficeClient::sign_in(&stage.edge);
    let path = format!("/admin/payments/{}/refund", order.id);
    let form = office.fields(&format!("{path}?amount=40"));
    office.post(&path, &form).expect(303);
    office.post(&path, &form).expect(303);
    let expected = ["capture 9000 CHF", "refund 4000 CHF"];
    eventually("one refund", SHORT, || {
        let booked = stage.simulator.booked(&order.reference);
        if booked == expected {
            Ok(())
        } else {
            Err(booked)
        }
    });
    let payment = stage.edge.payment(&order.id);
    assert_eq!(payment["refunded"]["value"], "40.00", "{payment}");
}

/// Nothing without a session; nothing foreign, nothing running, nothing kept on any page.
fn strict_pages(stage: &Stage) {
    let paths = [
        "/admin",
        "/admin/payments",
        "/admin/links",
        "/admin/new-link",
        "/admin/terminals",
        "/admin/new-terminal",
        "/admin/notices",
        "/admin/disputes",
        "/admin/nothing-here",
    ];
    let office = OfficeClient::sign_in(&stage.edge);
    for path in paths {
        let stranger = OfficeClient::nobody(&stage.edge).get(path);
        assert_eq!(stranger.status, 303, "{path}: {}", stranger.body);
        let page = office.get(path);
        let status = if path.ends_with("nothing-here") {
            404
        } else {
            200
        };
        assert_eq!(page.status, status, "{path}: {}", page.body);
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("script-src") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert!(!page.body.contains("<script"), "{path}");
        for secret in [
            dev_stack::ADMIN_TOKEN,
            "simulator-password",
            "dev-signing-key",
        ] {
            assert!(!page.body.contains(secret), "{secret} in {path}");
        }
    }
    let wrong = OfficeClient::try_token(&stage.edge, "not-the-token");
    assert_eq!(wrong.status, 403, "{}", wrong.body);
    assert_eq!(wrong.header("set-cookie"), "");
    let cookie = office.cookie_header();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let forged = OfficeClient::with_cookie(&stage.edge, &cookie.replacen('.', ".x", 1));
    assert_eq!(forged.get("/admin").status, 303);
}
