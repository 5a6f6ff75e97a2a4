//! `PaymentPage/Initialize`: opens a payment page.

use serde_json::{Value, json};

use crate::clock::swiss;
use crate::config::SaferpayTerminal;
use crate::random::LOWER;
use crate::saferpay::check::{Echo, amount_minor};
use crate::saferpay::refusal::{Refusal, invalid, no_contract, permission_denied};
use crate::saferpay::state::{Condition, Outcome, Saferpay, Session};
use crate::schema::text_at;
use crate::world::World;

impl Saferpay {
    pub(crate) fn initialize(
        &mut self,
        world: &mut World,
        account: &SaferpayTerminal,
        body: &Value,
        echo: &Echo,
    ) -> Result<Value, Refusal> {
        let at = |pointer: &str| text_at(body, pointer).map(str::to_owned);
        let flag = |pointer: &str| {
            body.pointer(pointer)
                .and_then(Value::as_bool)
                .unwrap_or(false)
        };
        if flag("/Payment/Recurring/Initial") && flag("/Payment/Installment/Initial") {
            return Err(invalid(vec![
                "Payment: Recurring and Installment exclude each other".into(),
            ]));
        }
        let terminal = at("/TerminalId").unwrap_or_default();
        let contract = world
            .config
            .saferpay
            .iter()
            .find(|one| one.customer == account.customer && one.terminal == terminal)
            .cloned()
            .ok_or_else(permission_denied)?;
        let currency = at("/Payment/Amount/CurrencyCode").unwrap_or_default();
        if !contract.currencies.contains(&currency) {
            return Err(no_contract());
        }
        let amount = body
            .pointer("/Payment/Amount")
            .and_then(|amount| amount_minor(amount, world.config.strict_amount_type));
        let methods = body.get("PaymentMethods").and_then(Value::as_array);
        let now = world.now();
        let session = Session {
            customer: account.customer.clone(),
            terminal,
            order_id: at("/Payment/OrderId"),
            amount_minor: amount.unwrap_or_default(),
            currency,
            description: at("/Payment/Description").unwrap_or_default(),
            return_url: at("/ReturnUrl/Url").unwrap_or_default(),
            notify_success: at("/Notification/SuccessNotifyUrl"),
            notify_fail: at("/Notification/FailNotifyUrl"),
            methods: methods
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            pre_auth: flag("/Payment/Options/PreAuth"),
            condition: Condition::from_name(&at("/Condition").unwrap_or_default()),
            created_ms: now,
            expires_ms: now.saturating_add(world.config.redirect_ms),
            opened_ms: None,
            pended: false,
            outcome: Outcome::Open,
        };
        let token = world.random.text(LOWER, 25);
        world
            .calls
            .initialized(&token, session.order_id.as_deref(), now);
        let answer = json!({
            "Token": token,
            "Expiration": swiss(session.expires_ms),
            "RedirectUrl": format!(
                "{}/saferpay/vt2/api/PaymentPage/{}/{}/{token}",
                world.config.origin, echo.customer, session.terminal
            ),
        });
        self.sessions.insert(token, session);
        Ok(answer)
    }
}
