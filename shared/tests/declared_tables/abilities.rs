//! What each kind can do.

use obole_shared::terminal::{Capabilities, Condition, Currencies, DisputeSource, TerminalKind};

use super::list;

type Cell = fn(&Capabilities) -> String;

const ROWS: &[(&str, Cell)] = &[
    ("Called", |declared| declared.name.to_owned()),
    ("For new accounts", |declared| yes(!declared.legacy)),
    ("Currencies", currencies),
    ("Of them without decimals, unlike ISO 4217", coarse),
    ("Reserve now, take later", |declared| {
        yes(declared.operations.authorize)
    }),
    ("Pre-authorize", |declared| {
        yes(declared.operations.pre_authorize)
    }),
    ("Take less than was reserved", |declared| {
        yes(declared.operations.capture_part)
    }),
    ("Give a reservation up", |declared| {
        yes(declared.operations.cancel)
    }),
    ("Pay back from here", |declared| {
        yes(declared.operations.refund)
    }),
    ("Pay a part back", |declared| {
        yes(declared.operations.refund_part)
    }),
    ("Only with liability shift", |declared| {
        yes(declared.operations.proves(Condition::LiabilityShift))
    }),
    ("Only with 3-D Secure", |declared| {
        yes(declared.operations.proves(Condition::Authentication))
    }),
    ("Charge again without the donor", |declared| {
        yes(declared.operations.recurring)
    }),
    ("Disputes are learned", disputes),
    ("Longest description", |declared| {
        declared.text.description.to_string()
    }),
    ("Longest reference", |declared| {
        declared.text.reference.to_string()
    }),
    ("Longest name", |declared| declared.text.name.to_string()),
    ("Longest e-mail address", |declared| {
        declared.text.email.to_string()
    }),
    ("Longest address of ours", |declared| {
        declared.text.url.to_string()
    }),
];

pub(super) fn table() -> String {
    let mut head = vec![String::new()];
    head.extend(TerminalKind::ALL.map(|kind| format!("`{}`", kind.as_str())));
    let row = |(name, cell): &(&str, Cell)| {
        let mut cells = vec![(*name).to_owned()];
        cells.extend(TerminalKind::ALL.map(|kind| cell(kind.capabilities())));
        cells
    };
    super::table(&head, &ROWS.iter().map(row).collect::<Vec<_>>())
}

fn yes(can: bool) -> String {
    if can { "yes" } else { "no" }.to_owned()
}

fn currencies(declared: &Capabilities) -> String {
    match declared.currencies {
        Currencies::Iso => "those of your contract".to_owned(),
        Currencies::Only(rules) => format!("{} of PayPal's", rules.len()),
    }
}

fn coarse(declared: &Capabilities) -> String {
    let Currencies::Only(rules) = declared.currencies else {
        return list::<&str>(&[]);
    };
    let coarse: Vec<&str> = rules
        .iter()
        .filter(|rule| rule.decimals < rule.currency.exponent())
        .map(|rule| rule.currency.code())
        .collect();
    list(&coarse)
}

fn disputes(declared: &Capabilities) -> String {
    match declared.operations.disputes {
        DisputeSource::None => "by letter from the provider",
        DisputeSource::Notice => "from notices",
        DisputeSource::Api => "by asking, when a notice comes",
    }
    .to_owned()
}
