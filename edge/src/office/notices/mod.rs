//! Notices: what providers sent, as it came, and what became of it.

mod detail;
mod list;

use obole_shared::ids::PaymentId;
use obole_shared::problem::{Code, Problem};

use super::form::Problems;
use super::{Answer, Visit, words};
use crate::error::Error;
use crate::notices::{Filter, Notice, NoticeDesk, NoticeId, State};

/// Notices on one page.
const LIMIT: u32 = 50;

impl Visit<'_> {
    fn notices(&self) -> Result<NoticeDesk, Error> {
        NoticeDesk::new(self.env, &self.app.config)
    }
}

/// `GET /admin/notices`.
pub(super) async fn list(visit: &Visit<'_>) -> Result<Answer, Error> {
    let filter = list::filter(&visit.query, LIMIT);
    let notices = visit.notices()?.list(&filter).await?;
    Ok(list::page(&visit.query, &notices, LIMIT).into())
}

/// The newest notices that no payment was found for.
pub(super) async fn unmatched(visit: &Visit<'_>, limit: u32) -> Result<Vec<Notice>, Error> {
    let filter = Filter {
        state: Some(State::Unmatched),
        limit,
        ..Filter::default()
    };
    visit.notices()?.list(&filter).await
}

/// `GET /admin/notices/{id}`.
pub(super) async fn show(visit: &Visit<'_>, id: &str) -> Result<Answer, Error> {
    let notice = visit.notices()?.show(&parse(id)?).await?;
    Ok(detail::page(&notice, &visit.form, &visit.csrf, &Problems::default()).into())
}

/// `POST /admin/notices/{id}/{verb}`.
pub(super) async fn act(visit: &Visit<'_>, id: &str, verb: &str) -> Result<Answer, Error> {
    let id = parse(id)?;
    let done = |key: &str| Answer::Next(format!("/admin/notices/{id}?done={key}"));
    match verb {
        "retry" => {
            visit.notices()?.retry(&id).await?;
            Ok(done("notice-retried"))
        }
        "attach" => {
            let sentence = match payment_of(visit.form.text("payment")) {
                None => words::PAYMENT_WRONG.to_owned(),
                Some(payment) => match visit.notices()?.attach(&id, &payment).await {
                    Ok(_) => return Ok(done("notice-attached")),
                    Err(error) => refusal(error)?,
                },
            };
            let notice = visit.notices()?.show(&id).await?;
            let problems = Problems::one("payment", sentence);
            let page = detail::page(&notice, &visit.form, &visit.csrf, &problems);
            Ok(page.refused(422).into())
        }
        _ => Err(Code::NotFound.into()),
    }
}

fn parse(id: &str) -> Result<NoticeId, Error> {
    id.parse().map_err(|_| Code::NoticeUnknown.into())
}

/// A payment by its id or by its reference, as an operator copies it from anywhere.
fn payment_of(text: &str) -> Option<PaymentId> {
    let text = text.trim().to_ascii_lowercase();
    let id = match text.strip_prefix("obl-") {
        Some(rest) => format!("pay_{rest}"),
        None => text,
    };
    id.parse().ok()
}

/// Why a notice cannot belong to a payment; anything else goes on as it is.
fn refusal(error: Error) -> Result<String, Error> {
    match error {
        Error::Problem(Problem {
            code: Code::PaymentUnknown,
            ..
        }) => Ok(words::PAYMENT_UNKNOWN.to_owned()),
        Error::Problem(Problem {
            code: Code::NoticeNotAttachable,
            detail,
            ..
        }) => Ok(words::sentence(&detail.unwrap_or_default())),
        error => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_is_found_by_id_and_by_reference() {
        let id = PaymentId::from_bytes([7; 16]);
        assert_eq!(payment_of(id.as_str()), Some(id.clone()));
        assert_eq!(payment_of(&format!("  {} ", id.reference())), Some(id));
        for wrong in ["", "OBL-", "pay_short", "25.00"] {
            assert_eq!(payment_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_refusal_is_told_and_a_fault_is_not() {
        let detail = "one is a test, the other is live";
        let refused = Problem::with_detail(Code::NoticeNotAttachable, detail);
        assert_eq!(
            refusal(refused.into()).unwrap(),
            "One is a test, the other is live."
        );
        assert!(refusal(Code::PaymentUnknown.into()).is_ok());
        assert!(refusal(Code::NoticeUnknown.into()).is_err());
        assert!(refusal(Error::Internal("D1".into())).is_err());
    }
}
