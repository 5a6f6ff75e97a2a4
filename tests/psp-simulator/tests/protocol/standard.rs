//! Website Payments Standard: the button, the page, the way back.

use http::Request;
use psp_simulator::{Action, ClassicAccount, MovementKind, Simulator};

use crate::classic::{WEBSCR, button, merchant, only, pay, told};
use crate::support::{HOUR, simulator};

fn get(sim: &mut Simulator, url: &str) -> (u16, String) {
    let request = Request::get(url).body(Vec::new()).unwrap();
    let reply = sim.handle(&request).response;
    let status = reply.status().as_u16();
    (status, String::from_utf8(reply.into_body()).unwrap())
}

/// The address of the page that a button leads to.
fn opened(sim: &mut Simulator, more: &[(&str, &str)]) -> String {
    sim.payer_open(&button(more)).unwrap()
}

fn query(url: &str) -> Vec<(String, String)> {
    let (_, query) = url.split_once('?').unwrap();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

fn value(url: &str, name: &str) -> Option<String> {
    query(url)
        .into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

#[test]
fn the_page_shows_what_is_paid_and_how_it_can_be() {
    let mut sim = simulator();
    let more = [
        ("item_name", "Soirée <b>"),
        ("invoice", "R-9"),
        ("quantity", "2"),
    ];
    let page = opened(&mut sim, &more);
    let (status, html) = get(&mut sim, &page);
    assert_eq!(status, 200);
    for piece in [
        "USD 200.00",
        "Soirée &lt;b&gt;",
        "2 × USD 100.00",
        "R-9",
        "caisse@obole.test",
        "simulator",
    ] {
        assert!(html.contains(piece), "{piece}: {html}");
    }
    for id in [
        "pay",
        "guest",
        "decline",
        "pending",
        "pending-denied",
        "unheld",
        "abort",
    ] {
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(!html.contains("<script") && !html.contains("autocomplete=\"cc"));
    assert!(told(&mut sim).is_empty(), "looking is not paying");
}

#[test]
fn a_posted_button_leads_to_the_same_page() {
    let mut sim = simulator();
    let url = button(&[]);
    let (_, body) = url.split_once('?').unwrap();
    let request = Request::post(WEBSCR)
        .body(body.as_bytes().to_vec())
        .unwrap();
    let reply = sim.handle(&request).response;
    assert_eq!(reply.status(), 303);
    let page = reply.headers()["location"].to_str().unwrap().to_owned();
    sim.payer_act(&page, Action::Pay).unwrap();
    assert_eq!(only(&mut sim).get("mc_gross"), "100.00");
}

#[test]
fn a_button_that_cannot_be_paid_says_why() {
    let mut sim = simulator();
    for (more, why) in [
        (("business", "nobody@example.com"), "recipient"),
        (("business", ""), "business"),
        (("currency_code", "XTS"), "currency"),
        (("amount", "10,00"), "formatted amount"),
        (("amount", "10.005"), "formatted amount"),
        (("amount", "-1"), "formatted amount"),
        (("cmd", "_s-xclick"), "_s-xclick"),
        (("cmd", "_xclick-subscriptions"), "_xclick-subscriptions"),
        (("tax_rate", "7.7"), "tax_rate"),
        (("notify_url", "nowhere"), "notify_url"),
    ] {
        let (status, html) = get(&mut sim, &button(&[more]));
        assert_eq!(status, 400, "{more:?}");
        assert!(html.contains(why), "{more:?}: {html}");
    }
    let yen = [("currency_code", "JPY"), ("amount", "100.00")];
    assert_eq!(get(&mut sim, &button(&yen)).0, 400);
    let yen = [("currency_code", "JPY"), ("amount", "100")];
    assert_eq!(get(&mut sim, &button(&yen)).0, 303);
    assert_eq!(get(&mut sim, &format!("{WEBSCR}?cmd=_what")).0, 404);
}

#[test]
fn the_account_may_be_named_by_its_id() {
    let mut sim = simulator();
    let message = pay(&mut sim, &[("business", "WQ2ER5TY8HJKN")], Action::Pay);
    assert_eq!(message.get("receiver_email"), "caisse@obole.test");
}

#[test]
fn a_paid_invoice_is_refused_a_failed_one_is_not() {
    let mut sim = simulator();
    let invoice = [("invoice", "R-1")];
    let earlier = opened(&mut sim, &invoice);
    assert_eq!(sim.payer_act(&earlier, Action::Decline), None);
    pay(&mut sim, &invoice, Action::PendingDenied);
    let (status, html) = get(&mut sim, &button(&invoice));
    assert_eq!(status, 400);
    assert!(html.contains("already been paid"), "{html}");
    sim.advance(100 * HOUR);
    assert_eq!(only(&mut sim).get("payment_status"), "Failed");
    let (one, two) = (opened(&mut sim, &invoice), opened(&mut sim, &invoice));
    assert!(sim.payer_act(&one, Action::Pay).is_some());
    assert_eq!(sim.payer_act(&two, Action::Pay), None, "paid meanwhile");
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 10_000);
    let mut careless = merchant(ClassicAccount {
        unique_invoices: false,
        ..ClassicAccount::default()
    });
    pay(&mut careless, &invoice, Action::Pay);
    pay(&mut careless, &invoice, Action::Pay);
}

#[test]
fn a_payer_comes_back_with_the_token_of_data_transfer() {
    let mut sim = simulator();
    for (action, status) in [(Action::Pay, "Completed"), (Action::Pending, "Pending")] {
        for method in ["0", "1", "2"] {
            let back = sim.payer_act(&button(&[("rm", method)]), action).unwrap();
            assert!(
                back.starts_with("http://127.0.0.1:8787/return/p/success?x=1&"),
                "{back}"
            );
            let message = only(&mut sim);
            for (name, wanted) in [
                ("tx", message.get("txn_id")),
                ("st", status),
                ("amt", "100.00"),
                ("cc", "USD"),
                ("cm", "pay_1"),
                ("item_number", "G-1"),
            ] {
                assert_eq!(value(&back, name).unwrap(), wanted);
            }
        }
    }
}

#[test]
fn the_signature_is_there_only_sometimes() {
    let mut sim = simulator();
    let signed = (0..20)
        .filter(|_| {
            let back = sim.payer_act(&button(&[]), Action::Pay).unwrap();
            value(&back, "sig").is_some()
        })
        .count();
    assert!((1..20).contains(&signed), "{signed}");
}

fn without(auto_return: bool, data_transfer: bool) -> Simulator {
    merchant(ClassicAccount {
        auto_return,
        data_transfer,
        ..ClassicAccount::default()
    })
}

#[test]
fn without_data_transfer_the_way_back_is_by_the_button() {
    let mut sim = without(true, false);
    let bare = "http://127.0.0.1:8787/return/p/success?x=1";
    let back = sim.payer_act(&button(&[("rm", "1")]), Action::Pay);
    assert_eq!(back.as_deref(), Some(bare));
    let back = sim.payer_act(&button(&[("rm", "0")]), Action::Pay).unwrap();
    assert_eq!(value(&back, "payment_status").unwrap(), "Completed");
    assert_eq!(value(&back, "x").unwrap(), "1");
    assert_eq!(value(&back, "tx"), None);
    let page = opened(&mut sim, &[("rm", "2"), ("cbt", "Zurück <3")]);
    assert_eq!(
        sim.payer_act(&page, Action::Pay),
        None,
        "a form is no redirect"
    );
    let (_, html) = get(&mut sim, &page);
    for piece in [
        &format!("<form method=\"post\" action=\"{bare}\">"),
        "name=\"payment_status\" value=\"Completed\"",
        "name=\"custom\" value=\"pay_1\"",
        "Zurück &lt;3",
    ] {
        assert!(html.contains(piece), "{piece}: {html}");
    }
}

#[test]
fn without_auto_return_there_is_only_a_link() {
    let mut sim = without(false, true);
    let page = opened(&mut sim, &[("rm", "1")]);
    assert_eq!(sim.payer_act(&page, Action::Pay), None);
    let back = sim.payer_continue(&page).unwrap();
    assert_eq!(back, "http://127.0.0.1:8787/return/p/success?x=1");
}

#[test]
fn a_guest_goes_back_only_when_he_wants_to() {
    let mut sim = simulator();
    let page = opened(&mut sim, &[]);
    assert_eq!(sim.payer_act(&page, Action::Guest), None);
    let message = only(&mut sim);
    assert_eq!(message.get("payment_status"), "Completed");
    let back = sim.payer_continue(&page).unwrap();
    assert_eq!(value(&back, "tx").unwrap(), message.get("txn_id"));
    let (_, html) = get(&mut sim, &page);
    assert!(
        html.contains("complete") && html.contains("e-mailed"),
        "{html}"
    );
    let mut members = merchant(ClassicAccount {
        account_optional: false,
        ..ClassicAccount::default()
    });
    let page = opened(&mut members, &[]);
    assert!(!get(&mut members, &page).1.contains("id=\"guest\""));
    members.payer_act(&page, Action::Guest);
    assert!(told(&mut members).is_empty());
}

#[test]
fn who_cancels_goes_back_without_a_trace() {
    let mut sim = simulator();
    let back = sim.payer_act(&button(&[]), Action::Abort).unwrap();
    assert_eq!(back, "http://127.0.0.1:8787/return/p/cancel");
    assert!(told(&mut sim).is_empty() && sim.books().movements().is_empty());
}

#[test]
fn declined_means_leave_the_payer_on_the_page() {
    let mut sim = simulator();
    let page = opened(&mut sim, &[]);
    let request = Request::post(&page)
        .body(b"action=decline".to_vec())
        .unwrap();
    let html = String::from_utf8(sim.handle(&request).response.into_body()).unwrap();
    assert!(html.contains("id=\"problem\"") && html.contains("declined"));
    assert!(sim.payer_act(&page, Action::Pay).is_some());
    assert_eq!(only(&mut sim).get("payment_status"), "Completed");
}

#[test]
fn a_second_click_pays_nothing_more() {
    let mut sim = simulator();
    let page = opened(&mut sim, &[]);
    let first = sim.payer_act(&page, Action::Pay).unwrap();
    for action in [Action::Pay, Action::Abort, Action::Pending] {
        assert_eq!(sim.payer_act(&page, action).as_ref(), Some(&first));
    }
    assert_eq!(told(&mut sim).len(), 1);
    assert_eq!(sim.books().total("pay_1", MovementKind::Capture), 10_000);
}

#[test]
fn an_open_amount_is_typed_by_the_payer() {
    let mut sim = simulator();
    let page = opened(&mut sim, &[("cmd", "_donations"), ("amount", "")]);
    let (_, html) = get(&mut sim, &page);
    assert!(html.contains("name=\"amount\"") && html.contains("Amount in USD"));
    let mut post = |form: &str| {
        let request = Request::post(&page).body(form.as_bytes().to_vec()).unwrap();
        sim.handle(&request).response.status().as_u16()
    };
    assert_eq!(post("action=pay&amount=7,50"), 200, "the page again");
    assert_eq!(post("action=pay"), 200);
    assert_eq!(post("action=pay&amount=7.50"), 303);
    assert_eq!(only(&mut sim).get("mc_gross"), "7.50");
}

#[test]
fn a_payment_that_was_begun_does_not_wait_for_ever() {
    let mut sim = simulator();
    let page = opened(&mut sim, &[]);
    sim.advance(3 * HOUR);
    assert_eq!(get(&mut sim, &page).0, 404);
    assert_eq!(sim.payer_act(&page, Action::Pay), None);
    assert!(sim.books().movements().is_empty());
}
