//! Sentences with something in them.

use obole_shared::terminal::Mode;

pub(in crate::office) fn payment_title(amount: &str) -> String {
    format!("Payment of {amount}")
}

pub(in crate::office) fn refund_title(amount: &str) -> String {
    format!("Pay back {amount}?")
}

pub(in crate::office) fn capture_title(amount: &str) -> String {
    format!("Take {amount}?")
}

pub(in crate::office) fn cancel_title(amount: &str) -> String {
    format!("Release {amount}?")
}

pub(in crate::office) fn refund_button(amount: &str) -> String {
    format!("Pay back {amount}")
}

pub(in crate::office) fn capture_button(amount: &str) -> String {
    format!("Take {amount}")
}

pub(in crate::office) fn cancel_button(amount: &str) -> String {
    format!("Release {amount}")
}

pub(in crate::office) fn deadline(moment: &str) -> String {
    format!("Take it before {moment}; after that the reservation lapses.")
}

pub(in crate::office) fn deadline_passed(moment: &str) -> String {
    format!("The reservation lapsed on {moment}. The provider may refuse to take the money.")
}

pub(in crate::office) fn at_most(amount: &str) -> String {
    format!("At most {amount}.")
}

pub(in crate::office) fn above(amount: &str) -> String {
    format!("This is more than {amount}, which is the most that is possible.")
}

pub(in crate::office) fn which(readings: &str) -> String {
    format!("This can be read in two ways: {readings}. Choose one.")
}

pub(in crate::office) fn differs(found: &str, agreed: &str) -> String {
    format!(
        "The provider reported {found}, but the donor agreed to {agreed}. Compare with the \
         provider's own pages."
    )
}

pub(in crate::office) fn matters(found: usize, or_more: bool, mode: Mode) -> String {
    let of = match mode {
        Mode::Live => "",
        Mode::Test => " (test)",
    };
    match (found, or_more) {
        (_, true) => format!("{found} payments or more{of}"),
        (1, false) => format!("1 payment{of}"),
        (_, false) => format!("{found} payments{of}"),
    }
}

pub(in crate::office) fn of_payment(amount: &str, moment: &str, mode: Mode) -> String {
    match mode {
        Mode::Live => format!("{amount}, {moment}"),
        Mode::Test => format!("{amount}, {moment} (test)"),
    }
}

pub(in crate::office) fn payments(count: u32) -> String {
    match count {
        1 => "1 payment".to_owned(),
        count => format!("{count} payments"),
    }
}

pub(in crate::office) fn returned(amount: &str) -> String {
    format!("{amount} went back")
}

pub(in crate::office) fn beyond(currency: &str) -> String {
    format!("{currency}: more than can be shown here")
}

pub(in crate::office) fn range(least: &str, most: &str) -> String {
    format!("{least} to {most}")
}

pub(in crate::office) fn length(most: usize) -> String {
    format!("Between 1 and {most} characters.")
}

pub(in crate::office) fn terminal_gone(id: &str) -> String {
    format!("The terminal {id} does not exist any more.")
}

pub(in crate::office) fn no_shared_currency(terminal: &str) -> String {
    format!("«{terminal}» takes none of the chosen currencies.")
}

pub(in crate::office) fn rate(rate: &str) -> String {
    format!("at a rate of {rate}")
}

pub(in crate::office) fn refund(number: u16) -> String {
    format!("Refund {number}")
}

pub(in crate::office) fn new_terminal(kind: &str) -> String {
    format!("New terminal: {kind}")
}

pub(in crate::office) fn edit(name: &str) -> String {
    format!("Edit «{name}»")
}

pub(in crate::office) fn needs(fields: &str) -> String {
    format!("You need: {fields}.")
}

pub(in crate::office) fn go_live_title(name: &str) -> String {
    format!("Take real money with «{name}»?")
}

pub(in crate::office) fn go_test_title(name: &str) -> String {
    format!("Put «{name}» back to test mode?")
}

pub(in crate::office) fn delete_title(name: &str) -> String {
    format!("Delete «{name}»?")
}

pub(in crate::office) fn of_terminal(name: &str, mode: Mode) -> String {
    match mode {
        Mode::Live => name.to_owned(),
        Mode::Test => format!("{name} (test)"),
    }
}

pub(in crate::office) fn notices(found: usize, or_more: bool) -> String {
    match (found, or_more) {
        (_, true) => format!("{found} notices or more"),
        (1, false) => "1 notice".to_owned(),
        (_, false) => format!("{found} notices"),
    }
}

pub(in crate::office) fn remove(label: &str) -> String {
    format!("Take away: {label}")
}

pub(in crate::office) fn consent_box(number: usize, id: &str) -> String {
    if id.is_empty() {
        format!("Box {number}")
    } else {
        format!("Box {number}: {id}")
    }
}

pub(in crate::office) fn connects(origin: &str) -> String {
    format!("{origin} only. No cookie is set, and nothing is asked of anybody else.")
}
