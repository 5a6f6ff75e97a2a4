//! What an owner enters.

use obole_shared::terminal::TerminalKind;

use super::{table as write, texts};

pub(super) fn table() -> String {
    let mut rows = Vec::new();
    for kind in TerminalKind::ALL {
        for field in kind.capabilities().credentials {
            let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
            rows.push(vec![
                format!("`{}`", kind.as_str()),
                format!("`{}`", field.name),
                field.label.to_owned(),
                yes(field.required),
                yes(field.secret),
                field.max.to_string(),
            ]);
        }
    }
    let head = [
        "Kind",
        "Field",
        "Called",
        "Needed",
        "Hidden while typed",
        "Longest",
    ];
    write(&texts(&head), &rows)
}
