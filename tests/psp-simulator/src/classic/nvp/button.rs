//! `BMCreateButton` for the hosted card page: a button of type `PAYMENT` whose code is a
//! token. Other buttons are not made here.

use std::collections::BTreeMap;

use crate::classic::State;
use crate::classic::hosted::HostedButton;
use crate::classic::nvp::Asked;
use crate::classic::nvp::amount::Currency;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::order::{Action, Order};
use crate::classic::nvp::problem::Refusal;
use crate::classic::transaction::Payer;
use crate::clock::HOUR;
use crate::html::escape;
use crate::http::is_web_url;
use crate::random::MIXED;
use crate::world::World;

/// Hosted buttons with tokens exist since this version (Button Manager API guide).
const SINCE: (u32, u32) = (65, 1);
/// How long a token leads to the page. PayPal does not tell; it is about this.
const TOKEN_MS: i64 = 2 * HOUR;

/// The variables of a hosted checkout.
const KNOWN: &[&str] = &[
    "subtotal",
    "tax",
    "shipping",
    "handling",
    "currency_code",
    "cmd",
    "business",
    "paymentaction",
    "invoice",
    "custom",
    "item_name",
    "item_number",
    "notify_url",
    "return",
    "cancel_return",
    "shopping_url",
    "lc",
    "bn",
    "buyer_email",
    "night_phone_a",
    "night_phone_b",
    "night_phone_c",
    "billing_first_name",
    "billing_last_name",
    "billing_address1",
    "billing_address2",
    "billing_city",
    "billing_state",
    "billing_zip",
    "billing_country",
    "first_name",
    "last_name",
    "address1",
    "address2",
    "city",
    "state",
    "zip",
    "country",
    "address_override",
    "template",
    "showBillingAddress",
    "showShippingAddress",
    "showBillingEmail",
    "showBillingPhone",
    "showCustomerName",
    "showCardInfo",
    "showHostedThankyouPage",
    "bodyBgColor",
    "bodyBgImg",
    "headerBgColor",
    "headerHeight",
    "footerTextColor",
    "PageTitleTextColor",
    "PageCollapseBgColor",
    "PageCollapseTextColor",
    "PageButtonBgColor",
    "PageButtonTextColor",
    "orderSummaryBgColor",
    "orderSummaryBgImage",
    "pageButtonBgColor",
    "sectionBorder",
    "subheaderText",
    "logoText",
    "logoFont",
    "logoFontSize",
    "logoFontColor",
    "logoImage",
    "logoImagePosition",
];

/// The variables of a button by name.
struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Reads `L_BUTTONVAR0…n`, each `name=value`, the value perhaps in quotes.
    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let mut all = BTreeMap::new();
        for at in 0..1000 {
            let field = format!("L_BUTTONVAR{at}");
            let Some(pair) = asked.arguments.get(&field) else {
                break;
            };
            let (name, value) = unquoted(pair)
                .split_once('=')
                .ok_or_else(|| Refusal::about(10004, &field))?;
            if !KNOWN.contains(&name) || all.contains_key(name) {
                return Err(Refusal::about(10004, name));
            }
            all.insert(name.to_owned(), unquoted(value).to_owned());
        }
        let count = asked
            .arguments
            .names()
            .filter(|name| name.starts_with("L_BUTTONVAR"))
            .count();
        if count != all.len() {
            return Err(Refusal::about(10004, "L_BUTTONVAR"));
        }
        Ok(Self(all))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    fn address(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.get(name) {
            Some(url) if !is_web_url(url) => Err(Refusal::about(10004, name)),
            url => Ok(url.map(str::to_owned)),
        }
    }

    fn one_of(&self, name: &str, choices: &[&str]) -> Result<(), Refusal> {
        match self.get(name) {
            Some(value) if !choices.contains(&value) => Err(Refusal::about(10004, name)),
            _ => Ok(()),
        }
    }
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text)
}

pub(crate) fn perform(
    state: &mut State,
    world: &mut World,
    asked: &Asked,
) -> Result<Answer, Refusal> {
    let arguments = &asked.arguments;
    if arguments.version() < SINCE {
        return Err(Refusal::new(10006));
    }
    for (name, only) in [("BUTTONTYPE", "PAYMENT"), ("BUTTONCODE", "TOKEN")] {
        match arguments.required(name, 81000)? {
            value if value == only => {}
            _ => return Err(Refusal::about(10005, name)),
        }
    }
    let variables = Variables::read(asked)?;
    let own = |business: &str| {
        business == asked.account.id || business.eq_ignore_ascii_case(&asked.account.email)
    };
    if variables
        .get("business")
        .is_some_and(|business| !own(business))
    {
        return Err(Refusal::about(10007, "business"));
    }
    variables.one_of("cmd", &["_hosted-payment"])?;
    variables.one_of("paymentaction", &["sale", "authorization"])?;
    variables.one_of(
        "template",
        &[
            "templateA",
            "templateB",
            "templateC",
            "templateD",
            "mobile",
            "mobile-iframe",
        ],
    )?;
    variables.one_of("showHostedThankyouPage", &["true", "false"])?;
    let order = order(asked, &variables)?;
    let token = format!("HSSS-{}", world.random.text(MIXED, 60));
    let button = HostedButton {
        token: token.clone(),
        account: asked.account.email.clone(),
        order,
        return_url: variables.address("return")?,
        cancel_url: variables.address("cancel_return")?,
        thanks: variables.get("showHostedThankyouPage") == Some("true"),
        payer: payer(world, &variables),
        paid: None,
        expires_ms: world.now().saturating_add(TOKEN_MS),
    };
    state.buttons.insert(token.clone(), button);
    Ok(tell(world, &token))
}

fn order(asked: &Asked, variables: &Variables) -> Result<Order, Refusal> {
    let currency = Currency::read(variables.get("currency_code"), &asked.account)?;
    let mut amount_minor = 0_i64;
    for name in ["subtotal", "tax", "shipping", "handling"] {
        match variables.get(name) {
            None if name == "subtotal" => return Err(Refusal::about(81100, name)),
            None => {}
            Some(text) => {
                let part = currency.amount(text).filter(|minor| *minor >= 0);
                let part = part.ok_or_else(|| Refusal::about(81200, name))?;
                amount_minor = amount_minor.saturating_add(part);
            }
        }
    }
    if amount_minor == 0 {
        return Err(Refusal::new(10525));
    }
    if amount_minor > currency.maximum_minor() {
        return Err(Refusal::new(10414));
    }
    for (name, max, code) in [("invoice", 127, 10432), ("custom", 256, 10004)] {
        let length = variables.get(name).map_or(0, |text| text.chars().count());
        if length > max {
            return Err(Refusal::about(code, name));
        }
    }
    Ok(Order {
        action: match variables.get("paymentaction") {
            Some("authorization") => Action::Authorization,
            _ => Action::Sale,
        },
        amount_minor,
        currency: currency.code,
        items: Vec::new(),
        description: variables.text("item_name"),
        custom: variables.text("custom"),
        invoice: variables.text("invoice"),
        notify_url: variables.address("notify_url")?,
        instant_only: true,
    })
}

/// Who the shop says will pay; the rest is made up.
fn payer(world: &mut World, variables: &Variables) -> Payer {
    let ships = variables.get("address1").is_some();
    let mut payer = Payer::somebody(&mut world.random, ships);
    // Who pays by card here has no account that could be verified.
    payer.verified = false;
    for (name, field) in [
        ("buyer_email", &mut payer.email),
        ("billing_first_name", &mut payer.first_name),
        ("billing_last_name", &mut payer.last_name),
        ("billing_country", &mut payer.country),
    ] {
        if let Some(said) = variables.get(name) {
            said.clone_into(field);
        }
    }
    payer
}

fn tell(world: &World, token: &str) -> Answer {
    let origin = &world.config.origin;
    let page = format!("{origin}/paypal-web/cgi-bin/webscr");
    let mut answer = Answer::default();
    answer.set("HOSTEDBUTTONID", token);
    answer.set(
        "EMAILLINK",
        format!("{page}?cmd=_hosted-payment&hosted_button_id={token}"),
    );
    answer.set(
        "WEBSITECODE",
        format!(
            "<form action=\"{}\" method=\"get\"><input type=\"hidden\" name=\"cmd\" \
value=\"_hosted-payment\"><input type=\"hidden\" name=\"hosted_button_id\" value=\"{token}\">\
<input type=\"submit\" value=\"Pay\"></form>",
            escape(&page)
        ),
    );
    answer
}
