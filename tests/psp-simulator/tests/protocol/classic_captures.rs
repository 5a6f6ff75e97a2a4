//! Authorizations: captured, given up, renewed, lapsed.

use psp_simulator::{ClassicAccount, MovementKind, Simulator};

use crate::classic_merchant::{Merchant, Said, code, details, with};
use crate::support::{DAY, simulator};

fn capture(sim: &mut Simulator, id: &str, amount: &str, complete: &str) -> Said {
    let fields = [
        ("AUTHORIZATIONID", id),
        ("AMT", amount),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", complete),
    ];
    Merchant::own().call(sim, "DoCapture", &fields)
}

fn held(sim: &Simulator) -> Vec<i64> {
    let open = sim.books().open_authorizations(sim.now());
    open.map(|one| one.amount_minor).collect()
}

#[test]
fn a_complete_capture_takes_what_it_says_and_frees_the_rest() {
    let mut sim = simulator();
    let id = Merchant::own().authorized(&mut sim, &[]);
    let before = details(&mut sim, &id);
    assert_eq!(
        (
            before["PAYMENTSTATUS"].as_str(),
            before["PENDINGREASON"].as_str()
        ),
        ("Pending", "authorization")
    );
    assert_eq!(held(&sim), [2_500]);
    assert_eq!(sim.books().movements().len(), 0);
    let said = capture(&mut sim, &id, "20.00", "Complete");
    for (name, value) in [
        ("AUTHORIZATIONID", id.as_str()),
        ("PARENTTRANSACTIONID", &id),
        ("PAYMENTSTATUS", "Completed"),
        ("PENDINGREASON", "None"),
        ("AMT", "20.00"),
        ("FEEAMT", "0.60"),
    ] {
        assert_eq!(said[name], value, "{name}");
    }
    assert_ne!(said["TRANSACTIONID"], id);
    assert!(held(&sim).is_empty());
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Completed");
    let captured = details(&mut sim, &said["TRANSACTIONID"]);
    assert_eq!(
        (
            captured["PARENTTRANSACTIONID"].as_str(),
            captured["INVNUM"].as_str()
        ),
        (id.as_str(), "OBL-1")
    );
    let movement = &sim.books().movements()[0];
    assert_eq!(
        (
            movement.kind,
            movement.amount_minor,
            movement.payment.as_str()
        ),
        (MovementKind::Capture, 2_000, id.as_str())
    );
    assert_eq!(code(&capture(&mut sim, &id, "5.00", "Complete")), 10602);
}

#[test]
fn parts_add_up_to_115_percent() {
    let mut sim = simulator();
    let id = Merchant::own().authorized(&mut sim, &[]);
    assert_eq!(
        capture(&mut sim, &id, "10.00", "NotComplete")["ACK"],
        "Success"
    );
    assert_eq!(held(&sim), [1_500]);
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Pending");
    assert_eq!(code(&capture(&mut sim, &id, "18.76", "Complete")), 10610);
    assert_eq!(
        capture(&mut sim, &id, "18.75", "Complete")["ACK"],
        "Success"
    );
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 2_875);
    assert!(held(&sim).is_empty());
}

#[test]
fn large_amounts_grow_by_75_at_most() {
    let mut sim = simulator();
    let amount = [("PAYMENTREQUEST_0_AMT", "1,000.00")];
    let id = Merchant::own().authorized(&mut sim, &amount);
    assert_eq!(code(&capture(&mut sim, &id, "1075.01", "Complete")), 10610);
    assert_eq!(
        capture(&mut sim, &id, "1075.00", "Complete")["ACK"],
        "Success"
    );
}

#[test]
fn captures_that_are_not_made() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let sale = shop.paid(&mut sim, &[])["PAYMENTINFO_0_TRANSACTIONID"].clone();
    let id = shop.authorized(&mut sim, &[("PAYMENTREQUEST_0_INVNUM", "OBL-2")]);
    let base = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "25.00"),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", "Complete"),
    ];
    for (name, value, expected) in [
        ("AUTHORIZATIONID", "-", 81128),
        ("AUTHORIZATIONID", "00000000000000000", 10609),
        ("AUTHORIZATIONID", &sale, 10609),
        ("AMT", "-", 81126),
        ("AMT", "0.00", 81226),
        ("AMT", "1,00", 81226),
        ("CURRENCYCODE", "-", 10613),
        ("COMPLETETYPE", "-", 81129),
        ("COMPLETETYPE", "Partly", 81229),
        ("INVNUM", "OBL-1", 10624),
    ] {
        let fields = with(&base, &[(name, value)]);
        assert_eq!(
            shop.refused(&mut sim, "DoCapture", &fields),
            expected,
            "{name}={value}"
        );
    }
    sim.put_classic_account(ClassicAccount {
        email: "other@obole.test".into(),
        ..ClassicAccount::default()
    });
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 2_500);
}

#[test]
fn a_repeated_capture_is_made_once() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = shop.authorized(&mut sim, &[]);
    let fields = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "10.00"),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", "NotComplete"),
        ("MSGSUBID", "c1"),
    ];
    let first = shop.must(&mut sim, "DoCapture", &fields);
    let again = shop.must(&mut sim, "DoCapture", &fields);
    assert_eq!(first["TRANSACTIONID"], again["TRANSACTIONID"]);
    let other = shop.must(&mut sim, "DoCapture", &with(&fields, &[("MSGSUBID", "c2")]));
    assert_ne!(first["TRANSACTIONID"], other["TRANSACTIONID"]);
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 2_000);
    // The name of a request counts for its own call only.
    let void = [("AUTHORIZATIONID", id.as_str()), ("MSGSUBID", "c1")];
    shop.must(&mut sim, "DoVoid", &void);
    shop.must(&mut sim, "DoVoid", &void);
    assert!(held(&sim).is_empty());
}

#[test]
fn a_void_frees_the_money_and_ends_everything() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = shop.authorized(&mut sim, &[]);
    let named = [("AUTHORIZATIONID", id.as_str())];
    assert_eq!(shop.refused(&mut sim, "DoVoid", &[]), 81128);
    assert_eq!(shop.must(&mut sim, "DoVoid", &named)["AUTHORIZATIONID"], id);
    assert!(held(&sim).is_empty());
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Voided");
    assert_eq!(shop.refused(&mut sim, "DoVoid", &named), 10600);
    assert_eq!(code(&capture(&mut sim, &id, "5.00", "Complete")), 10600);
    assert_eq!(sim.books().movements().len(), 0);
}

#[test]
fn an_authorization_lapses_after_29_days() {
    let mut sim = simulator();
    let id = Merchant::own().authorized(&mut sim, &[]);
    sim.advance(29 * DAY - 1);
    assert_eq!(held(&sim), [2_500]);
    for notice in sim.due() {
        sim.notice_answered(notice.id, Some(200));
    }
    assert_eq!(sim.next_due(), Some(sim.now() + 1));
    sim.advance(1);
    assert!(held(&sim).is_empty());
    assert_eq!(details(&mut sim, &id)["PAYMENTSTATUS"], "Expired");
    assert_eq!(code(&capture(&mut sim, &id, "5.00", "Complete")), 10601);
    let named = [("AUTHORIZATIONID", id.as_str())];
    assert_eq!(Merchant::own().refused(&mut sim, "DoVoid", &named), 10601);
}

#[test]
fn a_renewal_comes_once_and_after_the_honor_period() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = shop.authorized(&mut sim, &[]);
    let renew = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "25.00"),
        ("CURRENCYCODE", "CAD"),
    ];
    assert_eq!(shop.refused(&mut sim, "DoReauthorization", &renew), 10617);
    sim.advance(3 * DAY);
    for (name, value, expected) in [
        ("AMT", "28.76", 10610),
        ("AMT", "-", 81126),
        ("CURRENCYCODE", "USD", 10605),
    ] {
        let fields = with(&renew, &[(name, value)]);
        assert_eq!(
            shop.refused(&mut sim, "DoReauthorization", &fields),
            expected,
            "{name}={value}"
        );
    }
    let newer = shop.must(&mut sim, "DoReauthorization", &renew)["AUTHORIZATIONID"].clone();
    assert_ne!(newer, id);
    assert_eq!(held(&sim), [2_500]);
    assert_eq!(shop.refused(&mut sim, "DoReauthorization", &renew), 10616);
    let twice = with(&renew, &[("AUTHORIZATIONID", &newer)]);
    assert_eq!(shop.refused(&mut sim, "DoReauthorization", &twice), 10615);
    assert_eq!(
        shop.refused(&mut sim, "DoVoid", &[("AUTHORIZATIONID", &newer)]),
        10614
    );
    assert_eq!(code(&capture(&mut sim, &id, "5.00", "Complete")), 10601);
    let said = capture(&mut sim, &newer, "25.00", "NotComplete");
    assert_eq!(said["ACK"], "Success");
    assert_eq!(sim.books().movements()[0].payment, id);
    // The original's time counts, and voiding it ends both.
    shop.must(&mut sim, "DoVoid", &[("AUTHORIZATIONID", &id)]);
    assert_eq!(details(&mut sim, &newer)["PAYMENTSTATUS"], "Voided");
    assert!(held(&sim).is_empty());
}
