//! Sales and authorizations, and what all transactions begin and end with.

use crate::books::MovementKind;
use crate::money::iso_exponent;
use crate::payflow::card::{Card, Checks};
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::params::{Amount, Params};
use crate::payflow::result::{APPROVED, DECLINED, REVIEW, Refusal, message};
use crate::payflow::state::{Kind, Payflow, ShownCard, Status, Tender, Transaction};
use crate::random::{DIGITS, HEX, UPPER};
use crate::world::World;

/// What is never kept with a transaction.
const SECRET: &[&str] = &[
    "PWD", "ACCT", "CVV2", "EXPDATE", "PARTNER", "VENDOR", "USER",
];

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// How a hosted page asks for a transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByPage<'a> {
    /// The secure token.
    pub(crate) token: &'a str,
    /// The result that the payer chose.
    pub(crate) forced: Option<i32>,
}

impl Payflow {
    /// Executes a transaction and keeps it, whether it is approved or not. Returns its
    /// `PNREF`.
    pub(crate) fn transact(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        page: Option<ByPage<'_>>,
    ) -> String {
        let mut made = self.draft(world, account, params);
        made.token = page.map(|page| page.token.to_owned());
        let done = match (made.kind, made.tender) {
            (Kind::Sale | Kind::Authorization, Tender::Card) => {
                let forced = page.and_then(|page| page.forced);
                self.charge(world, account, params, forced, &mut made)
            }
            (Kind::Authorization, Tender::PayPal) if params.is("DOREAUTHORIZATION", "1") => {
                self.reauthorize(world, account, params, &mut made)
            }
            (Kind::Sale | Kind::Authorization, Tender::PayPal) => {
                self.do_express(world, account, params, &mut made)
            }
            (Kind::Capture, _) => self.capture(world, account, params, &mut made),
            (Kind::Credit, _) => self.credit(world, account, params, &mut made),
            (Kind::Void, _) => self.void(world, account, params, &mut made),
        };
        if let Err(refusal) = done {
            made.result = refusal.code;
            made.message = refusal.message();
            made.status = Status::Failed;
        }
        self.keep(made)
    }

    /// Keeps a transaction and returns its `PNREF`.
    pub(crate) fn keep(&mut self, made: Transaction) -> String {
        let pnref = made.pnref.clone();
        self.transactions.insert(pnref.clone(), made);
        pnref
    }

    /// A transaction that nothing was decided about yet.
    pub(crate) fn draft(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
    ) -> Transaction {
        self.sequence += 1;
        let now = world.now();
        let pnref = pnref(world, account.pilot);
        let kind = match params.get("TRXTYPE") {
            Some("A") => Kind::Authorization,
            Some("D") => Kind::Capture,
            Some("C") => Kind::Credit,
            Some("V") => Kind::Void,
            _ => Kind::Sale,
        };
        let tender = if params.is("TENDER", "P") {
            Tender::PayPal
        } else {
            Tender::Card
        };
        let by_paypal = tender == Tender::PayPal || account.paypal_processor;
        let mut paypal_text = |alphabet, length| {
            let text = world.random.text(alphabet, length);
            if by_paypal { text } else { String::new() }
        };
        Transaction {
            payment: pnref.clone(),
            pnref,
            sequence: self.sequence,
            vendor: account.vendor.clone(),
            kind,
            tender,
            amount: Amount::default(),
            result: APPROVED,
            message: message(APPROVED).to_owned(),
            status: Status::Booked,
            authcode: String::new(),
            ppref: paypal_text(UPPER, 17),
            correlation: paypal_text(HEX, 13),
            checks: Checks::default(),
            card: None,
            payer: None,
            origin: None,
            token: None,
            params: params.without(SECRET),
            created_ms: now,
            booked_ms: now,
            captured_minor: 0,
            credited_minor: 0,
            renewed: false,
        }
    }

    fn charge(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
        forced: Option<i32>,
        made: &mut Transaction,
    ) -> Result<(), Refusal> {
        let currency = params.currency(&account.currencies)?;
        let minor = params.amount("AMT", &currency)?;
        made.amount = Amount { minor, currency };
        if minor == 0 && made.kind == Kind::Sale {
            return Err(Refusal::new(4));
        }
        let typed = self.typed_card(account, params)?;
        let card = Card::read(&typed, &account.brands, world.now())?;
        made.checks = Checks::of(&typed.or(params));
        made.card = Some(ShownCard {
            last_four: card.last_four().to_owned(),
            expires: card.expires.clone(),
            brand: card.brand,
            typed: typed.only(&["ACCT", "EXPDATE"]),
        });
        match forced.unwrap_or_else(|| judged(account, &made.amount)) {
            APPROVED => {}
            REVIEW => {
                made.result = REVIEW;
                message(REVIEW).clone_into(&mut made.message);
                made.status = Status::Review;
            }
            code => return Err(Refusal::new(code)),
        }
        made.authcode = world.random.text(DIGITS, 6);
        move_money(world, made);
        Ok(())
    }

    /// The card that is charged: as it was typed, or that of an earlier transaction.
    fn typed_card(&self, account: &PayflowAccount, params: &Params) -> Result<Params, Refusal> {
        let Some(origin) = params.get("ORIGID") else {
            return Ok(params.clone());
        };
        let origin = self.owned(&account.vendor, origin);
        let card = origin.ok_or_else(|| Refusal::new(19))?.card.as_ref();
        let card = card.ok_or_else(|| Refusal::new(120))?;
        Ok(params.or(&card.typed))
    }
}

/// Books, holds, or does neither when only the card is checked.
pub(crate) fn move_money(world: &mut World, made: &mut Transaction) {
    match (made.kind, made.status) {
        (_, Status::Review) => world.books.hold(made.hold()),
        (Kind::Authorization, _) if made.amount.minor == 0 => {
            made.status = Status::Verified;
            "Verified".clone_into(&mut made.message);
        }
        (Kind::Authorization, _) => {
            made.status = Status::Authorized;
            world.books.hold(made.hold());
        }
        _ => {
            let moved = made.movement(MovementKind::Capture, &made.pnref, world.now());
            world.books.book(moved);
        }
    }
}

/// Twelve characters; the first four are of another form at the pilot. Nobody may read
/// anything from them.
pub(crate) fn pnref(world: &mut World, pilot: bool) -> String {
    let random = &mut world.random;
    let head = if pilot {
        format!(
            "{}{}{}",
            random.text(LETTERS, 1),
            random.text(DIGITS, 2),
            random.text(LETTERS, 1)
        )
    } else {
        random.text(LETTERS, 4)
    };
    format!("{head}{}", random.text(UPPER, 8))
}

/// What the processor and the merchant's filters say to an amount.
fn judged(account: &PayflowAccount, amount: &Amount) -> i32 {
    let by_pilot = if account.pilot {
        pilot_result(amount)
    } else {
        APPROVED
    };
    let too_much = account
        .review_above_minor
        .is_some_and(|most| amount.minor > most);
    if by_pilot == APPROVED && too_much {
        REVIEW
    } else {
        by_pilot
    }
}

/// At the pilot an amount of 1000 plus a result gives that result.
fn pilot_result(amount: &Amount) -> i32 {
    let major = amount.minor / 10_i64.pow(iso_exponent(&amount.currency));
    let exact = amount.minor % 10_i64.pow(iso_exponent(&amount.currency)) == 0;
    match major {
        ..1_000 => APPROVED,
        1_000 if exact => APPROVED,
        2_000 if exact => 1_000,
        1_004 | 1_005 | 1_008 | 1_013 | 1_023 | 1_024 | 1_030 | 1_050 | 1_051 | 1_099 | 1_100
        | 1_102 | 1_103 | 1_104 | 1_111 | 1_112 | 1_114 | 1_115 | 1_125 | 1_126 | 1_127 | 1_150
        | 1_151 => i32::try_from(major - 1_000).unwrap_or(DECLINED),
        _ => DECLINED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_above_1000_decide_at_the_pilot() {
        for (minor, result) in [
            (1, 0),
            (100_000, 0),
            (100_001, 12),
            (101_200, 12),
            (101_300, 13),
            (110_400, 104),
            (112_600, 126),
            (150_000, 12),
            (200_000, 1_000),
            (200_100, 12),
            (999_900, 12),
        ] {
            let amount = Amount {
                minor,
                currency: "USD".to_owned(),
            };
            assert_eq!(pilot_result(&amount), result, "{minor}");
        }
    }
}
