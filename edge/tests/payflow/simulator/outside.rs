//! What the merchant, PayPal and the payer's bank do on their side.

use super::*;

#[test]
fn a_card_that_is_held_for_review_waits_for_the_merchant() {
    for (action, status, books) in [
        ("APPROVE", Status::Captured, [12_050, 0, 0]),
        ("DECLINE", Status::Declined, [0, 0, 0]),
    ] {
        let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
        world.open_and(Action::Review);
        world.come_back();
        assert_eq!(world.status(), Status::Pending);
        assert_eq!(world.books(), [0, 0, 0]);
        let name = world.pnref();
        let decided = world.manager(&[
            ("TRXTYPE", "U"),
            ("TENDER", "C"),
            ("ORIGID", &name),
            ("UPDATEACTION", action),
        ]);
        assert!(matches!(decided, 0 | 128), "{decided}");
        world.run(Millis::days(2));
        assert_eq!((world.status(), world.books()), (status, books));
    }
}

#[test]
fn money_is_paid_back_once_it_has_settled() {
    let world = World::with(AccountType::PayflowProUs, CaptureAtOnce, |merchant| {
        merchant.credit_after_settlement = true;
    });
    world.open_and(Action::Pay);
    world.come_back();
    world.refund("operator-key-0001", None);
    world.run(Millis::minutes(30));
    let waiting = world.payment.borrow().refund(1).unwrap().state.clone();
    assert_eq!(
        (waiting, world.books()),
        (RefundState::Requested, [12_050, 0, 0])
    );
    world.run(Millis::days(3));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Refunded, [12_050, 12_050, 0])
    );
}

#[test]
fn money_that_was_taken_back_is_told_of() {
    let world = paid(AccountType::PayflowProUs);
    let name = world.pnref();
    world.run(Millis::days(2));
    assert!(world.simulator.borrow_mut().reverse(&name));
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Reversed, [12_050, 0, 12_050])
    );
}

#[test]
fn what_was_done_in_paypal_manager_is_seen() {
    let world = reserved(AccountType::PayflowProUs);
    let name = world.pnref();
    let about = |kind: &'static str| [("TRXTYPE", kind), ("TENDER", "C")];
    let voided = [about("V").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&voided), 0);
    world.advance(Millis::minutes(1));
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Canceled, [0, 0, 0])
    );

    let world = reserved(AccountType::PayflowProUs);
    let name = world.pnref();
    let captured = [about("D").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&captured), 0);
    world.advance(Millis::minutes(1));
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, [12_050, 0, 0])
    );

    let world = paid(AccountType::PayflowProUs);
    let name = world.pnref();
    let voided = [about("V").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&voided), 0);
    world.advance(Millis::minutes(1));
    world.come_back();
    assert_eq!(world.status(), Status::Reversed);

    // A cancellation that comes too late says what became of the money.
    let world = reserved(AccountType::PayflowProUs);
    let name = world.pnref();
    let captured = [about("D").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&captured), 0);
    world.command(Command::Cancel);
    world.run(Millis::minutes(1));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, [12_050, 0, 0])
    );
}

#[test]
fn a_silent_post_comes_to_the_payments_own_address() {
    let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
    world.open_and(Action::Pay);
    world.advance(Millis::minutes(5));
    let posts = world.simulator.borrow_mut().due();
    let payment = world.payment.borrow().clone();
    let notify = addresses().notify_url(&payment);
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].request.uri().to_string(), notify);
    let kind = header(&posts[0].request, "content-type");
    assert!(
        kind.starts_with("application/x-www-form-urlencoded"),
        "{kind}"
    );
}

#[test]
fn a_check_says_whether_the_login_works() {
    let checked = |account: AccountType, password: &str| {
        let world = World::new(account, CaptureAtOnce);
        let login = credentials(account, password);
        let check = now_or_never(check_terminal(&world, &login));
        world.assert_clean();
        (check.passed(), check.findings[0].clone())
    };
    for account in EVERY_TYPE {
        let (_, vendor, _) = vendor(account);
        assert_eq!(
            checked(account, PASSWORD),
            (true, Finding::Works(vendor.into()))
        );
        assert_eq!(
            checked(account, "wrong"),
            (false, Finding::WrongCredentials)
        );
    }
}

async fn check_terminal(world: &World, login: &Credentials) -> obole_edge::providers::Check {
    obole_edge::providers::check(world, &addresses(), &origins(), &world.terminal, login)
        .await
        .unwrap()
}

#[test]
fn a_wrong_password_refuses_the_donor_for_now() {
    let account = AccountType::PayflowProUs;
    let mut world = World::new(account, CaptureAtOnce);
    let tokens = paypal::TokenCache::default();
    let wrong = credentials(account, "wrong");
    let right = std::mem::replace(
        &mut world.provider,
        Provider::new(&world.terminal, wrong, &origins(), tokens).unwrap(),
    );
    assert_eq!(
        world.call(Call::OpenSession),
        Answer::Refused {
            code: "RESULT_1".into(),
            later: true
        }
    );
    assert_eq!(world.status(), Status::Created);
    world.provider = right;
    world.open_and(Action::Pay);
    world.come_back();
    assert_eq!(world.status(), Status::Captured);
}
