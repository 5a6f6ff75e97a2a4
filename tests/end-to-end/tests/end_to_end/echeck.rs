//! Money that takes days: an eCheck is no donation before it has cleared.

use dev_stack::{Stack, StackOptions};
use end_to_end::{Call, Edge, Order, SHORT, Simulator, eventually};
use serde_json::Value;

use crate::harness::Suite;

/// A little longer than the simulator's bank takes, in seconds.
const CLEARING: u64 = 73 * 3600;

pub(crate) fn tests(suite: &mut Suite) {
    // The others would not bear a clock that leaps over days.
    suite.own("echeck_clears_and_bounces", clears_and_bounces);
}

fn becomes(edge: &Edge, order: &Order, status: &str) -> Value {
    eventually(&format!("payment and index tell {status}"), SHORT, || {
        let payment = edge.payment(&order.id);
        let rows = edge.payments(&format!("reference={}", order.reference));
        if payment["status"] == status && rows[0]["status"] == status {
            Ok(payment)
        } else {
            Err((payment, rows))
        }
    })
}

fn clears_and_bounces() {
    Stack::build().unwrap_or_else(|error| panic!("{error}"));
    let options = StackOptions::temporary().unwrap_or_else(|error| panic!("{error}"));
    let stack = Stack::start(&options).unwrap_or_else(|error| panic!("{error}"));
    let edge = Edge {
        origin: stack.edge_url(),
    };
    let simulator = Simulator {
        origin: stack.sim_url(),
    };
    let cases = [
        ("paypal-express-us", "pending", "captured"),
        ("paypal-express-us", "pending-denied", "declined"),
        ("paypal-standard", "pending", "captured"),
        ("paypal-standard", "pending-denied", "declined"),
    ];
    let orders = cases.map(|(terminal, button, status)| {
        let order = Order::place(&edge, "every-provider", "71.00", "USD", terminal);
        Call::get(order.press(button)).send().expect(303);
        let payment = becomes(&edge, &order, "pending");
        assert_eq!(payment["captured"]["value"], "0.00", "{payment}");
        assert_eq!(simulator.booked(&order.reference), [""; 0]);
        (order, terminal, status)
    });
    eventually(
        "the first messages are accepted",
        SHORT,
        || match simulator.open_notices() {
            0 => Ok(()),
            open => Err(open),
        },
    );
    simulator.advance(CLEARING);
    for (order, terminal, status) in orders {
        let payment = becomes(&edge, &order, status);
        let (captured, booked): (_, &[&str]) = match status {
            "captured" => ("71.00", &["capture 7100 USD"]),
            _ => ("0.00", &[]),
        };
        assert_eq!(payment["captured"]["value"], captured, "{payment}");
        assert_eq!(simulator.booked(&order.reference), booked);
        // PayPal's own message told it, and PayPal was asked whether it sent it.
        let name = simulator.transaction(&order.id);
        let notice = edge.notice(terminal, "txn_id", &name);
        assert_eq!(notice["state"], "applied", "{notice}");
        assert_eq!(notice["verified"], true, "{notice}");
        assert_eq!(notice["payment"], order.id.as_str(), "{notice}");
    }
}
