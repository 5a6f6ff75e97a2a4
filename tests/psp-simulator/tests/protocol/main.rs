//! The simulator as its callers see it: requests in, answers, notices and books out.

#[cfg(test)]
mod determinism;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod over_http;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod paypal_lifecycle;
#[cfg(test)]
mod paypal_refusals;
#[cfg(test)]
mod saferpay_lifecycle;
#[cfg(test)]
mod saferpay_refusals;
#[cfg(test)]
mod support;
