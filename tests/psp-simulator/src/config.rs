//! Accounts and switches. The defaults are what development and tests rely on.

use std::sync::Arc;

use crate::classic::{Settled, convert};
use crate::clock::{DAY, HOUR, MINUTE};
use crate::payflow::PayflowAccount;
use crate::signer::WebhookSigner;

/// A Saferpay e-commerce terminal with its API user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaferpayTerminal {
    /// `CustomerId`.
    pub customer: String,
    /// `TerminalId`, eight digits.
    pub terminal: String,
    /// JSON API user.
    pub username: String,
    /// JSON API password.
    pub password: String,
    /// Contracted currencies, ISO 4217.
    pub currencies: Vec<String>,
}

impl Default for SaferpayTerminal {
    fn default() -> Self {
        Self {
            customer: "400123".into(),
            terminal: "17700001".into(),
            username: "API_400123_00000001".into(),
            password: "simulator-password".into(),
            currencies: ["CHF", "EUR", "USD"].map(String::from).to_vec(),
        }
    }
}

/// A PayPal REST app with its one webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayPalAccount {
    /// REST client id.
    pub client_id: String,
    /// REST secret.
    pub secret: String,
    /// Webhook id, part of what is signed.
    pub webhook_id: String,
    /// Where webhooks go; nothing is sent when `None`.
    pub webhook_url: Option<String>,
    /// Whether a second payment under a used `invoice_id` is refused.
    pub unique_invoices: bool,
}

impl Default for PayPalAccount {
    fn default() -> Self {
        Self {
            client_id: "simulator-client".into(),
            secret: "simulator-secret".into(),
            webhook_id: "8WH00000000000001".into(),
            webhook_url: Some("http://127.0.0.1:8787/notify/paypal-test".into()),
            unique_invoices: true,
        }
    }
}

/// API credentials of a classic account or of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCredential {
    /// `USER`.
    pub user: String,
    /// `PWD`, 16 characters.
    pub password: String,
    /// `SIGNATURE`, 56 characters.
    pub signature: String,
}

/// What a classic account does with a payment in a currency that it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unheld {
    /// The payment waits, pending, until the merchant accepts or denies it.
    Ask,
    /// It is converted to the primary currency at once.
    Convert,
}

/// A classic PayPal account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of the account's profile, each its own"
)]
pub struct ClassicAccount {
    /// Primary e-mail, in lower case.
    pub email: String,
    /// Merchant id, 13 characters.
    pub id: String,
    /// Its own API signature.
    pub api: ApiCredential,
    /// Users of [`Config::classic_partners`] that may act for it by `SUBJECT`.
    pub permits: Vec<String>,
    /// Authenticates payment data transfer.
    pub identity_token: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Balances it holds, the primary currency first. ISO 4217.
    pub currencies: Vec<String>,
    /// What happens to payments in other currencies.
    pub unheld: Unheld,
    /// Units of the primary currency for one unit of another, as decimal text.
    pub rates: Vec<(String, String)>,
    /// Where notifications go unless a payment says otherwise.
    pub notify_url: Option<String>,
    /// Language encoding of its notifications.
    pub charset: String,
    /// Whether the browser is sent back by itself after a payment.
    pub auto_return: bool,
    /// Where it is sent when the button does not say.
    pub return_url: Option<String>,
    /// Whether it takes the transaction along, for payment data transfer. Needs
    /// `auto_return`.
    pub data_transfer: bool,
    /// How long after the payment its data can be fetched. PayPal does not tell.
    pub data_transfer_ms: i64,
    /// Whether people without an account may pay by card. They are not sent back by
    /// themselves.
    pub account_optional: bool,
    /// Whether a second payment under a used invoice number is refused.
    pub unique_invoices: bool,
    /// Whether an amount chooses the error, see the NVP API guide on negative testing.
    pub negative_testing: bool,
    /// Whether it is a sandbox account.
    pub test: bool,
    /// Calls of the NVP API that are refused, and the error number, as where a licence or
    /// a permission is missing.
    pub refuses: Vec<(String, u32)>,
}

impl Default for ClassicAccount {
    fn default() -> Self {
        Self {
            email: "caisse@obole.test".into(),
            id: "WQ2ER5TY8HJKN".into(),
            api: ApiCredential {
                user: "caisse_api1.obole.test".into(),
                password: "SIMULATORPWD0001".into(),
                signature: "Simulator.Signature-0001.AbCdEfGhIjKlMnOpQrStUvWxYz01234".into(),
            },
            permits: vec![partner().user],
            identity_token: "simulatorIdentityToken0000000000000000000000000000000001".into(),
            country: "US".into(),
            currencies: ["USD", "CAD", "EUR", "GBP", "CHF", "JPY"]
                .map(String::from)
                .to_vec(),
            unheld: Unheld::Ask,
            rates: Vec::new(),
            notify_url: None,
            charset: "windows-1252".into(),
            auto_return: true,
            return_url: None,
            data_transfer: true,
            data_transfer_ms: DAY,
            account_optional: true,
            unique_invoices: true,
            negative_testing: false,
            test: true,
            refuses: Vec::new(),
        }
    }
}

impl ClassicAccount {
    /// A net amount in the primary currency, where there is a rate for it.
    pub(crate) fn settle(&self, net_minor: i64, currency: &str) -> Option<Settled> {
        let (_, rate) = self.rates.iter().find(|(one, _)| one == currency)?;
        convert(net_minor, currency, self.currencies.first()?, rate)
    }
}

/// The partner that the default account grants permission to.
fn partner() -> ApiCredential {
    ApiCredential {
        user: "partner_api1.obole.test".into(),
        password: "SIMULATORPWD0002".into(),
        signature: "Simulator.Signature-0002.AbCdEfGhIjKlMnOpQrStUvWxYz01234".into(),
    }
}

/// How a `CaptureId` is made from the transaction id. Both forms occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureIdStyle {
    /// Equal to the transaction id.
    Plain,
    /// Transaction id and `_c`.
    Suffixed,
    /// One of the two, by the seed.
    Random,
}

/// Everything that can be set before the start.
#[derive(Debug, Clone)]
pub struct Config {
    /// Scheme, host and port under which the simulator is reached.
    pub origin: String,
    /// Saferpay terminals.
    pub saferpay: Vec<SaferpayTerminal>,
    /// PayPal apps.
    pub paypal: Vec<PayPalAccount>,
    /// Classic PayPal accounts.
    pub classic: Vec<ClassicAccount>,
    /// Merchants of the Payflow gateway.
    pub payflow: Vec<PayflowAccount>,
    /// API credentials that act for classic accounts by `SUBJECT`.
    pub classic_partners: Vec<ApiCredential>,
    /// Refuse request fields the provider does not know. The real providers accept them
    /// silently, which is how typing errors go unnoticed. In the NVP API also refuse a
    /// name that comes twice.
    pub strict_fields: bool,
    /// Refuse `Amount.Value` as a JSON number (the sources disagree on what Saferpay does).
    pub strict_amount_type: bool,
    /// Form of the `CaptureId`.
    pub capture_id: CaptureIdStyle,
    /// How long after the authorization Inquire begins to know a transaction.
    pub inquire_lag_ms: i64,
    /// Answer a repeated Saferpay request (same `CustomerId`, `RequestId` and path,
    /// `RetryIndicator` above 0) with the stored answer. No source promises that.
    pub replay_retries: bool,
    /// How long a Saferpay redirect URL may be opened.
    pub redirect_ms: i64,
    /// How long a bank transfer at Saferpay stays pending.
    pub transfer_ms: i64,
    /// How long a PayPal eCheck stays pending.
    pub echeck_ms: i64,
    /// Notices fall due at random within this time, so that notice and browser return
    /// arrive in either order.
    pub notice_spread_ms: u64,
    /// Signs webhooks. `None`: webhooks go out with a signature that cannot verify.
    pub signer: Option<Arc<WebhookSigner>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            origin: "http://127.0.0.1:8788".into(),
            saferpay: vec![SaferpayTerminal::default()],
            paypal: vec![PayPalAccount::default()],
            classic: vec![ClassicAccount::default()],
            payflow: PayflowAccount::of_every_type(),
            classic_partners: vec![partner()],
            strict_fields: true,
            strict_amount_type: true,
            capture_id: CaptureIdStyle::Random,
            inquire_lag_ms: 3 * MINUTE,
            replay_retries: false,
            redirect_ms: HOUR,
            transfer_ms: 2 * HOUR,
            echeck_ms: 72 * HOUR,
            notice_spread_ms: 800,
            signer: None,
        }
    }
}
