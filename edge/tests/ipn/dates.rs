//! Pacific time in every shape that was seen.

use obole_edge::providers::ipn::{Message, pacific};
use obole_shared::time::UnixMs;
use proptest::prelude::*;

/// 2024-03-05 17:41:07 UTC.
const MOMENT: UnixMs = UnixMs(1_709_660_467_000);

#[test]
fn one_moment_in_many_shapes() {
    for text in [
        "09:41:07 Mar 05, 2024 PST",
        "10:41:07 Mar 05, 2024 PDT",
        "09:41:07 Mar. 05, 2024 PST",
        "09:41:07 Mar 5, 2024 PST",
        "09:41:07 05 Mar 24, 2024 PST",
        "  09:41:07 Mar 05, 2024 PST ",
        "09:41:07 March 05, 2024 PST",
        "09:41:07 Mar 05, 2024",
        "Tue Mar 05 2024 12:41:07 GMT-0500 (EST)",
        "Tue Mar 05 2024 18:41:07 GMT+0100 (CET)",
        // The plus sign was not encoded.
        "Tue Mar 05 2024 18:41:07 GMT 0100 (CET)",
        "Tue Mar 05 2024 17:41:07 GMT",
        "2024-03-05T17:41:07Z",
        "2024-03-05T09:41:07-08:00",
    ] {
        assert_eq!(pacific(text), Some(MOMENT), "{text}");
    }
}

#[test]
fn without_a_zone_the_season_decides() {
    let both = [
        ("01:59:59 Mar 10, 2024", "01:59:59 Mar 10, 2024 PST"),
        ("03:00:00 Mar 10, 2024", "03:00:00 Mar 10, 2024 PDT"),
        ("12:00:00 Jul 01, 2024", "12:00:00 Jul 01, 2024 PDT"),
        ("01:00:00 Nov 03, 2024", "01:00:00 Nov 03, 2024 PDT"),
        ("02:00:00 Nov 03, 2024", "02:00:00 Nov 03, 2024 PST"),
        ("12:00:00 Dec 24, 2024", "12:00:00 Dec 24, 2024 PST"),
    ];
    for (without, with) in both {
        assert!(pacific(with).is_some(), "{with}");
        assert_eq!(pacific(without), pacific(with), "{without}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "N/A",
        "Mar 05, 2024 PST",
        "09:41:07 Mar 35, 2024 PST",
        "25:41:07 Mar 05, 2024 PST",
        "09:41:07 Foo 05, 2024 PST",
        "09:41:07 Mar 05, PST",
        "09:41:07 Mar 05, 2024 GMT+9999",
    ] {
        // An impossible offset is no offset, so the season decides there.
        if text.ends_with("9999") {
            assert!(pacific(text).is_some());
        } else {
            assert_eq!(pacific(text), None, "{text}");
        }
    }
    let message = Message::read(b"payment_date=N%2FA&mc_gross=1.00&mc_currency=EUR");
    assert_eq!(message.date("payment_date"), None);
    assert_eq!(message.get("mc_gross"), Some("1.00"));
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in ".{0,90}") {
        let _ = pacific(&text);
    }

    #[test]
    fn no_near_miss_stops_the_reader(
        text in "[0-9:]{0,9} ?(Jan|Feb|Mar|Dec)?[., ]{0,2}[0-9]{0,3},? ?[0-9]{0,7} ?(PST|PDT|GMT[+-]?[0-9]{0,5})?",
    ) {
        let _ = pacific(&text);
    }
}
