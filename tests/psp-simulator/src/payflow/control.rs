//! What `/_sim/accounts` says about a merchant of the gateway.

use serde::Deserialize;

use crate::payflow::merchant::{CardBrand, PayflowAccount};

/// What is left out stays as it is; for an account that is new, it is the default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountSettings {
    vendor: String,
    partner: Option<String>,
    user: Option<String>,
    password: Option<String>,
    brands: Option<Vec<CardBrand>>,
    express: Option<bool>,
    paypal_processor: Option<bool>,
    currencies: Option<Vec<String>>,
    pilot: Option<bool>,
    /// 0: nothing is held for review.
    review_above_minor: Option<i64>,
    /// Empty: no silent post unless the token names an address.
    silent_post_url: Option<String>,
    silent_post_declines: Option<bool>,
    void_on_silent_post_failure: Option<bool>,
    credit_after_settlement: Option<bool>,
}

impl AccountSettings {
    /// The account as it is to be.
    pub(crate) fn apply(self, known: &[PayflowAccount]) -> PayflowAccount {
        let found = known.iter().find(|one| one.vendor == self.vendor);
        let mut one = found.cloned().unwrap_or_else(|| PayflowAccount {
            user: self.vendor.clone(),
            ..PayflowAccount::default()
        });
        one.vendor = self.vendor;
        one.partner = self.partner.unwrap_or(one.partner);
        one.user = self.user.unwrap_or(one.user);
        one.password = self.password.unwrap_or(one.password);
        one.brands = self.brands.unwrap_or(one.brands);
        one.express = self.express.unwrap_or(one.express);
        one.paypal_processor = self.paypal_processor.unwrap_or(one.paypal_processor);
        one.currencies = self.currencies.unwrap_or(one.currencies);
        one.pilot = self.pilot.unwrap_or(one.pilot);
        if let Some(most) = self.review_above_minor {
            one.review_above_minor = (most > 0).then_some(most);
        }
        if let Some(url) = self.silent_post_url {
            one.silent_post_url = (!url.is_empty()).then_some(url);
        }
        one.silent_post_declines = self
            .silent_post_declines
            .unwrap_or(one.silent_post_declines);
        one.void_on_silent_post_failure = self
            .void_on_silent_post_failure
            .unwrap_or(one.void_on_silent_post_failure);
        one.credit_after_settlement = self
            .credit_after_settlement
            .unwrap_or(one.credit_after_settlement);
        one
    }
}
