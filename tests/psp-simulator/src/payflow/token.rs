//! Secure tokens: what the merchant fixed before the payer sees the page.
//!
//! Source: Payflow Gateway guide, "Secure token".

use crate::clock::{MINUTE, UnixMs};
use crate::http::is_web_url;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::params::{Amount, Params};
use crate::payflow::result::Refusal;
use crate::payflow::state::Payflow;
use crate::payflow::wire::Answer;
use crate::random::MIXED;
use crate::world::World;

/// How long a token can be used.
const TOKEN_MS: i64 = 30 * MINUTE;
/// How often a token can be used without success.
const ATTEMPTS_MAX: u8 = 3;
/// The templates of the hosted page.
const TEMPLATES: &[&str] = &[
    "TEMPLATEA",
    "TEMPLATEB",
    "MINLAYOUT",
    "MOBILE",
    "MOBILE-IFRAME",
];

/// Whether a payment waits for the answer to its silent post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Confirmation {
    #[default]
    None,
    Waiting,
    Confirmed,
    Failed,
}

/// A secure token and what it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// `SECURETOKEN`.
    pub(crate) value: String,
    /// `SECURETOKENID`, chosen by the merchant.
    pub(crate) id: String,
    pub(crate) vendor: String,
    pub(crate) amount: Amount,
    pub(crate) params: Params,
    pub(crate) attempts: u8,
    /// `PNREF` of the approved payment.
    pub(crate) paid: Option<String>,
    pub(crate) confirmation: Confirmation,
    /// What the browser is told when the payment is confirmed.
    pub(crate) told: Vec<(String, String)>,
    pub(crate) expires_ms: UnixMs,
}

impl Token {
    /// Why the token cannot be used now.
    pub(crate) fn problem(&self, now: UnixMs) -> Option<Refusal> {
        let code = if self.confirmation == Confirmation::Waiting {
            161
        } else if self.paid.is_some() || self.attempts >= ATTEMPTS_MAX {
            160
        } else if now >= self.expires_ms {
            162
        } else {
            return None;
        };
        Some(Refusal::new(code))
    }

    /// Whether the payer is sent back without a receipt page.
    pub(crate) fn returns_at_once(&self) -> bool {
        let small = |template: &str| {
            template.eq_ignore_ascii_case("MINLAYOUT") || template.starts_with("MOBILE")
        };
        self.params.is("DISABLERECEIPT", "TRUE") || self.params.get("TEMPLATE").is_some_and(small)
    }
}

impl Payflow {
    /// Makes a token for one payment.
    pub(crate) fn create_token(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
    ) -> Result<Answer, Refusal> {
        if !matches!(params.get("TRXTYPE"), Some("S" | "A")) {
            return Err(Refusal::new(3));
        }
        let currency = params.currency(&account.currencies)?;
        let minor = params.amount("AMT", &currency)?;
        if minor == 0 && params.is("TRXTYPE", "S") {
            return Err(Refusal::new(4));
        }
        let id = params.get("SECURETOKENID").unwrap_or_default();
        let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let is_new = !self
            .tokens
            .values()
            .any(|one| one.vendor == account.vendor && one.id == id);
        if !is_id || !is_new {
            return Err(Refusal::field("SECURETOKENID"));
        }
        check_page(params)?;
        let token = secure_token(world);
        self.tokens.insert(
            token.clone(),
            Token {
                value: token.clone(),
                id: id.to_owned(),
                vendor: account.vendor.clone(),
                amount: Amount { minor, currency },
                params: params.without(&["PWD", "ACCT", "CVV2", "EXPDATE", "ORIGID", "ACTION"]),
                attempts: 0,
                paid: None,
                confirmation: Confirmation::None,
                told: Vec::new(),
                expires_ms: world.now().saturating_add(TOKEN_MS),
            },
        );
        let mut answer = Answer::of(0, "Approved");
        answer.add("SECURETOKEN", token);
        answer.add("SECURETOKENID", id);
        Ok(answer)
    }
}

/// Refuses addresses and words that the hosted page cannot use.
fn check_page(params: &Params) -> Result<(), Refusal> {
    for name in ["RETURNURL", "CANCELURL", "ERRORURL", "SILENTPOSTURL"] {
        if params.get(name).is_some_and(|url| !is_web_url(url)) {
            return Err(Refusal::field(name));
        }
    }
    let one_of = |name: &str, words: &[&str]| match params.get(name) {
        Some(value) if !words.iter().any(|word| value.eq_ignore_ascii_case(word)) => {
            Err(Refusal::field(name))
        }
        _ => Ok(()),
    };
    one_of("TEMPLATE", TEMPLATES)?;
    one_of("URLMETHOD", &["GET", "POST"])?;
    one_of("DISABLERECEIPT", &["TRUE", "FALSE"])?;
    one_of("SILENTTRAN", &["TRUE", "FALSE"])
}

/// 25 characters; some hold `+`, `/` and `=`, which must be encoded in an address and
/// counted in a parameter list.
fn secure_token(world: &mut World) -> String {
    if world.random.chance(500) {
        return world.random.text(MIXED, 25);
    }
    let random = &mut world.random;
    format!(
        "{}+{}/{}==",
        random.text(MIXED, 9),
        random.text(MIXED, 9),
        random.text(MIXED, 3)
    )
}
