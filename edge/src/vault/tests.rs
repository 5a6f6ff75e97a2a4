use super::*;

const FIRST: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const SECOND: &str = "FFfe02030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const PLAIN: &[u8] = br#"{"user":"API_400123_00000001","password":"hunter2"}"#;

fn vault(current: &str, previous: Option<&str>) -> Vault {
    Vault::new(&Secret::new(current), previous.map(Secret::new).as_ref()).unwrap()
}

fn id(text: &str) -> TerminalId {
    text.parse().unwrap()
}

fn place(terminal: &TerminalId) -> Place<'_> {
    Place {
        terminal,
        kind: TerminalKind::Saferpay,
        mode: Mode::Test,
    }
}

#[test]
fn what_was_sealed_opens_where_it_belongs() {
    let (vault, cards) = (vault(FIRST, None), id("cards"));
    let sealed = vault.seal(place(&cards), PLAIN).unwrap();
    assert_eq!(vault.open(place(&cards), &sealed).unwrap(), PLAIN);
    let empty = vault.seal(place(&cards), b"").unwrap();
    assert_eq!(vault.open(place(&cards), &empty).unwrap(), b"");
}

#[test]
fn the_same_text_is_never_sealed_alike() {
    let (vault, cards) = (vault(FIRST, None), id("cards"));
    let one = vault.seal(place(&cards), PLAIN).unwrap();
    assert_ne!(one, vault.seal(place(&cards), PLAIN).unwrap());
}

#[test]
fn nothing_of_the_text_or_the_key_is_seen() {
    let (vault, cards) = (vault(FIRST, Some(SECOND)), id("cards"));
    let sealed = vault.seal(place(&cards), PLAIN).unwrap();
    let seen = format!("{sealed} {vault:?}");
    for secret in ["hunter2", "API_400123", FIRST, SECOND, "0001020304"] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
}

#[test]
fn a_wrong_key_opens_nothing() {
    let cards = id("cards");
    let sealed = vault(FIRST, None).seal(place(&cards), PLAIN).unwrap();
    let other = vault(SECOND, None);
    assert_eq!(
        other.open(place(&cards), &sealed),
        Err(VaultError::UnknownKey)
    );
    // Even where the id is forged.
    let forged = sealed.replace(vault(FIRST, None).current.id(), other.current.id());
    assert_ne!(forged, sealed);
    assert_eq!(other.open(place(&cards), &forged), Err(VaultError::Refused));
}

#[test]
fn every_altered_byte_is_noticed() {
    let (vault, cards) = (vault(FIRST, None), id("cards"));
    let sealed = vault.seal(place(&cards), PLAIN).unwrap();
    let bytes = Envelope::read(&sealed).unwrap().bytes;
    for index in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[index] ^= 1;
        let altered = Envelope::write(vault.current.id(), &altered);
        assert_eq!(
            vault.open(place(&cards), &altered),
            Err(VaultError::Refused),
            "byte {index}"
        );
    }
    for end in 0..bytes.len() {
        let cut = Envelope::write(vault.current.id(), &bytes[..end]);
        assert!(vault.open(place(&cards), &cut).is_err(), "cut at {end}");
    }
}

#[test]
fn a_moved_text_does_not_open() {
    let (vault, cards, shop) = (vault(FIRST, None), id("cards"), id("shop"));
    let sealed = vault.seal(place(&cards), PLAIN).unwrap();
    let elsewhere = [
        place(&shop),
        Place {
            kind: TerminalKind::PaypalOrders,
            ..place(&cards)
        },
        Place {
            mode: Mode::Live,
            ..place(&cards)
        },
    ];
    for wrong in elsewhere {
        assert_eq!(
            vault.open(wrong, &sealed),
            Err(VaultError::Refused),
            "{wrong:?}"
        );
    }
}

#[test]
fn a_new_key_opens_what_the_old_one_sealed_until_all_is_sealed_anew() {
    let cards = id("cards");
    let old = vault(FIRST, None).seal(place(&cards), PLAIN).unwrap();
    let rotating = vault(SECOND, Some(FIRST));
    assert_eq!(rotating.open(place(&cards), &old).unwrap(), PLAIN);
    let new = rotating.reseal(place(&cards), &old).unwrap().unwrap();
    assert_eq!(rotating.reseal(place(&cards), &new), Ok(None));
    let rotated = vault(SECOND, None);
    assert_eq!(rotated.open(place(&cards), &new).unwrap(), PLAIN);
    assert_eq!(
        rotated.open(place(&cards), &old),
        Err(VaultError::UnknownKey)
    );
}

#[test]
fn a_reseal_tells_what_is_lost() {
    let cards = id("cards");
    let vault = vault(FIRST, None);
    let sealed = vault.seal(place(&cards), PLAIN).unwrap();
    let live = Place {
        mode: Mode::Live,
        ..place(&cards)
    };
    assert_eq!(vault.reseal(live, &sealed), Err(VaultError::Refused));
}

#[test]
fn what_is_no_envelope_is_damaged() {
    let (vault, cards) = (vault(FIRST, None), id("cards"));
    let sealed = vault.seal(place(&cards), PLAIN).unwrap();
    let later = sealed.replacen("v1", "v2", 1);
    let key = vault.current.id();
    for text in [
        "",
        "v1",
        "v1..",
        "v1.a.b.c",
        &later,
        &format!("v1.{key}.!!"),
        &format!("v1.{key}.AAAA"),
    ] {
        let opened = vault.open(place(&cards), text);
        assert!(
            matches!(opened, Err(VaultError::Damaged | VaultError::UnknownKey)),
            "{text}: {opened:?}"
        );
    }
}

#[test]
fn a_key_has_64_hexadecimal_characters() {
    for text in [
        "",
        "00",
        FIRST.trim_start_matches('0'),
        &format!("{FIRST}0"),
        &FIRST.replace('0', "g"),
    ] {
        let key = Vault::new(&Secret::new(text), None);
        assert_eq!(key.map(|_| ()), Err(VaultError::Key), "{text}");
    }
    let previous = Vault::new(&Secret::new(FIRST), Some(&Secret::new("short")));
    assert_eq!(previous.map(|_| ()), Err(VaultError::Key));
}
