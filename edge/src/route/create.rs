//! `POST /v1/links/{link}/payments`, as JSON from the widget or as a form from a page without it.

use obole_shared::amount::read_amount;
use obole_shared::api::{AmountBody, CreatePayment, LinkView};
use obole_shared::currency::Currency;
use obole_shared::ids::{IdempotencyKey, LinkId};
use obole_shared::link::Link;
use obole_shared::money::Money;
use obole_shared::payment::{Opened, Status};
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::Terminal;
use obole_shared::texts::Lang;
use serde_json::json;
use url::form_urlencoded;
use worker::{Request, Response};

use super::hosted;
use super::{App, Context, back, body, id, json as answer, lang_of, payments, see_other};
use crate::catalog;
use crate::error::Error;
use crate::keys::hash_of;
use crate::object::{Ask, Snapshot};
use obole_widget::Entered;

/// Longest name and address part, in characters.
const TEXT_CHARS_MAX: usize = 100;

/// Longest mail address, in bytes (RFC 5321).
const EMAIL_BYTES_MAX: usize = 254;

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
    let opened = admit(&context.data, &link, &terminals, &key, lang, order, amount)?;
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
            let view = LinkView::new(&link, &terminals);
            hosted::form_again(&view, lang, form.entered(), form.return_to.clone(), &error)
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
    let key = form.idempotency_key.as_deref().unwrap_or_default();
    let key: IdempotencyKey = key.parse().map_err(|_| Code::KeyMissing)?;
    let amount = form.amount(lang)?;
    let order = CreatePayment {
        amount: AmountBody {
            value: amount.wire_value(),
            currency: amount.currency().code().to_owned(),
        },
        terminal: form.terminal.clone().unwrap_or_default(),
        lang: Some(lang.tag().to_owned()),
        email: None,
        name: None,
        address: None,
        promo_code: None,
        cover_fee: None,
        return_to: form.return_to.clone(),
    };
    let opened = admit(&context.data, link, terminals, &key, lang, order, amount)?;
    let snapshot = open(context, opened).await?;
    match &snapshot.view.redirect_url {
        Some(url) => see_other(url),
        None => see_other(&back::destination(&context.data.config, &snapshot)),
    }
}

/// Opens the payment, or finds it, and makes sure that the donor can go on from it.
async fn open(context: &Context, opened: Opened) -> Result<Snapshot, Error> {
    let id = opened.id.clone();
    let snapshot = Ask::Open(Box::new(opened)).send(&context.env, &id).await?;
    let reachable = snapshot.view.redirect_url.is_some();
    match snapshot.view.status {
        Status::Created if !reachable => Err(Code::ProviderUnavailable.into()),
        Status::Declined if !snapshot.had_session => Err(Code::ProviderRefused.into()),
        _ => Ok(snapshot),
    }
}

/// Checks the order against the link: what comes out may be opened.
fn admit(
    app: &App,
    link: &Link,
    terminals: &[Terminal],
    key: &IdempotencyKey,
    lang: Lang,
    order: CreatePayment,
    amount: Money,
) -> Result<Opened, Error> {
    if order.promo_code.is_some() {
        return Err(Code::PromoCodeUnknown.into());
    }
    if order.cover_fee == Some(true) {
        return Err(Code::CoverFeeNotOffered.into());
    }
    let terminal = terminals
        .iter()
        .find(|terminal| terminal.id.as_str() == order.terminal);
    link.admit(amount, terminal)?;
    if let Some(return_to) = &order.return_to {
        link.admit_return(return_to)?;
    }
    if order.email.as_deref().is_some_and(|email| !is_email(email)) {
        return Err(Code::EmailInvalid.into());
    }
    let address = order.address.clone().unwrap_or_default();
    let texts = [
        &order.name,
        &address.street,
        &address.zip,
        &address.city,
        &address.country,
    ];
    if texts.into_iter().flatten().any(|text| !is_plain(text)) {
        return Err(Code::NameInvalid.into());
    }
    let Some(terminal) = terminal else {
        return Err(Code::TerminalNotOffered.into());
    };
    let (authorization, condition) = link.terms(terminal);
    let operations = &terminal.capabilities().operations;
    if !operations.can(authorization) || !operations.proves(condition) {
        return Err(Code::TerminalNotOffered.into());
    }
    let id = app.keys.payment_id(&link.id, key);
    Ok(Opened {
        reference: id.reference(),
        secret: app.keys.payment_secret(&id),
        notify_token: app.keys.notify_token(&id),
        body_hash: body_hash(amount, &order, lang),
        id,
        link: link.id.clone(),
        description: link.name.clone(),
        terminal: terminal.clone(),
        amount,
        lang: lang.tag().to_owned(),
        authorization,
        condition,
        return_to: order.return_to,
        email: order.email,
        name: order.name,
    })
}

/// What makes two requests the same.
fn body_hash(amount: Money, order: &CreatePayment, lang: Lang) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let address = order.address.clone().unwrap_or_default();
    hash_of(&[
        &amount.to_string(),
        &order.terminal,
        lang.tag(),
        &optional(&order.email),
        &optional(&order.name),
        &optional(&address.street),
        &optional(&address.zip),
        &optional(&address.city),
        &optional(&address.country),
        &optional(&order.return_to),
    ])
}

/// The amount of a JSON body. Browsers write it as the API wants it; nobody else's guess is made.
fn amount_of(body: &AmountBody) -> Result<Money, Error> {
    let currency: Currency = body
        .currency
        .parse()
        .map_err(|_| Problem::new(Code::CurrencyNotOffered))?;
    if body.value.is_empty() {
        return Err(Code::AmountEmpty.into());
    }
    if body.value.starts_with('-') {
        return Err(Code::AmountNegative.into());
    }
    let digits = body
        .value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if digits && body.value.len() > AMOUNT_BYTES_MAX {
        return Err(Code::AmountTooLarge.into());
    }
    let amount = Money::from_wire(&body.value, currency).map_err(Problem::from)?;
    if amount.is_zero() {
        Err(Code::AmountZero.into())
    } else {
        Ok(amount)
    }
}

/// No amount that can be carried is written longer.
const AMOUNT_BYTES_MAX: usize = 16;

fn is_email(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    let parts = text.split_once('@');
    plain
        && text.len() <= EMAIL_BYTES_MAX
        && parts.is_some_and(|(local, host)| {
            !local.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
        })
}

fn is_plain(text: &str) -> bool {
    text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control)
}

/// The fields of the form, as they came.
#[derive(Debug, Default)]
struct Form {
    amount: Option<String>,
    reading: Option<String>,
    preset: Option<String>,
    currency: Option<String>,
    terminal: Option<String>,
    lang: Option<String>,
    idempotency_key: Option<String>,
    return_to: Option<String>,
}

impl Form {
    fn parse(bytes: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(bytes) {
            let slot = match name.as_ref() {
                "amount" => &mut form.amount,
                "reading" => &mut form.reading,
                "preset" => &mut form.preset,
                "currency" => &mut form.currency,
                "terminal" => &mut form.terminal,
                "lang" => &mut form.lang,
                "idempotency_key" => &mut form.idempotency_key,
                "return_to" => &mut form.return_to,
                _ => continue,
            };
            if !value.trim().is_empty() {
                *slot = Some(value.into_owned());
            }
        }
        form
    }

    /// What was typed wins over a preset; a reading chosen from two wins over both.
    fn amount(&self, lang: Lang) -> Result<Money, Error> {
        let code = self.currency.as_deref().unwrap_or_default();
        let currency: Currency = code.parse().map_err(|_| Code::CurrencyNotOffered)?;
        if let Some(exact) = &self.reading {
            return Ok(Money::from_wire(exact, currency).map_err(Problem::from)?);
        }
        if let Some(typed) = &self.amount {
            return Ok(read_amount(typed, lang.tag(), currency).map_err(Problem::from)?);
        }
        match self.preset.as_deref() {
            Some(preset) if preset != "other" => {
                Ok(Money::from_wire(preset, currency).map_err(Problem::from)?)
            }
            _ => Err(Code::AmountEmpty.into()),
        }
    }

    fn entered(&self) -> Entered {
        Entered {
            amount: self.amount.clone(),
            preset: self.preset.clone(),
            currency: self.currency.clone(),
            terminal: self.terminal.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<Money, Error>) -> Option<Code> {
        result.err().map(|error| error.problem().code)
    }

    #[test]
    fn every_mistake_in_an_amount_has_its_code() {
        let amount = |value: &str, currency: &str| {
            code(amount_of(&AmountBody {
                value: value.into(),
                currency: currency.into(),
            }))
        };
        assert_eq!(amount("25.00", "CHF"), None);
        assert_eq!(amount("25", "JPY"), None);
        assert_eq!(amount("", "CHF"), Some(Code::AmountEmpty));
        assert_eq!(amount("0.00", "CHF"), Some(Code::AmountZero));
        assert_eq!(amount("-5", "CHF"), Some(Code::AmountNegative));
        assert_eq!(amount("5.001", "CHF"), Some(Code::AmountTooManyDecimals));
        assert_eq!(amount("5.0", "JPY"), Some(Code::AmountTooManyDecimals));
        assert_eq!(amount(&"9".repeat(400), "CHF"), Some(Code::AmountTooLarge));
        assert_eq!(amount("1'000", "CHF"), Some(Code::AmountNotANumber));
        assert_eq!(amount("25.00", "XXX"), Some(Code::CurrencyNotOffered));
    }

    #[test]
    fn a_form_is_read_in_its_language() {
        let read = |body: &str, lang| Form::parse(body.as_bytes()).amount(lang);
        let minor = |body: &str, lang| read(body, lang).ok().map(Money::minor);
        assert_eq!(minor("amount=25,50&currency=CHF", Lang::Fr), Some(2550));
        assert_eq!(
            minor("amount=&preset=20.00&currency=CHF", Lang::Fr),
            Some(2000)
        );
        assert_eq!(
            minor("amount=7&preset=20.00&currency=CHF", Lang::Fr),
            Some(700)
        );
        assert_eq!(
            minor("amount=1,000&reading=1000.00&currency=CHF", Lang::En),
            Some(100_000)
        );
        assert_eq!(
            code(read("amount=1,000&currency=CHF", Lang::En)),
            Some(Code::AmountAmbiguous)
        );
        assert_eq!(
            code(read("preset=other&currency=CHF", Lang::En)),
            Some(Code::AmountEmpty)
        );
        assert_eq!(
            code(read("amount=5", Lang::En)),
            Some(Code::CurrencyNotOffered)
        );
    }

    #[test]
    fn mail_addresses_are_looked_at_only_roughly() {
        assert!(is_email("a@example.org"));
        for bad in [
            "",
            "a",
            "a@b",
            "@example.org",
            "a b@example.org",
            "a@@example.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
