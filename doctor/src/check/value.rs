//! What attributes hold.

use obole_shared::amount::read_amount;
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::texts::Lang;

use crate::page::Placement;
use crate::report::{Code, Finding};

/// What is wrong with what an option holds.
pub(super) fn check(place: &Placement, option: &str, held: &str) -> Option<Finding> {
    let right = corrected(place, option, held);
    if right.as_deref() == Some(held) {
        return None;
    }
    let (code, sentence) = match option {
        "lang" => (
            Code::LangUnknown,
            format!(
                "Obole does not speak «{held}», so the donor's browser decides. It speaks {}.",
                Lang::ALL.map(Lang::tag).join(", ")
            ),
        ),
        "theme" => (
            Code::ThemeUnknown,
            format!("«{held}» is no theme, so the page's own is taken: write light or dark."),
        ),
        "amount" => (
            Code::AmountMalformed,
            format!("«{held}» is not an amount: write a number such as 25 or 2.50."),
        ),
        "presets" => (
            Code::PresetsMalformed,
            format!(
                "«{held}» are not amounts to choose from: write numbers with commas between them, \
                 such as 10,25,100."
            ),
        ),
        "currency" => (
            Code::CurrencyMalformed,
            format!("«{held}» is not a currency: write three capital letters such as CHF."),
        ),
        _ => return None,
    };
    let finding = Finding::warning(code, sentence);
    let name = place.option(option);
    Some(match right {
        Some(right) => finding.fix(format!("{name}=\"{right}\"")),
        None => finding,
    })
}

/// What an option should hold; `None` where that cannot be known.
pub(crate) fn corrected(place: &Placement, option: &str, held: &str) -> Option<String> {
    match option {
        "lang" => Lang::from_tag(held).map(|_| held.to_owned()),
        "theme" => {
            let theme = held.to_ascii_lowercase();
            ["light", "dark"].contains(&theme.as_str()).then_some(theme)
        }
        "amount" => {
            let lang = place
                .attributes
                .filled(&place.option("lang"))
                .unwrap_or("en");
            let code = place.attributes.filled(&place.option("currency"));
            let currency = code.and_then(Currency::from_code).unwrap_or(Currency::CHF);
            // What donors could type may stand there too.
            read_amount(held, lang, currency)
                .ok()
                .map(|_| held.to_owned())
        }
        "presets" => presets(held),
        "currency" => {
            let code = held.to_ascii_uppercase();
            Currency::from_code(&code).map(|_| code)
        }
        _ => Some(held.to_owned()),
    }
}

/// As the edge reads them, each alone; those it would pass over are left out.
fn presets(held: &str) -> Option<String> {
    let is_amount = |text: &str| {
        // The currency with most decimals and the widest one: which will be chosen is not known.
        [
            Currency::CHF,
            Currency::from_code("KWD").unwrap_or(Currency::CHF),
        ]
        .into_iter()
        .any(|currency| Money::from_wire(text, currency).is_ok())
    };
    if held.split(',').all(|text| is_amount(text.trim())) {
        return Some(held.to_owned());
    }
    let parts = held.split([',', ';', '/', '|', ' ']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|text| is_amount(text)).collect();
    (!parts.is_empty()).then(|| parts.join(","))
}
