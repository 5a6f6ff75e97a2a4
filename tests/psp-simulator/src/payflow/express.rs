//! Express Checkout through the gateway: `TENDER=P`, set, get and do.
//!
//! Source: Express Checkout for Payflow guide; error numbers from the NVP API guide.

use crate::clock::{HOUR, UnixMs};
use crate::http::is_web_url;
use crate::payflow::charge::move_money;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::params::{Amount, Params};
use crate::payflow::result::{DECLINED, Refusal};
use crate::payflow::state::{Kind, Payer, Payflow, Status, Transaction};
use crate::payflow::wire::Answer;
use crate::random::{ACCOUNT, HEX, UPPER};
use crate::world::World;

/// How long a token can be used.
const TOKEN_MS: i64 = 3 * HOUR;
/// How often a payment can be tried with one token.
const TRIES_MAX: u8 = 10;
/// The simulated payer's address.
const EMAIL: &str = "payer@example.test";
const FIELD: i32 = 7;

/// What the means that the payer chose will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Funding {
    Pays,
    Declines,
    /// Pending first; then `clears` or not.
    ECheck {
        clears: bool,
    },
}

/// An Express Checkout.
#[derive(Debug, Clone)]
pub(crate) struct Express {
    /// `TOKEN`.
    pub(crate) token: String,
    pub(crate) vendor: String,
    pub(crate) amount: Amount,
    max_minor: i64,
    /// What was sent to set it.
    pub(crate) params: Params,
    pub(crate) payer: Payer,
    /// What the payer agreed to, once that happened.
    pub(crate) funding: Option<Funding>,
    pub(crate) expires_ms: UnixMs,
    /// `PNREF` of the payment that was made.
    pub(crate) paid: Option<String>,
    tries: u8,
    /// The secure token on whose page it was begun.
    pub(crate) page: Option<String>,
}

impl Payflow {
    /// Begins an Express Checkout and returns its token.
    pub(crate) fn set_express(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
    ) -> Result<Answer, Refusal> {
        if !matches!(params.get("TRXTYPE"), Some("S" | "A")) {
            return Err(Refusal::new(3));
        }
        for name in ["RETURNURL", "CANCELURL"] {
            if !params.get(name).is_some_and(is_web_url) {
                let text = format!("{name} is invalid.");
                return Err(Refusal::paypal(FIELD, 10_471, &text));
            }
        }
        let currency = params.currency(&account.currencies)?;
        let minor = params.amount("AMT", &currency)?;
        if minor == 0 {
            return Err(Refusal::new(4));
        }
        let max_minor = match params.get("MAXAMT") {
            Some(_) => params.amount("MAXAMT", &currency)?.max(minor),
            None => minor,
        };
        let amount = Amount { minor, currency };
        let token = self.open_express(world, account, params, amount, max_minor, None);
        let mut answer = Answer::of(0, "Approved");
        answer.add("TOKEN", token);
        answer.add("CORRELATIONID", world.random.text(HEX, 13));
        Ok(answer)
    }

    pub(crate) fn open_express(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        amount: Amount,
        max_minor: i64,
        page: Option<&str>,
    ) -> String {
        let token = format!("EC-{}", world.random.text(UPPER, 17));
        let payer = Payer {
            id: world.random.text(ACCOUNT, 13),
            email: EMAIL.to_owned(),
        };
        self.express.insert(
            token.clone(),
            Express {
                token: token.clone(),
                vendor: account.vendor.clone(),
                amount,
                max_minor,
                params: params.without(&["PWD", "ACTION"]),
                payer,
                funding: None,
                expires_ms: world.now().saturating_add(TOKEN_MS),
                paid: None,
                tries: 0,
                page: page.map(str::to_owned),
            },
        );
        token
    }

    /// Tells who agreed to pay.
    pub(crate) fn get_express(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
    ) -> Result<Answer, Refusal> {
        let correlation = world.random.text(HEX, 13);
        let one = self.usable(world, account, params)?;
        let mut answer = Answer::of(0, "Approved");
        answer.add("TOKEN", one.token.as_str());
        answer.add("CORRELATIONID", correlation);
        if one.funding.is_some() {
            answer.add("PAYERID", one.payer.id.as_str());
            answer.add("EMAIL", one.payer.email.as_str());
            answer.add("PAYERSTATUS", "verified");
            answer.add("FIRSTNAME", "Ada");
            answer.add("LASTNAME", "Muster");
            answer.add("COUNTRYCODE", "US");
            if !one.params.is("NOSHIPPING", "1") {
                answer.add("SHIPTOSTREET", "1 Main St");
                answer.add("SHIPTOCITY", "San Jose");
                answer.add("SHIPTOSTATE", "CA");
                answer.add("SHIPTOZIP", "95131");
                answer.add("SHIPTOCOUNTRY", "US");
                answer.add("ADDRESSSTATUS", "Y");
            }
        }
        answer.maybe("CUSTOM", one.params.get("CUSTOM"));
        answer.maybe("INVNUM", one.params.get("INVNUM"));
        Ok(answer)
    }

    fn usable(
        &mut self,
        world: &World,
        account: &PayflowAccount,
        params: &Params,
    ) -> Result<&mut Express, Refusal> {
        let token = params.get("TOKEN").unwrap_or_default();
        let one = self
            .express
            .get_mut(token)
            .filter(|one| one.vendor == account.vendor)
            .ok_or_else(|| Refusal::paypal(FIELD, 10_410, "Invalid token"))?;
        if world.now() >= one.expires_ms && one.paid.is_none() {
            let text = "This Express Checkout session has expired. Token value is no longer valid.";
            return Err(Refusal::paypal(FIELD, 10_411, text));
        }
        Ok(one)
    }

    /// Makes the payment that the payer agreed to.
    pub(crate) fn do_express(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        made: &mut Transaction,
    ) -> Result<(), Refusal> {
        if params.get("ACTION").is_none() {
            return Err(Refusal::field("ACTION"));
        }
        let currency = params.currency(&account.currencies)?;
        let minor = params.amount("AMT", &currency)?;
        let one = self.usable(world, account, params)?;
        made.amount = Amount { minor, currency };
        made.params = made.params.or(&one.params);
        made.payer = Some(one.payer.clone());
        let funding = one.agreed(params, made)?;
        one.tries = one.tries.saturating_add(1);
        match funding {
            Funding::Declines => {
                let text = "This transaction couldn't be completed. Please redirect your customer to PayPal.";
                return Err(Refusal::paypal(DECLINED, 10_486, text));
            }
            Funding::ECheck { clears } if made.kind == Kind::Sale => {
                let decided_ms = world.now().saturating_add(world.config.echeck_ms);
                made.status = Status::Pending { decided_ms, clears };
            }
            Funding::ECheck { .. } | Funding::Pays => move_money(world, made),
        }
        one.paid = Some(made.pnref.clone());
        Ok(())
    }

    /// Renews the hold of an authorization by PayPal, once.
    pub(crate) fn reauthorize(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        made: &mut Transaction,
    ) -> Result<(), Refusal> {
        let refused = || Refusal::new(200);
        let pnref = params
            .get("ORIGID")
            .ok_or_else(|| Refusal::field("ORIGID"))?;
        let origin = self
            .owned(&account.vendor, pnref)
            .ok_or_else(|| Refusal::new(19))?
            .clone();
        let open = origin.status == Status::Authorized && origin.captured_minor == 0;
        if !open
            || origin.tender != made.tender
            || origin.renewed
            || world.now() >= origin.lapses_ms()
        {
            return Err(refused());
        }
        made.amount = origin.amount.clone();
        if params.get("AMT").is_some() {
            made.amount.minor = params.amount("AMT", &made.amount.currency)?;
        }
        if made.amount.minor == 0 || made.amount.minor > origin.amount.minor {
            return Err(refused());
        }
        made.renewed = true;
        made.origin = Some(origin.pnref.clone());
        made.payment.clone_from(&origin.payment);
        made.payer.clone_from(&origin.payer);
        made.params = made.params.or(&origin.params);
        world.books.release(&origin.pnref);
        move_money(world, made);
        if let Some(kept) = self.transactions.get_mut(&origin.pnref) {
            kept.status = Status::Captured;
        }
        Ok(())
    }
}

impl Express {
    /// What the payer agreed to, if the request is about exactly that.
    fn agreed(&self, params: &Params, made: &Transaction) -> Result<Funding, Refusal> {
        let refused = |number, text: &str| Err(Refusal::paypal(FIELD, number, text));
        if self.paid.is_some() {
            let text = "A successful transaction has already been completed for this token.";
            return refused(10_415, text);
        }
        if self.tries >= TRIES_MAX {
            return refused(
                10_416,
                "You have exceeded the maximum number of payment attempts for this token.",
            );
        }
        let Some(funding) = self.funding else {
            return refused(10_422, "Customer must choose new funding sources.");
        };
        if params.get("PAYERID") != Some(self.payer.id.as_str()) {
            return refused(10_406, "The PayerID value is invalid.");
        }
        let was = if self.params.is("TRXTYPE", "A") {
            Kind::Authorization
        } else {
            Kind::Sale
        };
        if was == Kind::Sale && made.kind == Kind::Authorization {
            return refused(
                10_423,
                "Transaction cannot complete with PaymentAction of Authorization.",
            );
        }
        if made.amount.currency != self.amount.currency {
            return Err(Refusal::new(6));
        }
        if made.amount.minor == 0 || made.amount.minor > self.max_minor {
            return Err(Refusal::new(4));
        }
        Ok(funding)
    }
}
