//! RESULT values: what each class of them lets us do.

use obole_edge::providers::payflow::result::{
    Meaning, code, is_voided_by_rules, meaning, processor_code,
};

#[test]
fn every_value_of_the_guide_has_its_meaning() {
    let table: &[(Meaning, &[i32])] = &[
        (Meaning::Approved, &[0]),
        (Meaning::Review, &[126, 127]),
        (
            Meaning::Declined,
            &[
                12, 13, 22, 23, 24, 50, 51, 112, 113, 114, 117, 122, 125, 128, 151, 1001, 1014,
                1052,
            ],
        ),
        (
            Meaning::Configuration,
            &[1, 5, 8, 14, 25, 26, 27, 28, 52, 100, 121, 131],
        ),
        (
            Meaning::Malformed,
            &[2, 3, 4, 6, 7, 9, 10, 29, 101, 118, -6, -7, -40, -41],
        ),
        (Meaning::Duplicate, &[30, 133]),
        (Meaning::Later, &[102, 106, 115, 116, -1, -2, -5]),
        (Meaning::NotFound, &[19, 20, 37]),
        (Meaning::WrongState, &[105, 108, 110, 111, 120, 200, 201]),
        (Meaning::Token, &[160, 161, 162]),
        (
            Meaning::Unknown,
            &[
                11,
                36,
                99,
                103,
                104,
                107,
                109,
                150,
                1000,
                600,
                9_999,
                -9,
                -10,
                -12,
                -99,
                i32::MIN,
                i32::MAX,
            ],
        ),
    ];
    for (expected, values) in table {
        for &value in *values {
            assert_eq!(meaning(value), *expected, "RESULT {value}");
        }
    }
}

#[test]
fn only_zero_is_an_approval() {
    let approved: Vec<i32> = (-200..3_000)
        .filter(|&value| meaning(value) == Meaning::Approved)
        .collect();
    assert_eq!(approved, [0]);
}

#[test]
fn the_merchants_own_rules_undo_an_approval() {
    for text in ["CSCDECLINED", "AVSDECLINED", " cscdeclined "] {
        assert!(is_voided_by_rules(Some(text)), "{text}");
    }
    for text in ["Approved", "AVSDECLINED later", ""] {
        assert!(!is_voided_by_rules(Some(text)), "{text}");
    }
    assert!(!is_voided_by_rules(None));
}

#[test]
fn paypals_own_number_is_found_before_its_dash() {
    let table = [
        (
            "Declined: 10486-This transaction couldn't be completed.",
            Some(10_486),
        ),
        (
            "Generic processor error: 10411-This Express Checkout session has expired.",
            Some(10_411),
        ),
        ("10422-Customer must choose new funding", Some(10_422)),
        ("Field format error: Invalid-name 12345", None),
        ("Call 12345678-now", None),
        ("5-10486", None),
        ("Äther–10486-ü", Some(10_486)),
        ("-", None),
        ("", None),
    ];
    for (text, expected) in table {
        assert_eq!(processor_code(Some(text)), expected, "{text}");
    }
    assert_eq!(processor_code(None), None);
}

#[test]
fn operators_read_a_name_with_the_numbers() {
    assert_eq!(code(12, Some("Declined")), "RESULT_12");
    assert_eq!(code(12, Some("Declined: 10486-x")), "RESULT_12_10486");
    assert_eq!(code(-7, None), "RESULT_-7");
}
