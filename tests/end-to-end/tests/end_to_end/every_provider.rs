//! A donor pays at every kind of terminal that one link offers.

use end_to_end::{Browser, Outcome, ProviderPage, Stage, Widget, settle};

use crate::harness::{Suite, Turn};

/// What is typed on a card page, by the names of its fields.
type Card = [(&'static str, &'static str); 3];

pub(crate) const HOSTED_CARD: Card = [
    ("number", "4111111111111111"),
    ("expiry", "12/40"),
    ("code", "123"),
];
pub(crate) const PAYFLOW_CARD: Card = [
    ("ACCT", "4111111111111111"),
    ("EXPDATE", "1240"),
    ("CVV2", "123"),
];

/// A way to pay: name, terminal, currency, what is typed at the provider, what is pressed there.
type Way = (
    &'static str,
    &'static str,
    &'static str,
    Option<Card>,
    &'static [&'static str],
);

const WAYS: [Way; 6] = [
    ("express_us", "paypal-express-us", "USD", None, &["pay"]),
    // The partner's signature acts for the account that permits it.
    ("express_ca", "paypal-express-ca", "CAD", None, &["pay"]),
    (
        "hosted",
        "paypal-hosted",
        "CAD",
        Some(HOSTED_CARD),
        &["pay"],
    ),
    ("payflow", "payflow-us", "USD", Some(PAYFLOW_CARD), &["pay"]),
    (
        "payflow_paypal",
        "payflow-us",
        "USD",
        None,
        &["paypal", "pay"],
    ),
    ("standard", "paypal-standard", "EUR", None, &["pay"]),
];

pub(crate) fn tests(suite: &mut Suite) {
    for way in WAYS {
        suite.browser(
            &format!("every_provider_{}", way.0),
            Turn::Shared,
            async move |stage, browser| pays(stage, browser, way).await,
        );
    }
}

/// From the link's own page to the provider's.
pub(crate) async fn to_provider<'a>(
    stage: &Stage,
    browser: &'a Browser,
    terminal: &str,
    currency: &str,
    value: &str,
) -> ProviderPage<'a> {
    let widget = Widget::open(browser, &stage.edge.url("/pay/every-provider")).await;
    widget.currency(currency).await;
    widget.amount(value).await;
    widget.terminal(terminal).await;
    widget.says(&format!("Give {currency} {value}")).await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, format!("{currency} {value}"));
    provider
}

/// Back on our page, which tells the result in this tone, and that it is a test.
pub(crate) async fn back(stage: &Stage, browser: &Browser, tone: &str) -> Outcome {
    browser.arrive(&stage.edge.url("/result/pay_")).await;
    let told = Widget::here(browser).outcome(tone).await;
    assert!(told.text.contains("no money is charged"), "{}", told.text);
    told
}

async fn pays(stage: &Stage, browser: &Browser, (_, terminal, currency, card, buttons): Way) {
    let provider = to_provider(stage, browser, terminal, currency, "36.50").await;
    provider.fill(card.as_ref().map_or(&[], |card| card)).await;
    for button in buttons {
        provider.press(button).await;
    }
    let thanks = back(stage, browser, "done").await;
    assert!(thanks.text.contains(&provider.reference), "{}", thanks.text);
    assert!(thanks.text.contains("36.50"), "{}", thanks.text);
    let id = settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        3650,
        currency,
    );
    let payment = stage.edge.payment(&id);
    assert_eq!(payment["test"], true, "{payment}");
    assert_eq!(payment["terminal"], terminal, "{payment}");
}
