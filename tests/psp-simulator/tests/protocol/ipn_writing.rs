//! How messages are written: variables, character sets, encoding, addresses, attempts.

use std::collections::BTreeSet;

use psp_simulator::{Action, ClassicAccount, Config, Effect, Fault, Provider, Simulator};

use crate::classic::{LISTENER, button, merchant, pay, post_back, read, told};
use crate::support::{DAY, simulator};

#[test]
fn a_payment_is_told_with_all_its_variables() {
    let mut sim = simulator();
    let name = [("first_name", "Léa"), ("last_name", "Roy & Söhne")];
    let message = pay(&mut sim, &name, Action::Pay);
    for (name, value) in [
        ("txn_type", "web_accept"),
        ("payment_status", "Completed"),
        ("payment_type", "instant"),
        ("payment_date", "07:10:07 Jul 20, 2026 PDT"),
        ("mc_gross", "100.00"),
        ("mc_fee", "3.00"),
        ("mc_currency", "USD"),
        ("payment_gross", "100.00"),
        ("payment_fee", "3.00"),
        ("business", "caisse@obole.test"),
        ("receiver_email", "caisse@obole.test"),
        ("receiver_id", "WQ2ER5TY8HJKN"),
        ("custom", "pay_1"),
        ("item_name", "Gift"),
        ("item_number", "G-1"),
        ("quantity", "1"),
        ("first_name", "Léa"),
        ("last_name", "Roy & Söhne"),
        ("charset", "windows-1252"),
        ("test_ipn", "1"),
        ("notify_version", "3.9"),
        ("transaction_subject", "pay_1"),
    ] {
        assert_eq!(message.get(name), value, "{name}");
    }
    for absent in [
        "parent_txn_id",
        "pending_reason",
        "reason_code",
        "settle_amount",
        "exchange_rate",
        "resend",
        "address_city",
        "auth_id",
    ] {
        assert!(!message.has(absent), "{absent}");
    }
    assert_eq!(message.get("txn_id").len(), 17);
    assert_eq!(message.get("payer_id").len(), 13);
    assert_eq!(message.get("verify_sign").len(), 56);
    assert_eq!(message.get("ipn_track_id").len(), 13);
    assert_eq!(message.target, LISTENER);
}

#[test]
fn an_address_comes_along_when_it_was_asked_for() {
    let mut sim = simulator();
    let message = pay(&mut sim, &[("no_shipping", "2")], Action::Pay);
    assert!(message.get("address_street").len() > 3);
    assert!(["confirmed", "unconfirmed"].contains(&message.get("address_status")));
    assert_eq!(message.get("address_country_code").len(), 2);
}

#[test]
fn a_live_account_sends_no_test_messages() {
    let mut sim = merchant(ClassicAccount {
        test: false,
        ..ClassicAccount::default()
    });
    assert!(!pay(&mut sim, &[], Action::Pay).has("test_ipn"));
}

#[test]
fn each_account_writes_in_its_own_character_set() {
    // A name that the set has, its bytes as they are sent, and one that it lacks.
    for (charset, name, encoded, foreign) in [
        ("windows-1252", "Léa", "L%E9a", Some("Жан")),
        (
            "UTF-8",
            "Léa Жан 寄",
            "L%C3%A9a+%D0%96%D0%B0%D0%BD+%E5%AF%84",
            None,
        ),
        ("Shift_JIS", "寄付", "%8A%F1%95%74", Some("Жан é")),
        ("gb2312", "捐款", "%BE%E8%BF%EE", Some("L\u{f8}a")),
        ("KOI8_R", "Жан", "%F6%C1%CE", Some("Léa")),
        ("windows-1251", "Жан", "%C6%E0%ED", Some("Léa")),
    ] {
        let mut sim = merchant(ClassicAccount {
            charset: charset.into(),
            ..ClassicAccount::default()
        });
        let message = pay(
            &mut sim,
            &[("first_name", name), ("last_name", "Roy")],
            Action::Pay,
        );
        assert_eq!(message.get("first_name"), name);
        assert_eq!(message.get("charset"), charset);
        let raw = String::from_utf8(message.raw.clone()).unwrap();
        let first = raw.to_uppercase();
        let (_, rest) = first
            .split_once("FIRST_NAME=")
            .or_else(|| first.split_once("FIRST%5FNAME="))
            .unwrap();
        let value = rest.split('&').next().unwrap();
        assert_eq!(value, encoded.to_uppercase(), "{charset}");
        assert!(!raw.contains("%u"), "{raw}");
        assert_eq!(post_back(&mut sim, &message.raw).1, "VERIFIED");
        if let Some(foreign) = foreign {
            let message = pay(&mut sim, &[("first_name", foreign)], Action::Pay);
            let raw = String::from_utf8(message.raw.clone()).unwrap();
            assert!(raw.contains("%u"), "{charset}: {raw}");
            assert_eq!(message.get("first_name"), foreign);
            assert_eq!(post_back(&mut sim, &message.raw).1, "VERIFIED");
        }
    }
}

#[test]
fn order_and_encoding_vary_from_message_to_message() {
    let mut sim = simulator();
    let (mut first, mut seen) = (BTreeSet::new(), [false; 4]);
    for _ in 0..40 {
        let message = pay(&mut sim, &[("first_name", "Léa")], Action::Pay);
        let raw = String::from_utf8(message.raw).unwrap();
        first.insert(raw.split('=').next().unwrap().to_owned());
        for (at, piece) in ["L%E9a", "L%e9a", "mc_gross=100.00", "100%2"]
            .iter()
            .enumerate()
        {
            seen[at] |= raw.contains(piece);
        }
    }
    assert!(first.len() > 10, "{first:?}");
    assert_eq!(seen, [true; 4]);
}

#[test]
fn some_values_are_empty_and_blanks_are_plus() {
    let mut sim = simulator();
    let more = [("currency_code", "CAD"), ("item_name", "Une soirée")];
    let raw = String::from_utf8(pay(&mut sim, &more, Action::Pay).raw).unwrap();
    let plain = raw.replace("%5f", "_").replace("%5F", "_");
    assert!(plain.contains("payment_gross=&") || plain.ends_with("payment_gross="));
    assert!(plain.to_uppercase().contains("UNE+SOIR%E9E"), "{plain}");
    assert!(!plain.contains("%20"));
}

#[test]
fn the_payments_own_address_is_kept_and_wins() {
    let account = "http://127.0.0.1:8787/notify/account";
    let mut sim = merchant(ClassicAccount {
        notify_url: Some(account.into()),
        ..ClassicAccount::default()
    });
    let paid = pay(&mut sim, &[], Action::Pay);
    assert_eq!(paid.target, LISTENER);
    sim.refund_at_paypal(paid.get("txn_id"), Some(100)).unwrap();
    assert_eq!(told(&mut sim)[0].target, LISTENER);
    assert_eq!(
        pay(&mut sim, &[("notify_url", "")], Action::Pay).target,
        account
    );
}

#[test]
fn without_any_address_nothing_is_sent() {
    let mut sim = simulator();
    sim.payer_act(&button(&[("notify_url", "")]), Action::Pay)
        .unwrap();
    assert!(told(&mut sim).is_empty());
    assert_eq!(sim.books().movements().len(), 2, "the payment and its fee");
}

#[test]
fn a_message_is_tried_sixteen_times_within_four_days_and_never_changes() {
    let mut sim = simulator();
    sim.payer_act(&button(&[]), Action::Pay).unwrap();
    let start = sim.now();
    let (mut times, mut bodies) = (Vec::new(), BTreeSet::new());
    while let Some(due) = sim.next_due() {
        sim.set_now(due);
        for one in sim.due() {
            times.push(sim.now() - start);
            bodies.insert(one.request.body().clone());
            let answers = [None, Some(500), Some(404), Some(302)];
            sim.notice_answered(one.id, answers[times.len() % 4]);
        }
    }
    assert_eq!((times.len(), bodies.len()), (16, 1));
    let gaps: Vec<i64> = times.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(gaps.windows(2).all(|two| two[0] <= two[1]), "{gaps:?}");
    let last = *times.last().unwrap();
    let days = |days: u64| i64::try_from(days * DAY).unwrap();
    assert!(last > days(2) && last <= days(4), "{last}");
}

#[test]
fn any_2xx_ends_the_attempts() {
    for (status, more) in [(200, false), (204, false), (301, true), (503, true)] {
        let mut sim = simulator();
        sim.payer_act(&button(&[]), Action::Pay).unwrap();
        sim.advance(60_000);
        let one = sim.due().remove(0);
        sim.notice_answered(one.id, Some(status));
        assert_eq!(sim.next_due().is_some(), more, "{status}");
    }
}

fn with_fault(fault: Fault) -> Simulator {
    let mut sim = simulator();
    sim.faults_mut().add(fault);
    sim.payer_act(&button(&[]), Action::Pay).unwrap();
    sim
}

#[test]
fn messages_are_duplicated_delayed_and_lost_on_command() {
    let at = |effect| Fault::new(effect).at(Provider::PayPalClassic, "ipn");
    let mut twice = with_fault(at(Effect::Duplicate));
    let all = told(&mut twice);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0], all[1]);
    let mut late = with_fault(at(Effect::Delay).ms(120_000));
    assert!(told(&mut late).is_empty());
    late.advance(120_000);
    assert_eq!(told(&mut late).len(), 1);
    assert!(told(&mut with_fault(at(Effect::LostNotice))).is_empty());
    let other = Fault::new(Effect::LostNotice).at(Provider::PayPal, "ipn");
    assert_eq!(told(&mut with_fault(other)).len(), 1);
}

#[test]
fn a_forged_message_does_not_validate_and_the_genuine_one_does() {
    for effect in [Effect::AlteredBody, Effect::ForeignSignature] {
        let mut sim = simulator();
        sim.faults_mut().add(Fault::new(effect).times(1));
        sim.payer_act(&button(&[]), Action::Pay).unwrap();
        sim.advance(60_000);
        let one = sim.due().remove(0);
        sim.notice_answered(one.id, Some(200));
        assert_eq!(post_back(&mut sim, one.request.body()).1, "INVALID");
        let history = http::Request::get("http://127.0.0.1:8788/_sim/ipn")
            .body(Vec::new())
            .unwrap();
        let (_, history) = crate::support::send(&mut sim, &history);
        let track = history["sent"][0]["track_id"].as_str().unwrap().to_owned();
        assert!(sim.resend_ipn(&track, false));
        sim.advance(60_000);
        let genuine = sim.due().remove(0);
        assert_eq!(post_back(&mut sim, genuine.request.body()).1, "VERIFIED");
    }
}

#[test]
fn a_refund_may_overtake_its_payment() {
    let overtaken = (0..20).any(|seed| {
        let mut sim = Simulator::new(Config::default(), seed);
        sim.faults_mut()
            .add(Fault::new(Effect::Reorder).ms(600_000));
        sim.payer_act(&button(&[]), Action::Pay).unwrap();
        let payment = sim.books().movements()[0].id.clone();
        sim.refund_at_paypal(&payment, None).unwrap();
        sim.advance(3_600_000);
        let first = read(&sim.due()[0].request);
        first.get("payment_status") == "Refunded"
    });
    assert!(overtaken);
}

#[test]
fn a_message_is_resent_byte_by_byte_or_marked() {
    let mut sim = simulator();
    let paid = pay(&mut sim, &[], Action::Pay);
    let track = paid.get("ipn_track_id").to_owned();
    assert!(sim.resend_ipn(&track, false));
    assert_eq!(told(&mut sim)[0].raw, paid.raw);
    assert!(sim.resend_ipn(&track, true));
    let marked = told(&mut sim).remove(0);
    assert_eq!(marked.get("resend"), "true");
    assert_eq!(marked.get("ipn_track_id"), track);
    for raw in [&paid.raw, &marked.raw] {
        assert_eq!(post_back(&mut sim, raw).1, "VERIFIED");
    }
    assert!(!sim.resend_ipn("0000000000000", false));
}
