//! What a RESULT means for us (Payflow Gateway guide, "RESULT values and RESPMSG text").

/// What is known after a RESULT, by what must be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Done.
    Approved,
    /// Approved, and held until somebody looks at it.
    Review,
    /// The bank, the account or a filter says no; nothing was taken.
    Declined,
    /// The account or its login is not set up for this; nothing was done, and somebody must act.
    Configuration,
    /// The request itself is wrong; nothing was done.
    Malformed,
    /// Another request did it, or this id belongs to another request.
    Duplicate,
    /// The gateway is busy or a line is down; nothing was done.
    Later,
    /// No such transaction.
    NotFound,
    /// The original transaction is not in the state this needs; nothing was done.
    WrongState,
    /// The secure token is used, in use or too old.
    Token,
    /// Nobody knows whether anything was done.
    Unknown,
}

/// The meaning of a RESULT, of the answer itself or of a transaction that was asked about.
pub const fn meaning(result: i32) -> Meaning {
    match result {
        0 => Meaning::Approved,
        // 127: the filters did not answer, so nobody has looked at it.
        126 | 127 => Meaning::Review,
        12 | 13 | 22..=24 | 50..=51 | 112..=114 | 117 | 122 | 125 | 128 | 151 | 1001..=1052 => {
            Meaning::Declined
        }
        1 | 5 | 8 | 14 | 25..=28 | 52 | 100 | 121 | 131 => Meaning::Configuration,
        2..=4 | 6 | 7 | 9 | 10 | 29 | 101 | 118 => Meaning::Malformed,
        30 | 133 => Meaning::Duplicate,
        102 | 106 | 115 | 116 => Meaning::Later,
        19 | 20 | 37 => Meaning::NotFound,
        105 | 108 | 110 | 111 | 120 | 200 | 201 => Meaning::WrongState,
        160..=162 => Meaning::Token,
        ..0 => meaning_below_zero(result),
        _ => Meaning::Unknown,
    }
}

/// Negative values come from the gateway's own parser, or from a line that broke on the way.
const fn meaning_below_zero(result: i32) -> Meaning {
    match result {
        // The form or the id of the request.
        -6 | -7 | -27 | -28 | -40 | -41 | -100 | -105 => Meaning::Malformed,
        // No connection was made, so nothing was attempted.
        -1 | -2 | -5 | -8 | -11 | -14 | -15 | -22 | -23 | -25 | -26 | -29 | -31 | -32 => {
            Meaning::Later
        }
        _ => Meaning::Unknown,
    }
}

/// Whether RESPMSG says that the merchant's own rules voided what RESULT 0 approved (Payflow
/// Link guide, "AVS and card security code").
pub fn is_voided_by_rules(respmsg: Option<&str>) -> bool {
    respmsg.is_some_and(|text| {
        let text = text.trim();
        ["CSCDECLINED", "AVSDECLINED"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
    })
}

/// The number of PayPal's own error in a RESPMSG such as «Declined: 10486-…»; PayPal as the
/// processor writes it before a dash.
pub fn processor_code(respmsg: Option<&str>) -> Option<u32> {
    let mut parts = respmsg?.split('-');
    // What follows the last dash is no number before a dash.
    parts.next_back();
    let digits = parts
        .filter_map(|part| part.rsplit(|c: char| !c.is_ascii_digit()).next())
        .find(|digits| digits.len() == 5)?;
    digits.parse().ok()
}

/// The name of a refusal, for operators: `RESULT_12`, or with PayPal's own number
/// `RESULT_12_10486`.
pub fn code(result: i32, respmsg: Option<&str>) -> String {
    match processor_code(respmsg) {
        Some(code) => format!("RESULT_{result}_{code}"),
        None => format!("RESULT_{result}"),
    }
}
