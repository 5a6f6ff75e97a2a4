//! `POST /v1/links/{link}/payments`, as JSON from the widget or as a form from a page without it.

mod form;
mod order;

use obole_shared::api::CreatePayment;
use obole_shared::ids::{IdempotencyKey, LinkId};
use obole_shared::link::Link;
use obole_shared::payment::{Opened, Status};
use obole_shared::problem::{Code, OpenSession, Problem};
use obole_shared::terminal::Terminal;
use obole_shared::texts::Lang;
use serde_json::json;
use worker::{Request, Response};

use super::hosted;
use super::{Context, back, body, id, json as answer, lang_of, payments, see_other};
use crate::catalog;
use crate::error::Error;
use crate::object::{Ask, Snapshot};
use form::Form;
use order::{Orderer, amount_of};

pub(super) async fn create(request: Request, context: Context) -> Result<Response, Error> {
    match body::media_type(&request).as_str() {
        "application/json" => from_json(request, context).await,
        "application/x-www-form-urlencoded" => from_form(request, context).await,
        _ => Err(Code::ContentType.into()),
    }
}

async fn from_json(mut request: Request, context: Context) -> Result<Response, Error> {
    let link_id: LinkId = id(&context, "link", Code::LinkUnknown)?;
    let key = request
        .headers()
        .get("idempotency-key")?
        .ok_or(Code::KeyMissing)?;
    let key: IdempotencyKey = key.parse().map_err(|_| Code::KeyMissing)?;
    let order: CreatePayment = body::json(&mut request).await?;
    let lang = order
        .lang
        .as_deref()
        .and_then(Lang::from_tag)
        .unwrap_or(lang_of(&request));
    let database = context.env.d1("DB")?;
    let (link, terminals) = catalog::offer(&database, &link_id)
        .await?
        .ok_or(Code::LinkUnknown)?;
    let amount = amount_of(&order.amount)?;
    let orderer = Orderer {
        app: &context.data,
        key: &key,
        lang,
    };
    let opened = orderer.admit(&link, &terminals, order, amount)?;
    let snapshot = open(&context, opened).await?;
    let mut payment = payments::view(&snapshot, lang);
    if let Some(members) = payment.as_object_mut() {
        members.insert("secret".to_owned(), snapshot.secret.expose().into());
    }
    Ok(answer(&json!({ "payment": payment }))?.with_status(201))
}

async fn from_form(mut request: Request, context: Context) -> Result<Response, Error> {
    let link_id: LinkId = id(&context, "link", Code::LinkUnknown)?;
    let bytes = body::read(&mut request).await?;
    let form = Form::parse(&bytes);
    let lang = form
        .lang
        .as_deref()
        .and_then(Lang::from_tag)
        .unwrap_or(lang_of(&request));
    let database = context.env.d1("DB")?;
    let offer = catalog::offer(&database, &link_id).await;
    let (link, terminals) = match offer.and_then(|offer| offer.ok_or(Code::LinkUnknown.into())) {
        Ok(offer) => offer,
        Err(error) => return Ok(hosted::problem_page(&error, lang)?),
    };
    match pay_by_form(&context, &link, &terminals, &form, lang).await {
        Ok(response) => Ok(response),
        Err(error) => {
            let view = catalog::view(&database, &link, &terminals, lang).await?;
            // The same key where the donor may try again, or elsewhere, what opened nothing.
            let code = error.problem().code;
            let retry = matches!(code, Code::ProviderUnavailable | Code::ProviderRefused);
            let again = hosted::FormAgain {
                key: form.key.filter(|_| retry),
                entered: form.entered,
                return_to: form.return_to,
            };
            again.respond(&view, lang, &error)
        }
    }
}

async fn pay_by_form(
    context: &Context,
    link: &Link,
    terminals: &[Terminal],
    form: &Form,
    lang: Lang,
) -> Result<Response, Error> {
    let key = form.key.as_deref().unwrap_or_default();
    let key: IdempotencyKey = key.parse().map_err(|_| Code::KeyMissing)?;
    let amount = form.amount(lang)?;
    let orderer = Orderer {
        app: &context.data,
        key: &key,
        lang,
    };
    let opened = orderer.admit(link, terminals, form.order(amount, lang), amount)?;
    let snapshot = open(context, opened).await?;
    match &snapshot.view.redirect_url {
        Some(url) => see_other(url),
        None => see_other(&back::destination(&context.data.config, &snapshot)),
    }
}

/// The donor holds the page of another provider already: who it is, and how to get back there.
fn open_elsewhere(open: &Snapshot) -> Problem {
    Problem {
        open: open.view.redirect_url.clone().map(|url| {
            Box::new(OpenSession {
                provider: open.view.provider.provider_name(),
                url,
            })
        }),
        ..Problem::new(Code::OpenElsewhere)
    }
}

/// Opens the payment, or finds it, and makes sure that the donor can go on from it.
async fn open(context: &Context, opened: Opened) -> Result<Snapshot, Error> {
    let id = opened.id.clone();
    let asked = Ask::Open(Box::new(opened)).send(&context.env, &id).await;
    let snapshot = match asked {
        Err(Error::Problem(problem)) if problem.code == Code::OpenElsewhere => {
            let ask = Ask::Read { journal: false };
            let open = ask.send(&context.env, &id).await?;
            return Err(open_elsewhere(&open).into());
        }
        asked => asked?,
    };
    let reachable = snapshot.view.redirect_url.is_some();
    match snapshot.view.status {
        Status::Created if !reachable => Err(Code::ProviderUnavailable.into()),
        Status::Declined if !snapshot.had_session => Err(Code::ProviderRefused.into()),
        _ => Ok(snapshot),
    }
}
