//! The hosted page: a secure token in, a payment and a browser on its way out.
//!
//! Source: Payflow Gateway guide, "Configuring hosted checkout pages".

use http::{Method, Request, StatusCode};

use crate::http::Reply;
use crate::payflow::access::account_of;
use crate::payflow::card::{Card, test_expiry, test_number};
use crate::payflow::charge::ByPage;
use crate::payflow::form::{self, TITLE, dead_end, mode};
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::onward::{Onward, encode};
use crate::payflow::params::Params;
use crate::payflow::result::{APPROVED, DECLINED, REVIEW, Refusal};
use crate::payflow::silent_post::{result_fields, token_fields};
use crate::payflow::state::Payflow;
use crate::payflow::token::{Confirmation, Token};
use crate::world::World;

/// What the payer may add to what the merchant fixed.
const TYPED: &[&str] = &[
    "ACCT",
    "EXPDATE",
    "CVV2",
    "BILLTOFIRSTNAME",
    "BILLTOLASTNAME",
    "BILLTOSTREET",
    "BILLTOCITY",
    "BILLTOSTATE",
    "BILLTOZIP",
    "BILLTOCOUNTRY",
    "BILLTOEMAIL",
];

impl Payflow {
    /// Answers at and below the page's address.
    pub(crate) fn link(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        if !matches!(*request.method(), Method::GET | Method::POST) {
            return Reply::empty(StatusCode::METHOD_NOT_ALLOWED);
        }
        let form = submitted(request);
        let known = form
            .get("SECURETOKEN")
            .and_then(|token| self.tokens.get(token));
        let known = known.filter(|one| form.get("SECURETOKENID") == Some(one.id.as_str()));
        let account = known.and_then(|one| account_of(world, &one.vendor));
        let (Some(token), Some(account)) = (known.cloned(), account) else {
            let text = "Secure token and secure token id belong to no payment.";
            return dead_end(StatusCode::NOT_FOUND, "Unknown payment", text);
        };
        if form.get("MODE").unwrap_or("LIVE") != mode(&account) {
            let text = "This payment belongs to the other environment: live, or test.";
            return dead_end(StatusCode::BAD_REQUEST, "Wrong MODE", text);
        }
        if request.uri().path().ends_with("/confirm") {
            return confirmation(&token);
        }
        if let Some(refusal) = token.problem(world.now()) {
            return refused(&token, &refusal);
        }
        let action = form
            .get("action")
            .or_else(|| form.get("ACCT").map(|_| "pay"));
        match action.filter(|_| *request.method() == Method::POST) {
            None => form::page(&account, &token, None),
            Some("abort") => match token.params.get("CANCELURL") {
                Some(url) => Onward::new(false, url, Vec::new()).reply(TITLE),
                None => dead_end(StatusCode::OK, "Canceled", "Nothing was paid."),
            },
            Some("paypal") if account.express => self.begin_express(world, &account, &token),
            Some(action @ ("pay" | "decline" | "review")) if !account.brands.is_empty() => {
                self.pay_by_card(world, &account, &token, &form, action)
            }
            Some(_) => Reply::empty(StatusCode::BAD_REQUEST),
        }
    }

    fn pay_by_card(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        token: &Token,
        form: &Params,
        action: &str,
    ) -> Reply {
        let forced = match action {
            "decline" => Some(DECLINED),
            "review" => Some(REVIEW),
            _ => None,
        };
        let mut typed = form.only(TYPED).or(&token.params);
        if let (Some(_), None, Some(brand)) = (forced, typed.get("ACCT"), account.brands.first()) {
            typed = typed
                .with("ACCT", test_number(*brand))
                .with("EXPDATE", &test_expiry(world.now()));
        }
        // What is no card at all is not sent to the processor; a page of the merchant's
        // own, which posts here directly, is told by the result.
        let by_merchant = token.params.is("SILENTTRAN", "TRUE");
        if let Err(refusal) = Card::read(&typed, &account.brands, world.now())
            && refusal.code != 25
            && !by_merchant
        {
            return form::page(account, token, Some(&refusal.message()));
        }
        let page = ByPage {
            token: &token.value,
            forced,
        };
        let params = typed.with("TENDER", "C");
        let pnref = self.transact(world, account, &params, Some(page));
        self.finish(world, account, token, &pnref)
    }

    /// Tells the result: to the merchant by silent post, to the browser by where it goes.
    pub(crate) fn finish(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        token: &Token,
        pnref: &str,
    ) -> Reply {
        let Some(made) = self.transactions.get(pnref).cloned() else {
            return Reply::empty(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let approved = matches!(made.result, APPROVED | REVIEW);
        let fields = result_fields(world, token, &made);
        if let Some(kept) = self.tokens.get_mut(&token.value) {
            kept.attempts = kept.attempts.saturating_add(1);
            kept.paid = approved.then(|| pnref.to_owned());
            kept.told.clone_from(&fields);
        }
        let hold = self.post_silently(world, account, token, &fields, approved);
        let waits = self
            .tokens
            .get(&token.value)
            .is_some_and(|kept| kept.confirmation != Confirmation::None);
        let by_post = token.params.is("URLMETHOD", "POST");
        let mut reply = if waits {
            Reply::see_other(&page_url(world, account, token, "confirm"))
        } else if approved {
            succeeded(token, fields)
        } else if let Some(url) = token.params.get("ERRORURL") {
            Onward::new(by_post, url, fields).reply(TITLE)
        } else {
            form::page(account, token, Some(&made.message))
        };
        reply.latency_ms = hold;
        reply
    }
}

/// The browser after an approved payment.
fn succeeded(token: &Token, fields: Vec<(String, String)>) -> Reply {
    let by_post = token.params.is("URLMETHOD", "POST");
    match token.params.get("RETURNURL") {
        None => dead_end(StatusCode::OK, "Thank you", "Your payment was made."),
        Some(url) => {
            let onward = Onward::new(by_post, url, fields);
            if token.returns_at_once() {
                onward.reply(TITLE)
            } else {
                onward.page(TITLE, "Thank you", "Your payment was made.")
            }
        }
    }
}

/// The page on which the payer waits until the merchant confirmed the silent post.
fn confirmation(token: &Token) -> Reply {
    match token.confirmation {
        Confirmation::Waiting => form::waiting(),
        Confirmation::Confirmed => succeeded(token, token.told.clone()),
        Confirmation::Failed => {
            let text = "There was a communication error. Your payment was undone.";
            dead_end(StatusCode::OK, "Communication error", text)
        }
        Confirmation::None => dead_end(StatusCode::NOT_FOUND, "Nothing to wait for", ""),
    }
}

/// A token that cannot be used sends the browser to the merchant's error page.
fn refused(token: &Token, refusal: &Refusal) -> Reply {
    let Some(url) = token.params.get("ERRORURL") else {
        return dead_end(StatusCode::OK, "This page is over", &refusal.message());
    };
    let mut fields = token_fields(token);
    fields.push(("RESULT".to_owned(), refusal.code.to_string()));
    fields.push(("RESPMSG".to_owned(), refusal.message()));
    Onward::new(token.params.is("URLMETHOD", "POST"), url, fields).reply(TITLE)
}

/// The address of the page of a token.
pub(crate) fn page_url(
    world: &World,
    account: &PayflowAccount,
    token: &Token,
    path: &str,
) -> String {
    let query = [
        ("SECURETOKEN".to_owned(), token.value.clone()),
        ("SECURETOKENID".to_owned(), token.id.clone()),
        ("MODE".to_owned(), mode(account).to_owned()),
    ];
    format!(
        "{}/payflow-link/{path}?{}",
        world.config.origin,
        encode(&query)
    )
}

/// Form and query together; a form wins.
fn submitted(request: &Request<Vec<u8>>) -> Params {
    let query = request.uri().query().unwrap_or_default();
    let read = |encoded: &[u8]| {
        let pairs = form_urlencoded::parse(encoded);
        Params::new(
            pairs
                .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
                .collect(),
        )
    };
    read(request.body()).or(&read(query.as_bytes()))
}
