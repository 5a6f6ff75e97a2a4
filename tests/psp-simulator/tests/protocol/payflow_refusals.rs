//! What the gateway refuses, by number.

use http::Request;
use psp_simulator::PayflowAccount;

use crate::payflow_support::{CARD, GATEWAY, KEYS, call, changed, pay, request, send_raw};
use crate::support::{DAY, simulator};

fn line(sim: &mut psp_simulator::Simulator, request: &Request<Vec<u8>>) -> String {
    String::from_utf8(sim.handle(request).response.into_body()).unwrap()
}

#[test]
fn the_parser_refuses_what_the_syntax_forbids() {
    let mut sim = simulator();
    for (body, result) in [
        ("TRXTYPE=S&COMMENT1=A&B=C&D", "-105"),
        ("TRX&TYPE&X=S", "-6"),
        ("COMMENT1[3]=ab", "-7"),
        ("COMMENT1[1]=ab", "-7"),
        ("COMMENT1[]=ab", "-7"),
        ("", "-100"),
        ("COMMENT1=\"quoted\"", "7"),
    ] {
        assert_eq!(
            send_raw(&mut sim, "id", body).get("RESULT"),
            result,
            "{body}"
        );
    }
    assert!(sim.books().movements().is_empty());
}

#[test]
fn headers_are_checked_before_anything_else() {
    let mut sim = simulator();
    let body = format!("{KEYS}&TRXTYPE=S&{CARD}&AMT=5.00");
    for (header, value, result) in [
        ("x-vps-client-timeout", "45", "RESULT=-41&"),
        ("x-vps-request-id", "", "RESULT=-41&"),
        (
            "x-vps-request-id",
            "123456789012345678901234567890123",
            "RESULT=-40&",
        ),
    ] {
        let request = Request::post(GATEWAY)
            .header(header, value)
            .body(body.clone().into_bytes())
            .unwrap();
        assert!(line(&mut sim, &request).starts_with(result), "{header}");
    }
    for (timeout, result) in [
        ("1", "RESULT=101&"),
        ("soon", "RESULT=-30&"),
        ("30", "RESULT=0&"),
    ] {
        let mut one = request("a", &body);
        one.headers_mut()
            .insert("x-vps-client-timeout", timeout.parse().unwrap());
        assert!(line(&mut sim, &one).starts_with(result), "{timeout}");
    }
    let mut xml = request("b", "<XMLPayRequest/>");
    xml.headers_mut()
        .insert("content-type", "text/xml".parse().unwrap());
    assert!(line(&mut sim, &xml).starts_with("RESULT=-107&"));
    assert_eq!(sim.books().movements().len(), 1, "only the good one");
    let get = Request::get(GATEWAY).body(Vec::new()).unwrap();
    assert_eq!(sim.handle(&get).response.status(), 405);
}

#[test]
fn credentials_are_compared_letter_by_letter() {
    let mut sim = simulator();
    let keys = |partner: &str, vendor: &str, user: &str, password: &str| {
        let pairs = [
            ("PARTNER", partner),
            ("VENDOR", vendor),
            ("USER", user),
            ("PWD", password),
        ];
        let pairs: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    };
    for (partner, vendor, user, password, result) in [
        ("PayPal", "obolevendor", "obolevendor", "wrong", 1),
        ("PayPal", "obolevendor", "obolevendor", "Simulator-pwd1", 1),
        ("paypal", "obolevendor", "obolevendor", "simulator-pwd1", 1),
        ("PayPal", "nobody", "nobody", "simulator-pwd1", 1),
        ("PayPal", "obolevendor", "someone", "simulator-pwd1", 1),
        ("PayPal", "", "obolevendor", "simulator-pwd1", 26),
        ("PayPal", "obolevendor", "", "simulator-pwd1", 26),
        ("PayPal", "obolevendor", "obolevendor", "simulator-pwd1", 0),
    ] {
        let keys = keys(partner, vendor, user, password);
        let told = send_raw(
            &mut sim,
            "same",
            &format!("{keys}&TRXTYPE=S&{CARD}&AMT=5.00"),
        );
        assert_eq!(told.result(), result, "{keys}");
        assert_eq!(
            told.find("DUPLICATE"),
            None,
            "a refused call is not remembered"
        );
    }
}

#[test]
fn requests_are_refused_with_the_number_of_their_fault() {
    let mut sim = simulator();
    for (params, result) in [
        (format!("TRXTYPE=G&{CARD}&AMT=5.00"), 3),
        (format!("{CARD}&AMT=5.00"), 3),
        (format!("TRXTYPE=R&{CARD}&AMT=5.00"), 121),
        (format!("TRXTYPE=O&{CARD}&AMT=5.00"), 100),
        ("TRXTYPE=S&TENDER=G&AMT=5.00".to_owned(), 2),
        ("TRXTYPE=S&AMT=5.00".to_owned(), 2),
        (format!("TRXTYPE=S&{CARD}&AMT=-1"), 4),
        (format!("TRXTYPE=S&{CARD}&AMT=0"), 4),
        (format!("TRXTYPE=S&{CARD}"), 4),
        (format!("TRXTYPE=S&{CARD}&AMT=5%2E00"), 4),
        (format!("TRXTYPE=S&{CARD}&AMT=12345678.00"), 4),
        (format!("TRXTYPE=S&{CARD}&AMT=5.00&CURRENCY=EUR"), 6),
        (format!("TRXTYPE=S&{CARD}&AMT=5.00&CURRENCY=US"), 6),
        (format!("TRXTYPE=S&{CARD}&AMT=5.00&VERBOSITY=LOUD"), 7),
        (
            format!("TRXTYPE=S&{CARD}&AMT=5.00&CUSTREF=1234567890123"),
            7,
        ),
        (format!("TRXTYPE=S&{CARD}&AMOUNT=5.00"), 7),
        (
            "TRXTYPE=S&TENDER=C&ACCT=4111111111111112&EXPDATE=1230&AMT=5.00".to_owned(),
            23,
        ),
        (
            "TRXTYPE=S&TENDER=C&ACCT=4111111111111111&EXPDATE=0298&AMT=5.00".to_owned(),
            24,
        ),
        (format!("TRXTYPE=D&{CARD}"), 7),
        (format!("TRXTYPE=D&{CARD}&ORIGID=A10A12345678"), 19),
        (format!("TRXTYPE=C&{CARD}&AMT=5.00"), 117),
        ("TRXTYPE=I&TENDER=C&ORIGID=A10A12345678".to_owned(), 19),
        ("TRXTYPE=I&TENDER=C&CUSTREF=nobody".to_owned(), 20),
        ("TRXTYPE=I&TENDER=C&SECURETOKEN=nobody".to_owned(), 19),
        ("TRXTYPE=I&TENDER=C".to_owned(), 7),
        (
            "TRXTYPE=U&TENDER=C&ORIGID=A10A12345678&UPDATEACTION=APPROVE".to_owned(),
            19,
        ),
    ] {
        assert_eq!(call(&mut sim, &params).result(), result, "{params}");
    }
    assert!(sim.books().movements().is_empty());
    assert_eq!(sim.calls().unknown_fields()["payflow TRXTYPE:S AMOUNT"], 1);
}

#[test]
fn amounts_above_1000_decide_only_at_a_pilot_account() {
    for (amount, result) in [
        ("1000.00", 0),
        ("1012.00", 12),
        ("1013.00", 13),
        ("1023.00", 23),
        ("1104.00", 104),
        ("1112.00", 112),
        ("1114.00", 114),
        ("1500.00", 12),
        ("2000.00", 1_000),
        ("2001.00", 12),
    ] {
        let mut sim = simulator();
        let params = format!("TRXTYPE=S&{CARD}&AMT={amount}");
        let told = call(&mut sim, &params);
        assert_eq!(told.result(), result, "{amount}");
        assert_eq!(told.get("PNREF").len(), 12);
        let mut live = changed(|account| account.pilot = false);
        assert_eq!(call(&mut live, &params).result(), 0, "{amount}");
    }
}

#[test]
fn a_brand_is_taken_only_where_it_is_set_up() {
    const CARDS: [(&str, [bool; 5]); 6] = [
        ("4111111111111111", [true, true, false, true, false]),
        ("5555555555554444", [true, true, false, true, false]),
        ("378282246310005", [true, true, false, false, false]),
        ("6011111111111117", [true, true, false, false, false]),
        ("30569309025904", [true, false, false, false, false]),
        ("3530111333300000", [true, false, false, false, false]),
    ];
    let mut sim = simulator();
    for (at, account) in PayflowAccount::of_every_type().iter().take(5).enumerate() {
        for (number, taken) in CARDS {
            let body = format!(
                "PARTNER={}&VENDOR={}&USER={}&PWD={}&TRXTYPE=S&TENDER=C&ACCT={number}&EXPDATE=1230&AMT=5.00",
                account.partner, account.vendor, account.user, account.password
            );
            let told = send_raw(&mut sim, &format!("{at}-{number}"), &body);
            let expected = if taken[at] { 0 } else { 25 };
            assert_eq!(told.result(), expected, "{} {number}", account.vendor);
        }
    }
}

#[test]
fn follow_ups_are_refused_where_nothing_is_left_to_do() {
    let mut sim = simulator();
    let sale = pay(&mut sim, "S", "20.00");
    let held = pay(&mut sim, "A", "20.00");
    let declined = call(&mut sim, &format!("TRXTYPE=S&{CARD}&AMT=1012.00"));
    let declined = declined.get("PNREF").to_owned();
    let mut refused = |params: String, result: i32| {
        assert_eq!(call(&mut sim, &params).result(), result, "{params}");
    };
    refused(format!("TRXTYPE=D&TENDER=C&ORIGID={sale}"), 111);
    refused(format!("TRXTYPE=D&TENDER=C&ORIGID={declined}"), 120);
    refused(format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=20.01"), 111);
    refused(
        format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=5.00&CURRENCY=EUR"),
        6,
    );
    refused(format!("TRXTYPE=D&TENDER=P&ORIGID={held}"), 2);
    refused(format!("TRXTYPE=C&TENDER=C&ORIGID={held}"), 105);
    refused(format!("TRXTYPE=C&TENDER=C&ORIGID={sale}&AMT=20.01"), 105);
    refused(format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=20.00"), 0);
    refused(format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=20.00"), 111);
    refused(format!("TRXTYPE=V&TENDER=C&ORIGID={held}"), 108);
    refused(
        format!("TRXTYPE=U&TENDER=C&ORIGID={sale}&UPDATEACTION=APPROVE"),
        117,
    );
    sim.advance(2 * DAY);
    let told = call(&mut sim, &format!("TRXTYPE=V&TENDER=C&ORIGID={sale}"));
    assert_eq!(told.result(), 108, "settled");
}

#[test]
fn an_authorization_lapses() {
    let mut sim = simulator();
    let held = pay(&mut sim, "A", "20.00");
    sim.advance(29 * DAY - 1);
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 1);
    sim.advance(1);
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
    let told = call(&mut sim, &format!("TRXTYPE=D&TENDER=C&ORIGID={held}"));
    assert_eq!(told.result(), 111);
    assert!(sim.books().movements().is_empty());
}
