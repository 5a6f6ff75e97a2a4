//! What a form of a terminal asks, taken from the declaration of its kind, and how its answers
//! become a description.

use obole_shared::currency::Currency;
use obole_shared::terminal::{
    Account, AccountType, AuthorizationType, Capabilities, Condition, CredentialField, Currencies,
    Method, Mode, TerminalKind,
};

use super::super::form::{Form, Problems};
use super::super::words;
use super::fee;
use crate::settings::{CredentialsInput, TerminalInput, TerminalView};

/// A kind with one of its account types: together they decide every question of the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) kind: TerminalKind,
    pub(super) account: Option<&'static Account>,
}

/// How currencies are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CurrencyQuestion {
    /// Any of these.
    Among(Vec<Currency>),
    /// Whatever the contract says: typed as codes.
    Typed,
}

impl Frame {
    /// The frame of a kind; `None` where the account type is missing or none of its own.
    pub(super) fn new(kind: TerminalKind, account: Option<AccountType>) -> Option<Self> {
        let accounts = kind.capabilities().accounts;
        let found = match account {
            Some(account) => Some(accounts.iter().find(|one| one.kind == account)?),
            None if accounts.is_empty() => None,
            None => match accounts {
                [only] => Some(only),
                _ => return None,
            },
        };
        Some(Self {
            kind,
            account: found,
        })
    }

    pub(super) const fn declared(self) -> &'static Capabilities {
        self.kind.capabilities()
    }

    /// What an operator calls kind and account type.
    pub(super) fn name(self) -> &'static str {
        self.account
            .map_or(self.kind.name(), |account| account.name)
    }

    pub(super) fn currencies(self) -> CurrencyQuestion {
        let only = self.account.and_then(|account| account.currencies);
        match (only, self.declared().currencies) {
            (Some(only), _) => CurrencyQuestion::Among(only.to_vec()),
            (None, Currencies::Only(rules)) => {
                CurrencyQuestion::Among(rules.iter().map(|rule| rule.currency).collect())
            }
            (None, Currencies::Iso) => CurrencyQuestion::Typed,
        }
    }

    /// The methods that can be switched on or off; none where there is no choice.
    pub(super) fn methods(self) -> Vec<Method> {
        let methods: Vec<Method> = match self.account {
            Some(account) => account.methods.to_vec(),
            None => self
                .declared()
                .methods
                .iter()
                .map(|rule| rule.method)
                .collect(),
        };
        if methods.len() > 1 {
            methods
        } else {
            Vec::new()
        }
    }

    /// The only currencies of a method.
    pub(super) fn currencies_of(self, method: Method) -> Option<&'static [Currency]> {
        let rules = self.declared().methods.iter();
        let mut rules = rules.filter(|rule| rule.method == method);
        rules.next().and_then(|rule| rule.currencies)
    }

    pub(super) fn authorizations(self) -> Vec<AuthorizationType> {
        let operations = &self.declared().operations;
        let all = AuthorizationType::ALL.into_iter();
        all.filter(|one| operations.can(*one)).collect()
    }

    pub(super) fn conditions(self) -> Vec<Condition> {
        let operations = &self.declared().operations;
        let all = Condition::ALL.into_iter();
        all.filter(|one| operations.proves(*one)).collect()
    }

    /// What a new form begins with.
    pub(super) fn blank(self) -> Form {
        let mut form = Form::default();
        match (self.currencies(), self.account) {
            (CurrencyQuestion::Typed, _) => {}
            (CurrencyQuestion::Among(_), Some(account)) => {
                form.push("currencies", account.default_currency.code());
            }
            (CurrencyQuestion::Among(all), None) => {
                if let [only] = all.as_slice() {
                    form.push("currencies", only.code());
                }
            }
        }
        for method in self.methods().into_iter().filter(|one| self.is_on(*one)) {
            form.push("methods", method.as_str());
        }
        form.push("authorization", AuthorizationType::default().as_str());
        form.push("condition", Condition::default().as_str());
        form
    }

    fn is_on(self, method: Method) -> bool {
        let mut rules = self.declared().methods.iter();
        self.account.is_some() || rules.any(|rule| rule.method == method && rule.by_default)
    }

    /// The form of a terminal as it stands; credentials are never part of it.
    pub(super) fn filled(self, view: &TerminalView) -> Form {
        let mut form = Form::of([("name", view.name.clone())]);
        match self.currencies() {
            CurrencyQuestion::Typed => {
                let codes: Vec<&str> = view.currencies.iter().map(|one| one.code()).collect();
                form.push("currencies", codes.join(", "));
            }
            CurrencyQuestion::Among(_) => {
                for currency in &view.currencies {
                    form.push("currencies", currency.code());
                }
            }
        }
        if view.methods.is_empty() {
            for method in self.methods().into_iter().filter(|one| self.is_on(*one)) {
                form.push("methods", method.as_str());
            }
        }
        for method in &view.methods {
            form.push("methods", method.as_str());
        }
        form.push("authorization", view.authorization.as_str());
        form.push("condition", view.condition.as_str());
        fee::fill(&mut form, view.fee.as_ref());
        form.push(REVISION, view.revision.to_string());
        form
    }

    /// What the form alone can tell to be wrong; the settings look at the rest.
    pub(super) fn problems(self, form: &Form) -> Problems {
        let mut problems = Problems::default();
        if form.text("name").is_empty() {
            problems.add("name", words::TERMINAL_NAME_EMPTY);
        }
        if codes(form).is_empty() {
            problems.add("currencies", words::CHOOSE_CURRENCY);
        }
        if !self.methods().is_empty() && form.all("methods").next().is_none() {
            problems.add("methods", words::CHOOSE_METHOD);
        }
        if let Err((field, sentence)) = fee::read(form) {
            problems.add(field, sentence);
        }
        problems
    }

    /// The description that was entered.
    pub(super) fn input(self, form: &Form) -> TerminalInput {
        let word = |name| form.filled(name).map(str::to_owned);
        TerminalInput {
            kind: Some(self.kind.as_str().to_owned()),
            name: form.text("name").to_owned(),
            mode: None,
            currencies: codes(form),
            account: self.account.map(|account| account.kind.as_str().to_owned()),
            methods: form.all("methods").map(str::to_owned).collect(),
            authorization: word("authorization"),
            condition: word("condition"),
            // What cannot be read is told by `problems`, and nothing is stored then.
            fee: fee::read(form).ok().flatten(),
            credentials: self.credentials(form),
            revision: form.filled(REVISION).and_then(|text| text.parse().ok()),
        }
    }

    /// The credentials that were typed; what was left empty stays as it is.
    fn credentials(self, form: &Form) -> CredentialsInput {
        let declared = self.declared().credentials;
        let fields = [Mode::Test, Mode::Live].into_iter().flat_map(|mode| {
            declared.iter().map(move |field| {
                let name = field_name(mode, field);
                // As it was typed: a password may begin or end with a blank.
                let typed = form.raw(&name).filter(|text| !text.trim().is_empty());
                // What is typed wins over what is ticked.
                let removed = typed.is_none() && form.has(REMOVE, &name);
                (
                    mode,
                    field.name,
                    (!removed).then(|| typed.unwrap_or_default()),
                )
            })
        });
        CredentialsInput::of_form(fields)
    }
}

/// The name of the fields that take a credential away.
pub(super) const REMOVE: &str = "remove";

/// The name of the field that tells which state of the terminal the form shows.
pub(super) const REVISION: &str = "revision";

/// The name of a credential in the form: the same path that the settings tell problems with.
pub(super) fn field_name(mode: Mode, field: &CredentialField) -> String {
    format!("credentials.{}.{}", mode.as_str(), field.name)
}

/// Currency codes, ticked or typed.
fn codes(form: &Form) -> Vec<String> {
    form.all("currencies")
        .flat_map(|text| text.split([',', ';', ' ', '\n', '\r', '\t']))
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .map(str::to_ascii_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payflow() -> Frame {
        Frame::new(TerminalKind::Payflow, Some(AccountType::PayflowEditionGb)).unwrap()
    }

    #[test]
    fn a_frame_needs_the_account_type_where_there_are_several() {
        assert!(Frame::new(TerminalKind::Payflow, None).is_none());
        assert!(Frame::new(TerminalKind::Payflow, Some(AccountType::ExpressUs)).is_none());
        assert!(Frame::new(TerminalKind::Saferpay, None).is_some());
        for kind in TerminalKind::ALL {
            for account in kind.capabilities().accounts {
                assert!(Frame::new(kind, Some(account.kind)).is_some());
            }
        }
    }

    #[test]
    fn the_declaration_decides_what_is_asked() {
        let frame = payflow();
        assert_eq!(
            frame.methods(),
            [Method::Visa, Method::VisaElectron, Method::Mastercard]
        );
        let us = Frame::new(TerminalKind::Payflow, Some(AccountType::PayflowProUs)).unwrap();
        assert_eq!(
            us.currencies(),
            CurrencyQuestion::Among(vec![Currency::USD])
        );
        let saferpay = Frame::new(TerminalKind::Saferpay, None).unwrap();
        assert_eq!(saferpay.currencies(), CurrencyQuestion::Typed);
        assert!(frame.blank().has("currencies", "GBP"));
    }

    #[test]
    fn what_was_typed_becomes_a_description() {
        let form = Form::parse(
            b"name=+Cards+&currencies=gbp&methods=visa&authorization=authorize_only\
              &credentials.test.partner=PayPalUK&credentials.test.password=&credentials.live.user=x\
              &remove=credentials.live.user&remove=credentials.live.vendor",
        );
        assert!(payflow().problems(&form).is_empty());
        let input = payflow().input(&form);
        assert_eq!(input.name, "Cards");
        assert_eq!(input.currencies, ["GBP"]);
        assert_eq!(input.account.as_deref(), Some("payflow_edition_gb"));
        let expected = serde_json::json!({
            "test": { "partner": "PayPalUK" }, "live": { "user": "x", "vendor": null }
        });
        let expected: CredentialsInput = serde_json::from_value(expected).unwrap();
        assert_eq!(input.credentials, expected);
    }

    #[test]
    fn a_fee_outlives_an_edit() {
        let mut view = crate::office::tests::view(Mode::Live);
        let fee = serde_json::json!({ "percent": "2.9", "fixed": { "CHF": "0.30" } });
        view.fee = Some(serde_json::from_value(fee).unwrap());
        let frame = Frame::new(view.kind, view.account).unwrap();
        let form = frame.filled(&view);
        assert!(frame.problems(&form).is_empty());
        assert_eq!(frame.input(&form).fee, view.fee);
        let wrong = Form::parse(b"name=x&currencies=CHF&fee=2%2C9");
        assert!(frame.problems(&wrong).of("fee").is_some());
    }

    #[test]
    fn a_password_keeps_its_blanks() {
        let form = Form::parse(b"name=Cards&credentials.test.password=+hunter+2+");
        let expected = serde_json::json!({ "test": { "password": " hunter 2 " } });
        let expected: CredentialsInput = serde_json::from_value(expected).unwrap();
        assert_eq!(payflow().input(&form).credentials, expected);
    }

    #[test]
    fn currencies_may_be_typed_in_any_way() {
        let form = Form::parse(b"currencies=chf%2C+EUR%3Busd%0AJPY");
        assert_eq!(codes(&form), ["CHF", "EUR", "USD", "JPY"]);
    }

    #[test]
    fn nothing_chosen_is_told() {
        let problems = payflow().problems(&Form::default());
        for field in ["name", "currencies", "methods"] {
            assert!(problems.of(field).is_some(), "{field}");
        }
    }
}
