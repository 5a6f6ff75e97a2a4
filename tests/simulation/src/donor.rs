//! The donor and the browser.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::future::join;
use obole_edge::desk::DeskError;
use obole_shared::currency::Currency;
use obole_shared::ids::{PaymentId, Secret};
use obole_shared::money::Money;
use obole_shared::payment::{Command, Opened, Payment, Progress, Refused, Source, Status, Why};
use obole_shared::terminal::{AuthorizationType, Condition, TerminalKind};
use psp_simulator::Action;

use crate::notices;
use crate::object::{Object, Outcome};
use crate::setup::{ACCOUNTS, Account, SAFERPAY, is_approved_first};
use crate::weather::Fault;
use crate::world::{START, World};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// What a donor wants and did.
pub(crate) struct Donor {
    /// The first request, as the edge makes it from link and body.
    pub request: Opened,
    /// The last one: the same gift, maybe elsewhere.
    last: RefCell<Opened>,
    /// Goes elsewhere where a provider opens nothing.
    turns_away: bool,
    /// The payer only approves at the provider.
    approves: Cell<bool>,
    /// Addresses at the provider that were handed out.
    pub urls: RefCell<BTreeSet<String>>,
    /// When the provider took the donor's means: money is reserved, or the order approved.
    pub held_at: Cell<Option<i64>>,
}

impl Donor {
    /// A donor with a terminal, an amount and a key of the seed's choice.
    pub(crate) fn new(world: &World) -> Option<Self> {
        let random = &world.random;
        let account = random.pick(ACCOUNTS, SAFERPAY);
        let currency = random.pick(account.currencies, Currency::CHF);
        let minor = random.pick(&[500, 2_500, 7_505, 123_456, 500_000], 2_500);
        let authorization = if random.chance(200) {
            AuthorizationType::AuthorizeOnly
        } else {
            AuthorizationType::CaptureAtOnce
        };
        let id = PaymentId::from_bytes(random.bytes());
        let request = Opened {
            reference: id.reference(),
            id,
            link: "demo".parse().ok()?,
            description: "Demo".to_owned(),
            terminal: account.terminal()?,
            amount: Money::new(minor, currency).ok()?,
            lang: random.pick(&["de", "fr", "en", "it"], "en").to_owned(),
            authorization,
            condition: Condition::None,
            return_to: None,
            email: random.chance(300).then(|| "donor@example.org".to_owned()),
            name: random.chance(300).then(|| "Zoë Müller".to_owned()),
            body_hash: "first".to_owned(),
            gift: obole_shared::gift::Gift::default(),
            gift_hash: "gift".to_owned(),
            secret: Secret::new(format!("secret-{:016x}", random.next())),
            notify_token: Secret::new(format!("token-{:016x}", random.next())),
        };
        Some(Self {
            approves: Cell::new(account.is_approved_first()),
            last: RefCell::new(request.clone()),
            turns_away: random.chance(400),
            request,
            urls: RefCell::default(),
            held_at: Cell::new(None),
        })
    }

    /// The last request again, with the secrets each request brings along.
    fn again(&self, world: &World) -> Opened {
        Opened {
            secret: Secret::new(format!("secret-{:016x}", world.random.next())),
            notify_token: Secret::new(format!("token-{:016x}", world.random.next())),
            ..self.last.borrow().clone()
        }
    }

    /// The same gift through another terminal that takes the currency, if there is one.
    fn elsewhere(&self, world: &World) -> Option<Opened> {
        let last = self.again(world);
        let (here, currency) = (last.terminal.id.as_str(), last.amount.currency());
        let may = |one: &&Account| one.id != here && one.currencies.contains(&currency);
        let others: Vec<Account> = ACCOUNTS.iter().filter(may).copied().collect();
        let other = world.random.pick(&others, *others.first()?);
        Some(Opened {
            body_hash: format!("at {}", other.id),
            terminal: other.terminal()?,
            ..last
        })
    }

    /// Takes the same gift to another provider, as the widget offers when one does not answer.
    async fn turn_away(&self, world: &Rc<World>, object: &Rc<Object>) -> Option<Payment> {
        let before = self.last.borrow().clone();
        let other = self.elsewhere(world)?;
        *self.last.borrow_mut() = other.clone();
        world.pause(10, 400).await;
        let outcome = object.command(Command::Open(Box::new(other))).await;
        let mut coverage = world.coverage.borrow_mut();
        match &outcome {
            Ok(Ok(_)) => coverage.add("donor", "went elsewhere"),
            Ok(Err(DeskError::Refused(refused))) => {
                // The first provider's page is open after all, or its books are asked.
                coverage.add("refused", format!("{refused:?} elsewhere"));
                *self.last.borrow_mut() = before;
            }
            _ => {}
        }
        drop(coverage);
        self.saw(&outcome)
    }

    fn saw(&self, outcome: &Outcome) -> Option<Payment> {
        let Ok(Ok(payment)) = outcome else {
            return None;
        };
        if let Some(session) = &payment.session {
            self.urls.borrow_mut().insert(session.redirect_url.clone());
        }
        Some(payment.clone())
    }

    async fn ask(&self, world: &Rc<World>, object: &Rc<Object>) -> Option<Payment> {
        // What was pressed first may arrive last.
        let command = Command::Open(Box::new(self.again(world)));
        world.pause(10, 400).await;
        let outcome = object.command(command).await;
        self.saw(&outcome)
    }

    /// Presses the button, once or twice, and again while nothing comes of it.
    async fn open(&self, world: &Rc<World>, object: &Rc<Object>) -> Option<Payment> {
        let double = world.random.chance(200);
        let patience = world.random.pick(&[1, 3, 10, 30], 3);
        for turn in 0..patience {
            let away = self.turns_away && world.random.chance(400);
            let payment = if double && turn == 0 {
                // A second click, or another way while the first is under way.
                let other = async {
                    if away {
                        self.turn_away(world, object).await
                    } else {
                        self.ask(world, object).await
                    }
                };
                let (one, two) = join(self.ask(world, object), other).await;
                two.or(one)
            } else if away && turn > 0 {
                self.turn_away(world, object).await
            } else {
                self.ask(world, object).await
            };
            if let Some(payment) = payment
                && (payment.session.is_some() || payment.status().is_final())
            {
                return Some(payment);
            }
            world.pause(SECOND, 5 * MINUTE).await;
        }
        None
    }

    /// The whole visit.
    pub(crate) async fn visit(self: Rc<Self>, world: Rc<World>) {
        let object = Object::find(&world, &self.request.id);
        let opened = self.open(&world, &object).await;
        if world.random.chance(100) {
            self.reuse_key(&world, &object).await;
        }
        let Some(payment) = opened else {
            world.tell(format_args!("the donor gives up"));
            return;
        };
        let Some(session) = payment.session else {
            return;
        };
        if world.strikes(Fault::NoticeForged) {
            notices::forge(&world, &object).await;
        }
        let terminal = payment.opened.terminal;
        self.approves.set(is_approved_first(&terminal));
        for action in script(&world, terminal.kind) {
            self.think(&world).await;
            let Some(target) = self.act(&world, &session.redirect_url, action) else {
                continue;
            };
            if world.random.chance(300) {
                world.tell(format_args!("the donor closes the browser"));
                if world.random.chance(700) {
                    return;
                }
                continue;
            }
            let turns = world.random.between(1, 4);
            for turn in 0..turns {
                world
                    .pause(20, if turn == 0 { 2_000 } else { 5 * MINUTE })
                    .await;
                let after = self.come_back(&world, &target).await;
                let choose_again =
                    after.is_some_and(|after| after.why() == Why::ChooseAnotherMeans);
                if choose_again && world.random.chance(700) {
                    self.think(&world).await;
                    self.act(&world, &session.redirect_url, Action::Pay);
                }
            }
        }
    }

    async fn think(&self, world: &World) {
        match world.random.below(20) {
            0..13 => world.pause(5 * SECOND, 5 * MINUTE).await,
            13..17 => world.pause(5 * MINUTE, 55 * MINUTE).await,
            17..19 => world.pause(55 * MINUTE, 3 * HOUR).await,
            _ => world.pause(3 * HOUR, 30 * HOUR).await,
        }
    }

    /// Opens the provider's page and presses a button there.
    fn act(&self, world: &Rc<World>, url: &str, action: Action) -> Option<String> {
        world.coverage.borrow_mut().add("payer", action.button());
        let target = {
            let mut simulator = world.simulator.borrow_mut();
            simulator.set_now(world.now());
            simulator.faults_mut().reset();
            simulator.payer_act(url, action)
        };
        let led = if target.is_some() {
            "and is sent back"
        } else {
            "and stays"
        };
        world.tell(format_args!("the donor does {} {led}", action.button()));
        self.look_at_hold(world, action, target.as_deref());
        notices::look(world);
        target
    }

    /// Whether a line in the provider's books is about this payment.
    pub(crate) fn is_named(&self, reference: Option<&str>) -> bool {
        let ours = [self.request.reference.as_str(), self.request.id.as_str()];
        reference.is_some_and(|text| ours.contains(&text))
    }

    /// A reservation stays; an approval counts until other means are chosen.
    fn look_at_hold(&self, world: &World, action: Action, target: Option<&str>) {
        let now = world.now();
        let simulator = world.simulator.borrow();
        let taken = simulator
            .books()
            .movements()
            .iter()
            .any(|one| self.is_named(one.reference.as_deref()));
        if self.approves.get() {
            if target.is_some() && action != Action::Abort && !taken {
                self.held_at.set((action == Action::Pay).then_some(now));
            }
            return;
        }
        let reserved = simulator
            .books()
            .open_authorizations(now)
            .any(|one| self.is_named(one.reference.as_deref()));
        if reserved && self.held_at.get().is_none() {
            self.held_at.set(Some(now));
        }
    }

    /// Follows the address that the provider's page gave.
    async fn come_back(&self, world: &Rc<World>, target: &str) -> Option<Payment> {
        let path = target.split_once("/return/").map(|(_, path)| path);
        let id = path.and_then(|path| path.split(['/', '?']).next());
        let id: Option<PaymentId> = id.and_then(|id| id.parse().ok());
        let object = id.and_then(|id| world.object(&id));
        let Some(object) = object else {
            world.violate(format!(
                "the browser was sent to {target}, which is not our address"
            ));
            return None;
        };
        let outcome = object.command(Command::Hint(Source::Return.into())).await;
        let seen = self.saw(&outcome);
        self.look_at_answer(world, seen.as_ref());
        seen
    }

    /// Where nothing ever failed, who paid and comes back is told so.
    fn look_at_answer(&self, world: &World, seen: Option<&Payment>) {
        let fair = world.weather.is_fair(START, world.now() + 5 * MINUTE);
        if !fair || self.held_at.get().is_none() {
            return;
        }
        // News that comes right after an ask waits a moment for the next one.
        let waiting = seen.is_none_or(|payment| {
            payment.hint_at.is_none()
                && matches!(payment.progress, Progress::Waiting | Progress::Failed(_))
        });
        let canceled = seen.is_some_and(|payment| payment.status() == Status::Canceled);
        if waiting && !canceled {
            world.violate("the donor paid, came back and was told of nothing".to_owned());
        }
    }

    /// Another body under the same key.
    async fn reuse_key(&self, world: &Rc<World>, object: &Rc<Object>) {
        let mut other = self.again(world);
        "other".clone_into(&mut other.body_hash);
        "another gift".clone_into(&mut other.gift_hash);
        let known = object.disk.payment.borrow().is_some();
        if !known {
            return;
        }
        match object.command(Command::Open(Box::new(other))).await {
            Ok(Ok(_)) => world.violate("a key was taken with two bodies".to_owned()),
            Ok(Err(DeskError::Refused(Refused::KeyReused))) => {
                world.coverage.borrow_mut().add("refused", "KeyReused");
            }
            _ => {}
        }
    }
}

/// What the donor does at the provider, one after the other.
fn script(world: &World, kind: TerminalKind) -> Vec<Action> {
    use Action::{Abort, Decline, FailThreeDs, Pay, Pending, PendingDenied, Twint};
    let scripts: &[&[Action]] = match kind {
        TerminalKind::Saferpay => &[
            &[Pay],
            &[Pay],
            &[Pay],
            &[Pay],
            &[Pay, Pay],
            &[Pay, Abort],
            &[Twint],
            &[Decline],
            &[Decline, Pay],
            &[FailThreeDs],
            &[Abort],
            &[Abort, Pay],
            &[Pending],
            &[PendingDenied],
            &[],
        ],
        TerminalKind::PaypalHosted | TerminalKind::Payflow => &[
            &[Pay],
            &[Pay],
            &[Pay],
            &[Pay, Pay],
            &[Pay, Abort],
            &[Decline],
            &[Decline, Pay],
            &[Abort],
            &[Abort, Pay],
            &[],
        ],
        _ => &[
            &[Pay],
            &[Pay],
            &[Pay],
            &[Pay],
            &[Pay, Pay],
            &[Pay, Abort],
            &[Decline],
            &[Decline, Pay],
            &[Decline, Decline, Pay],
            &[Abort],
            &[Abort, Pay],
            &[Pending],
            &[Pending, Pay],
            &[PendingDenied],
            &[],
        ],
    };
    world.random.pick(scripts, &[]).to_vec()
}
