//! The doctor, in the back office and on the command line, before pages of another origin. The
//! Worker of a developer looks at this machine too; that one of the public does not is held by its
//! own tests.

use dev_stack::Repository;
use end_to_end::{Browser, Stage, Theme, Website, Widget, assert_accessible};
use serde_json::json;

use crate::harness::{Suite, Turn};
use crate::office::{enter, fill, fresh, press, reads};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("doctor_mends_a_page", Turn::Shared, mends);
}

/// A page that forbids what the checkout needs, and the same page as the doctor would have it.
async fn mends(stage: &Stage, browser: &Browser) {
    let site = Website::start();
    let link = fresh("doctor");
    let changes = json!({ "return_origins": [site.origin] });
    stage.edge.put_link(&link, &changes);
    let edge = &stage.edge.origin;
    let tag = format!(
        "<script async src=\"{edge}/obole.js\" data-link=\"{link}\"></script>\
         <noscript><a href=\"{edge}/pay/{link}\">Give</a></noscript>"
    );
    let forbids = format!("default-src 'none'; script-src {edge}; form-action 'self'");
    let bad = site.put("/bad", Some(&forbids), &tag);
    browser.resize(320, 800).await;
    enter(stage, browser, "/admin/doctor").await;
    look_at(browser, &bad).await;
    reads(browser, "connect-src").await;
    reads(browser, "form-action").await;
    fits_and_is_accessible(browser, "what is wrong").await;
    let whole = browser
        .one("pre[aria-label='The whole policy, as it should be']")
        .await;
    let whole = whole.prop("textContent").await.unwrap().unwrap();
    let policy = whole.trim().strip_prefix("Content-Security-Policy:");
    let policy = policy.unwrap_or(&whole).trim();

    let mended = site.put("/mended", Some(policy), &tag);
    look_at(browser, &mended).await;
    reads(browser, "Everything is in place.").await;
    fits_and_is_accessible(browser, "nothing is wrong").await;
    tells(&bad, Some("connect-src"));
    tells(&mended, None);

    Widget::open(browser, &mended).await;
    let seen = browser.seen().await;
    assert_eq!(seen["violations"], json!([]), "{policy}");
}

async fn look_at(browser: &Browser, page: &str) {
    fill(browser, "url", page).await;
    press(browser, "Check this page").await;
    reads(browser, page).await;
}

async fn fits_and_is_accessible(browser: &Browser, what: &str) {
    let wider = "return document.documentElement.scrollWidth - window.innerWidth";
    assert_eq!(browser.run(wider, vec![]).await, 0, "{what}, at 320 px");
    for theme in [Theme::Dark, Theme::Light] {
        browser.theme(theme).await;
        assert_accessible(browser, &format!("{what}, {}", theme.word())).await;
    }
}

/// On the command line: an error that names this, or none. That the provider is a simulator is not
/// known there, so a warning about the true ones is left.
fn tells(page: &str, wrong: Option<&str>) {
    let output = Repository::find()
        .cargo()
        .args(["xtask", "doctor", page])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.success(), wrong.is_none(), "{said}");
    let expected = wrong.unwrap_or("0 errors");
    assert!(said.contains(expected), "{said}");
}
