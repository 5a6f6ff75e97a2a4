//! What the account tells about its past.

use psp_simulator::{Action, Simulator};

use crate::classic_merchant::{DO, Merchant, NOTHING, Said, code, details, with};
use crate::support::{DAY, simulator};

/// Every row of a search, as `TYPE STATUS AMT FEEAMT NETAMT`.
fn search(sim: &mut Simulator, fields: &[(&str, &str)]) -> Vec<String> {
    let base = [("STARTDATE", "2026-07-20T00:00:00Z")];
    rows(&Merchant::own().must(sim, "TransactionSearch", &with(&base, fields)))
}

fn rows(said: &Said) -> Vec<String> {
    (0..)
        .map_while(|at| {
            said.get(&format!("L_TYPE{at}"))?;
            let parts = ["TYPE", "STATUS", "AMT", "FEEAMT", "NETAMT"];
            Some(
                parts
                    .map(|name| said[&format!("L_{name}{at}")].as_str())
                    .join(" "),
            )
        })
        .collect()
}

#[test]
fn details_name_everybody_and_everything() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let fields = [
        ("NOSHIPPING", "0"),
        ("PAYMENTREQUEST_0_ITEMAMT", "25.00"),
        ("L_PAYMENTREQUEST_0_NAME0", "Siège"),
        ("L_PAYMENTREQUEST_0_AMT0", "12.50"),
        ("L_PAYMENTREQUEST_0_QTY0", "2"),
    ];
    let approved = shop.approved(&mut sim, &fields, Action::Pay);
    let payment = with(
        &approved.with(&fields),
        &[("NOSHIPPING", "-"), ("PAYMENTREQUEST_0_DESC", "Atelier")],
    );
    let id = shop.must(&mut sim, DO, &payment)["PAYMENTINFO_0_TRANSACTIONID"].clone();
    let told = details(&mut sim, &id);
    for (name, value) in [
        ("RECEIVEREMAIL", "caisse@obole.test"),
        ("RECEIVERID", "WQ2ER5TY8HJKN"),
        ("TRANSACTIONID", &id),
        ("TRANSACTIONTYPE", "express-checkout"),
        ("PAYMENTSTATUS", "Completed"),
        ("AMT", "25.00"),
        ("FEEAMT", "0.75"),
        ("CUSTOM", "pay_1"),
        ("INVNUM", "OBL-1"),
        ("SUBJECT", "Atelier"),
        ("PAYERID", &approved.payer),
        ("L_NAME0", "Siège"),
        ("L_QTY0", "2"),
        ("L_AMT0", "12.50"),
        ("ORDERTIME", "2026-07-20T14:10:07Z"),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    assert!(!told["SHIPTONAME"].is_empty() && !told.contains_key("PARENTTRANSACTIONID"));
    for (fields, expected) in [
        (NOTHING, 81131),
        (&[("TRANSACTIONID", "00000000000000000")], 10004),
        (&[("TRANSACTIONID", "000000000000000000000")], 81001),
    ] {
        assert_eq!(
            shop.refused(&mut sim, "GetTransactionDetails", fields),
            expected
        );
    }
}

#[test]
fn a_search_finds_by_invoice_the_newest_first() {
    let mut sim = simulator();
    let shop = Merchant::own();
    let id = shop.authorized(&mut sim, &[]);
    sim.advance(DAY);
    let capture = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "20.00"),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", "Complete"),
    ];
    let captured = shop.must(&mut sim, "DoCapture", &capture)["TRANSACTIONID"].clone();
    sim.advance(DAY);
    for (refund, amount) in [("OBL-1-R1", "5.00"), ("OBL-1-R2", "1.00")] {
        let back = [
            ("TRANSACTIONID", captured.as_str()),
            ("REFUNDTYPE", "Partial"),
            ("AMT", amount),
            ("CURRENCYCODE", "CAD"),
            ("INVOICEID", refund),
        ];
        shop.must(&mut sim, "RefundTransaction", &back);
    }
    assert_eq!(
        search(&mut sim, &[("INVNUM", "OBL-1")]),
        [
            "Payment Partially Refunded 20.00 -0.60 19.40",
            "Authorization Completed 25.00 0.00 25.00",
        ]
    );
    assert_eq!(
        search(&mut sim, &[("INVNUM", "OBL-1-R2")]),
        ["Refund Completed -1.00 0.03 -0.97"]
    );
    assert_eq!(search(&mut sim, &[]).len(), 4);
    for (name, value, found) in [
        ("STARTDATE", "2026-07-21T14:10:08Z", 2),
        ("ENDDATE", "2026-07-21T14:10:06Z", 1),
        ("TRANSACTIONCLASS", "Refund", 2),
        ("TRANSACTIONCLASS", "MassPay", 0),
        ("CURRENCYCODE", "USD", 0),
        ("AMT", "20.00", 1),
        ("AMT", "20.01", 0),
        ("STATUS", "Pending", 0),
        ("INVNUM", "OBL", 0),
        ("EMAIL", "nobody@example.test", 0),
    ] {
        assert_eq!(
            search(&mut sim, &[(name, value)]).len(),
            found,
            "{name}={value}"
        );
    }
    let one = [
        ("TRANSACTIONID", captured.as_str()),
        ("STARTDATE", "-"),
        ("INVNUM", "else"),
    ];
    assert_eq!(search(&mut sim, &one).len(), 1);
    for (fields, expected) in [
        (NOTHING, 81144),
        (&[("STARTDATE", "yesterday")], 81244),
        (
            &[("STARTDATE", "2026-07-20T00:00:00Z"), ("ENDDATE", "x")],
            81245,
        ),
        (
            &[
                ("STARTDATE", "2026-07-20T00:00:00Z"),
                ("TRANSACTIONCLASS", "Odd"),
            ],
            11001,
        ),
    ] {
        assert_eq!(
            shop.refused(&mut sim, "TransactionSearch", fields),
            expected,
            "{fields:?}"
        );
    }
}

#[test]
fn a_search_shows_a_hundred_rows() {
    let mut sim = simulator();
    let shop = Merchant::own();
    for number in 0..101 {
        shop.paid(
            &mut sim,
            &[("PAYMENTREQUEST_0_INVNUM", &format!("OBL-{number}"))],
        );
    }
    let said = shop.call(
        &mut sim,
        "TransactionSearch",
        &[("STARTDATE", "2026-07-20T00:00:00Z")],
    );
    assert_eq!(
        (said["ACK"].as_str(), said["L_ERRORCODE0"].as_str()),
        ("SuccessWithWarning", "11002")
    );
    assert_eq!(rows(&said).len(), 100);
    assert_eq!(code(&said), 11002);
}
