//! workerd is killed in the middle of payments. After a restart with the same storage nothing
//! that was acknowledged is lost, and our books agree with the provider's.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dev_stack::{Stack, StackOptions};
use end_to_end::{Call, Edge, LONG, Order, SHORT, Simulator, eventually};
use serde_json::Value;

use crate::harness::Suite;

/// Donors at once; each provider gets every other.
const DONORS: usize = 24;
/// Lives longer than the repeated notices that are waited for.
const LIMIT: Duration = Duration::from_secs(150);

pub(crate) fn tests(suite: &mut Suite) {
    suite.own("power_cut_loses_nothing", loses_nothing);
}

/// One donor's payment, driven as far as the power lasts.
#[derive(Debug)]
struct Donor {
    number: usize,
    key: String,
    body: Value,
    minor: i64,
    terminal: &'static str,
    order: Option<Order>,
    /// The button was pressed at the provider: money is on its way.
    pressed: Option<String>,
    returned: bool,
    refunded: bool,
}

impl Donor {
    fn new(number: usize) -> Self {
        let terminal = ["saferpay-test", "paypal-test"][number % 2];
        let minor = 1000 + i64::try_from(number).unwrap() * 7;
        let value = format!("{}.{:02}", minor / 100, minor % 100);
        Self {
            number,
            key: Order::new_key(),
            body: Order::body(&value, "CHF", terminal),
            minor,
            terminal,
            order: None,
            pressed: None,
            returned: false,
            refunded: false,
        }
    }

    /// How far this donor goes before the power fails: each phase has its own.
    fn goes_to(&self) -> usize {
        self.number / 2 % 4
    }

    /// Goes as far as this donor goes; fails when the Worker does not answer.
    fn goes_on(&mut self, edge: &Edge) -> Result<(), String> {
        self.ask(edge)?;
        if self.goes_to() >= 1 {
            self.press();
        }
        if self.goes_to() >= 2 {
            self.come_back()?;
        }
        if self.goes_to() >= 3 {
            self.refund(edge)?;
        }
        Ok(())
    }

    fn ask(&mut self, edge: &Edge) -> Result<(), String> {
        if self.order.is_none() {
            let answer = edge.create("demo", &self.key, &self.body).try_send()?;
            if answer.status != 201 {
                return Err(answer.body);
            }
            self.order = Some(Order::from_answer(&answer));
        }
        Ok(())
    }

    fn press(&mut self) {
        if let (Some(order), None) = (&self.order, &self.pressed) {
            self.pressed = Some(order.press("pay"));
        }
    }

    fn come_back(&mut self) -> Result<(), String> {
        if let (Some(url), false) = (&self.pressed, self.returned) {
            let answer = Call::get(url).try_send()?;
            if answer.status != 303 {
                return Err(answer.body);
            }
            self.returned = true;
        }
        Ok(())
    }

    /// The operator sends the same refund again until it is answered.
    fn refund(&mut self, edge: &Edge) -> Result<(), String> {
        if let (Some(order), false) = (&self.order, self.refunded) {
            let key = format!("{}-refund", self.key);
            let call = edge.refund(&order.id, &key, Some(("1.00", "CHF")));
            let answer = call.try_send()?;
            if answer.status != 200 {
                return Err(answer.body);
            }
            self.refunded = true;
        }
        Ok(())
    }
}

fn loses_nothing() {
    let mut stack = Stack::start(&StackOptions::temporary().unwrap()).unwrap();
    let edge = Edge {
        origin: stack.edge_url(),
    };
    let simulator = Simulator {
        origin: stack.sim_url(),
    };
    let mut donors: Vec<Donor> = (0..DONORS).map(Donor::new).collect();

    // Some are over before the power fails; the others are somewhere on their way when it does.
    let done = AtomicUsize::new(0);
    let cut_off = AtomicUsize::new(0);
    let early = DONORS / 3;
    thread::scope(|scope| {
        for donor in &mut donors {
            let (edge, done, cut_off) = (&edge, &done, &cut_off);
            scope.spawn(move || {
                if donor.number >= early {
                    wait_for(|| done.load(Ordering::SeqCst) >= early);
                    // What is cut off differs from donor to donor.
                    let steps = u32::try_from(donor.number % 8).unwrap();
                    thread::sleep(Duration::from_millis(40) * steps);
                }
                if donor.goes_on(edge).is_err() {
                    cut_off.fetch_add(1, Ordering::SeqCst);
                }
                done.fetch_add(1, Ordering::SeqCst);
            });
        }
        wait_for(|| done.load(Ordering::SeqCst) >= DONORS / 2);
        stack.kill_worker_hard();
    });
    let cut_off = cut_off.load(Ordering::SeqCst);
    assert!(cut_off > 0, "nobody was on the way when the power failed");
    let acknowledged: Vec<Order> = donors
        .iter()
        .filter_map(|donor| donor.order.clone())
        .collect();
    stack.restart_worker().unwrap();

    // What was acknowledged is there, before anybody says anything.
    for order in &acknowledged {
        let payment = edge.payment(&order.id);
        assert_eq!(payment["reference"], order.reference.as_str());
    }

    // Donors without an answer send the same request again; then all pay. Half of those who paid
    // in the dark never come back: for them the provider repeats its notice.
    for donor in &mut donors {
        eventually("a donor gets an answer", SHORT, || donor.ask(&edge));
        donor.press();
        if donor.number % 3 != 0 {
            eventually("a donor comes back", SHORT, || donor.come_back());
        }
    }
    // Saferpay repeats after a minute.
    simulator.advance(61);

    let deadline = Instant::now() + LIMIT;
    for donor in &mut donors {
        let order = donor.order.clone().unwrap();
        let left = deadline
            .saturating_duration_since(Instant::now())
            .max(SHORT);
        let captured = format!("capture {} CHF", donor.minor);
        eventually(&format!("{} is paid once", donor.terminal), left, || {
            let payment = edge.payment(&order.id);
            let paid = payment["captured"]["value"] == donor.body["amount"]["value"];
            if paid {
                Ok(())
            } else {
                Err((donor.number, payment))
            }
        });
        if donor.goes_to() >= 3 {
            eventually("the refund is taken", SHORT, || donor.refund(&edge));
        }
        let mut expected = vec![captured];
        if donor.refunded {
            expected.push("refund 100 CHF".to_owned());
        }
        eventually("the provider's books hold it once", LONG, || {
            let booked = simulator.booked(&order.reference);
            if booked == expected {
                Ok(())
            } else {
                Err(booked)
            }
        });
        let refunded = if donor.refunded { "1.00" } else { "0.00" };
        eventually("the index follows", LONG, || {
            let rows = edge.payments(&format!("reference={}", order.reference));
            match rows.as_slice() {
                [row]
                    if row["captured"]["value"] == donor.body["amount"]["value"]
                        && row["refunded"]["value"] == refunded =>
                {
                    Ok(())
                }
                other => Err(other.to_vec()),
            }
        });
    }
    assert_eq!(edge.payments("limit=200").len(), DONORS);
    stack.check().unwrap();
}

fn wait_for(mut condition: impl FnMut() -> bool) {
    eventually("the donors go on", LONG, || {
        if condition() {
            Ok(())
        } else {
            Err("still waiting")
        }
    });
}
