//! What a hosted payment came to, as the browser and the silent post tell it.
//!
//! Source: Payflow Gateway guide, "Configuring hosted checkout pages" ("Silent posts",
//! "Force silent post confirmation").

use crate::books::{MovementKind, Provider};
use crate::notice::Payload;
use crate::payflow::access::account_of;
use crate::payflow::answer::users;
use crate::payflow::card::card_type;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::onward::encode;
use crate::payflow::params::Params;
use crate::payflow::settlement::pacific;
use crate::payflow::state::{Payflow, Tender, Transaction};
use crate::payflow::token::{Confirmation, Token};
use crate::world::World;

/// The name of a silent post in faults and lists.
const KIND: &str = "silent-post";
/// `User-Agent` of a silent post.
const AGENT: &str = "PayPal Silent Post";
/// Texts of the merchant that come back as they were sent.
const ECHOED: &[&str] = &[
    "INVNUM",
    "PONUM",
    "CUSTREF",
    "CUSTID",
    "COMMENT1",
    "COMMENT2",
    "CURRENCY",
    "TAXAMT",
    "BILLTOFIRSTNAME",
    "BILLTOLASTNAME",
    "BILLTOSTREET",
    "BILLTOCITY",
    "BILLTOSTATE",
    "BILLTOZIP",
    "BILLTOCOUNTRY",
    "BILLTOEMAIL",
    "SHIPTOFIRSTNAME",
    "SHIPTOLASTNAME",
    "SHIPTOSTREET",
    "SHIPTOCITY",
    "SHIPTOSTATE",
    "SHIPTOZIP",
    "SHIPTOCOUNTRY",
];

type Fields = Vec<(String, String)>;

fn push(fields: &mut Fields, name: &str, value: &str) {
    if !value.is_empty() {
        fields.push((name.to_owned(), value.to_owned()));
    }
}

/// The merchant's own fields of a token.
pub(crate) fn token_fields(token: &Token) -> Fields {
    let mut fields = Vec::new();
    push(&mut fields, "SECURETOKEN", &token.value);
    push(&mut fields, "SECURETOKENID", &token.id);
    for name in ECHOED {
        push(
            &mut fields,
            name,
            token.params.get(name).unwrap_or_default(),
        );
    }
    push(
        &mut fields,
        "INVOICE",
        token.params.get("INVNUM").unwrap_or_default(),
    );
    for (name, value) in users(&token.params) {
        push(&mut fields, name, value);
    }
    fields
}

/// Everything a result is told with, in an order that means nothing.
pub(crate) fn result_fields(world: &mut World, token: &Token, one: &Transaction) -> Fields {
    let mut fields = token_fields(token);
    let checks = one.checks;
    let tender = if one.tender == Tender::PayPal {
        "P"
    } else {
        "CC"
    };
    push(&mut fields, "RESULT", &one.result.to_string());
    push(&mut fields, "RESPMSG", &one.message);
    push(&mut fields, "PNREF", &one.pnref);
    push(&mut fields, "PPREF", &one.ppref);
    push(&mut fields, "CORRELATIONID", &one.correlation);
    push(&mut fields, "AUTHCODE", &one.authcode);
    push(&mut fields, "AMT", &one.written_amount());
    push(&mut fields, "TYPE", one.kind.letter());
    push(&mut fields, "TRXTYPE", one.kind.letter());
    push(&mut fields, "METHOD", tender);
    push(&mut fields, "TENDER", tender);
    push(&mut fields, "TRANSTIME", &pacific(one.created_ms));
    if let Some(card) = &one.card {
        push(&mut fields, "ACCT", &card.last_four);
        push(&mut fields, "EXPDATE", &card.expires);
        push(&mut fields, "CARDTYPE", card_type(card.brand));
    }
    if let Some(payer) = &one.payer {
        push(&mut fields, "PAYERID", &payer.id);
        push(&mut fields, "EMAIL", &payer.email);
    }
    if !checks.street.is_empty() {
        push(
            &mut fields,
            "AVSDATA",
            &format!("{}{}N", checks.street, checks.zip),
        );
        push(&mut fields, "AVSADDR", checks.street);
        push(&mut fields, "AVSZIP", checks.zip);
        push(&mut fields, "IAVS", "N");
    }
    push(&mut fields, "CVV2MATCH", checks.code);
    shuffle(world, &mut fields);
    fields
}

fn shuffle(world: &mut World, fields: &mut Fields) {
    for at in (1..fields.len()).rev() {
        let limit = u64::try_from(at).unwrap_or(0).saturating_add(1);
        let with = usize::try_from(world.random.below(limit)).unwrap_or(at);
        fields.swap(at, with);
    }
}

/// Where silent posts about a token go.
fn target(account: &PayflowAccount, params: &Params) -> Option<String> {
    params
        .text("SILENTPOSTURL")
        .or_else(|| account.silent_post_url.clone())
}

impl Payflow {
    /// Sends the silent post about a payment, if there is one to send. Returns how long
    /// the browser is kept back.
    pub(crate) fn post_silently(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        token: &Token,
        fields: &Fields,
        approved: bool,
    ) -> u64 {
        let Some(target) = target(account, &token.params) else {
            return 0;
        };
        if !approved && !account.silent_post_declines {
            return 0;
        }
        let forced = approved && account.void_on_silent_post_failure;
        let spread = if forced {
            0
        } else {
            world.config.notice_spread_ms
        };
        let plan = world
            .faults
            .for_notice(&mut world.random, Provider::Payflow, KIND, spread);
        let now = world.now();
        let mut posts = Vec::new();
        for delay in &plan.delays_ms {
            let due = now.saturating_add(i64::try_from(*delay).unwrap_or(0));
            let payload = Payload::Form {
                body: encode(fields).into_bytes(),
                agent: AGENT,
            };
            posts.push(
                world
                    .notices
                    .enqueue(Provider::Payflow, KIND, &target, payload, due),
            );
        }
        if forced {
            self.confirm_later(world, &token.value, posts.first().copied());
        }
        plan.hold_return_ms
    }

    /// Waits for the answer to a silent post; one that never goes out fails at once.
    fn confirm_later(&mut self, world: &mut World, token: &str, post: Option<u64>) {
        if let Some(kept) = self.tokens.get_mut(token) {
            kept.confirmation = Confirmation::Waiting;
        }
        match post {
            Some(post) => {
                self.confirmations.insert(post, token.to_owned());
            }
            None => self.confirm(world, token, false),
        }
    }

    /// Tells how a silent post was answered.
    pub(crate) fn silent_post_answered(
        &mut self,
        world: &mut World,
        post: u64,
        status: Option<u16>,
    ) {
        if let Some(token) = self.confirmations.remove(&post) {
            world.notices.give_up(post);
            self.confirm(world, &token, status == Some(200));
        }
    }

    /// Ends the waiting; a payment that was not confirmed is voided.
    fn confirm(&mut self, world: &mut World, token: &str, accepted: bool) {
        let Some(kept) = self.tokens.get_mut(token) else {
            return;
        };
        if accepted {
            kept.confirmation = Confirmation::Confirmed;
            return;
        }
        kept.confirmation = Confirmation::Failed;
        let origin = kept.paid.clone();
        let origin = origin
            .and_then(|pnref| self.transactions.get(&pnref))
            .cloned();
        let account = origin
            .as_ref()
            .and_then(|one| account_of(world, &one.vendor));
        if let (Some(origin), Some(account)) = (origin, account) {
            let params = Params::default().with("TRXTYPE", "V");
            let mut made = self.draft(world, &account, &params);
            if self
                .undo(world, &origin, &mut made, MovementKind::Reversal)
                .is_ok()
            {
                self.keep(made);
            }
        }
    }
}
