//! The account types.

use obole_shared::terminal::{Express, TerminalKind};

use super::{list, table as write, texts};

pub(super) fn table() -> String {
    let mut rows = Vec::new();
    for kind in TerminalKind::ALL {
        for account in kind.capabilities().accounts {
            let cards: Vec<&str> = account
                .methods
                .iter()
                .filter(|_| account.express != Express::Only)
                .map(|method| method.name())
                .collect();
            let currencies = match account.currencies {
                Some(only) => list(&only.iter().map(|one| one.code()).collect::<Vec<_>>()),
                None => format!("all of `{}`", kind.as_str()),
            };
            let express = match account.express {
                Express::No => "no",
                Express::Option => "where you switch it on",
                Express::Only => "only",
            };
            rows.push(vec![
                format!("`{}`", kind.as_str()),
                format!("`{}`", account.kind.as_str()),
                account.name.to_owned(),
                account.country.to_owned(),
                currencies,
                account.default_currency.code().to_owned(),
                list(&cards),
                express.to_owned(),
            ]);
        }
    }
    let head = [
        "Kind",
        "Account type",
        "Called",
        "Country",
        "Currencies",
        "Begins with",
        "Cards",
        "PayPal account",
    ];
    write(&texts(&head), &rows)
}
