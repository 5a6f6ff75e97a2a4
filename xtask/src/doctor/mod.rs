//! `cargo xtask doctor`: looks at a page that holds the tag, from outside, as
//! a browser would fetch it.

mod print;

use std::process::ExitCode;

use obole_doctor::{
    Installation, LinkFacts, Page, Returns, Served, Severity, Version, Visit, examine, origin_of,
};
use serde_json::Value;
use url::Url;

use crate::arguments::DoctorOptions;
use crate::build::integrity::sha384;
use crate::error::{Error, Result};
use crate::fetch::{Answer, Client};

/// Looks at the page and prints what is wrong; a failure where donors cannot
/// pay.
pub(crate) fn doctor(options: &DoctorOptions) -> Result<ExitCode> {
    let client = Client::browser();
    let answer = client.get(&options.url)?;
    let visit = Visit {
        asked: options.url.clone(),
        url: answer.url,
        status: answer.status,
        headers: answer.headers,
        body: String::from_utf8_lossy(&answer.body).into_owned(),
        is_cut: answer.is_cut,
    };
    let page = Page::read(&visit);
    let edge = options.edge.as_ref().map(origin_of);
    let installation = learn(&client, &visit, &page, edge);
    let report = examine(&visit, &page, &installation);
    let edge = installation.edge.or_else(|| page.edge());
    let version = installation.version.as_ref();
    let version = version.map(|version| version.name.as_str());
    print!(
        "{}",
        print::text(&report, &visit.url, edge.as_deref(), version)
    );
    Ok(if report.count(Severity::Error) == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Asks the installation about what the page names.
fn learn(client: &Client, visit: &Visit, page: &Page, edge: Option<String>) -> Installation {
    let mut known = Installation {
        edge: edge.clone(),
        ..Installation::default()
    };
    for url in page.loader_urls() {
        if let Ok(answer) = client.get(url) {
            known.served.push(Served {
                url: url.to_string(),
                status: answer.status,
                integrity: (!answer.is_cut).then(|| sha384(&answer.body)),
            });
        }
    }
    let Some(edge) = edge
        .or_else(|| page.edge())
        .and_then(|edge| Url::parse(&edge).ok())
    else {
        return known;
    };
    known.version = edge
        .join("/v/latest.json")
        .ok()
        .and_then(|url| client.get(&url).ok())
        .filter(|answer| answer.status == 200)
        .and_then(|answer| Version::from_json(&answer.text()));
    for id in page.links() {
        match link(client, &edge, visit, &id) {
            Ok(facts) => known.links.push(facts),
            Err(why) => {
                known.unreached = Some(why);
                break;
            }
        }
    }
    known
}

/// What the installation says of a link; a reason where it says nothing.
fn link(
    client: &Client,
    edge: &Url,
    visit: &Visit,
    id: &str,
) -> std::result::Result<LinkFacts, String> {
    let mut url = edge
        .join(&format!("/v1/links/{id}"))
        .map_err(|error| error.to_string())?;
    let mut back = visit.url.clone();
    back.set_fragment(None);
    url.query_pairs_mut()
        .append_pair("form", "1")
        .append_pair("return_to", back.as_str());
    let answer = client.get(&url).map_err(|error| match error {
        Error::Fetch { source, .. } => source.to_string(),
        other => other.to_string(),
    })?;
    facts(id, &answer)
        .ok_or_else(|| format!("not as Obole does, but with status {}", answer.status))
}

fn facts(id: &str, answer: &Answer) -> Option<LinkFacts> {
    let body: Value = serde_json::from_str(&answer.text()).ok()?;
    let exists = answer.status == 200;
    let is_unknown = body.get("code").and_then(Value::as_str) == Some("link_unknown");
    if exists == is_unknown {
        return None;
    }
    let names = |list: &str, name: &str| -> Vec<String> {
        let list = body.pointer(&format!("/link/{list}"));
        let list = list.and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|one| Some(one.get(name)?.as_str()?.to_owned()))
            .collect()
    };
    // The form carries the page to return to where the link allows it.
    let form = body.pointer("/form/html").and_then(Value::as_str);
    let returns = form.map(|form| Returns::Asked(form.contains("name=\"return_to\"")));
    Some(LinkFacts {
        id: id.to_owned(),
        exists,
        returns: returns.unwrap_or(Returns::Unknown),
        currencies: names("currencies", "code"),
        terminals: names("terminals", "id"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            url: Url::parse("https://pay.example.org/").unwrap(),
            status,
            headers: vec![],
            body: body.into(),
            is_cut: false,
        }
    }

    #[test]
    fn a_link_is_read_as_the_worker_tells_of_it() {
        let body = r#"{"link":{"id":"demo","currencies":[{"code":"CHF"},{"code":"EUR"}],
            "terminals":[{"id":"cards"}]},"form":{"html":"<input name=\"return_to\">"}}"#;
        let demo = facts("demo", &answer(200, body)).unwrap();
        assert!(demo.exists);
        assert_eq!(demo.returns, Returns::Asked(true));
        assert_eq!(demo.currencies, ["CHF", "EUR"]);
        assert_eq!(demo.terminals, ["cards"]);
        let gone = facts("gone", &answer(404, r#"{"code":"link_unknown"}"#)).unwrap();
        assert!(!gone.exists);
        for (status, body) in [
            (404, "{}"),
            (404, "<html>"),
            (500, r#"{"code":"internal"}"#),
        ] {
            assert_eq!(facts("x", &answer(status, body)), None, "{status} {body}");
        }
    }
}
