//! Rules of accessibility, as axe-core holds pages against them.

use end_to_end::{Browser, Stage, Widget, assert_accessible, audit};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("accessible_form", Turn::Shared, form);
}

async fn form(stage: &Stage, browser: &Browser) {
    Widget::open(browser, &stage.edge.url("/pay/demo?lang=en")).await;
    assert_accessible(browser, "the form").await;
    // The rules see into the shadow root: a field that lost its name is found there.
    let nameless = "const root = document.querySelector('obole-checkout').shadowRoot; \
         const field = root.querySelector('input[name=amount]'); \
         for (const label of [...field.labels]) label.remove(); \
         for (const name of ['aria-label', 'aria-labelledby', 'title', 'placeholder']) \
             field.removeAttribute(name);";
    browser.run(nameless, vec![]).await;
    let found = audit(browser).await;
    let rules: Vec<&str> = found.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["label"], "{found:#?}");
    let target = &found[0].nodes[0].target;
    assert!(target.starts_with("obole-checkout >>> "), "{target}");
}
