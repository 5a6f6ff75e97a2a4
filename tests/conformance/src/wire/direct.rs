//! The simulator in this process.

use std::cell::{Cell, RefCell};

use http::{Request, Response};
use obole_edge::ports::SendError;
use obole_shared::time::Millis;
use psp_simulator::{Config, Delivery, PayPalAccount, Simulator};

use super::Wire;
use crate::inbound::Inbound;

const PROVIDER: &str = "http://127.0.0.1:8788";
const PUBLIC: &str = "http://127.0.0.1:8787";

/// 2026-11-02 08:00 UTC.
const START: i64 = 1_793_606_400_000;

/// Simulated time, one seed.
pub(crate) struct Direct {
    simulator: RefCell<Simulator>,
    now: Cell<i64>,
}

impl Direct {
    pub(crate) fn new(webhook_path: &str) -> Self {
        let account = PayPalAccount {
            webhook_url: Some(format!("{PUBLIC}{webhook_path}")),
            ..PayPalAccount::default()
        };
        let config = Config {
            origin: PROVIDER.to_owned(),
            paypal: vec![account],
            ..Config::default()
        };
        let mut simulator = Simulator::new(config, 7);
        simulator.set_now(START);
        Self {
            simulator: RefCell::new(simulator),
            now: Cell::new(START),
        }
    }
}

impl Wire for Direct {
    fn now(&self) -> i64 {
        self.now.get()
    }

    fn advance(&self, by_ms: i64) {
        self.now.set(self.now.get().saturating_add(by_ms.max(0)));
        self.simulator.borrow_mut().set_now(self.now.get());
    }

    fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        let reply = self.simulator.borrow_mut().handle(&request);
        let latency = i64::try_from(reply.latency_ms).unwrap_or(i64::MAX);
        if reply.delivery == Delivery::Held || latency > limit.0 {
            self.advance(limit.0);
            return Err(SendError::TimedOut);
        }
        self.advance(latency);
        match reply.delivery {
            Delivery::Broken => Err(SendError::Connection("reset".to_owned())),
            _ => Ok(reply.response),
        }
    }

    fn notices(&self) -> Vec<Inbound> {
        let mut simulator = self.simulator.borrow_mut();
        let due = simulator.due();
        let notices = due.into_iter().map(|notice| {
            simulator.notice_answered(notice.id, Some(200));
            Inbound::from(notice.request)
        });
        notices.collect()
    }

    fn next_notice_at(&self) -> Option<i64> {
        self.simulator.borrow().next_due()
    }

    fn provider_origin(&self) -> &str {
        PROVIDER
    }

    fn public_origin(&self) -> &str {
        PUBLIC
    }
}
