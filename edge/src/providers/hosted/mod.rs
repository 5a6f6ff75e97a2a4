//! PayPal's hosted card page (Website Payments Pro Hosted Solution): a button token leads the donor
//! there, and the page takes or reserves the money itself.

mod wire;

use obole_shared::payment::{Answer, Call, Payment, Report, Standing};
use obole_shared::terminal::Terminal;
use obole_shared::time::{Millis, UnixMs};

use super::answer::provider_url;
use super::nvp::{Client, Credentials, Fields, Inquiry, check};
use super::{Addresses, Check, Finding, cannot};
use crate::ports::{Clock, Http};

/// How long the donor may arrive at the page.
const PAGE_LIFETIME: Millis = Millis::hours(2);

/// An account with the hosted card page.
#[derive(Debug, Clone)]
pub struct Hosted {
    client: Client,
    /// Where the donor pays, apart from PayPal's own hosts.
    web_origin: String,
}

impl Hosted {
    /// An account; calls go to `{nvp_origin}/nvp`, donors to the page that PayPal names, on
    /// `web_origin` or one of its own hosts.
    pub const fn new(credentials: Credentials, nvp_origin: String, web_origin: String) -> Self {
        Self {
            client: Client::new(credentials, nvp_origin),
            web_origin,
        }
    }

    /// Whether the account works, by calls that change nothing.
    pub(crate) async fn check(&self, ports: &impl Http, terminal: &Terminal) -> Check {
        let mut check = check(&self.client, ports, terminal).await;
        if check.passed() {
            let what = "whether the hosted card page is switched on for this account";
            check.findings.push(Finding::Unchecked(what.to_owned()));
        }
        check
    }

    pub(crate) async fn perform(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Answer {
        let inquiry = Inquiry {
            client: &self.client,
            ports,
            payment,
            // The interface does not tell which card it was.
            method: None,
        };
        match call {
            Call::OpenSession => {
                let receiver = self.client.credentials.receiver();
                let fields = wire::button(addresses, payment, receiver);
                let session = |fields: &Fields, now| self.session(fields, now);
                self.client
                    .open(ports, "BMCreateButton", fields, session)
                    .await
            }
            Call::AskSession => ask(&inquiry, ports.now()).await,
            Call::AskBooks => {
                let gone = Answer::Standing(Standing::Gone);
                inquiry.by_reference_or(gone).await
            }
            Call::Capture => inquiry.capture().await,
            Call::Cancel => inquiry.cancel().await,
            Call::Refund(number) => inquiry.refund(number).await,
            Call::AskRefund(number) => inquiry.ask_refund(number).await,
            Call::Authorize | Call::CaptureRefund(_) => cannot("not_supported"),
        }
    }

    fn session(&self, fields: &Fields, now: UnixMs) -> Result<Answer, String> {
        let token = fields.get("HOSTEDBUTTONID").ok_or("no button token")?;
        let link = fields.get("EMAILLINK").ok_or("no link for the payer")?;
        let redirect_url = provider_url(link, &self.web_origin, "paypal.com")
            .ok_or("the link for the payer leads elsewhere")?;
        if !is_token(token) {
            return Err("a malformed button token".to_owned());
        }
        Ok(Answer::Session {
            handle: token.to_owned(),
            redirect_url,
            expires_at: now + PAGE_LIFETIME,
        })
    }
}

/// The page itself cannot be asked: the history tells.
async fn ask<P: Http>(inquiry: &Inquiry<'_, P>, now: UnixMs) -> Answer {
    if let Some(id) = inquiry.known_transaction() {
        return inquiry.of_transaction(id).await;
    }
    let found = if let Some(answer) = inquiry.of_hint().await {
        answer
    } else {
        let nothing = Answer::Standing(Standing::NotStarted);
        inquiry.by_reference_or(nothing).await
    };
    let session = inquiry.payment.session.as_ref();
    let open = session.is_some_and(|session| now < session.expires_at);
    match &found {
        // The donor may try another card as long as the page is there.
        Answer::Report(report) if open && is_declined(report) => {
            Answer::Standing(Standing::NotStarted)
        }
        _ => found,
    }
}

/// Only kept and shown, never sent back.
fn is_token(text: &str) -> bool {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= 255 && text.bytes().all(harmless)
}

const fn is_declined(report: &Report) -> bool {
    matches!(report.standing, Some(Standing::Declined { .. }))
}
