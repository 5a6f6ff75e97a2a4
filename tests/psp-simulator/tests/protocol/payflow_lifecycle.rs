//! Payments at the gateway from the first request to the settlement.

use psp_simulator::{Effect, Fault, MovementKind, Provider};

use crate::payflow_support::{CARD, KEYS, call, changed, inquire, pay, request, send_raw, state};
use crate::support::{DAY, HOUR, simulator};

#[test]
fn a_sale_is_booked_and_settled_at_night() {
    let mut sim = simulator();
    let sale = call(
        &mut sim,
        &format!(
            "TRXTYPE=S&{CARD}&AMT=12.50&INVNUM=OBL-1&USER1=pay_1&BILLTOSTREET=123 Main St&BILLTOZIP=00382&COMMENT1[3]=a&b"
        ),
    );
    assert_eq!((sale.result(), sale.get("RESPMSG")), (0, "Approved"));
    assert_eq!(sale.get("AUTHCODE").len(), 6);
    let checks = ["AVSADDR", "AVSZIP", "CVV2MATCH", "IAVS"].map(|name| sale.get(name));
    assert_eq!(checks, ["Y", "Y", "Y", "N"]);
    assert_eq!(sale.find("TRANSTIME"), None, "only on demand");
    assert_eq!(sale.find("PPREF"), None, "PayPal is not the processor");
    let pnref = sale.get("PNREF").to_owned();
    let moved = &sim.books().movements()[0];
    assert_eq!(
        (moved.provider, moved.kind),
        (Provider::Payflow, MovementKind::Capture)
    );
    assert_eq!(
        (moved.id.as_str(), moved.payment.as_str()),
        (pnref.as_str(), pnref.as_str())
    );
    assert_eq!(
        (moved.amount_minor, moved.currency.as_str()),
        (1_250, "USD")
    );
    assert_eq!(moved.reference.as_deref(), Some("pay_1"));
    let told = inquire(&mut sim, &pnref);
    assert_eq!(told.get("TRANSSTATE"), "6");
    assert_eq!(told.get("DATE_TO_SETTLE"), "2026-07-21 00:00:00");
    assert_eq!(
        (told.get("ORIGRESULT"), told.get("ORIGPNREF")),
        ("0", pnref.as_str())
    );
    assert_ne!(
        told.get("PNREF"),
        pnref,
        "an inquiry is a transaction of its own"
    );
    assert_eq!(
        (told.get("AMT"), told.get("ACCT"), told.get("CARDTYPE")),
        ("12.50", "1111", "0")
    );
    sim.advance(18 * HOUR - 5 * 60_000);
    assert_eq!(state(&mut sim, &pnref), "7");
    sim.advance(HOUR);
    let told = inquire(&mut sim, &pnref);
    assert_eq!(told.get("TRANSSTATE"), "8");
    assert_eq!(told.get("SETTLE_DATE"), "2026-07-21 00:10:00");
    assert!(told.find("DATE_TO_SETTLE").is_none() && told.find("BATCHID").is_some());
}

#[test]
fn an_inquiry_without_verbosity_tells_no_state() {
    let mut sim = simulator();
    let pnref = pay(&mut sim, "S", "5.00");
    let told = call(&mut sim, &format!("TRXTYPE=I&TENDER=C&ORIGID={pnref}"));
    assert_eq!(told.get("ORIGRESULT"), "0");
    assert!(told.find("TRANSSTATE").is_none() && told.find("AMT").is_none());
}

#[test]
fn an_authorization_is_captured_in_parts() {
    let mut sim = simulator();
    let held = pay(&mut sim, "A", "100.00");
    assert_eq!(state(&mut sim, &held), "3");
    let reserved = |sim: &psp_simulator::Simulator| -> i64 {
        let open = sim.books().open_authorizations(sim.now());
        open.map(|one| one.amount_minor).sum()
    };
    assert_eq!(reserved(&sim), 10_000);
    let part = format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=66.00&CAPTURECOMPLETE=N");
    let part = call(&mut sim, &part);
    assert_eq!(part.result(), 0);
    assert_eq!(
        (reserved(&sim), state(&mut sim, &held).as_str()),
        (3_400, "3")
    );
    let last = call(
        &mut sim,
        &format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=30.00"),
    );
    assert_eq!(last.result(), 0);
    assert_eq!(
        (reserved(&sim), state(&mut sim, &held).as_str()),
        (0, "9"),
        "the rest is let go"
    );
    assert_eq!(sim.books().total("OBL-1", MovementKind::Capture), 9_600);
    let again = call(
        &mut sim,
        &format!("TRXTYPE=D&TENDER=C&ORIGID={held}&AMT=4.00"),
    );
    assert_eq!(again.result(), 111);
    assert!(
        sim.books()
            .movements()
            .iter()
            .all(|one| one.payment == held)
    );
}

#[test]
fn a_capture_without_an_amount_takes_everything() {
    let mut sim = simulator();
    let held = pay(&mut sim, "A", "100.00");
    let all = call(&mut sim, &format!("TRXTYPE=D&TENDER=C&ORIGID={held}"));
    assert_eq!(all.result(), 0);
    assert_eq!(sim.books().total("OBL-1", MovementKind::Capture), 10_000);
    assert_eq!(state(&mut sim, all.get("PNREF")), "6");
}

#[test]
fn a_follow_up_without_a_tender_is_of_its_originals() {
    let mut sim = simulator();
    let held = pay(&mut sim, "A", "100.00");
    let taken = call(&mut sim, &format!("TRXTYPE=D&ORIGID={held}&VERBOSITY=M"));
    assert_eq!((taken.result(), taken.get("ACCT")), (0, "1111"));
    let taken = taken.get("PNREF").to_owned();
    let told = call(&mut sim, &format!("TRXTYPE=I&ORIGID={taken}&VERBOSITY=H"));
    assert_eq!(told.get("TRANSSTATE"), "6");
    let undone = call(&mut sim, &format!("TRXTYPE=V&ORIGID={taken}"));
    assert_eq!(undone.result(), 0);
    let again = call(&mut sim, &format!("TRXTYPE=S&ORIGID={held}&AMT=3.00"));
    assert_eq!(again.result(), 0);
    assert_eq!(call(&mut sim, "TRXTYPE=D").result(), 7);
}

#[test]
fn a_void_undoes_what_is_not_settled() {
    let mut sim = simulator();
    let held = pay(&mut sim, "A", "100.00");
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=V&TENDER=C&ORIGID={held}")).result(),
        0
    );
    assert_eq!(state(&mut sim, &held), "1003");
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
    let sale = pay(&mut sim, "S", "20.00");
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=V&TENDER=C&ORIGID={sale}")).result(),
        0
    );
    assert_eq!(state(&mut sim, &sale), "1006");
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=V&TENDER=C&ORIGID={sale}")).result(),
        108
    );
    assert_eq!(sim.books().total("OBL-1", MovementKind::Capture), 2_000);
    assert_eq!(sim.books().total("OBL-1", MovementKind::Refund), 2_000);
}

#[test]
fn credits_go_up_to_what_was_paid() {
    let mut sim = simulator();
    let sale = pay(&mut sim, "S", "20.00");
    let mut credit = |amount: &str| {
        let amount = if amount.is_empty() {
            String::new()
        } else {
            format!("&AMT={amount}")
        };
        call(
            &mut sim,
            &format!("TRXTYPE=C&TENDER=C&ORIGID={sale}{amount}"),
        )
        .result()
    };
    assert_eq!(
        [credit("5.00"), credit("15.01"), credit(""), credit("15.00")],
        [0, 105, 105, 0]
    );
    assert_eq!(credit("0.01"), 105);
    assert_eq!(sim.books().total("OBL-1", MovementKind::Refund), 2_000);
    let whole = pay(&mut sim, "S", "30.00");
    let told = call(&mut sim, &format!("TRXTYPE=C&TENDER=C&ORIGID={whole}"));
    assert_eq!(told.result(), 0);
    let told = inquire(&mut sim, told.get("PNREF"));
    assert_eq!((told.get("AMT"), told.get("TRANSSTATE")), ("30.00", "6"));
}

#[test]
fn credits_can_be_made_to_wait_for_the_settlement() {
    let mut sim = changed(|account| account.credit_after_settlement = true);
    let sale = pay(&mut sim, "S", "20.00");
    let credit = format!("TRXTYPE=C&TENDER=C&ORIGID={sale}&AMT=5.00");
    assert_eq!(call(&mut sim, &credit).result(), 105);
    sim.advance(2 * DAY);
    assert_eq!(call(&mut sim, &credit).result(), 0);
}

#[test]
fn nothing_but_the_card_is_checked_for_no_amount() {
    let mut sim = simulator();
    let told = call(&mut sim, &format!("TRXTYPE=A&{CARD}&AMT=0"));
    assert_eq!((told.result(), told.get("RESPMSG")), (0, "Verified"));
    assert_eq!(state(&mut sim, told.get("PNREF")), "0");
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
}

#[test]
fn a_card_is_charged_again_by_reference() {
    let mut sim = simulator();
    let first = pay(&mut sim, "S", "20.00");
    let again = call(
        &mut sim,
        &format!("TRXTYPE=S&TENDER=C&ORIGID={first}&AMT=7.00&VERBOSITY=HIGH"),
    );
    assert_eq!((again.result(), again.get("ACCT")), (0, "1111"));
    assert_eq!(sim.books().movements().len(), 2);
}

#[test]
fn what_is_under_review_waits_for_the_merchant() {
    for (action, result, booked) in [
        ("APPROVE", 0, 2_000),
        ("RMS_APPROVE", 0, 2_000),
        ("RMS_MERCHANT_DECLINE", 128, 0),
    ] {
        let mut sim = changed(|account| account.review_above_minor = Some(1_000));
        let told = call(
            &mut sim,
            &format!("TRXTYPE=S&{CARD}&AMT=20.00&INVNUM=OBL-1"),
        );
        assert_eq!(
            (told.result(), told.get("RESPMSG")),
            (126, "Under review by Fraud Service")
        );
        let pnref = told.get("PNREF").to_owned();
        assert!(sim.books().movements().is_empty());
        assert_eq!(sim.books().open_authorizations(sim.now()).count(), 1);
        assert_eq!(inquire(&mut sim, &pnref).get("ORIGRESULT"), "126");
        assert_eq!(
            call(&mut sim, &format!("TRXTYPE=V&TENDER=C&ORIGID={pnref}")).result(),
            108
        );
        let decide = format!("TRXTYPE=U&TENDER=C&ORIGID={pnref}&UPDATEACTION={action}");
        assert_eq!(call(&mut sim, &decide).result(), result);
        assert_eq!(call(&mut sim, &decide).result(), 117, "decided once");
        assert_eq!(sim.books().total("OBL-1", MovementKind::Capture), booked);
        assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
        assert_eq!(
            inquire(&mut sim, &pnref).get("ORIGRESULT"),
            result.to_string()
        );
    }
    let mut sim = simulator();
    let held = call(&mut sim, &format!("TRXTYPE=A&{CARD}&AMT=1126.00"));
    assert_eq!(held.result(), 126);
    let pnref = held.get("PNREF");
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=D&TENDER=C&ORIGID={pnref}")).result(),
        111
    );
    call(
        &mut sim,
        &format!("TRXTYPE=U&TENDER=C&ORIGID={pnref}&UPDATEACTION=APPROVE"),
    );
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=D&TENDER=C&ORIGID={pnref}")).result(),
        0
    );
}

#[test]
fn a_used_request_id_gets_the_old_answer_whatever_it_asks() {
    let mut sim = simulator();
    let first = send_raw(
        &mut sim,
        "once",
        &format!("{KEYS}&TRXTYPE=S&{CARD}&AMT=5.00&INVNUM=OBL-1"),
    );
    assert_eq!(first.find("DUPLICATE"), None);
    for other in [
        format!("TRXTYPE=S&{CARD}&AMT=5.00&INVNUM=OBL-1"),
        format!("TRXTYPE=S&{CARD}&AMT=99.00&INVNUM=OBL-2"),
        "TRXTYPE=I&TENDER=C&ORIGID=A10A12345678".to_owned(),
    ] {
        let mut again = send_raw(&mut sim, "once", &format!("{KEYS}&{other}"));
        assert_eq!(
            again.0.pop(),
            Some(("DUPLICATE".to_owned(), "1".to_owned()))
        );
        assert_eq!(again, first, "{other}");
    }
    assert_eq!(sim.books().movements().len(), 1);
    sim.advance(30 * DAY);
    let late = send_raw(
        &mut sim,
        "once",
        &format!("{KEYS}&TRXTYPE=S&{CARD}&AMT=5.00"),
    );
    assert_eq!((late.result(), late.find("DUPLICATE")), (0, None));
    assert_eq!(sim.books().movements().len(), 2);
}

#[test]
fn a_declined_answer_is_repeated_too_and_ids_belong_to_their_vendor() {
    let mut sim = simulator();
    let body = format!("{KEYS}&TRXTYPE=S&{CARD}&AMT=1012.00");
    assert_eq!(send_raw(&mut sim, "id", &body).result(), 12);
    let again = send_raw(&mut sim, "id", &body);
    assert_eq!((again.result(), again.get("DUPLICATE")), (12, "1"));
    let other = body
        .replace("obolevendor", "obolepaymentspro")
        .replace("1012", "5");
    let other = send_raw(&mut sim, "id", &other);
    assert_eq!((other.result(), other.find("DUPLICATE")), (0, None));
    assert!(
        other.find("PPREF").is_some(),
        "PayPal is the processor there"
    );
}

#[test]
fn an_order_id_is_paid_once_in_three_years() {
    let mut sim = simulator();
    let pay = |amount: &str| format!("TRXTYPE=S&{CARD}&AMT={amount}&ORDERID=order-1");
    assert_eq!(call(&mut sim, &pay("1012.00")).result(), 12);
    let first = call(&mut sim, &pay("5.00"));
    assert_eq!(
        (first.result(), first.find("DUPLICATE")),
        (0, None),
        "a decline paid nothing"
    );
    let again = call(&mut sim, &pay("6.00"));
    assert_eq!(
        (again.get("DUPLICATE"), again.get("ORDERID")),
        ("2", "order-1")
    );
    assert_eq!(again.get("PNREF"), first.get("PNREF"));
    assert_eq!(sim.books().movements().len(), 1);
    sim.advance(3 * 365 * DAY);
    assert_eq!(
        call(
            &mut sim,
            "TRXTYPE=S&TENDER=C&ACCT=4111111111111111&EXPDATE=1235&AMT=6.00&ORDERID=order-1"
        )
        .find("DUPLICATE"),
        None
    );
}

#[test]
fn a_reference_of_the_customer_finds_the_last_transaction_of_30_days() {
    let mut sim = simulator();
    let sale = format!("TRXTYPE=S&{CARD}&AMT=5.00&CUSTREF=ref-1");
    let first = call(&mut sim, &sale).get("PNREF").to_owned();
    let asked = "TRXTYPE=I&TENDER=C&CUSTREF=ref-1";
    assert_eq!(call(&mut sim, asked).get("ORIGPNREF"), first);
    sim.advance(HOUR);
    let second = call(&mut sim, &sale).get("PNREF").to_owned();
    assert_eq!(call(&mut sim, asked).get("ORIGPNREF"), second);
    let before = format!("{asked}&STARTTIME=20260719000000&ENDTIME=20260720062000");
    assert_eq!(call(&mut sim, &before).get("ORIGPNREF"), first);
    let long = format!("{asked}&STARTTIME=20260601000000&ENDTIME=20260720062000");
    assert_eq!(call(&mut sim, &long).result(), 7);
    sim.advance(31 * DAY);
    assert_eq!(call(&mut sim, asked).result(), 20);
}

#[test]
fn user_fields_are_echoed_on_demand() {
    let mut sim = simulator();
    let told = call(
        &mut sim,
        &format!("TRXTYPE=S&{CARD}&AMT=5.00&USER1[3]=a&b&ECHODATA=USER"),
    );
    assert_eq!(told.get("USER1"), "a&b");
    assert_eq!(told.find("USER"), None, "but no credentials");
}

#[test]
fn a_lost_answer_is_found_again_under_its_request_id() {
    for (effect, delivered) in [
        (Effect::LostAnswer, false),
        (Effect::ServerErrorAfter, true),
    ] {
        let mut sim = simulator();
        sim.faults_mut().add(
            Fault::new(effect)
                .at(Provider::Payflow, "TRXTYPE:S")
                .times(1),
        );
        let body = format!("{KEYS}&TRXTYPE=S&{CARD}&AMT=5.00&INVNUM=OBL-1");
        let reply = sim.handle(&request("once", &body));
        assert_eq!(
            reply.delivery == psp_simulator::Delivery::Answered,
            delivered
        );
        if delivered {
            assert_eq!(
                reply.response.body(),
                b"RESULT=104&RESPMSG=Timeout waiting for processor response"
            );
        }
        assert_eq!(sim.books().total("OBL-1", MovementKind::Capture), 500);
        let again = send_raw(&mut sim, "once", &body);
        assert_eq!((again.result(), again.get("DUPLICATE")), (0, "1"));
        assert_eq!(sim.books().total("OBL-1", MovementKind::Capture), 500);
    }
}

#[test]
fn an_odd_answer_holds_a_field_that_nobody_knows() {
    let mut sim = simulator();
    sim.faults_mut().add(Fault::new(Effect::OddAnswer).times(1));
    let told = call(&mut sim, &format!("TRXTYPE=S&{CARD}&AMT=5.00"));
    assert_eq!(told.get("SIMULATEDADDITION"), "A&B");
}

#[test]
fn a_chargeback_takes_back_what_is_left() {
    let mut sim = simulator();
    let sale = pay(&mut sim, "S", "20.00");
    call(
        &mut sim,
        &format!("TRXTYPE=C&TENDER=C&ORIGID={sale}&AMT=5.00"),
    );
    assert!(sim.reverse(&sale));
    assert!(!sim.reverse(&sale));
    assert_eq!(sim.books().total("OBL-1", MovementKind::Reversal), 1_500);
    assert_eq!(state(&mut sim, &sale), "15");
    assert_eq!(
        call(
            &mut sim,
            &format!("TRXTYPE=C&TENDER=C&ORIGID={sale}&AMT=1.00")
        )
        .result(),
        105
    );
}
