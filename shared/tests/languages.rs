//! How a language is chosen.

use obole_shared::texts::Lang;
use proptest::prelude::*;

#[test]
fn a_tag_finds_its_language() {
    let table = [
        ("de-CH", Some(Lang::De)),
        ("de_CH", Some(Lang::De)),
        ("DE", Some(Lang::De)),
        ("fr-CH", Some(Lang::Fr)),
        ("it", Some(Lang::It)),
        ("en-GB-oxendict", Some(Lang::En)),
        ("es-419", Some(Lang::Es)),
        ("pt-BR", Some(Lang::Pt)),
        ("nl-BE", Some(Lang::Nl)),
        ("ar-EG", Some(Lang::Ar)),
        ("ar_SA", Some(Lang::Ar)),
        ("gsw", None),
        ("deu", None),
        ("d", None),
        ("", None),
        ("-", None),
        ("*", None),
        ("français", None),
    ];
    for (tag, expected) in table {
        assert_eq!(Lang::from_tag(tag), expected, "{tag:?}");
    }
    for lang in Lang::ALL {
        assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
    }
    assert_eq!(Lang::default(), Lang::En);
}

#[test]
fn arabic_alone_runs_from_right_to_left() {
    for lang in Lang::ALL {
        let expected = if lang == Lang::Ar { "rtl" } else { "ltr" };
        assert_eq!(lang.direction(), expected, "{lang:?}");
    }
}

#[test]
fn a_header_finds_the_language_it_weighs_most() {
    let table = [
        ("fr-CH, fr;q=0.9, en;q=0.8", Some(Lang::Fr)),
        (
            "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5",
            Some(Lang::Fr),
        ),
        ("en;q=0.8, it;q=0.9", Some(Lang::It)),
        ("en;q=0.8,de;q=0.81", Some(Lang::De)),
        ("en ; Q=0.1 , it ; q=0.25", Some(Lang::It)),
        ("it, de", Some(Lang::It)),
        ("de, it", Some(Lang::De)),
        ("it;q=1.000, de;q=1", Some(Lang::It)),
        ("gsw, rm;q=0.9, de-CH;q=0.1", Some(Lang::De)),
        ("*", None),
        ("*, fr;q=0.2", Some(Lang::Fr)),
        ("en;q=0, fr;q=0.1", Some(Lang::Fr)),
        ("en;q=0.000", None),
        ("ja, zh;q=0.5", None),
        ("ar-EG, en;q=0.5", Some(Lang::Ar)),
        ("ca, es-MX;q=0.9, en;q=0.8", Some(Lang::Es)),
        ("", None),
        // Malformed parts are passed over, the others count.
        (",,;,", None),
        (";q=1, de;q=0.1", Some(Lang::De)),
        ("fr;q=2, de;q=0.1", Some(Lang::De)),
        ("fr;q=-1, de;q=0.1", Some(Lang::De)),
        ("fr;q=1.001, de;q=0.1", Some(Lang::De)),
        ("fr;q=0.9999, de;q=0.1", Some(Lang::De)),
        ("fr;q=0.+1, de;q=0.01", Some(Lang::De)),
        ("fr;q=, de;q=0.1", Some(Lang::De)),
        ("fr;q=.5, de;q=0.1", Some(Lang::De)),
        ("fr;q=NaN, de;q=0.1", Some(Lang::De)),
        ("fr;q=٠.٥, de;q=0.1", Some(Lang::De)),
        ("fr;level=1;q=0.2, de;q=0.3", Some(Lang::De)),
    ];
    for (header, expected) in table {
        assert_eq!(Lang::from_accept(header), expected, "{header:?}");
    }
}

proptest! {
    #[test]
    fn no_header_panics(header in "([a-z*,;=.0-9 é-]|q=|fr|de|ar){0,60}|\\PC{0,60}") {
        let _ = Lang::from_accept(&header);
        let _ = Lang::from_tag(&header);
    }
}
