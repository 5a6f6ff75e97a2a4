//! Payments: the list, one payment, and the steps an operator takes with it. Each step that moves
//! money is spelled on a page of its own before it is done.

mod detail;
mod list;
mod said;
mod step;
mod timeline;

use obole_shared::ids::{IdempotencyKey, PaymentId};
use obole_shared::money::Money;
use obole_shared::payment::{Entry, Payment};
use obole_shared::problem::Code;

use super::form::Problems;
use super::{Answer, Visit, words};
use crate::error::Error;
use crate::index;
use crate::object::Ask;
use crate::random::random_uuid;
pub(super) use list::rows_table;
use step::{Step, Verb};

/// `GET /admin/payments`.
pub(super) async fn list(visit: &Visit<'_>) -> Result<Answer, Error> {
    let filter = list::filter(&visit.query);
    let rows = index::list(&visit.database()?, &filter).await?;
    Ok(list::page(&visit.query, &rows, filter.limit).into())
}

/// `GET /admin/payments/{id}`.
pub(super) async fn show(visit: &Visit<'_>, id: &str) -> Result<Answer, Error> {
    let (payment, journal) = load(visit, &parse(id)?).await?;
    Ok(detail::page(&payment, &journal, visit.now).into())
}

/// `GET /admin/payments/{id}/{verb}`: spells what would be done.
pub(super) async fn ask(visit: &Visit<'_>, id: &str, verb: &str) -> Result<Answer, Error> {
    let verb = Verb::parse(verb).ok_or(Code::NotFound)?;
    let (payment, _) = load(visit, &parse(id)?).await?;
    let typed = visit.query.raw("amount");
    let page = match Step::new(verb, &payment, typed) {
        Ok(step) => step.page(&visit.csrf, &random_uuid(), &Problems::default()),
        Err(problem) => problem.page(verb, &payment, typed),
    };
    Ok(page.into())
}

/// `POST /admin/payments/{id}/{verb}`: does it.
pub(super) async fn act(visit: &Visit<'_>, id: &str, verb: &str) -> Result<Answer, Error> {
    let verb = Verb::parse(verb).ok_or(Code::NotFound)?;
    let id = parse(id)?;
    let (payment, _) = load(visit, &id).await?;
    let currency = payment.opened.amount.currency();
    let amount =
        Money::from_wire(visit.form.text("value"), currency).map_err(|_| Code::RefundAmount)?;
    let key: IdempotencyKey = visit
        .form
        .text("key")
        .parse()
        .map_err(|_| Code::KeyMissing)?;
    match verb.order(key.clone(), amount).send(visit.env, &id).await {
        Ok(_) => Ok(Answer::Next(format!(
            "/admin/payments/{id}?done={}",
            verb.as_str()
        ))),
        Err(Error::Problem(problem)) if problem.code.status() != 404 => {
            let step = Step {
                verb,
                payment: &payment,
                amount,
            };
            let problems = Problems::one("", words::refused_step(problem.code));
            let page = step.page(&visit.csrf, key.as_str(), &problems);
            Ok(page.refused(problem.code.status()).into())
        }
        Err(error) => Err(error),
    }
}

fn parse(id: &str) -> Result<PaymentId, Error> {
    id.parse().map_err(|_| Code::PaymentUnknown.into())
}

async fn load(visit: &Visit<'_>, id: &PaymentId) -> Result<(Payment, Vec<Entry>), Error> {
    let snapshot = Ask::Read { journal: true }.send(visit.env, id).await?;
    let journal = snapshot.journal.unwrap_or_default();
    let payment = Payment::replay(&journal).ok_or(Code::PaymentUnknown)?;
    Ok((payment, journal))
}
