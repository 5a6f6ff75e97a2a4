//! The name-value text: what is written reads back, whatever comes in reads or is refused.

use obole_edge::providers::payflow::codec::{Fields, Malformed, Unwritable, Writer};
use proptest::prelude::*;

fn read(text: &str) -> Result<Vec<(String, String)>, Malformed> {
    let fields = Fields::read(text.as_bytes())?;
    Ok(fields
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn every_value_is_written_with_its_length_in_bytes() {
    let mut form = Writer::default();
    form.put("TRXTYPE", "S").unwrap();
    form.put("COMMENT1", "A&B=C D").unwrap();
    form.put("EMPTY", "").unwrap();
    form.put("ORDERDESC", "Spende für 5 €").unwrap();
    let body = String::from_utf8(form.into_body()).unwrap();
    assert_eq!(
        body,
        "TRXTYPE[1]=S&COMMENT1[7]=A&B=C D&ORDERDESC[17]=Spende für 5 €"
    );
}

#[test]
fn what_the_gateway_forbids_is_refused_in_values_and_left_out_of_texts() {
    let mut form = Writer::default();
    for value in ["say \"hi\"", "two\nlines", "nul\0", "\u{85}"] {
        assert_eq!(form.put("PWD", value), Err(Unwritable("PWD")));
    }
    form.put_text("COMMENT1", " say \"hi\"\r\nto  me ", 128);
    form.put_text("COMMENT2", "\u{1}\u{2}", 128);
    let body = String::from_utf8(form.into_body()).unwrap();
    assert_eq!(body, "COMMENT1[16]=say 'hi'  to  me&COMMENT2[2]=  ");
}

#[test]
fn texts_are_cut_between_characters() {
    let cut = |text: &str, max: usize| {
        let mut form = Writer::default();
        form.put_text("C", text, max);
        String::from_utf8(form.into_body()).unwrap()
    };
    assert_eq!(cut("€€€", 3), "C[3]=€");
    assert_eq!(cut("€€€", 8), "C[6]=€€");
    assert_eq!(cut("€€€", 2), "");
}

#[test]
fn answers_read_with_and_without_lengths() {
    let table = [
        ("RESULT=0", pairs(&[("RESULT", "0")])),
        (
            "RESULT=0&RESPMSG=Approved\r\n",
            pairs(&[("RESULT", "0"), ("RESPMSG", "Approved")]),
        ),
        (
            "RESULT=0&SECURETOKEN[24]=FmyM1y7wy8k+S6/umnMPhTQ=&SECURETOKENID=12",
            pairs(&[
                ("RESULT", "0"),
                ("SECURETOKEN", "FmyM1y7wy8k+S6/umnMPhTQ="),
                ("SECURETOKENID", "12"),
            ]),
        ),
        // A value without a length keeps its equal signs; an empty one is a value.
        (
            "RESULT=12&RESPMSG=a=b&PNREF=",
            pairs(&[("RESULT", "12"), ("RESPMSG", "a=b"), ("PNREF", "")]),
        ),
        ("NAME[3]=A&B", pairs(&[("NAME", "A&B")])),
        ("NAME[0]=&X=1", pairs(&[("NAME", ""), ("X", "1")])),
        ("NAME[2]=ü&X=1", pairs(&[("NAME", "ü"), ("X", "1")])),
    ];
    for (text, expected) in table {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_no_answer_is_refused() {
    let table = [
        ("", Malformed::Empty),
        (" \r\n", Malformed::Empty),
        ("<html><head></head></html>", Malformed::NotPairs),
        (
            "<!DOCTYPE html><html lang=\"en\"><body>502</body>",
            Malformed::NotPairs,
        ),
        ("{\"RESULT\":0}", Malformed::NotPairs),
        ("RESULT", Malformed::NotPairs),
        ("RESULT=0&", Malformed::NotPairs),
        ("RESULT=0&RESPM", Malformed::NotPairs),
        ("=0", Malformed::NotPairs),
        ("A B=0", Malformed::NotPairs),
        ("NAME[4]=A&B", Malformed::BadLength),
        ("NAME[2]=A&B", Malformed::BadLength),
        ("NAME[1]=ü", Malformed::BadLength),
        ("NAME[]=A", Malformed::BadLength),
        ("NAME[-1]=A", Malformed::BadLength),
        ("NAME[+1]=A", Malformed::BadLength),
        ("NAME[x]=A", Malformed::BadLength),
        ("NAME[1][1]=A", Malformed::BadLength),
        ("NAME1]=A", Malformed::BadLength),
        ("NAME[1=A", Malformed::NotPairs),
        ("[1]=A", Malformed::NotPairs),
        ("NAME[99999999999999999999999999]=A", Malformed::BadLength),
    ];
    for (text, expected) in table {
        assert_eq!(read(text), Err(expected), "{text}");
    }
    let long = "A".repeat(70_000);
    assert_eq!(read(&format!("A={long}")), Err(Malformed::TooLong));
}

#[test]
fn a_name_told_twice_and_differently_tells_nothing() {
    let fields = Fields::read(b"RESULT=0&PNREF=A&result=12&PNREF=A&EMPTY=&NUMBER= 7 ").unwrap();
    assert_eq!(fields.get("RESULT"), None);
    assert_eq!(fields.number("RESULT"), None);
    assert_eq!(fields.get("pnref"), Some("A"));
    assert_eq!(fields.get("EMPTY"), None);
    assert_eq!(fields.get("MISSING"), None);
    assert_eq!(fields.number("NUMBER"), Some(7));
    let shown = format!("{fields:?}");
    assert!(
        shown.contains("PNREF") && !shown.contains("\"A\""),
        "{shown}"
    );
}

const NAMES: [&str; 6] = ["RESULT", "PWD", "COMMENT1", "AMT", "L_NAME0", "X"];

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(values in prop::collection::vec("[^\"\\p{Cc}]{1,60}", 1..=6)) {
        let mut form = Writer::default();
        let mut expected = Vec::new();
        for (name, value) in NAMES.into_iter().zip(&values) {
            form.put(name, value).unwrap();
            expected.push((name.to_owned(), value.clone()));
        }
        let fields = Fields::read(&form.into_body()).unwrap();
        let found: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_value_becomes_another_parameter(value in "[a-zA-Z0-9&=\\[\\]]{1,40}") {
        let mut form = Writer::default();
        form.put("COMMENT1", &value).unwrap();
        form.put("AMT", "5.00").unwrap();
        let fields = Fields::read(&form.into_body()).unwrap();
        prop_assert_eq!(fields.iter().count(), 2);
        prop_assert_eq!(fields.get("AMT"), Some("5.00"));
        prop_assert_eq!(fields.get("COMMENT1"), Some(value.as_str()));
    }

    #[test]
    fn texts_are_always_written(text in any::<String>(), max in 0_usize..200) {
        let mut form = Writer::default();
        form.put_text("COMMENT1", &text, max);
        let body = form.into_body();
        if !body.is_empty() {
            let fields = Fields::read(&body).unwrap();
            let value = fields.get("COMMENT1").unwrap();
            prop_assert!(value.len() <= max);
            prop_assert!(!value.contains('"') && !value.chars().any(char::is_control));
        }
    }

    #[test]
    fn nothing_that_comes_in_stops_the_reader(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Fields::read(&body);
    }

    #[test]
    fn nothing_that_looks_like_an_answer_stops_it(body in "[A-Z=&\\[\\]0-9ü ]{0,80}") {
        if let Ok(fields) = Fields::read(body.as_bytes()) {
            prop_assert!(fields.iter().all(|(name, _)| !name.is_empty()));
        }
    }

    #[test]
    fn a_cut_answer_never_gains_a_parameter(cut in 0_usize..80) {
        let whole = "RESULT[1]=0&PNREF[12]=A10E4F1A7BA3&RESPMSG[8]=Approved&AMT[5]=12.00";
        let part = &whole.as_bytes()[..cut.min(whole.len())];
        if let Ok(fields) = Fields::read(part) {
            let all = Fields::read(whole.as_bytes()).unwrap();
            for (name, value) in fields.iter() {
                prop_assert_eq!(all.get(name), Some(value));
            }
        }
    }
}
