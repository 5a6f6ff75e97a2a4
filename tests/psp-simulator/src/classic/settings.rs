//! Changes to an account on command.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::config::{ClassicAccount, Unheld};

/// `POST /_sim/accounts` with provider `paypal_classic`. What is left out stays as it is;
/// for an account that is new, it is the default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountSettings {
    email: String,
    id: Option<String>,
    user: Option<String>,
    password: Option<String>,
    signature: Option<String>,
    permits: Option<Vec<String>>,
    identity_token: Option<String>,
    country: Option<String>,
    currencies: Option<Vec<String>>,
    unheld: Option<Unheld>,
    rates: Option<BTreeMap<String, String>>,
    notify_url: Option<String>,
    charset: Option<String>,
    auto_return: Option<bool>,
    return_url: Option<String>,
    data_transfer: Option<bool>,
    data_transfer_ms: Option<i64>,
    account_optional: Option<bool>,
    unique_invoices: Option<bool>,
    negative_testing: Option<bool>,
    test: Option<bool>,
    /// Call and error number.
    refuses: Option<BTreeMap<String, u32>>,
}

impl AccountSettings {
    /// The account with these changes.
    pub(crate) fn apply(self, known: &[ClassicAccount]) -> ClassicAccount {
        let same = known.iter().find(|one| one.email == self.email);
        let mut one = same.cloned().unwrap_or_default();
        one.email = self.email;
        set(&mut one.id, self.id);
        set(&mut one.api.user, self.user);
        set(&mut one.api.password, self.password);
        set(&mut one.api.signature, self.signature);
        set(&mut one.permits, self.permits);
        set(&mut one.identity_token, self.identity_token);
        set(&mut one.country, self.country);
        set(&mut one.currencies, self.currencies);
        set(&mut one.unheld, self.unheld);
        set(
            &mut one.rates,
            self.rates.map(|all| all.into_iter().collect()),
        );
        // An empty address takes it away.
        set(&mut one.notify_url, self.notify_url.map(address));
        set(&mut one.charset, self.charset);
        set(&mut one.auto_return, self.auto_return);
        set(&mut one.return_url, self.return_url.map(address));
        set(&mut one.data_transfer, self.data_transfer);
        set(&mut one.data_transfer_ms, self.data_transfer_ms);
        set(&mut one.account_optional, self.account_optional);
        set(&mut one.unique_invoices, self.unique_invoices);
        set(&mut one.negative_testing, self.negative_testing);
        set(&mut one.test, self.test);
        set(
            &mut one.refuses,
            self.refuses.map(|all| all.into_iter().collect()),
        );
        one
    }
}

fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

fn address(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
