//! Who may call, and with which headers.
//!
//! Source: Payflow Gateway guide, "Payflow message protocol".

use http::{HeaderMap, Request};

use crate::config::Config;
use crate::http::header;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::params::Params;
use crate::payflow::result::Refusal;
use crate::payflow::wire;
use crate::world::World;

const REQUEST_ID_MAX: usize = 32;

/// An authenticated call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) account: PayflowAccount,
    pub(crate) params: Params,
    pub(crate) request_id: String,
}

impl Call {
    /// Reads headers, parameters and credentials.
    ///
    /// # Errors
    /// What the gateway answers before it looks at the transaction.
    pub(crate) fn read(world: &World, request: &Request<Vec<u8>>) -> Result<Self, Refusal> {
        let headers = request.headers();
        if header(headers, "content-type").is_some_and(|kind| kind.starts_with("text/xml")) {
            return Err(Refusal::new(-107));
        }
        let request_id = request_id(headers)?;
        check_timeout(headers)?;
        let params = Params::new(wire::parse(request.body())?);
        let account = account(&world.config, &params)?;
        Ok(Self {
            account,
            params,
            request_id,
        })
    }
}

fn request_id(headers: &HeaderMap) -> Result<String, Refusal> {
    match header(headers, "x-vps-request-id") {
        None | Some("") => Err(Refusal::new(-41)),
        Some(id) if id.len() > REQUEST_ID_MAX => Err(Refusal::new(-40)),
        Some(id) => Ok(id.to_owned()),
    }
}

/// In seconds. One second is too small for any processor.
fn check_timeout(headers: &HeaderMap) -> Result<(), Refusal> {
    let given =
        header(headers, "x-vps-client-timeout").or_else(|| header(headers, "x-vps-timeout"));
    match given.map(str::parse::<u32>) {
        Some(Err(_)) => Err(Refusal::new(-30)),
        Some(Ok(0 | 1)) => Err(Refusal::new(101)),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// Every credential is compared with upper and lower case as it is.
fn account(config: &Config, params: &Params) -> Result<PayflowAccount, Refusal> {
    let (Some(vendor), Some(user)) = (params.get("VENDOR"), params.get("USER")) else {
        return Err(Refusal::new(26));
    };
    let matches = |one: &&PayflowAccount| {
        one.vendor == vendor
            && one.user == user
            && params.get("PARTNER") == Some(one.partner.as_str())
            && params.get("PWD") == Some(one.password.as_str())
    };
    let found = config.payflow.iter().find(matches);
    found.cloned().ok_or_else(|| Refusal::new(1))
}

/// What a call to the gateway is named in faults and counts: `TRXTYPE:S`, `ACTION:G` of
/// an Express Checkout, or `CREATESECURETOKEN`.
pub(crate) fn operation_name(request: &Request<Vec<u8>>) -> &'static str {
    let params = Params::new(wire::parse(request.body()).unwrap_or_default());
    if params.is("CREATESECURETOKEN", "Y") {
        return "CREATESECURETOKEN";
    }
    let action = params.get("ACTION").filter(|_| params.is("TENDER", "P"));
    match (action, params.get("TRXTYPE")) {
        (Some("S"), _) => "ACTION:S",
        (Some("G"), _) => "ACTION:G",
        (Some("D"), _) => "ACTION:D",
        (_, Some("S")) => "TRXTYPE:S",
        (_, Some("A")) => "TRXTYPE:A",
        (_, Some("D")) => "TRXTYPE:D",
        (_, Some("V")) => "TRXTYPE:V",
        (_, Some("C")) => "TRXTYPE:C",
        (_, Some("I")) => "TRXTYPE:I",
        (_, Some("U")) => "TRXTYPE:U",
        _ => "unknown",
    }
}

/// The account of a vendor that has called before.
pub(crate) fn account_of(world: &World, vendor: &str) -> Option<PayflowAccount> {
    let all = &world.config.payflow;
    all.iter().find(|one| one.vendor == vendor).cloned()
}
