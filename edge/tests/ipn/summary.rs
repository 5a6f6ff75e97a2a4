//! What an operator reads of messages on which nothing acts.

use obole_edge::providers::ipn::{Message, Summary, summary};

fn read(body: &str) -> Summary {
    summary(&Message::read(body.as_bytes()))
}

fn value(summary: &Summary, name: &str) -> Option<(String, Option<String>)> {
    let line = summary.lines.iter().find(|line| line.name == name)?;
    Some((line.value.clone(), line.meaning.clone()))
}

#[test]
fn a_subscription_is_told() {
    let told = read(
        "txn_type=subscr_signup&subscr_id=S-1AB23456CD789012E&period3=1+M&mc_amount3=12.00&mc_currency=EUR&recurring=1&subscr_date=09%3A41%3A07+Mar+05%2C+2024+PST&payer_email=a%40b.test",
    );
    assert_eq!(told.subject, "A subscription began.");
    for (name, expected) in [
        ("subscr_id", "S-1AB23456CD789012E"),
        ("period3", "1 M"),
        ("mc_amount3", "12.00"),
        ("recurring", "1"),
    ] {
        assert_eq!(value(&told, name).unwrap().0, expected);
    }
    assert_eq!(value(&told, "gross"), None, "a sign-up pays nothing");
}

#[test]
fn each_record_of_a_mass_payment_is_told() {
    let told = read(
        "txn_type=masspay&payment_status=Processed&masspay_txn_id_1=A&status_1=Completed&receiver_email_1=a%40b.test&mc_gross_1=5.00&mc_currency_1=EUR&unique_id_1=x1&status_2=Failed&receiver_email_2=c%40d.test&mc_gross_2=6.00&mc_currency_2=EUR&reason_code_2=1001&status_3=Unclaimed",
    );
    assert_eq!(told.subject, "Money paid out to many.");
    let first = value(&told, "record_1").unwrap();
    assert_eq!(first.0, "Completed a@b.test 5.00 EUR A x1");
    let second = value(&told, "record_2").unwrap();
    assert_eq!(second.1.unwrap(), "the receiver's account is not valid");
    assert_eq!(
        value(&told, "record_3").unwrap().1.unwrap(),
        "Not claimed yet."
    );
    assert_eq!(value(&told, "record_4"), None);
}

#[test]
fn sums_are_worked_out() {
    let told = read(
        "txn_type=web_accept&payment_status=Completed&mc_gross=100&mc_fee=3.00&mc_currency=GBP&settle_amount=145.50&settle_currency=EUR&exchange_rate=1.5",
    );
    for (name, expected) in [
        ("gross", "100.00 GBP"),
        ("fee", "3.00 GBP"),
        ("net", "97.00 GBP"),
        ("settled", "145.50 EUR"),
        ("rate", "1.5"),
    ] {
        assert_eq!(value(&told, name).unwrap().0, expected, "{name}");
    }
}

#[test]
fn an_unknown_message_is_told_as_it_is() {
    let told = read("txn_type=brand_new&payment_status=Pondering&pending_reason=because&txn_id=A");
    assert_eq!(value(&told, "txn_type").unwrap().0, "brand_new");
    assert_eq!(value(&told, "payment_status").unwrap().0, "Pondering");
    assert_eq!(value(&told, "pending_reason").unwrap().0, "because");
    assert_eq!(read("").subject, "A message of PayPal's.");
}

#[test]
fn filters_that_hold_a_payment_have_their_words() {
    let told = read(
        "payment_status=Pending&fraud_management_pending_filters_1=1&fraud_management_pending_filters_2=17&fraud_management_pending_filters_3=99",
    );
    let meaning = |number: u8| {
        value(&told, &format!("fraud_management_pending_filters_{number}"))
            .unwrap()
            .1
    };
    assert_eq!(meaning(1).as_deref(), Some("the address does not match"));
    assert_eq!(meaning(2).as_deref(), Some("PayPal's fraud model"));
    assert_eq!(meaning(3), None);
}
