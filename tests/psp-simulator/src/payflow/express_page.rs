//! PayPal's own page, where the payer of an Express Checkout agrees.
//!
//! It can be opened again, so that a payer whose means were declined can choose others
//! under the same token.

use http::{Method, Request, StatusCode};

use crate::html;
use crate::http::{Reply, form_value};
use crate::money::write_decimal;
use crate::payflow::access::account_of;
use crate::payflow::charge::ByPage;
use crate::payflow::express::{Express, Funding};
use crate::payflow::form::dead_end;
use crate::payflow::link::page_url;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::onward::Onward;
use crate::payflow::result::APPROVED;
use crate::payflow::state::Payflow;
use crate::payflow::token::Token;
use crate::world::World;

const TITLE: &str = "PayPal simulator";

impl Payflow {
    /// Sends the payer of a hosted page to PayPal.
    pub(crate) fn begin_express(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        token: &Token,
    ) -> Reply {
        let amount = token.amount.clone();
        let max_minor = amount.minor;
        let page = Some(token.value.as_str());
        let express = self.open_express(world, account, &token.params, amount, max_minor, page);
        let origin = &world.config.origin;
        Reply::see_other(&format!(
            "{origin}{}?cmd=_express-checkout&token={express}&useraction=commit",
            super::WEB
        ))
    }

    pub(crate) fn express_page(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        let query = request.uri().query().unwrap_or_default().as_bytes();
        let token = form_value(query, "token").unwrap_or_default();
        let one = self.express.get(&token).cloned();
        let account = one.as_ref().and_then(|one| account_of(world, &one.vendor));
        let (Some(one), Some(account)) = (one, account) else {
            return dead_end(
                StatusCode::NOT_FOUND,
                "Nothing to pay",
                "This payment does not exist.",
            );
        };
        if one.paid.is_some() || world.now() >= one.expires_ms {
            let text = "This payment was made, or its time is over.";
            return dead_end(StatusCode::OK, "Nothing to pay", text);
        }
        if *request.method() == Method::GET {
            return Reply::html(StatusCode::OK, form(&one));
        }
        let funding = match form_value(request.body(), "action").as_deref() {
            Some("pay") => Funding::Pays,
            Some("decline") => Funding::Declines,
            Some("pending") => Funding::ECheck { clears: true },
            Some("pending-denied") => Funding::ECheck { clears: false },
            Some("abort") => return self.canceled(world, &account, &one),
            _ => return Reply::empty(StatusCode::BAD_REQUEST),
        };
        if let Some(kept) = self.express.get_mut(&token) {
            kept.funding = Some(funding);
        }
        let page = one.page.as_ref().and_then(|page| self.tokens.get(page));
        match page.cloned() {
            Some(page) => self.pay_for_page(world, &account, &one, &page),
            None => agreed(&one),
        }
    }

    /// Back to where the payer came from.
    fn canceled(&self, world: &World, account: &PayflowAccount, one: &Express) -> Reply {
        if let Some(page) = one.page.as_ref().and_then(|page| self.tokens.get(page)) {
            return Reply::see_other(&page_url(world, account, page, ""));
        }
        let url = one.params.get("CANCELURL").unwrap_or_default();
        let fields = vec![("token".to_owned(), one.token.clone())];
        Onward::new(false, url, fields).reply(TITLE)
    }

    /// The hosted page makes the payment itself. When PayPal declines, the payer is back
    /// on the hosted page.
    fn pay_for_page(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        one: &Express,
        page: &Token,
    ) -> Reply {
        if let Some(refusal) = page.problem(world.now()) {
            return dead_end(StatusCode::OK, "This page is over", &refusal.message());
        }
        let amount = write_decimal(page.amount.minor, &page.amount.currency);
        let params = page
            .params
            .with("TENDER", "P")
            .with("ACTION", "D")
            .with("TOKEN", &one.token)
            .with("PAYERID", &one.payer.id)
            .with("AMT", &amount);
        let by = ByPage {
            token: &page.value,
            forced: None,
        };
        let pnref = self.transact(world, account, &params, Some(by));
        let approved = self
            .transactions
            .get(&pnref)
            .is_some_and(|made| made.result == APPROVED);
        if approved || page.params.get("ERRORURL").is_some() {
            return self.finish(world, account, page, &pnref);
        }
        if let Some(kept) = self.tokens.get_mut(&page.value) {
            kept.attempts = kept.attempts.saturating_add(1);
        }
        Reply::see_other(&page_url(world, account, page, ""))
    }
}

/// Back to the merchant, who makes the payment.
fn agreed(one: &Express) -> Reply {
    let url = one.params.get("RETURNURL").unwrap_or_default();
    let fields = vec![
        ("token".to_owned(), one.token.clone()),
        ("PayerID".to_owned(), one.payer.id.clone()),
    ];
    Onward::new(false, url, fields).reply(TITLE)
}

fn form(one: &Express) -> String {
    let amount = write_decimal(one.amount.minor, &one.amount.currency);
    let facts: Vec<(&str, &str)> = [("ORDERDESC", "Description"), ("INVNUM", "Reference")]
        .into_iter()
        .filter_map(|(name, label)| Some((label, one.params.get(name)?)))
        .collect();
    let buttons = [
        ("pay", "Pay with PayPal"),
        ("decline", "Pay by means that are declined"),
        ("pending", "Pay by eCheck that clears later"),
        ("pending-denied", "Pay by eCheck that bounces later"),
        ("abort", "Cancel and go back"),
    ];
    html::payment(
        TITLE,
        &format!("{} {amount}", one.amount.currency),
        &facts,
        &buttons,
    )
}
