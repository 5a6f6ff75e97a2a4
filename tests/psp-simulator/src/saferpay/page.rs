//! The hosted payment page. Its address opens once; what the payer does there moves
//! the money, then browser and notification set off together.

use http::{Method, Request, StatusCode};

use crate::books::{OpenAuthorization, Provider};
use crate::html;
use crate::http::{Reply, form_value};
use crate::money::iso_exponent;
use crate::random::{DIGITS, MIXED};
use crate::saferpay::notify;
use crate::saferpay::refusal::Failure;
use crate::saferpay::state::{
    Kind, Means, Outcome, Saferpay, Session, Status, ThreeDs, Transaction,
};
use crate::world::World;

const TITLE: &str = "Saferpay simulator";

/// What the payer chose.
enum Choice {
    Pay(Means),
    /// A bank transfer, and whether it arrives.
    Transfer {
        arrives: bool,
    },
    Fail(Failure),
}

fn choice(action: &str, session: &Session) -> Option<Choice> {
    Some(match action {
        "pay" => card(session, ThreeDs::Challenged),
        "attempt" => card(session, ThreeDs::Attempted),
        "no-shift" => card(session, ThreeDs::NotShown),
        "pending" if offers_transfer(session) => Choice::Transfer { arrives: true },
        "pending-denied" if offers_transfer(session) => Choice::Transfer { arrives: false },
        "twint" if offers_twint(session) => Choice::Pay(Means::Twint),
        "decline" => Choice::Fail(Failure::Declined),
        "3ds" => Choice::Fail(Failure::ThreeDs),
        "abort" => Choice::Fail(Failure::Aborted),
        _ => return None,
    })
}

/// A card whose 3-D Secure step showed this.
fn card(session: &Session, shown: ThreeDs) -> Choice {
    if session.condition.is_met_by(shown) {
        Choice::Pay(Means::Visa(shown))
    } else {
        Choice::Fail(Failure::ConditionNotSatisfied)
    }
}

/// Only where it was asked for by name, without a capture, and where somebody can be told later.
fn offers_transfer(session: &Session) -> bool {
    session.methods.iter().any(|one| one == "ACCOUNTTOACCOUNT")
        && session.notify_success.is_some()
        && session.notify_fail.is_some()
}

/// TWINT pays in CHF only. Asking for no brand asks for all.
fn offers_twint(session: &Session) -> bool {
    session.currency == "CHF"
        && (session.methods.is_empty() || session.methods.iter().any(|one| one == "TWINT"))
}

impl Saferpay {
    /// Answers below the page's address; `rest` is `{customer}/{terminal}/{token}`.
    pub(crate) fn page(
        &mut self,
        world: &mut World,
        request: &Request<Vec<u8>>,
        rest: &str,
    ) -> Reply {
        let mut parts = rest.split('/');
        let (customer, terminal, token) =
            (parts.next(), parts.next(), parts.next().unwrap_or_default());
        let known = self.sessions.get(token).is_some_and(|session| {
            Some(session.customer.as_str()) == customer
                && Some(session.terminal.as_str()) == terminal
        });
        if !known || parts.next().is_some() {
            let page = html::dead_end(
                TITLE,
                "Unknown payment",
                "This address belongs to no payment.",
            );
            return Reply::html(StatusCode::NOT_FOUND, page);
        }
        match *request.method() {
            Method::GET => self.open(world, token),
            Method::POST => {
                let action = form_value(request.body(), "action").unwrap_or_default();
                self.act(world, token, &action)
            }
            _ => Reply::empty(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    fn open(&mut self, world: &mut World, token: &str) -> Reply {
        let now = world.now();
        let Some(session) = self.sessions.get_mut(token) else {
            return Reply::empty(StatusCode::NOT_FOUND);
        };
        if session.opened_ms.is_some() || now >= session.expires_ms {
            let expired = session.opened_ms.is_none();
            let target = session.return_url.clone();
            // An address that is opened a second time ends the attempt; one that is opened
            // too late never began.
            let hold = if expired {
                0
            } else {
                self.end(world, token, &Choice::Fail(Failure::Aborted))
            };
            return held(Reply::see_other(&target), hold);
        }
        session.opened_ms = Some(now);
        let order = session.order_id.as_deref().unwrap_or("none");
        let facts = [
            ("Description", session.description.as_str()),
            ("Reference", order),
        ];
        let mut buttons = vec![("pay", "Pay by card")];
        if offers_twint(session) {
            buttons.push(("twint", "Pay by TWINT"));
        }
        buttons.extend([
            ("attempt", "Pay by card, 3-D Secure only attempted"),
            ("no-shift", "Pay by card, without liability shift"),
        ]);
        if offers_transfer(session) {
            buttons.push(("pending", "Pay by bank transfer"));
            buttons.push(("pending-denied", "Begin a bank transfer that never arrives"));
        }
        buttons.extend([
            ("decline", "Card is declined"),
            ("3ds", "Fail 3-D Secure"),
            ("abort", "Cancel and go back"),
        ]);
        let amount = shown(session.amount_minor, &session.currency);
        Reply::html(
            StatusCode::OK,
            html::payment(TITLE, &amount, &facts, &buttons),
        )
    }

    fn act(&mut self, world: &mut World, token: &str, action: &str) -> Reply {
        let Some(session) = self.sessions.get(token) else {
            return Reply::empty(StatusCode::NOT_FOUND);
        };
        let Some(choice) = choice(action, session) else {
            return Reply::empty(StatusCode::BAD_REQUEST);
        };
        let Some(opened) = session.opened_ms else {
            return Reply::empty(StatusCode::BAD_REQUEST);
        };
        let target = session.return_url.clone();
        // Once opened in time, the page itself lives as long again.
        let late = world.now() >= opened.saturating_add(world.config.redirect_ms);
        let choice = if late {
            Choice::Fail(Failure::Aborted)
        } else {
            choice
        };
        let hold = self.end(world, token, &choice);
        held(Reply::see_other(&target), hold)
    }

    /// Settles an open session and sets off its notification; an ended one stays as it is.
    /// Returns how long the browser is kept back.
    fn end(&mut self, world: &mut World, token: &str, choice: &Choice) -> u64 {
        let Some(session) = self.sessions.get(token).cloned() else {
            return 0;
        };
        if !matches!(session.outcome, Outcome::Open) {
            return 0;
        }
        let id = world.random.text(MIXED, 28);
        let (outcome, target) = match choice {
            Choice::Fail(failure) => (
                Outcome::Failed {
                    failure: *failure,
                    transaction: id,
                },
                session.notify_fail.as_deref(),
            ),
            Choice::Transfer { arrives } => (
                Outcome::Pending {
                    transaction: id,
                    ends_ms: world.now().saturating_add(world.config.transfer_ms),
                    arrives: *arrives,
                },
                // Told when it has ended.
                None,
            ),
            Choice::Pay(means) => {
                self.authorize(world, &session, *means, &id);
                (
                    Outcome::Authorized { transaction: id },
                    session.notify_success.as_deref(),
                )
            }
        };
        let hold = notify(world, target);
        if let Some(kept) = self.sessions.get_mut(token) {
            kept.pended = matches!(outcome, Outcome::Pending { .. });
            kept.outcome = outcome;
        }
        hold
    }

    fn authorize(&mut self, world: &mut World, session: &Session, means: Means, id: &str) {
        let other = world
            .faults
            .other_amount(&mut world.random, Provider::Saferpay);
        let amount_minor = session.amount_minor.saturating_sub(i64::from(other));
        let transaction = Transaction {
            id: id.to_owned(),
            kind: Kind::Payment,
            customer: session.customer.clone(),
            terminal: session.terminal.clone(),
            order_id: session.order_id.clone(),
            amount_minor,
            currency: session.currency.clone(),
            means,
            pre_authorized: session.pre_auth,
            approval: world.random.text(DIGITS, 6),
            created_ms: world.now(),
            status: Status::Authorized,
        };
        world.books.hold(OpenAuthorization {
            provider: Provider::Saferpay,
            id: id.to_owned(),
            payment: id.to_owned(),
            reference: session.order_id.clone(),
            amount_minor,
            currency: session.currency.clone(),
            expires_ms: transaction.lapses_ms(),
        });
        self.keep(transaction);
    }
}

fn held(mut reply: Reply, hold_ms: u64) -> Reply {
    reply.latency_ms = hold_ms;
    reply
}

/// An amount as a person reads it: `CHF 12.50`.
fn shown(minor: i64, currency: &str) -> String {
    let exponent = iso_exponent(currency);
    let scale = 10_i64.pow(exponent);
    let width = usize::try_from(exponent).unwrap_or(2);
    match exponent {
        0 => format!("{currency} {minor}"),
        _ => format!("{currency} {}.{:0width$}", minor / scale, minor % scale),
    }
}
