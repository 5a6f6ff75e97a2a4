//! Raw bytes to fields, in the message's own encoding.

use encoding_rs::{GBK, KOI8_R, SHIFT_JIS, UTF_8, WINDOWS_1251, WINDOWS_1252};
use obole_edge::providers::ipn::{Message, charset};
use proptest::prelude::*;

use crate::write::form;

#[test]
fn each_message_is_read_in_its_own_encoding() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("", b"L%E9a+M%FCller", "Léa Müller"),
        ("windows-1252", b"L%E9a+%80", "Léa €"),
        ("UTF-8", b"L%C3%A9a", "Léa"),
        ("gb2312", b"%C4%E3%BA%C3", "你好"),
        ("Shift_JIS", b"%83e%83X%83%67", "テスト"),
        ("KOI8_R", b"%ED%C9%D2", "Мир"),
        ("koi8-r", b"%ED%C9%D2", "Мир"),
        ("windows-1251", b"%CC%E8%F0", "Мир"),
        // Nobody knows it, so it is PayPal's default.
        ("x-none", b"%E9", "é"),
    ];
    for (name, raw, text) in cases {
        let mut body = b"first_name=".to_vec();
        body.extend_from_slice(raw);
        body.extend_from_slice(format!("&charset={name}").as_bytes());
        assert_eq!(Message::read(&body).get("first_name"), Some(text), "{name}");
    }
}

#[test]
fn an_encoding_that_cannot_stand_in_a_form_is_not_taken() {
    for name in [
        "utf-16",
        "UTF-16LE",
        "replacement",
        "hz-gb-2312",
        "iso-2022-kr",
    ] {
        assert_eq!(charset(Some(name)), WINDOWS_1252, "{name}");
    }
}

#[test]
fn the_encoding_may_be_named_at_the_end() {
    let message = Message::read(b"last_name=%E9%E8&charset=windows-1252");
    assert_eq!(message.get("last_name"), Some("éè"));
    let message = Message::read(b"last_name=%E9%E8&charset=&charset=windows-1251");
    assert_eq!(message.get("last_name"), Some("йи"));
    let message = Message::read(b"last%5fname=%e9&%63harset=windows%2d1251");
    assert_eq!(message.get("last_name"), Some("й"));
}

#[test]
fn what_the_encoding_cannot_arrives_as_utf_16() {
    let message = Message::read(b"last_name=%u0141uk+%E9&memo=%uD83D%uDE00&item_name=%uD83D+%u12");
    assert_eq!(message.get("last_name"), Some("Łuk é"));
    assert_eq!(message.get("memo"), Some("😀"));
    assert_eq!(message.get("item_name"), Some("\u{fffd} %u12"));
}

#[test]
fn empty_is_absent() {
    let message = Message::read(b"payment_gross=&payment_fee&&=x&mc_gross=1.00&=&");
    assert_eq!(message.get("payment_gross"), None);
    assert_eq!(message.get("payment_fee"), None);
    assert_eq!(message.get("mc_fee"), None);
    assert_eq!(message.get("mc_gross"), Some("1.00"));
    assert_eq!(message.get("MC_GROSS"), None, "names have a case");
    assert_eq!(Message::read(b""), Message::default());
}

#[test]
fn a_value_may_hold_separators() {
    let message = Message::read(b"memo=a%3Db%26c=d%2Be%25&custom=1%2");
    assert_eq!(message.get("memo"), Some("a=b&c=d+e%"));
    assert_eq!(message.get("custom"), Some("1%2"));
}

#[test]
fn lines_of_an_address_stay() {
    let message = Message::read(b"address_street=Rue+1%0D%0Acase+2");
    assert_eq!(message.get("address_street"), Some("Rue 1\r\ncase 2"));
}

#[test]
fn only_the_sandbox_marks_its_messages() {
    assert!(Message::read(b"test_ipn=1").is_test());
    assert!(!Message::read(b"test_ipn=").is_test());
    assert!(!Message::read(b"test_ipn=0").is_test());
    assert!(!Message::read(b"txn_type=cart").is_test());
}

fn encodings() -> impl Strategy<Value = (&'static str, &'static encoding_rs::Encoding)> {
    prop::sample::select(vec![
        ("windows-1252", WINDOWS_1252),
        ("UTF-8", UTF_8),
        ("gb2312", GBK),
        ("Shift_JIS", SHIFT_JIS),
        ("KOI8_R", KOI8_R),
        ("windows-1251", WINDOWS_1251),
    ])
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(
        (name, encoding) in encodings(),
        values in prop::collection::vec(".{0,40}", 1..8),
    ) {
        let names: Vec<String> = (0..values.len()).map(|index| format!("field_{index}")).collect();
        let mut fields: Vec<(&str, &str)> = names
            .iter()
            .map(String::as_str)
            .zip(values.iter().map(String::as_str))
            .collect();
        fields.push(("charset", name));
        let message = Message::read(&form(&fields, encoding));
        let read: Vec<(&str, &str)> = message.fields().collect();
        prop_assert_eq!(read, fields);
    }

    #[test]
    fn no_bytes_stop_the_reader(raw in prop::collection::vec(any::<u8>(), 0..600)) {
        let message = Message::read(&raw);
        let _ = obole_edge::providers::ipn::summary(&message);
        let _ = obole_edge::providers::ipn::fingerprint(&message);
        let _ = obole_edge::providers::ipn::told(&message);

    }

    #[test]
    fn no_form_stops_the_reader(raw in "([a-z_]{1,12}=(%[0-9a-fA-Fu]{0,5}|[ -~]){0,12}&){0,20}") {
        let message = Message::read(raw.as_bytes());
        prop_assert!(message.fields().count() <= 20 * 13);
    }
}
