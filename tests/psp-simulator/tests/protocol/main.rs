//! The simulator as its callers see it: requests in, answers, notices and books out.

#[cfg(test)]
mod classic;
#[cfg(test)]
mod classic_captures;
#[cfg(test)]
mod classic_express;
#[cfg(test)]
mod classic_history;
#[cfg(test)]
mod classic_hosted;
#[cfg(test)]
mod classic_merchant;
#[cfg(test)]
mod classic_notices;
#[cfg(test)]
mod classic_refunds;
#[cfg(test)]
mod classic_refusals;
#[cfg(test)]
mod controls;
#[cfg(test)]
mod data_transfer;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod ipn_currencies;
#[cfg(test)]
mod ipn_doors;
#[cfg(test)]
mod ipn_events;
#[cfg(test)]
mod ipn_writing;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod over_http;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod payflow_control;
#[cfg(test)]
mod payflow_express;
#[cfg(test)]
mod payflow_lifecycle;
#[cfg(test)]
mod payflow_pages;
#[cfg(test)]
mod payflow_refusals;
#[cfg(test)]
mod payflow_silent_post;
#[cfg(test)]
mod payflow_support;
#[cfg(test)]
mod paypal_disputes;
#[cfg(test)]
mod paypal_lifecycle;
#[cfg(test)]
mod paypal_refusals;
#[cfg(test)]
mod post_back;
#[cfg(test)]
mod saferpay_lifecycle;
#[cfg(test)]
mod saferpay_refusals;
#[cfg(test)]
mod standard;
#[cfg(test)]
mod support;
