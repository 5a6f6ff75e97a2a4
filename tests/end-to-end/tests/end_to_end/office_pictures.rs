//! Pictures of the back office on a desk and on the smallest phone, for people to look at.

use end_to_end::{Browser, BrowserOptions, Order, SHORT, Stage, eventually};

use crate::harness::{Suite, Turn};
use crate::office::enter;

/// Widths of a desk and of the smallest phone, in CSS pixels.
const WIDTHS: [u32; 2] = [1280, 320];

pub(crate) fn tests(suite: &mut Suite) {
    let options = BrowserOptions {
        scripts: false,
        ..BrowserOptions::default()
    };
    for width in WIDTHS {
        suite.browser_with(
            &format!("office_pictures_{width}"),
            Turn::Shared,
            options,
            async move |stage, browser| pictures(stage, browser, width).await,
        );
    }
}

async fn take(stage: &Stage, browser: &Browser, name: &str, width: u32) {
    let file = stage.picture(&format!("office-{name}-{width}"));
    browser.picture(&file).await;
    let wider = "return document.documentElement.scrollWidth - window.innerWidth";
    let overflow = browser.run(wider, vec![]).await;
    assert!(
        overflow.as_i64().unwrap() <= 0,
        "{name} is wider than {width} by {overflow}"
    );
    // Links in running text aside (WCAG 2.2, 2.5.8), nothing to press is smaller than 24 px.
    let small = "return [...document.querySelectorAll('button, input:not([type=hidden]), select, \
         textarea, nav a, .button')].map(one => [one.outerHTML.slice(0, 90), \
         one.getBoundingClientRect()]).filter(([_, box]) => box.width > 0 && \
         (box.height < 24 || box.width < 24)).map(([html]) => html)";
    let small = browser.run(small, vec![]).await;
    assert_eq!(small, serde_json::json!([]), "{name}: too small to press");
}

/// Pictures of every page, for people to look at; none is wider than the screen.
async fn pictures(stage: &Stage, browser: &Browser, width: u32) {
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    order.pay_and_settle(&stage.edge, &stage.simulator, 2500, "CHF");
    let reserved = reserved(stage);
    browser.resize(width, 900).await;
    browser.open(&stage.edge.url("/admin")).await;
    take(stage, browser, "sign-in", width).await;
    enter(stage, browser, "/admin").await;
    let payment = format!("/admin/payments/{}", order.id);
    let pages = [
        ("overview", "/admin".to_owned()),
        ("payments", "/admin/payments".to_owned()),
        (
            "payments-filtered",
            "/admin/payments?status=captured&mode=test".to_owned(),
        ),
        ("payment", payment.clone()),
        ("payment-reserved", format!("/admin/payments/{reserved}")),
        ("refund", format!("{payment}/refund?amount=12.50")),
        (
            "refund-ambiguous",
            format!("{payment}/refund?amount=1%2C000"),
        ),
        (
            "capture",
            format!("/admin/payments/{reserved}/capture?amount=10"),
        ),
        ("links", "/admin/links".to_owned()),
        ("link", "/admin/links/demo".to_owned()),
        ("embed", "/admin/links/demo/embed".to_owned()),
        ("new-link", "/admin/new-link".to_owned()),
        ("doctor", format!("/admin/doctor?url={}/", stage.host)),
        ("terminals", "/admin/terminals".to_owned()),
        ("terminal", "/admin/terminals/saferpay-test".to_owned()),
        (
            "terminal-edit",
            "/admin/terminals/saferpay-test/edit".to_owned(),
        ),
        (
            "terminal-delete",
            "/admin/terminals/saferpay-test/delete".to_owned(),
        ),
        ("new-terminal", "/admin/new-terminal".to_owned()),
        (
            "new-terminal-payflow",
            "/admin/new-terminal?kind=payflow&account=payflow_pro_us".to_owned(),
        ),
        ("notices", "/admin/notices".to_owned()),
        ("disputes", "/admin/disputes".to_owned()),
        ("not-found", "/admin/nothing-here".to_owned()),
    ];
    for (name, path) in pages {
        browser.open(&stage.edge.url(&path)).await;
        assert_eq!(browser.all("h1").await.len(), 1, "{path}");
        take(stage, browser, name, width).await;
    }
}

/// A payment whose money waits to be captured.
fn reserved(stage: &Stage) -> String {
    let changes = serde_json::json!({ "authorization": "authorize_only" });
    stage.edge.put_link("office-reserved", &changes);
    let order = Order::place(
        &stage.edge,
        "office-reserved",
        "40.00",
        "CHF",
        "paypal-test",
    );
    order.pay();
    eventually("the reservation is known", SHORT, || {
        let payment = stage.edge.payment(&order.id);
        if payment["status"] == "authorized" {
            Ok(())
        } else {
            Err(payment)
        }
    });
    order.id
}
