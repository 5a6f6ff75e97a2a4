//! The declarations, one file for each kind.

mod payflow;
mod paypal;
mod paypal_express;
mod paypal_hosted;
mod paypal_orders;
mod paypal_standard;
mod saferpay;

pub(super) use payflow::PAYFLOW;
pub(super) use paypal_express::PAYPAL_EXPRESS;
pub(super) use paypal_hosted::PAYPAL_HOSTED;
pub(super) use paypal_orders::PAYPAL_ORDERS;
pub(super) use paypal_standard::PAYPAL_STANDARD;
pub(super) use saferpay::SAFERPAY;
