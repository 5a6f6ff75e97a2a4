//! Asking the edge for a payment and going where it says; and what the donor may do when the
//! provider does not answer.

use std::rc::Rc;

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response};

use obole_shared::amount::format_amount;

use super::dom::{self, one};
use super::{Page, fields, json, key, paint};
use crate::choice::{Order, problem};
use crate::form::FieldProblem;
use crate::words::Word;

/// Longer than the edge waits for a provider, in milliseconds.
const PATIENCE: u32 = 30_000;

/// After this the donor is told that it takes long, in milliseconds.
const SLOW: i32 = 6_000;

/// What a donor may do instead.
pub(super) enum Offer {
    /// Send the same again.
    Again,
    /// The same gift through another terminal, under the same key.
    Elsewhere(String),
    /// Go on at the provider's page that is open already.
    Continue(String),
    /// Pay here all the same, as another payment.
    Anew,
}

/// An answer: its HTTP status and body.
struct Answer {
    status: u16,
    body: JsValue,
}

/// Sends the form, unless something is wrong with it, the page refuses or it was sent already.
/// `same_gift`: the last one, elsewhere, so under its key.
pub(super) fn submit(page: &Rc<Page>, same_gift: bool) {
    if page.busy.get() != 0 {
        return;
    }
    let choice = fields::read(&page.root, &page.form);
    let order = choice.order(&page.form);
    let order = order.and_then(|order| match missing(page) {
        Some(problem) => Err(problem),
        None => Ok(order),
    });
    let order = match order {
        Ok(order) => order,
        Err(problem) => return page.refuse(&problem, "invalid"),
    };
    // Problems told before are over.
    page.settle();
    let value = order.total.wire_value();
    let detail = json::object(&[
        ("value", &value),
        ("currency", order.total.currency().code()),
        ("provider", &order.way.id),
    ]);
    if !page.ask("submit", &detail) {
        return;
    }
    let (body, way) = (body(page, &order), order.way.clone());
    let words = &page.form.words;
    paint::busy(page, &words.with(Word::opening, "provider", &way.provider));
    let number = next_number();
    page.busy.set(number);
    let waiter = Rc::clone(page);
    let slow = words.with(Word::provider_slow, "provider", &way.provider);
    spawn_local(async move {
        dom::sleep(SLOW).await;
        if waiter.busy.get() == number {
            dom::set_text(&waiter.root, "#waiting", &slow);
        }
    });
    let page = Rc::clone(page);
    spawn_local(async move {
        let outcome = create(&page, &body, same_gift).await;
        // The donor left, or the page came back from the browser's memory.
        if !page.open.get() || page.busy.get() != number {
            return;
        }
        match outcome {
            Ok(target) => {
                page.tell("redirect", &json::object(&[("provider", &way.id)]));
                let _ = dom::window().location().assign(&target);
            }
            Err(trouble) => trouble.show(&page, &way.id, &way.provider),
        }
    });
}

/// A number that no request had before; one request is under way at a time.
fn next_number() -> u32 {
    thread_local!(static LAST: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });
    LAST.with(|last| {
        last.set(last.get().wrapping_add(1).max(1));
        last.get()
    })
}

/// The first field that the browser finds fault with.
fn missing(page: &Page) -> Option<FieldProblem> {
    let field = one(&page.root, "form :invalid:not(fieldset)")?;
    let name = field.name();
    let empty = field.value().trim().is_empty();
    let words = &page.form.words;
    let text = match name.as_str() {
        "consent" => words.get(Word::consent_needed),
        "email" if !empty => words.get(Word::email_invalid),
        _ if empty => words.get(Word::field_needed),
        _ => {
            let max = field.max_length().to_string();
            return Some(problem(
                &name,
                &words.with(Word::text_too_long, "max", &max),
            ));
        }
    };
    Some(problem(&name, text))
}

/// The body of the request: what is empty is left out.
fn body(page: &Page, order: &Order<'_>) -> String {
    let form = &page.form;
    let mut body = String::from("{");
    json::member(&mut body, "amount", &json::of_money(order.gift));
    if order.covers_fee {
        json::member(&mut body, "cover_fee", "true");
        json::member(&mut body, "total", &json::of_money(order.total));
    }
    json::member(&mut body, "terminal", &json::quote(&order.way.id));
    json::member(&mut body, "lang", &json::quote(&form.lang));
    let value = |name: &str| {
        let field = one(&page.root, name).filter(|field| !field.disabled())?;
        Some(field.value()).filter(|value| !value.trim().is_empty())
    };
    for name in ["name", "email", "message"] {
        if let Some(text) = value(&["#", name].concat()) {
            json::member(&mut body, name, &json::quote(&text));
        }
    }
    if one(&page.root, "[name=anonymous]:checked").is_some() {
        json::member(&mut body, "anonymous", "true");
    }
    if let (Some(kind), Some(name)) = (value("#dedication"), value("#dedication_name")) {
        let dedication = json::object(&[("kind", &kind), ("name", &name)]);
        json::member(&mut body, "dedication", &dedication);
    }
    let mut consents = Vec::new();
    dom::each(&page.root, "[name=consent]:checked", |_, field| {
        consents.push(json::quote(&field.value()));
    });
    if !consents.is_empty() {
        let list = ["[", &consents.join(","), "]"].concat();
        json::member(&mut body, "consents", &list);
    }
    if let Some(url) = &form.return_to {
        json::member(&mut body, "return_to", &json::quote(url));
    }
    body + "}"
}

/// Why nobody can be paid yet.
enum Trouble {
    /// No answer that can be read.
    Unreachable,
    /// The edge's problem.
    Told(String, JsValue),
}

/// The provider's page.
async fn create(page: &Page, body: &str, same_gift: bool) -> Result<String, Trouble> {
    let form = &page.form;
    // A key may belong to a payment that has ended meanwhile; then, once, a new one.
    for attempt in 0..2 {
        let key = key::for_body(form, body, same_gift && attempt == 0, &page.key);
        let answer = call(&form.action(), &key, body).await;
        let answer = answer.ok_or(Trouble::Unreachable)?;
        if answer.status >= 300 {
            let code = json::text(&answer.body, "code").unwrap_or_default();
            if code == "idempotency_key_reused" {
                key::forget(form);
                continue;
            }
            return Err(Trouble::Told(code, answer.body));
        }
        let payment = json::get(&answer.body, "payment");
        let target = payment.and_then(|payment| json::text(&payment, "redirect_url"));
        if let Some(target) = target.filter(|url| is_web(url)) {
            return Ok(target);
        }
        key::forget(form);
    }
    Err(Trouble::Unreachable)
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

impl Trouble {
    fn show(self, page: &Page, terminal: &str, provider: &str) {
        let words = &page.form.words;
        let beside = |text: &str| problem("", text);
        let (told, code, offers) = match self {
            Self::Unreachable => {
                let told = beside(words.get(Word::unreachable));
                (told, "unreachable".to_owned(), vec![Offer::Again])
            }
            Self::Told(code, body) => match code.as_str() {
                "provider_unavailable" | "provider_refused" => {
                    let told = beside(&words.with(Word::provider_silent, "provider", provider));
                    (told, code, instead(page, terminal))
                }
                "payment_open_elsewhere" => {
                    let other = json::text(&body, "provider").unwrap_or_default();
                    let told = beside(&words.with(Word::open_elsewhere, "provider", &other));
                    let open = json::text(&body, "redirect_url").filter(|url| is_web(url));
                    let mut offers: Vec<Offer> = open.map(Offer::Continue).into_iter().collect();
                    offers.push(Offer::Anew);
                    (told, code, offers)
                }
                _ => (told(page, &body), code, Vec::new()),
            },
        };
        page.refuse(&told, &code);
        let label = |offer: &Offer| offer.label(page, provider);
        let labels: Vec<String> = offers.iter().map(label).collect();
        *page.offers.borrow_mut() = offers;
        if !labels.is_empty() {
            paint::offers(&page.root, &labels);
        }
    }
}

/// The same once more, or another provider that takes the currency.
fn instead(page: &Page, terminal: &str) -> Vec<Offer> {
    let currency = fields::read(&page.root, &page.form).currency;
    let others =
        page.form.ways.iter().filter(|way| {
            way.id != terminal && currency.is_some_and(|currency| way.takes(currency))
        });
    let others = others.map(|way| Offer::Elsewhere(way.id.clone()));
    std::iter::once(Offer::Again)
        .chain(others.take(3))
        .collect()
}

impl Offer {
    fn label(&self, page: &Page, provider: &str) -> String {
        let words = &page.form.words;
        match self {
            Self::Again => words.get(Word::try_again).to_owned(),
            Self::Elsewhere(id) => {
                let name = page.form.way(id).map_or("", |way| &way.provider);
                words.with(Word::pay_with_other, "provider", name)
            }
            Self::Continue(url) => {
                let host = url.split('/').nth(2).unwrap_or_default();
                words.with(Word::continue_there, "provider", host)
            }
            Self::Anew => words.with(Word::pay_with_other, "provider", provider),
        }
    }
}

/// The donor took one of the offers.
pub(super) fn take_offer(page: &Rc<Page>, place: usize) {
    let mut offers = page.offers.take();
    if place >= offers.len() {
        return;
    }
    let offer = offers.swap_remove(place);
    match &offer {
        Offer::Continue(url) => {
            let _ = dom::window().location().assign(url);
            return;
        }
        Offer::Elsewhere(id) => fields::choose_terminal(&page.root, id),
        Offer::Anew => key::forget(&page.form),
        Offer::Again => {}
    }
    // The offers go: focus must not go with them.
    dom::focus(&page.root, ".pay");
    submit(page, matches!(offer, Offer::Elsewhere(_)));
}

/// The edge's problem in its own words.
fn told(page: &Page, body: &JsValue) -> FieldProblem {
    let form = &page.form;
    let reading = |value: &JsValue| {
        let money = json::money(value)?;
        Some((money.wire_value(), format_amount(money, &form.lang)))
    };
    let text = json::text(body, "title");
    FieldProblem {
        field: json::text(body, "field").unwrap_or_default(),
        text: text.unwrap_or_else(|| form.words.get(Word::unreachable).to_owned()),
        readings: json::list(body, "readings")
            .iter()
            .filter_map(reading)
            .collect(),
    }
}

/// Asks the edge to create. `None` if nothing that can be read came back.
async fn call(url: &str, key: &str, body: &str) -> Option<Answer> {
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let headers = Headers::new().ok()?;
    headers.set("Content-Type", "application/json").ok()?;
    headers.set("Idempotency-Key", key).ok()?;
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    let answer = JsFuture::from(dom::window().fetch_with_str_and_init(url, &init))
        .await
        .ok()?;
    let answer: Response = answer.unchecked_into();
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    let text: JsString = text.dyn_into().ok()?;
    Some(Answer {
        status: answer.status(),
        body: json::parse(&String::from(text))?,
    })
}
