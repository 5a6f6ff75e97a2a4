//! Everything that is fed.

mod answers;
mod bodies;
mod ipn;
mod nvp;
mod payflow;
mod paypal;
mod provider;
mod saferpay;
mod webhook;

use obole_edge::notices::NOTICE_BYTES_MAX;
use obole_shared::api::BODY_BYTES_MAX;

/// Longest answer of a provider that is fed; the Worker reads at most 1 MiB.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// Something that reads what others send.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, and that of its corpus.
    pub name: &'static str,
    /// What it reads.
    pub reads: &'static str,
    /// Longest input its route takes, in bytes.
    pub bytes_max: usize,
    /// Reads an input: a name for what came of it, or which rule was broken.
    pub run: fn(&[u8]) -> Result<String, String>,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "saferpay",
        reads: "answers of Saferpay to every call",
        bytes_max: ANSWER_BYTES_MAX,
        run: saferpay::run,
    },
    Target {
        name: "paypal-orders",
        reads: "answers of PayPal Orders, and the disputes about a capture",
        bytes_max: ANSWER_BYTES_MAX,
        run: paypal::run,
    },
    Target {
        name: "paypal-express",
        reads: "NVP answers to Express Checkout",
        bytes_max: ANSWER_BYTES_MAX,
        run: nvp::run_express,
    },
    Target {
        name: "paypal-hosted",
        reads: "NVP answers to the hosted card page",
        bytes_max: ANSWER_BYTES_MAX,
        run: nvp::run_hosted,
    },
    Target {
        name: "nvp-codec",
        reads: "any NVP message",
        bytes_max: ANSWER_BYTES_MAX,
        run: nvp::run_codec,
    },
    Target {
        name: "payflow",
        reads: "answers of the Payflow gateway",
        bytes_max: ANSWER_BYTES_MAX,
        run: payflow::run,
    },
    Target {
        name: "payflow-codec",
        reads: "any text of the gateway",
        bytes_max: ANSWER_BYTES_MAX,
        run: payflow::run_codec,
    },
    Target {
        name: "ipn",
        reads: "IPN messages: fields, summary, report, receiver",
        bytes_max: NOTICE_BYTES_MAX,
        run: ipn::run,
    },
    Target {
        name: "pdt",
        reads: "PDT answers",
        bytes_max: ANSWER_BYTES_MAX,
        run: ipn::run_pdt,
    },
    Target {
        name: "webhook",
        reads: "webhooks: headers, body, and the certificate they lead to",
        bytes_max: NOTICE_BYTES_MAX,
        run: webhook::run,
    },
    Target {
        name: "silent-post",
        reads: "silent posts, before they are kept",
        bytes_max: NOTICE_BYTES_MAX,
        run: payflow::run_silent_post,
    },
    Target {
        name: "check",
        reads: "answers to the check of a terminal, of every kind",
        bytes_max: ANSWER_BYTES_MAX,
        run: answers::run_check,
    },
    Target {
        name: "create-payment",
        reads: "the body that opens a payment",
        bytes_max: BODY_BYTES_MAX,
        run: bodies::run_create,
    },
    Target {
        name: "amount",
        reads: "amounts as people type them",
        bytes_max: BODY_BYTES_MAX,
        run: bodies::run_amount,
    },
    Target {
        name: "names",
        reads: "terminals as they are kept, and names in addresses",
        bytes_max: BODY_BYTES_MAX,
        run: bodies::run_names,
    },
    Target {
        name: "credentials",
        reads: "credentials of every kind of terminal",
        bytes_max: BODY_BYTES_MAX,
        run: bodies::run_credentials,
    },
];

/// The target of this name.
pub fn by_name(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
