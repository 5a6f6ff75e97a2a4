//! The addresses of the outside contract. A route parses, asks a payment or a table, and answers;
//! it decides nothing.

mod admin;
mod back;
pub(crate) mod body;
mod create;
mod hosted;
mod links;
mod meta;
mod notices;
mod notify;
mod payments;
mod terminals;

use std::rc::Rc;

use obole_shared::problem::Code;
use obole_shared::texts::Lang;
use worker::{Env, Headers, Method, Request, RequestInit, Response, RouteContext, Router};

use crate::config::Config;
use crate::error::{Error, problem_response};
use crate::keys::Keys;

/// What every route has at hand.
pub(crate) struct App {
    pub(crate) config: Rc<Config>,
    pub(crate) keys: Keys,
}

pub(crate) type Context = RouteContext<App>;

/// Serves one request.
///
/// # Errors
/// Only when not even an error can be answered.
pub(crate) async fn serve(request: Request, env: Env) -> worker::Result<Response> {
    let lang = lang_of(&request);
    let head = request.method() == Method::Head;
    let request = if head { as_get(&request)? } else { request };
    let response = dispatch(request, env, lang).await?;
    match response.status_code() {
        // The router's own answer has no body.
        405 => problem_response(&Code::MethodNotAllowed.into(), lang),
        status if head => {
            let headers = response.headers().clone();
            Ok(Response::empty()?.with_status(status).with_headers(headers))
        }
        _ => Ok(response),
    }
}

/// What answers a `HEAD` is what answers a `GET`, without the body.
fn as_get(request: &Request) -> worker::Result<Request> {
    let mut init = RequestInit::new();
    init.with_method(Method::Get)
        .with_headers(request.headers().clone());
    Request::new_with_init(request.url()?.as_str(), &init)
}

async fn dispatch(request: Request, env: Env, lang: Lang) -> worker::Result<Response> {
    let config = match Config::of(&env) {
        Ok(config) => config,
        Err(error) => return problem_response(&Error::internal(error), lang),
    };
    let keys = Keys::new(config.signing_key.clone());
    Router::with_data(App { config, keys })
        .get_async("/healthz", |r, c| public(r, c, meta::health))
        .get_async("/openapi.json", |r, c| public(r, c, meta::openapi))
        .get_async("/v1/links/:link", |r, c| public(r, c, links::show))
        .post_async("/v1/links/:link/payments", |r, c| {
            public(r, c, create::create)
        })
        .get_async("/v1/payments/:payment", |r, c| public(r, c, payments::show))
        .get_async("/pay/:link", |r, c| page(r, c, hosted::show))
        .get_async("/return/:payment/:outcome", |r, c| {
            page(r, c, back::come_back)
        })
        .get_async("/result/:payment", |r, c| page(r, c, back::result))
        .on_async("/notify/:terminal/:payment/:token", |r, c| {
            plain(r, c, notify::one)
        })
        .post_async("/notify/:terminal", |r, c| plain(r, c, notify::account))
        .get_async("/v1/admin/payments", |r, c| admin(r, c, admin::list))
        .get_async("/v1/admin/payments/:payment", |r, c| {
            admin(r, c, admin::show)
        })
        .post_async("/v1/admin/payments/:payment/:verb", |r, c| {
            admin(r, c, admin::operate)
        })
        .get_async("/v1/admin/links", |r, c| admin(r, c, admin::links))
        .put_async("/v1/admin/links/:link", |r, c| admin(r, c, admin::put_link))
        .get_async("/v1/admin/terminals", |r, c| admin(r, c, terminals::list))
        .post_async("/v1/admin/terminals", |r, c| admin(r, c, terminals::create))
        .get_async("/v1/admin/terminals/:terminal", |r, c| {
            admin(r, c, terminals::show)
        })
        .put_async("/v1/admin/terminals/:terminal", |r, c| {
            admin(r, c, terminals::put)
        })
        .delete_async("/v1/admin/terminals/:terminal", |r, c| {
            admin(r, c, terminals::delete)
        })
        .post_async("/v1/admin/terminals/:terminal/:verb", |r, c| {
            admin(r, c, terminals::operate)
        })
        .post_async("/v1/admin/settings/reseal", |r, c| {
            admin(r, c, terminals::reseal)
        })
        .get_async("/v1/admin/notices", |r, c| admin(r, c, notices::list))
        .get_async("/v1/admin/notices/:notice", |r, c| {
            admin(r, c, notices::show)
        })
        .post_async("/v1/admin/notices/:notice/attach", |r, c| {
            admin(r, c, notices::attach)
        })
        .post_async("/v1/admin/notices/:notice/retry", |r, c| {
            admin(r, c, notices::retry)
        })
        .on_async("/admin", crate::office::serve)
        .on_async("/admin/", crate::office::serve)
        .on_async("/admin/*page", crate::office::serve)
        .options_async("/v1/*any", |r, c| public(r, c, preflight))
        .or_else_any_method_async("/*any", |r, c| public(r, c, nothing))
        .run(request, env)
        .await
}

/// An address that any page may call.
async fn public(
    request: Request,
    context: Context,
    handler: impl AsyncFnOnce(Request, Context) -> Result<Response, Error>,
) -> worker::Result<Response> {
    let response = plain(request, context, handler).await?;
    let headers = response.headers().clone();
    // Any page may embed the widget, and nothing here goes by cookies.
    headers.set("access-control-allow-origin", "*")?;
    headers.set("access-control-expose-headers", "retry-after")?;
    Ok(response.with_headers(headers))
}

/// An address for programs.
async fn plain(
    request: Request,
    context: Context,
    handler: impl AsyncFnOnce(Request, Context) -> Result<Response, Error>,
) -> worker::Result<Response> {
    let lang = lang_of(&request);
    match handler(request, context).await {
        Ok(response) => Ok(response),
        Err(error) => problem_response(&error, lang),
    }
}

/// An address of the back office.
async fn admin(
    request: Request,
    context: Context,
    handler: impl AsyncFnOnce(Request, Context) -> Result<Response, Error>,
) -> worker::Result<Response> {
    let token = request.headers().get("authorization")?.unwrap_or_default();
    let token = token.strip_prefix("Bearer ").unwrap_or_default();
    if !crate::keys::same_secret(token, context.data.config.admin_token.expose()) {
        return problem_response(&Code::Unauthorized.into(), lang_of(&request));
    }
    plain(request, context, handler).await
}

/// An address for people: errors are pages too.
async fn page(
    request: Request,
    context: Context,
    handler: impl AsyncFnOnce(Request, Context) -> Result<Response, Error>,
) -> worker::Result<Response> {
    let lang = lang_of(&request);
    match handler(request, context).await {
        Ok(response) => Ok(response),
        Err(error) => hosted::problem_page(&error, lang),
    }
}

async fn preflight(_: Request, _: Context) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("access-control-allow-methods", "GET, POST")?;
    headers.set(
        "access-control-allow-headers",
        "content-type, idempotency-key",
    )?;
    headers.set("access-control-max-age", "86400")?;
    Ok(Response::empty()?.with_status(204).with_headers(headers))
}

async fn nothing(_: Request, _: Context) -> Result<Response, Error> {
    Err(Code::NotFound.into())
}

/// The language of a request: asked for, or the browser's.
fn lang_of(request: &Request) -> Lang {
    let asked = query(request, "lang").and_then(|tag| Lang::from_tag(&tag));
    let accepted = || {
        let header = request.headers().get("accept-language").ok().flatten()?;
        Lang::from_accept(&header)
    };
    asked.or_else(accepted).unwrap_or(Lang::En)
}

/// A query parameter, if it is there once or more: the first.
fn query(request: &Request, name: &str) -> Option<String> {
    let url = request.url().ok()?;
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// A part of the path as an id; what is no id cannot exist.
fn id<T: std::str::FromStr>(context: &Context, name: &str, missing: Code) -> Result<T, Error> {
    let text = context.param(name).ok_or(missing)?;
    text.parse().map_err(|_| missing.into())
}

fn json(body: &serde_json::Value) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("cache-control", "no-store")?;
    headers.set("x-content-type-options", "nosniff")?;
    Ok(Response::ok(body.to_string())?.with_headers(headers))
}

/// Where the browser goes next.
fn see_other(url: &str) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("location", url)?;
    headers.set("cache-control", "no-store")?;
    headers.set("referrer-policy", "no-referrer")?;
    Ok(Response::empty()?.with_status(303).with_headers(headers))
}
