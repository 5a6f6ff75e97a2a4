//! The back office as a treasurer uses it: in a browser where no script runs.

use end_to_end::{Browser, BrowserOptions, Call, Order, SHORT, Stage, eventually_async};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    let options = BrowserOptions {
        scripts: false,
        ..BrowserOptions::default()
    };
    let shared = Turn::Shared;
    suite.browser_with("office_sign_in", shared, options, sign_in);
    suite.browser_with("office_refund", shared, options, refund);
    suite.browser_with("office_terminal", shared, options, terminal);
    suite.browser_with("office_link", shared, options, link);
    suite.browser_with("office_notice", shared, options, notice);
}

/// Signs in on the way to a page.
pub(crate) async fn enter(stage: &Stage, browser: &Browser, path: &str) {
    browser.open(&stage.edge.url(path)).await;
    fill(browser, "token", dev_stack::ADMIN_TOKEN).await;
    press(browser, "Sign in").await;
    browser.one("header.top").await;
    arrive(stage, browser, path).await;
}

pub(crate) async fn arrive(stage: &Stage, browser: &Browser, path: &str) -> String {
    browser.arrive(&stage.edge.url(path)).await
}

/// An id no other test uses.
pub(crate) fn fresh(name: &str) -> String {
    Order::new_key().replace("end-to-end", name)
}

/// Types into a field by its name in place of what stands there.
pub(crate) async fn fill(browser: &Browser, name: &str, text: &str) {
    let field = browser
        .one(&format!("[name='{name}']:not([type=hidden])"))
        .await;
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

pub(crate) async fn tick(browser: &Browser, name: &str, value: &str) {
    let css = format!("input[name='{name}'][value='{value}']");
    let field = browser.one(&css).await;
    if !field.is_selected().await.unwrap() {
        field.click().await.unwrap();
    }
}

/// Presses the button or follows the link that says this.
pub(crate) async fn press(browser: &Browser, words: &str) {
    let found = eventually_async(&format!("{words:?} to press"), SHORT, async || {
        let mut seen = Vec::new();
        for one in browser
            .all("main button, main a, header button, header a")
            .await
        {
            let text = plain(&one.text().await.unwrap_or_default());
            if text == words {
                return Ok(one);
            }
            seen.push(text);
        }
        Err(seen)
    })
    .await;
    found.click().await.unwrap();
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

async fn main_text(browser: &Browser) -> String {
    // A page that is being left has nothing to say any more.
    let text = eventually_async("the text of the page", SHORT, async || {
        browser.one("main").await.text().await
    });
    plain(&text.await)
}

/// Waits until the page says this.
pub(crate) async fn reads(browser: &Browser, words: &str) -> String {
    eventually_async(&format!("the page says {words:?}"), SHORT, async || {
        let text = main_text(browser).await;
        if text.contains(words) {
            Ok(text)
        } else {
            Err(text)
        }
    })
    .await
}

/// Through a wrong token, in, and out again.
async fn sign_in(stage: &Stage, browser: &Browser) {
    browser
        .open(&stage.edge.url("/admin/payments?mode=test"))
        .await;
    arrive(stage, browser, "/admin/sign-in").await;
    fill(browser, "token", "not-the-token").await;
    press(browser, "Sign in").await;
    reads(browser, "This is not the admin token.").await;
    let field = browser.one("input[name=token]").await;
    assert_eq!(field.prop("value").await.unwrap().unwrap_or_default(), "");
    let invalid = field.attr("aria-invalid").await.unwrap();
    assert_eq!(invalid.as_deref(), Some("true"));
    let described = field.attr("aria-describedby").await.unwrap().unwrap();
    let problem = described.split(' ').next().unwrap();
    let problem = browser
        .one(&format!("#{problem}"))
        .await
        .text()
        .await
        .unwrap();
    assert!(
        problem.contains("This is not the admin token."),
        "{problem}"
    );
    browser.one(".summary a[href='#field-token']").await;

    fill(browser, "token", dev_stack::ADMIN_TOKEN).await;
    press(browser, "Sign in").await;
    arrive(stage, browser, "/admin/payments?mode=test").await;
    assert_eq!(browser.one("h1").await.text().await.unwrap(), "Payments");
    press(browser, "Sign out").await;
    reads(browser, "You are signed out.").await;
    browser.open(&stage.edge.url("/admin")).await;
    arrive(stage, browser, "/admin/sign-in").await;
}

/// A part, spelled on a page of its own, once.
async fn refund(stage: &Stage, browser: &Browser) {
    let order = Order::place(&stage.edge, "demo", "80.00", "CHF", "saferpay-test");
    order.pay_and_settle(&stage.edge, &stage.simulator, 8000, "CHF");
    let path = format!("/admin/payments/{}", order.id);
    enter(stage, browser, &path).await;
    let text = reads(browser, "Payment of CHF 80.00").await;
    assert!(
        text.contains("No real money moves here."),
        "a test says so: {text}"
    );
    assert!(text.contains(&order.reference), "{text}");

    fill(browser, "amount", "80.01").await;
    press(browser, "Continue").await;
    reads(browser, "This is more than CHF 80.00").await;
    fill(browser, "amount", "30").await;
    press(browser, "Continue").await;
    let text = reads(browser, "Pay back CHF 30.00?").await;
    assert!(text.contains("CHF 50.00"), "what stays: {text}");
    assert_eq!(
        stage.simulator.booked(&order.reference),
        ["capture 8000 CHF"]
    );

    press(browser, "Pay back CHF 30.00").await;
    arrive(stage, browser, &format!("{path}?done=refund")).await;
    eventually_async("the refund is told", SHORT, async || {
        browser.open(&stage.edge.url(&path)).await;
        let text = main_text(browser).await;
        if text.contains("Partly paid back") {
            Ok(())
        } else {
            Err(text)
        }
    })
    .await;
    let expected = ["capture 8000 CHF", "refund 3000 CHF"];
    assert_eq!(stage.simulator.booked(&order.reference), expected);
}

/// From the choice of the kind to a passed check, through a mistake.
async fn terminal(stage: &Stage, browser: &Browser) {
    enter(stage, browser, "/admin/terminals").await;
    press(browser, "New terminal").await;
    browser
        .one("a[href='/admin/new-terminal?kind=saferpay']")
        .await
        .click()
        .await
        .unwrap();
    let id = fresh("office");
    fill(browser, "name", "Cards of the office").await;
    fill(browser, "id", &id).await;
    fill(browser, "currencies", "chf, eur").await;
    tick(browser, "methods", "visa").await;
    fill(browser, "credentials.test.customer_id", "400123").await;
    fill(browser, "credentials.test.user", "API_400123_00000001").await;
    fill(browser, "credentials.test.password", "wrong").await;
    press(browser, "Save").await;
    reads(browser, "Please look at this again").await;
    browser
        .one("[name='credentials.test.terminal_id'][aria-invalid]")
        .await;
    let secret = browser.one("[name='credentials.test.password']").await;
    assert_eq!(secret.prop("value").await.unwrap().unwrap_or_default(), "");
    let name = browser
        .one("[name=name]")
        .await
        .prop("value")
        .await
        .unwrap();
    assert_eq!(
        name.as_deref(),
        Some("Cards of the office"),
        "what was typed stays"
    );

    fill(browser, "credentials.test.terminal_id", "17700001").await;
    fill(browser, "credentials.test.password", "wrong").await;
    press(browser, "Save").await;
    arrive(
        stage,
        browser,
        &format!("/admin/terminals/{id}?done=terminal-created"),
    )
    .await;
    press(browser, "Check this account").await;
    reads(browser, "The provider did not accept user and password").await;

    press(browser, "Edit").await;
    fill(browser, "credentials.test.password", "simulator-password").await;
    press(browser, "Save").await;
    arrive(
        stage,
        browser,
        &format!("/admin/terminals/{id}?done=terminal-saved"),
    )
    .await;
    press(browser, "Check this account").await;
    reads(browser, "The check passed").await;

    press(browser, "Go live").await;
    reads(browser, "No live credentials are entered.").await;
    browser
        .open(&stage.edge.url(&format!("/admin/terminals/{id}")))
        .await;
    press(browser, "Disable").await;
    reads(browser, "Disabled: links do not offer it.").await;
    press(browser, "Delete").await;
    reads(browser, "Its credentials are erased for good").await;
    press(browser, "Delete").await;
    arrive(stage, browser, "/admin/terminals?done=terminal-deleted").await;
    assert!(!main_text(browser).await.contains("Cards of the office"));
}

/// A link made and edited in the browser can be opened by donors at once.
async fn link(stage: &Stage, browser: &Browser) {
    enter(stage, browser, "/admin/new-link").await;
    let id = fresh("office");
    fill(browser, "name", "A roof for the barn").await;
    fill(browser, "id", &id).await;
    fill(browser, "max", "5,000").await;
    tick(browser, "terminals", "saferpay-test").await;
    tick(browser, "currencies", "CHF").await;
    press(browser, "Save").await;
    reads(browser, "Write a number such as 20 or 2.50.").await;
    fill(browser, "max", "5'000").await;
    press(browser, "Save").await;
    arrive(
        stage,
        browser,
        &format!("/admin/links/{id}?done=link-saved"),
    )
    .await;
    reads(browser, &format!("data-link=\"{id}\"")).await;
    let donor = Call::get(stage.edge.url(&format!("/pay/{id}"))).send();
    assert!(donor.expect(200).body.contains("A roof for the barn"));
}

/// A forged message is kept, shown as text, and does nothing.
async fn notice(stage: &Stage, browser: &Browser) {
    let memo = fresh("forged");
    let body = format!("{{\"id\":\"{memo}\",\"note\":\"<script>document.title='x'</script>\"}}");
    let forged = Call::post(stage.edge.url("/notify/paypal-test"))
        .header("content-type", "application/json")
        .bytes(body);
    forged.send().expect(400);
    enter(stage, browser, "/admin/notices").await;
    fill_choice(browser, "state", "refused").await;
    press(browser, "Show").await;
    arrive(stage, browser, "/admin/notices?state=refused").await;
    let rows = browser.all("tbody tr th a").await;
    let mut seen = Vec::new();
    for row in &rows {
        seen.push(row.attr("href").await.unwrap().unwrap());
    }
    let mut found = false;
    for path in seen {
        browser.open(&stage.edge.url(&path)).await;
        reads(browser, "It is not genuine").await;
        let raw = browser
            .one("pre")
            .await
            .prop("textContent")
            .await
            .unwrap()
            .unwrap();
        if raw.contains(&memo) {
            assert!(raw.contains("<script>document.title='x'</script>"), "{raw}");
            assert!(browser.all("[action$='/attach']").await.is_empty());
            found = true;
            break;
        }
    }
    assert!(found, "what was refused is in the inbox");
}

pub(crate) async fn fill_choice(browser: &Browser, name: &str, value: &str) {
    let css = format!("select[name='{name}'] option[value='{value}']");
    browser.one(&css).await.click().await.unwrap();
}
