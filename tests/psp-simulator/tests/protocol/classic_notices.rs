//! What the NVP API does is notified like everything else.

use psp_simulator::{Action, Simulator};

use crate::classic_merchant::{Merchant, Said, read};
use crate::support::{DAY, simulator};

/// Everything that is to be sent by now, oldest first.
fn told(sim: &mut Simulator) -> Vec<Said> {
    sim.advance(1_000);
    let mut all = Vec::new();
    for notice in sim.due() {
        all.push(read(notice.request.body()));
        sim.notice_answered(notice.id, Some(200));
    }
    all
}

/// The one message there is, as `txn_type payment_status mc_gross` and its id.
fn only(sim: &mut Simulator) -> (String, Said) {
    let mut all = told(sim);
    assert_eq!(all.len(), 1, "{all:?}");
    let one = all.remove(0);
    let part = |name: &str| one.get(name).map_or("-", String::as_str);
    let line = ["txn_type", "payment_status", "mc_gross"]
        .map(part)
        .join(" ");
    (line, one)
}

#[test]
fn each_step_of_an_authorization_is_one_message() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = shop.authorized(&mut sim, &[]);
    let (line, first) = only(&mut sim);
    assert_eq!(line, "express_checkout Pending 25.00");
    assert_eq!(
        (first["txn_id"].as_str(), first["pending_reason"].as_str()),
        (id.as_str(), "authorization")
    );
    assert_eq!(
        (first["custom"].as_str(), first["invoice"].as_str()),
        ("pay_1", "OBL-1")
    );

    let capture = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "20.00"),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", "Complete"),
    ];
    let captured = shop.must(&mut sim, "DoCapture", &capture)["TRANSACTIONID"].clone();
    let (line, second) = only(&mut sim);
    assert_eq!(line, "express_checkout Completed 20.00");
    assert_eq!(
        (second["txn_id"].as_str(), second["parent_txn_id"].as_str()),
        (captured.as_str(), id.as_str())
    );
    assert_eq!(second["mc_fee"], "0.60");

    let refund = [("TRANSACTIONID", captured.as_str()), ("REFUNDTYPE", "Full")];
    shop.must(&mut sim, "RefundTransaction", &refund);
    let (line, third) = only(&mut sim);
    assert_eq!(line, "- Refunded -20.00");
    assert_eq!(
        (third["parent_txn_id"].as_str(), third["mc_fee"].as_str()),
        (captured.as_str(), "-0.60")
    );

    // What is only read says nothing.
    shop.must(
        &mut sim,
        "GetTransactionDetails",
        &[("TRANSACTIONID", &captured)],
    );
    assert!(told(&mut sim).is_empty());
}

#[test]
fn the_end_of_an_authorization_is_notified() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = shop.authorized(&mut sim, &[]);
    told(&mut sim);
    shop.must(&mut sim, "DoVoid", &[("AUTHORIZATIONID", &id)]);
    assert_eq!(only(&mut sim).0, "express_checkout Voided 25.00");
    shop.authorized(&mut sim, &[]);
    told(&mut sim);
    sim.advance(29 * DAY);
    assert_eq!(only(&mut sim).0, "express_checkout Expired 25.00");
}

#[test]
fn a_renewed_authorization_that_is_captured_ends_quietly() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = shop.authorized(&mut sim, &[]);
    sim.advance(4 * DAY);
    let renew = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "25.00"),
        ("CURRENCYCODE", "CAD"),
    ];
    let newer = shop.must(&mut sim, "DoReauthorization", &renew)["AUTHORIZATIONID"].clone();
    let capture = [
        ("AUTHORIZATIONID", newer.as_str()),
        ("AMT", "25.00"),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", "Complete"),
    ];
    shop.must(&mut sim, "DoCapture", &capture);
    told(&mut sim);
    sim.advance(30 * DAY);
    assert!(told(&mut sim).is_empty());
}

#[test]
fn the_hosted_page_is_notified_where_its_button_says() {
    let mut sim = simulator();
    let button = [
        ("BUTTONTYPE", "PAYMENT"),
        ("BUTTONCODE", "TOKEN"),
        ("L_BUTTONVAR0", "subtotal=3.00"),
        ("L_BUTTONVAR1", "custom=pay_7"),
        (
            "L_BUTTONVAR2",
            "notify_url=http://127.0.0.1:8787/notify/t/p/x",
        ),
        (
            "L_BUTTONVAR3",
            "return=http://127.0.0.1:8787/return/p/success",
        ),
    ];
    let made = Merchant::own().must(&mut sim, "BMCreateButton", &button);
    sim.payer_act(&made["EMAILLINK"], Action::Decline);
    assert!(told(&mut sim).is_empty());
    sim.payer_act(&made["EMAILLINK"], Action::Pay).unwrap();
    let (line, said) = only(&mut sim);
    assert_eq!(line, "pro_hosted Completed 3.00");
    assert_eq!(
        (said["custom"].as_str(), said["test_ipn"].as_str()),
        ("pay_7", "1")
    );
}
