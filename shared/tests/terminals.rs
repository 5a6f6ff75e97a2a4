//! Terminals as their owners describe them, held against the declarations.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at what it did not expect"
)]

use std::collections::BTreeSet;

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::terminal::{
    AccountType, AuthorizationType, Condition, Currencies, Express, Method, Mode, Terminal,
    TerminalKind,
};

fn terminal(kind: TerminalKind, currency: Currency) -> Terminal {
    let id = "main".parse().unwrap();
    Terminal::new(id, kind, "Main".into(), Mode::Test, vec![currency])
}

fn with(kind: TerminalKind, account: AccountType, currency: Currency) -> Terminal {
    Terminal {
        account: Some(account),
        ..terminal(kind, currency)
    }
}

/// The table of the e-commerce integration that this product replaces: account types, their
/// cards, their currency.
#[test]
fn payflow_takes_exactly_the_cards_of_its_account_type() {
    use AccountType::{
        PayflowEditionGb, PayflowExpressGb, PayflowExpressUs, PayflowPaymentsProUs, PayflowProUs,
    };
    use Method::{Amex, Diners, Discover, Jcb, Mastercard, Visa, VisaElectron};
    let usd = Currency::USD;
    let gbp = Currency::GBP;
    let table: [(AccountType, Currency, BTreeSet<Method>, Express); 5] = [
        (
            PayflowProUs,
            usd,
            [Visa, Mastercard, Amex, Discover, Diners, Jcb].into(),
            Express::Option,
        ),
        (
            PayflowPaymentsProUs,
            usd,
            [Visa, Mastercard, Amex, Discover].into(),
            Express::No,
        ),
        (PayflowExpressUs, usd, [].into(), Express::Only),
        (
            PayflowEditionGb,
            gbp,
            [Visa, VisaElectron, Mastercard].into(),
            Express::No,
        ),
        (PayflowExpressGb, gbp, [].into(), Express::Only),
    ];
    for (account, currency, cards, express) in table {
        let terminal = with(TerminalKind::Payflow, account, currency);
        assert_eq!(terminal.check(), Ok(()), "{account:?}");
        let mut methods: BTreeSet<Method> = terminal.methods().into_iter().collect();
        methods.remove(&Method::Paypal);
        assert_eq!(methods, cards, "{account:?}");
        assert_eq!(terminal.account().unwrap().express, express);
        assert_eq!(terminal.account().unwrap().default_currency, currency);
    }
    for account in [PayflowProUs, PayflowPaymentsProUs, PayflowExpressUs] {
        let euro = with(TerminalKind::Payflow, account, Currency::EUR);
        assert!(euro.check().unwrap_err().contains("EUR"), "{account:?}");
    }
    let jcb = Terminal {
        methods: vec![Jcb],
        ..with(TerminalKind::Payflow, PayflowPaymentsProUs, usd)
    };
    assert!(jcb.check().unwrap_err().contains("JCB"));
}

#[test]
fn every_declaration_is_whole() {
    for kind in TerminalKind::ALL {
        let declared = kind.capabilities();
        assert_eq!(TerminalKind::from_word(kind.as_str()), Some(kind));
        let names: BTreeSet<_> = declared
            .credentials
            .iter()
            .map(|field| field.name)
            .collect();
        assert_eq!(
            names.len(),
            declared.credentials.len(),
            "{kind:?}: a name twice"
        );
        assert!(declared.credentials.iter().any(|field| field.required));
        for account in declared.accounts {
            for method in account.methods {
                let known = declared.methods.iter().any(|rule| rule.method == *method);
                assert!(known, "{kind:?}: {method:?} has no rule");
            }
            let only = account.currencies.unwrap_or_default();
            let known = only.iter().all(|&one| declared.decimals(one).is_some());
            assert!(known, "{kind:?}: a currency has no decimals");
            assert!(declared.decimals(account.default_currency).is_some());
        }
        if let Currencies::Only(rules) = declared.currencies {
            for rule in rules {
                assert!(rule.decimals <= rule.currency.exponent(), "{kind:?}");
            }
        }
        assert!(
            declared.ask.last_ask_pending >= declared.ask.last_ask,
            "{kind:?}"
        );
    }
}

#[test]
fn paypal_writes_some_currencies_without_decimals() {
    let paypal = |currency| terminal(TerminalKind::PaypalOrders, currency);
    let money = |minor, currency| Money::new(minor, currency).unwrap();
    for currency in [Currency::HUF, Currency::TWD] {
        assert!(paypal(currency).takes(money(2_500, currency)));
        assert!(!paypal(currency).takes(money(2_550, currency)));
    }
    assert!(paypal(Currency::JPY).takes(money(2_550, Currency::JPY)));
    assert!(paypal(Currency::KWD).check().unwrap_err().contains("KWD"));
}

#[test]
fn a_method_of_one_currency_closes_the_others() {
    let twint = Terminal {
        methods: vec![Method::Twint],
        currencies: vec![Currency::CHF, Currency::EUR],
        ..terminal(TerminalKind::Saferpay, Currency::CHF)
    };
    assert!(twint.takes_currency(Currency::CHF));
    assert!(!twint.takes_currency(Currency::EUR));
    let cards = Terminal {
        methods: vec![Method::Twint, Method::Visa],
        ..twint
    };
    assert!(cards.takes_currency(Currency::EUR));
}

#[test]
fn brands_that_not_every_contract_has_are_off() {
    let methods = terminal(TerminalKind::Saferpay, Currency::CHF).methods();
    assert_eq!(methods, [Method::Visa, Method::Mastercard, Method::Twint]);
}

#[test]
fn terms_a_kind_cannot_keep_are_refused() {
    use AuthorizationType::{AuthorizeOnly, CaptureAtOnce, PreAuthorize};
    use Condition::{Authentication, LiabilityShift, None};
    let saferpay = terminal(TerminalKind::Saferpay, Currency::CHF);
    let standard = terminal(TerminalKind::PaypalStandard, Currency::EUR);
    let orders = terminal(TerminalKind::PaypalOrders, Currency::EUR);
    let change = |terminal: &Terminal, authorization, condition| {
        Terminal {
            authorization,
            condition,
            ..terminal.clone()
        }
        .check()
        .is_ok()
    };
    for (terminal, authorization, condition, fine) in [
        (&saferpay, PreAuthorize, Authentication, true),
        (&saferpay, AuthorizeOnly, LiabilityShift, true),
        (&orders, AuthorizeOnly, None, true),
        (&orders, PreAuthorize, None, false),
        (&orders, CaptureAtOnce, LiabilityShift, false),
        (&standard, CaptureAtOnce, None, true),
        (&standard, AuthorizeOnly, None, false),
    ] {
        assert_eq!(change(terminal, authorization, condition), fine);
    }
}

#[test]
fn an_account_type_must_be_one_of_the_kind() {
    let stranger = with(
        TerminalKind::Saferpay,
        AccountType::ExpressUs,
        Currency::CHF,
    );
    assert!(stranger.check().unwrap_err().starts_with("account"));
    let none = terminal(TerminalKind::PaypalExpress, Currency::USD);
    assert!(none.check().unwrap_err().starts_with("account"));
}
