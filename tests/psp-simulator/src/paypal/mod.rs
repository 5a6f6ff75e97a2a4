//! PayPal: OAuth 2, Orders v2, Payments v2, the approval page and signed webhooks.

mod authorization;
mod check;
mod control;
mod dispute;
mod fields;
mod idempotency;
mod money_back;
mod oauth;
mod order;
mod page;
mod payment;
mod refusal;
mod render;
mod route;
mod settlement;
mod state;
mod webhook;

use http::{Request, StatusCode};

use crate::http::Reply;
use crate::paypal::check::Call;
use crate::paypal::idempotency::Made;
use crate::paypal::refusal::Refusal;
use crate::paypal::route::{Operation, Route};
use crate::paypal::state::PayPal;
use crate::random::HEX;
use crate::world::World;

pub(crate) use crate::paypal::control::control;
pub use crate::paypal::dispute::DisputeOutcome;
pub(crate) use crate::paypal::refusal::server_error_body;
pub(crate) use crate::paypal::route::operation_name;
pub(crate) use crate::paypal::state::PayPal as State;

impl PayPal {
    pub(crate) fn handle(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        let Some(route) = Route::find(request.method(), request.uri().path()) else {
            return refusal::not_found().reply(&debug_id(world));
        };
        match route.operation {
            Operation::Token => self.token(world, request),
            Operation::Certificate => webhook::certificate(world, &route.id),
            Operation::Page => self.page(world, request),
            _ => {
                let debug = debug_id(world);
                match self.api(world, request, &route) {
                    Ok(reply) => reply.with_header("paypal-debug-id", &debug),
                    Err(refusal) => refusal.reply(&debug),
                }
            }
        }
    }

    fn api(
        &mut self,
        world: &mut World,
        request: &Request<Vec<u8>>,
        route: &Route,
    ) -> Result<Reply, Refusal> {
        let client = self.client(world, request.headers())?;
        let call = Call::read(world, request, route, client)?;
        match route.operation {
            Operation::OrderGet => self.shown(&call, &Made::Order(route.id.clone()), world),
            Operation::CaptureGet => self.shown(&call, &Made::Capture(route.id.clone()), world),
            Operation::DisputeGet => self.shown(&call, &Made::Dispute(route.id.clone()), world),
            Operation::DisputeList => self.dispute_list(world, &call, request),
            Operation::WebhookGet => webhook::shown(world, &call),
            Operation::RefundGet => self.shown(&call, &Made::Refund(route.id.clone()), world),
            Operation::AuthorizationGet => {
                self.shown(&call, &Made::Authorization(route.id.clone()), world)
            }
            _ => self.once(world, &call),
        }
    }

    /// A resource as it is now, whole.
    fn shown(&self, call: &Call, made: &Made, world: &World) -> Result<Reply, Refusal> {
        self.owned(call, made, world)?;
        Ok(Reply::json(
            StatusCode::OK,
            &self.render(made, true, &world.config.origin),
        ))
    }

    /// Executes what creates or changes something.
    fn execute(&mut self, world: &mut World, call: &Call) -> Result<Made, Refusal> {
        match call.operation {
            Operation::OrderCreate => self.create_order(world, call),
            Operation::OrderCapture => self.capture_order(world, call),
            Operation::OrderAuthorize => self.authorize_order(world, call),
            Operation::CaptureRefund => self.refund(world, call),
            Operation::AuthorizationCapture => self.capture_authorization(world, call),
            Operation::AuthorizationVoid => self.void(world, call),
            Operation::AuthorizationReauthorize => self.reauthorize(world, call),
            _ => Err(refusal::not_found()),
        }
    }
}

fn debug_id(world: &mut World) -> String {
    world.random.text(HEX, 13)
}
