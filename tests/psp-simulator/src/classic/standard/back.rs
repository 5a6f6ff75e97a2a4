//! The way back to the merchant, by the button's `rm` and the account's settings.

use std::fmt::Write;

use crate::classic::State;
use crate::classic::ipn::{Charset, Fields, Style, fields, status, write};
use crate::classic::nvp::shown_amount;
use crate::classic::standard::Paid;
use crate::classic::standard::button::{Button, ReturnMethod};
use crate::classic::standard::page::{over, thanks};
use crate::classic::transaction::Transaction;
use crate::config::ClassicAccount;
use crate::html::escape;
use crate::http::{Reply, with_raw_query};
use crate::money::write_decimal;

/// How the browser gets there.
enum Way {
    /// By this address.
    Get(String),
    /// By posting these variables.
    Post(String, Fields),
}

/// Sends a payer back who paid: at once, or by a link on a page. Who has no account goes
/// back only when he wants to ("Payment Data Transfer", account optional).
pub(crate) fn after(
    state: &State,
    account: &ClassicAccount,
    button: &Button,
    paid: &Paid,
) -> Reply {
    let Some(one) = state.ledger.transaction(&paid.transaction) else {
        return over();
    };
    let amount = shown_amount(one.gross_minor, &one.currency);
    let target = button
        .return_url
        .as_deref()
        .or(account.return_url.as_deref());
    let Some(target) = target else {
        return thanks(&amount, &one.payer.email, "");
    };
    let text = button.return_text.as_deref().unwrap_or("Continue");
    match way(state, account, button, paid, one, target) {
        Way::Get(address) if account.auto_return && !paid.guest => Reply::see_other(&address),
        Way::Get(address) => {
            let link = format!(
                "<p><a id=\"continue\" href=\"{}\">{}</a></p>",
                escape(&address),
                escape(text)
            );
            thanks(&amount, &one.payer.email, &link)
        }
        Way::Post(address, variables) => {
            let mut form = format!("<form method=\"post\" action=\"{}\">", escape(&address));
            for (name, value) in variables {
                let _ = write!(
                    form,
                    "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
                    escape(&name),
                    escape(&value)
                );
            }
            let _ = write!(
                form,
                "<button class=\"first\" id=\"continue\">{}</button></form>",
                escape(text)
            );
            thanks(&amount, &one.payer.email, &form)
        }
    }
}

/// Sends a payer back who gave up.
pub(crate) fn canceled(button: &Button) -> Reply {
    match &button.cancel_url {
        Some(target) => Reply::see_other(target),
        None => over(),
    }
}

fn way(
    state: &State,
    account: &ClassicAccount,
    button: &Button,
    paid: &Paid,
    one: &Transaction,
    target: &str,
) -> Way {
    let charset = Charset::named_or_default(&account.charset);
    let with = |variables: &[(String, String)]| {
        let query = write(variables, &charset, Style::PLAIN);
        with_raw_query(target, &String::from_utf8_lossy(&query))
    };
    if account.data_transfer && account.auto_return {
        return Way::Get(with(&token(one, paid)));
    }
    let mut variables = fields(&state.ledger, account, one);
    variables.push(("charset".to_owned(), account.charset.clone()));
    match button.return_method {
        ReturnMethod::Bare => Way::Get(target.to_owned()),
        ReturnMethod::Get => Way::Get(with(&variables)),
        ReturnMethod::Post => Way::Post(target.to_owned(), variables),
    }
}

/// What payment data transfer takes along. Only `tx` can be trusted.
fn token(one: &Transaction, paid: &Paid) -> Fields {
    let number = one.items.first().map(|item| item.number.clone());
    let mut fields = vec![
        ("tx", one.id.clone()),
        ("st", status(one).to_owned()),
        ("amt", write_decimal(one.gross_minor, &one.currency)),
        ("cc", one.currency.clone()),
        ("cm", one.custom.clone().unwrap_or_default()),
        ("item_number", number.unwrap_or_default()),
    ];
    fields.extend(paid.signature.clone().map(|signature| ("sig", signature)));
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
