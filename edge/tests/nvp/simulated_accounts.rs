//! Who may call for whom, against the simulator.

use obole_edge::providers::{Credentials, Finding, check};
use obole_shared::ids::Secret;
use obole_shared::payment::Status;
use obole_shared::terminal::TerminalKind::PaypalExpress;
use obole_shared::time::Millis;
use psp_simulator::{Action, ClassicAccount};

use crate::messages::{AT_ONCE, dollars};
use crate::support::{addresses, now_or_never};
use crate::world::{BOTH, World, credentials, origins};

#[test]
fn a_partner_takes_payments_for_the_account_that_let_it() {
    let world = World::with(
        dollars(12_050),
        AT_ONCE,
        ClassicAccount::default(),
        credentials(PaypalExpress, true),
        PaypalExpress,
    );
    world.pay();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, (12_050, 0))
    );
    world.refund("operator-key-0001", None);
    assert_eq!(world.status(), Status::Refunded);
    world.assert_true();
}

#[test]
fn a_permission_that_ends_loses_nothing() {
    let refused = ClassicAccount {
        permits: vec![],
        ..ClassicAccount::default()
    };
    let world = World::with(
        dollars(12_050),
        AT_ONCE,
        ClassicAccount::default(),
        credentials(PaypalExpress, true),
        PaypalExpress,
    );
    let back = world.donor(Action::Pay);
    world.simulator.borrow_mut().put_classic_account(refused);
    world.come_back(back);
    assert_eq!((world.status(), world.books()), (Status::Created, (0, 0)));
    let granted = ClassicAccount::default();
    world.simulator.borrow_mut().put_classic_account(granted);
    world.sleep(Millis::hours(1));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, (12_050, 0))
    );
    world.assert_true();
}

#[test]
fn an_account_is_checked_without_leaving_a_trace() {
    for kind in BOTH {
        let world = World::new(kind, AT_ONCE);
        let terminal = world.payment.borrow().opened.terminal.clone();
        let run = |credentials| {
            let (here, there) = (addresses(), origins());
            let checked = check(&world, &here, &there, &terminal, &credentials);
            now_or_never(checked).unwrap()
        };
        let found = run(credentials(kind, false));
        assert!(found.passed(), "{found:?}");
        assert_eq!(found.findings[0], Finding::Works("WQ2ER5TY8HJKN".into()));
        assert!(run(credentials(kind, true)).passed());
        for spoil in [0, 1, 2] {
            let read = credentials(kind, false);
            let (Credentials::Express(mut wrong) | Credentials::Hosted(mut wrong)) = read else {
                panic!()
            };
            match spoil {
                0 => wrong.user.push('x'),
                1 => wrong.password = Secret::new("wrong"),
                _ => wrong.signature = Secret::new("wrong"),
            }
            let wrong = match kind {
                PaypalExpress => Credentials::Express(wrong),
                _ => Credentials::Hosted(wrong),
            };
            assert_eq!(run(wrong).findings, [Finding::WrongCredentials]);
        }
        world
            .simulator
            .borrow_mut()
            .put_classic_account(ClassicAccount {
                permits: vec![],
                ..ClassicAccount::default()
            });
        let found = run(credentials(kind, true));
        assert!(matches!(
            &found.findings[..],
            [Finding::WrongCredentials | Finding::MissingPermission(_)]
        ));
        assert_eq!(world.books(), (0, 0));
    }
}
