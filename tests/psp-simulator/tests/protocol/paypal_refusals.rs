//! What PayPal refuses, and by which issue.

use http::HeaderValue;
use psp_simulator::Action;
use serde_json::{Value, json};

use crate::support::{HOUR, Shop, basic, issue, order_body, send, simulator, text};

const ORDERS: &str = "/v2/checkout/orders";

#[test]
fn tokens_are_for_the_right_client_and_run_out() {
    let mut sim = simulator();
    let request = http::Request::post("http://127.0.0.1:8788/paypal/v1/oauth2/token")
        .header("authorization", basic("simulator-client", "guess"))
        .body(b"grant_type=client_credentials".to_vec())
        .unwrap();
    let (status, body) = send(&mut sim, &request);
    assert_eq!(
        (status, text(&body, "/error").as_str()),
        (401, "invalid_client")
    );

    let shop = Shop::open(&mut sim);
    sim.advance(9 * HOUR);
    let (status, body) = shop.post(&mut sim, ORDERS, &order_body());
    assert_eq!(
        (status, text(&body, "/name").as_str()),
        (401, "AUTHENTICATION_FAILURE")
    );
}

#[test]
fn headers_are_checked() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let long = "x".repeat(109);
    for (name, value, expected) in [
        ("content-type", "text/plain", 415),
        ("prefer", "return=everything", 400),
        ("paypal-request-id", long.as_str(), 400),
        ("authorization", "Bearer A21AAforged", 401),
    ] {
        let mut request = shop.request(ORDERS, Some(&order_body()), &[]);
        request
            .headers_mut()
            .insert(name, HeaderValue::from_str(value).unwrap());
        assert_eq!(send(&mut sim, &request).0, expected, "{name}");
    }
    let mut request = shop.request(ORDERS, Some(&json!({})), &[]);
    *request.body_mut() = b"{".to_vec();
    let (status, body) = send(&mut sim, &request);
    assert_eq!(
        (status, issue(&body).as_str()),
        (400, "MALFORMED_REQUEST_JSON")
    );
}

fn order_with(pointer: &str, value: Option<Value>) -> (u16, Value) {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let mut body = order_body();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(name.into(), value),
        None => parent.remove(name),
    };
    shop.post(&mut sim, ORDERS, &body)
}

#[test]
fn broken_fields_are_400_with_their_place() {
    let long = |n: usize| json!("x".repeat(n));
    let context = "/payment_source/paypal/experience_context";
    let cases = [
        ("/intent".to_owned(), None, "MISSING_REQUIRED_PARAMETER"),
        (
            "/intent".to_owned(),
            Some(json!("SALE")),
            "INVALID_PARAMETER_VALUE",
        ),
        (
            "/purchase_units".to_owned(),
            Some(json!([])),
            "INVALID_ARRAY_MIN_ITEMS",
        ),
        (
            "/purchase_units/0/custom_id".to_owned(),
            Some(long(128)),
            "INVALID_STRING_LENGTH",
        ),
        (
            "/purchase_units/0/soft_descriptor".to_owned(),
            Some(long(23)),
            "INVALID_STRING_LENGTH",
        ),
        (
            "/purchase_units/0/amount/value".to_owned(),
            Some(json!(12.5)),
            "INVALID_PARAMETER_SYNTAX",
        ),
        (
            "/purchase_units/0/amount/value".to_owned(),
            Some(json!("12,50")),
            "INVALID_PARAMETER_SYNTAX",
        ),
        (
            "/purchase_units/0/amount/value".to_owned(),
            Some(json!("")),
            "INVALID_PARAMETER_SYNTAX",
        ),
        (
            "/purchase_units/0/amount/currency_code".to_owned(),
            Some(json!("Fr")),
            "INVALID_STRING_LENGTH",
        ),
        (
            format!("{context}/locale"),
            Some(json!("fr_CH")),
            "INVALID_PARAMETER_SYNTAX",
        ),
        (
            format!("{context}/return_url"),
            Some(json!("/return")),
            "INVALID_PARAMETER_SYNTAX",
        ),
        (
            format!("{context}/user_action"),
            Some(json!("PAY")),
            "INVALID_PARAMETER_VALUE",
        ),
        (
            "/purchase_units/0/reference".to_owned(),
            Some(json!("x")),
            "NOT_SUPPORTED",
        ),
    ];
    for (pointer, value, expected) in cases {
        let (status, body) = order_with(&pointer, value.clone());
        assert_eq!(
            (status, issue(&body).as_str()),
            (400, expected),
            "{pointer} {value:?} {body}"
        );
        assert_eq!(text(&body, "/details/0/field"), pointer);
        assert!(!text(&body, "/debug_id").is_empty());
    }
}

#[test]
fn amounts_keep_paypals_own_decimals() {
    for (currency, value, expected) in [
        ("HUF", "1500.00", "DECIMALS_NOT_SUPPORTED"),
        ("JPY", "1500.5", "DECIMALS_NOT_SUPPORTED"),
        ("TWD", "1.00", "DECIMALS_NOT_SUPPORTED"),
        ("CHF", "12.505", "DECIMAL_PRECISION"),
        ("CHF", "0.00", "CANNOT_BE_ZERO_OR_NEGATIVE"),
        ("CHF", "-1.00", "CANNOT_BE_NEGATIVE"),
        ("CHF", "9999999999999999", "MAX_VALUE_EXCEEDED"),
        ("KWD", "1.00", "INVALID_CURRENCY_CODE"),
    ] {
        let amount = json!({ "currency_code": currency, "value": value });
        let (status, body) = order_with("/purchase_units/0/amount", Some(amount));
        assert_eq!(
            (status, issue(&body).as_str()),
            (422, expected),
            "{currency} {value}"
        );
    }
    let huf = json!({ "currency_code": "HUF", "value": "1500" });
    assert_eq!(order_with("/purchase_units/0/amount", Some(huf)).0, 200);
}

#[test]
fn parts_must_add_up() {
    let amount = |item_total: &str| {
        json!({ "currency_code": "CHF", "value": "12.50", "breakdown": {
            "item_total": { "currency_code": "CHF", "value": item_total },
            "discount": { "currency_code": "CHF", "value": "0.50" },
        }})
    };
    assert_eq!(
        order_with("/purchase_units/0/amount", Some(amount("13.00"))).0,
        200
    );
    let (status, body) = order_with("/purchase_units/0/amount", Some(amount("12.50")));
    assert_eq!((status, issue(&body).as_str()), (422, "AMOUNT_MISMATCH"));
    let items = json!([{ "name": "Gift", "quantity": "1", "unit_amount": { "currency_code": "CHF", "value": "12.50" } }]);
    let (status, body) = order_with("/purchase_units/0/items", Some(items));
    assert_eq!(
        (status, issue(&body).as_str()),
        (422, "ITEM_TOTAL_REQUIRED")
    );
}

#[test]
fn an_order_is_captured_approved_once_and_in_time() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (id, url) = shop.order(&mut sim, &order_body());
    let path = format!("{ORDERS}/{id}/capture");
    let (status, body) = shop.post(&mut sim, &path, &json!({}));
    assert_eq!((status, issue(&body).as_str()), (422, "ORDER_NOT_APPROVED"));
    sim.payer_act(&url, Action::Pay).unwrap();
    let (status, body) = shop.post(&mut sim, &format!("{ORDERS}/{id}/authorize"), &json!({}));
    assert_eq!(
        (status, issue(&body).as_str()),
        (422, "ACTION_DOES_NOT_MATCH_INTENT")
    );
    assert_eq!(shop.post(&mut sim, &path, &json!({})).0, 201);
    let (status, body) = shop.post(&mut sim, &path, &json!({}));
    assert_eq!(
        (status, issue(&body).as_str()),
        (422, "ORDER_ALREADY_CAPTURED")
    );

    let mut late = order_body();
    late["purchase_units"][0]["invoice_id"] = json!("RE-3-1");
    let (id, url) = shop.order(&mut sim, &late);
    sim.advance(3 * HOUR - 1);
    sim.payer_act(&url, Action::Pay).unwrap();
    sim.advance(3 * HOUR);
    for (status, body) in [
        shop.post(&mut sim, &format!("{ORDERS}/{id}/capture"), &json!({})),
        shop.get(&mut sim, &format!("{ORDERS}/{id}")),
    ] {
        assert_eq!(
            (status, text(&body, "/name").as_str()),
            (404, "RESOURCE_NOT_FOUND")
        );
    }
    assert_eq!(sim.books().movements().len(), 1);
}

#[test]
fn an_invoice_is_paid_once() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    for expected in [201, 422] {
        let (id, url) = shop.order(&mut sim, &order_body());
        sim.payer_act(&url, Action::Pay).unwrap();
        let (status, body) = shop.post(&mut sim, &format!("{ORDERS}/{id}/capture"), &json!({}));
        assert_eq!(status, expected);
        if status == 422 {
            assert_eq!(issue(&body), "DUPLICATE_INVOICE_ID");
        }
    }
}

#[test]
fn what_is_not_there_is_404() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    for path in [
        "/v2/checkout/orders/X",
        "/v2/payments/captures/X",
        "/v2/payments/refunds/X",
        "/v2/nothing",
    ] {
        let (status, body) = shop.get(&mut sim, path);
        assert_eq!(
            (status, text(&body, "/name").as_str()),
            (404, "RESOURCE_NOT_FOUND"),
            "{path}"
        );
    }
}
