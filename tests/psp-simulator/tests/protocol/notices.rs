//! What the providers send: when, how often, and how it is proved.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use psp_simulator::{Action, Config, Effect, Fault, Outbound, Simulator, WebhookSigner};
use rsa::pkcs8::DecodePublicKey;
use rsa::sha2::{Digest, Sha256};
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use serde_json::{Value, json};
use x509_cert::Certificate;
use x509_cert::der::Encode;

use crate::support::{DAY, Shop, initialize, order_body, simulator, text, with_config};

/// Everything that is sent within a minute, all accepted.
fn sent(sim: &mut Simulator) -> Vec<Outbound> {
    sim.advance(60_000);
    let all = sim.due();
    for one in &all {
        sim.notice_answered(one.id, Some(200));
    }
    all
}

#[test]
fn saferpay_calls_the_address_of_the_outcome_and_says_nothing() {
    for (action, path) in [
        (Action::Pay, "/notify/t/p/x/ok"),
        (Action::Abort, "/notify/t/p/x/fail"),
    ] {
        let mut sim = simulator();
        let (_, url) = initialize(&mut sim);
        sim.payer_act(&url, action).unwrap();
        let all = sent(&mut sim);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].request.method(), "GET");
        assert_eq!(all[0].request.uri().path(), path);
        assert!(all[0].request.uri().query().is_none() && all[0].request.body().is_empty());
        assert!(sim.next_due().is_none());
    }
}

#[test]
fn what_is_not_accepted_is_tried_again() {
    let mut sim = simulator();
    let (_, url) = initialize(&mut sim);
    sim.payer_act(&url, Action::Pay).unwrap();
    let mut attempts = 0;
    while let Some(due) = sim.next_due() {
        sim.set_now(due);
        for one in sim.due() {
            attempts += 1;
            assert!(sim.due().is_empty(), "in flight is not due");
            sim.notice_answered(one.id, if attempts % 2 == 0 { None } else { Some(503) });
        }
    }
    assert_eq!(attempts, 6);
}

#[test]
fn paypal_webhooks_are_tried_for_three_days() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (_, url) = shop.order(&mut sim, &order_body());
    sim.payer_act(&url, Action::Pay).unwrap();
    let start = sim.now();
    let mut attempts = 0;
    while let Some(due) = sim.next_due() {
        sim.set_now(due);
        for one in sim.due() {
            attempts += 1;
            sim.notice_answered(one.id, Some(500));
        }
    }
    assert_eq!(attempts, 26);
    assert!(sim.now() - start <= i64::try_from(3 * DAY).unwrap());
}

#[test]
fn each_change_has_its_event() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (order, url) = shop.order(&mut sim, &order_body());
    sim.payer_act(&url, Action::Pending).unwrap();
    let (_, body) = shop.post(
        &mut sim,
        &format!("/v2/checkout/orders/{order}/capture"),
        &json!({}),
    );
    let capture = text(&body, "/purchase_units/0/payments/captures/0/id");
    let first: Vec<String> = sent(&mut sim).into_iter().map(|one| one.kind).collect();
    assert!(first.contains(&"CHECKOUT.ORDER.APPROVED".to_owned()));
    assert!(first.contains(&"PAYMENT.CAPTURE.PENDING".to_owned()));
    sim.set_now(sim.next_due().unwrap());
    let cleared = sent(&mut sim);
    assert_eq!(cleared[0].kind, "PAYMENT.CAPTURE.COMPLETED");
    let event: Value = serde_json::from_slice(cleared[0].request.body()).unwrap();
    assert_eq!(
        text(&event, "/resource/supplementary_data/related_ids/order_id"),
        order
    );
    assert_eq!(text(&event, "/resource/custom_id"), "RE-2");
    assert_eq!(text(&event, "/resource/invoice_id"), "RE-2-1");
    let shop = Shop::open(&mut sim);
    let part = json!({ "amount": { "currency_code": "CHF", "value": "1.00" } });
    shop.post(
        &mut sim,
        &format!("/v2/payments/captures/{capture}/refund"),
        &part,
    );
    let refunded = sent(&mut sim);
    assert_eq!(refunded[0].kind, "PAYMENT.CAPTURE.REFUNDED");
    let event: Value = serde_json::from_slice(refunded[0].request.body()).unwrap();
    assert_eq!(text(&event, "/resource_type"), "refund");
    sim.reverse(&capture);
    assert_eq!(sent(&mut sim)[0].kind, "PAYMENT.CAPTURE.REVERSED");
}

/// CRC-32 bit by bit, so that the check does not lean on the library that signed.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

fn public_key(certificate: &Certificate) -> RsaPublicKey {
    let der = certificate
        .tbs_certificate
        .subject_public_key_info
        .to_der()
        .unwrap();
    RsaPublicKey::from_public_key_der(&der).unwrap()
}

/// Whether a webhook verifies for a webhook id, with the certificate it names.
fn verifies(sim: &mut Simulator, notice: &Outbound, webhook_id: &str) -> bool {
    let header = |name: &str| notice.request.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("paypal-auth-algo"), "SHA256withRSA");
    let fetch = http::Request::get(header("paypal-cert-url"))
        .body(Vec::new())
        .unwrap();
    let chain = Certificate::load_pem_chain(&sim.handle(&fetch).response.into_body()).unwrap();
    let subject = chain[0].tbs_certificate.subject.to_string();
    assert_eq!(subject, "CN=messageverificationcerts.paypal.com");
    let check = |key: &RsaPublicKey, text: &[u8], signature: &[u8]| {
        key.verify(
            Pkcs1v15Sign::new::<Sha256>(),
            &Sha256::digest(text),
            signature,
        )
        .is_ok()
    };
    let issued = chain[0].tbs_certificate.to_der().unwrap();
    assert!(check(
        &public_key(&chain[1]),
        &issued,
        chain[0].signature.raw_bytes()
    ));
    let (id, time) = (
        header("paypal-transmission-id"),
        header("paypal-transmission-time"),
    );
    let message = format!("{id}|{time}|{webhook_id}|{}", crc32(notice.request.body()));
    let signature = STANDARD.decode(header("paypal-transmission-sig")).unwrap();
    check(&public_key(&chain[0]), message.as_bytes(), &signature)
}

fn signed_notice(fault: Option<Effect>) -> (Simulator, Outbound) {
    let signer = WebhookSigner::shared_small().unwrap();
    let mut sim = with_config(Config {
        signer: Some(signer),
        ..Config::default()
    });
    if let Some(effect) = fault {
        sim.faults_mut().add(Fault::new(effect));
    }
    let shop = Shop::open(&mut sim);
    let (_, url) = shop.order(&mut sim, &order_body());
    sim.payer_act(&url, Action::Pay).unwrap();
    let notice = sent(&mut sim).remove(0);
    (sim, notice)
}

#[test]
fn a_webhook_verifies_with_the_certificate_it_names() {
    let (mut sim, mut notice) = signed_notice(None);
    assert!(verifies(&mut sim, &notice, "8WH00000000000001"));
    assert!(!verifies(&mut sim, &notice, "8WH00000000000002"));
    notice.request.body_mut().push(b'x');
    assert!(!verifies(&mut sim, &notice, "8WH00000000000001"));
}

#[test]
fn a_forged_webhook_does_not_verify() {
    for effect in [Effect::AlteredBody, Effect::ForeignSignature] {
        let (mut sim, notice) = signed_notice(Some(effect));
        assert!(!verifies(&mut sim, &notice, "8WH00000000000001"));
        assert!(serde_json::from_slice::<Value>(notice.request.body()).is_ok());
    }
}
