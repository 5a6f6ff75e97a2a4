//! What is told of payments that came through the NVP API or the hosted card page.

use psp_simulator::{Action, Simulator};

use crate::classic::{LISTENER, expect, only, post_back, told};
use crate::classic_merchant::{DO, Merchant, Said};
use crate::support::{DAY, simulator};

fn call(sim: &mut Simulator, method: &str, fields: &[(&str, &str)]) -> Said {
    Merchant::own().must(sim, method, fields)
}

fn capture(sim: &mut Simulator, id: &str, amount: &str, complete: &str) -> String {
    let fields = [
        ("AUTHORIZATIONID", id),
        ("AMT", amount),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", complete),
    ];
    call(sim, "DoCapture", &fields)["TRANSACTIONID"].clone()
}

#[test]
fn express_checkout_says_its_name_and_the_merchants_references() {
    let mut sim = simulator();
    let said = Merchant::own().paid(&mut sim, &[]);
    let message = only(&mut sim);
    expect(
        &message,
        &[
            ("txn_type", "express_checkout"),
            ("txn_id", &said["PAYMENTINFO_0_TRANSACTIONID"]),
            ("payment_status", "Completed"),
            ("mc_gross", "25.00"),
            ("mc_fee", "0.75"),
            ("mc_currency", "CAD"),
            ("payment_gross", ""),
            ("custom", "pay_1"),
            ("invoice", "OBL-1"),
        ],
    );
    assert_eq!(message.target, LISTENER);
    assert_eq!(post_back(&mut sim, &message.raw).1, "VERIFIED");
}

#[test]
fn several_items_are_a_cart_whatever_the_door() {
    let mut sim = simulator();
    let lines = [
        ("PAYMENTREQUEST_0_ITEMAMT", "25.00"),
        ("L_PAYMENTREQUEST_0_NAME0", "Book"),
        ("L_PAYMENTREQUEST_0_AMT0", "10.00"),
        ("L_PAYMENTREQUEST_0_QTY0", "2"),
        ("L_PAYMENTREQUEST_0_NAME1", "Gift"),
        ("L_PAYMENTREQUEST_0_AMT1", "5.00"),
        ("L_PAYMENTREQUEST_0_QTY1", "1"),
    ];
    Merchant::own().paid(&mut sim, &lines);
    let wanted = [
        ("txn_type", "cart"),
        ("num_cart_items", "2"),
        ("item_name1", "Book"),
        ("mc_gross_1", "20.00"),
        ("item_name2", "Gift"),
    ];
    expect(&only(&mut sim), &wanted);
}

#[test]
fn an_express_echeck_clears_under_its_id() {
    let mut sim = simulator();
    let merchant = Merchant::own();
    let approved = merchant.approved(&mut sim, &[], Action::Pending);
    merchant.must(&mut sim, DO, &approved.with(&[]));
    let first = only(&mut sim);
    expect(
        &first,
        &[("payment_status", "Pending"), ("pending_reason", "echeck")],
    );
    sim.set_now(sim.next_due().unwrap());
    let second = only(&mut sim);
    let wanted = [
        ("payment_status", "Completed"),
        ("txn_id", first.get("txn_id")),
    ];
    expect(&second, &wanted);
}

#[test]
fn captures_have_ids_of_their_own_and_name_the_authorization() {
    let mut sim = simulator();
    let id = Merchant::own().authorized(&mut sim, &[]);
    let held = only(&mut sim);
    let wanted = [("txn_id", id.as_str()), ("pending_reason", "authorization")];
    expect(&held, &wanted);
    for (amount, complete, left) in [
        ("10.00", "NotComplete", "15.00"),
        ("5.00", "Complete", "0.00"),
    ] {
        let captured = capture(&mut sim, &id, amount, complete);
        let message = only(&mut sim);
        expect(
            &message,
            &[
                ("payment_status", "Completed"),
                ("txn_id", &captured),
                ("parent_txn_id", &id),
                ("auth_id", &id),
                ("auth_amount", "25.00"),
                ("auth_status", "Completed"),
                ("transaction_entity", "payment"),
                ("remaining_settle", left),
                ("mc_gross", amount),
                ("custom", "pay_1"),
            ],
        );
        assert_ne!(captured, id);
    }
}

#[test]
fn a_void_is_told_by_the_authorizations_id() {
    let mut sim = simulator();
    let id = Merchant::own().authorized(&mut sim, &[]);
    told(&mut sim);
    call(&mut sim, "DoVoid", &[("AUTHORIZATIONID", &id)]);
    let message = only(&mut sim);
    expect(
        &message,
        &[
            ("payment_status", "Voided"),
            ("txn_id", &id),
            ("auth_status", "Voided"),
        ],
    );
    assert!(!message.has("pending_reason") && !message.has("mc_fee"));
}

#[test]
fn a_renewed_authorization_says_so() {
    let mut sim = simulator();
    let id = Merchant::own().authorized(&mut sim, &[]);
    told(&mut sim);
    sim.advance(5 * DAY);
    let fields = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "25.00"),
        ("CURRENCYCODE", "CAD"),
    ];
    let newer = call(&mut sim, "DoReauthorization", &fields)["AUTHORIZATIONID"].clone();
    expect(
        &only(&mut sim),
        &[
            ("txn_id", newer.as_str()),
            ("parent_txn_id", &id),
            ("transaction_entity", "reauth"),
            ("payment_status", "Pending"),
        ],
    );
}

#[test]
fn a_refund_by_the_api_is_told_like_any_other() {
    let mut sim = simulator();
    let said = Merchant::own().paid(&mut sim, &[]);
    let id = said["PAYMENTINFO_0_TRANSACTIONID"].clone();
    told(&mut sim);
    let fields = [
        ("TRANSACTIONID", id.as_str()),
        ("REFUNDTYPE", "Partial"),
        ("AMT", "10.00"),
        ("CURRENCYCODE", "CAD"),
    ];
    let refund = call(&mut sim, "RefundTransaction", &fields)["REFUNDTRANSACTIONID"].clone();
    let message = only(&mut sim);
    expect(
        &message,
        &[
            ("payment_status", "Refunded"),
            ("reason_code", "refund"),
            ("txn_id", &refund),
            ("parent_txn_id", &id),
            ("mc_gross", "-10.00"),
            ("mc_fee", "-0.30"),
            ("payment_gross", ""),
            ("custom", "pay_1"),
        ],
    );
    assert!(!message.has("txn_type"));
}

#[test]
fn the_hosted_card_page_says_its_name() {
    let mut sim = simulator();
    let variables = [
        ("L_BUTTONVAR0", "cmd=_hosted-payment"),
        ("L_BUTTONVAR1", "subtotal=40.00"),
        ("L_BUTTONVAR2", "currency_code=GBP"),
        ("L_BUTTONVAR3", "custom=pay_9"),
        (
            "L_BUTTONVAR4",
            "notify_url=http://127.0.0.1:8787/notify/t/p/x",
        ),
        (
            "L_BUTTONVAR5",
            "return=http://127.0.0.1:8787/return/p/success",
        ),
        ("BUTTONTYPE", "PAYMENT"),
        ("BUTTONCODE", "TOKEN"),
    ];
    let page = call(&mut sim, "BMCreateButton", &variables)["EMAILLINK"].clone();
    sim.payer_act(&page, Action::Pay);
    let message = only(&mut sim);
    expect(
        &message,
        &[
            ("txn_type", "pro_hosted"),
            ("payment_status", "Completed"),
            ("payment_type", "instant"),
            ("mc_gross", "40.00"),
            ("mc_fee", "1.20"),
            ("custom", "pay_9"),
        ],
    );
}
