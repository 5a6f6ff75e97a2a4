//! The widget on a slow phone, beside the same form written with Preact, and
//! beside what providers ship.

mod evaluate;
mod load;
mod same_form;
mod tables;

use ::http::header::{ACCEPT_ENCODING, HeaderValue};
use dev_stack::{ADMIN_TOKEN, Ports, Repository, Stack, StackOptions, Variables, http};
use end_to_end::Drivers;
use serde_json::{Value, json};
use shipped::{LANGUAGES, Shipped};

use super::{Bench, Site, tell};
use crate::error::{Error, Result};
use crate::forms;
use crate::front::{Front, OwnFile};
use crate::options::{Options, Scale};
use crate::target::Target;
use load::Load;

/// The peer's script.
const SCRIPT: &str = "/form.js";

/// One of the two that are loaded.
struct Side {
    name: &'static str,
    front: Front,
    /// What `obole:ready` tells when the form is taken over.
    level: &'static str,
}

pub(super) fn print(repository: &Repository, options: &Options, bench: &Bench) -> Result<()> {
    tell("Bundling the widget's peers.");
    let preact = forms::preact(repository)?;
    tell("Starting our stack, with a compressing server for each side.");
    let ports = Ports::free()?;
    let edge = format!("http://127.0.0.1:{}", ports.edge);
    let peers_file = OwnFile {
        path: SCRIPT,
        content: preact.clone(),
    };
    let sides = [
        Side {
            name: "ours",
            front: Front::start(&edge, "/obole.js", Vec::new())?,
            level: "wasm",
        },
        Side {
            name: "Preact",
            front: Front::start(&edge, SCRIPT, vec![peers_file])?,
            level: "script",
        },
    ];
    let [ours, _] = &sides;
    let site = Site::start_with(
        repository,
        options.disk,
        StackOptions {
            ports,
            variables: Variables::new().with("PUBLIC_ORIGIN", ours.front.origin()),
            ..StackOptions::temporary()?
        },
    )?;
    allow_return(repository, &site.stack, &sides)?;
    compress(repository, bench, &sides)?;
    let driver = Drivers::new(repository);
    tell("Filling in both forms, and paying through each.");
    bench.wait(same_form::check(&driver, &site.stack, &sides))?;
    let loads = rounds(bench, &driver, options.scale(), &sides)?;
    tables::loads(repository, &sides, &loads)?;
    evaluate::print(repository, bench, &driver, options.scale(), ours, preact)
}

/// Asks once for every file, so that no donor waits for its compression.
fn compress(repository: &Repository, bench: &Bench, [ours, peer]: &[Side; 2]) -> Result<()> {
    let [language, ..] = LANGUAGES;
    let shipped = Shipped::of(repository, ours.front.origin(), language)?;
    let of_ours = shipped.all().map(|file| (ours, file.path.as_str()));
    for (side, path) in of_ours.chain([(peer, SCRIPT)]) {
        let url = format!("{}{path}", side.front.origin());
        let target = Target::get(side.name, &url, None)?;
        let mut request = target.request()?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("br"));
        target.check(&bench.send(&target, request)?)?;
    }
    Ok(())
}

/// Donors may end on the pages of both sides.
fn allow_return(repository: &Repository, stack: &Stack, sides: &[Side; 2]) -> Result<()> {
    let path = repository.path("xtask/seed/links/demo.json");
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
    let mut link: Value = serde_json::from_str(&text).unwrap_or_default();
    if let Some(members) = link.as_object_mut() {
        let origins = sides.each_ref().map(|side| side.front.origin());
        members.insert("return_origins".to_owned(), json!(origins));
    }
    let url = format!("{}/v1/admin/links/demo", stack.edge_url());
    let answer = http::put_json(&url, ADMIN_TOKEN, &link.to_string())?;
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    Err(Error::Refused {
        target: url,
        status: ::http::StatusCode::from_u16(answer.status).unwrap_or_default(),
        body: answer.body,
    })
}

/// Loads both sides in turns, A B B A, as often as the scale wants.
fn rounds(
    bench: &Bench,
    driver: &Drivers,
    scale: &Scale,
    [ours, peer]: &[Side; 2],
) -> Result<[Vec<Load>; 2]> {
    let (mut of_ours, mut of_peer) = (Vec::new(), Vec::new());
    for round in 0..scale.page_loads {
        tell(&format!(
            "Loading both pages, {} of {}.",
            round + 1,
            scale.page_loads
        ));
        let mut forth = || -> Result<()> {
            of_ours.push(bench.wait(load::load(driver, ours))?);
            Ok(())
        };
        let mut back = || -> Result<()> {
            of_peer.push(bench.wait(load::load(driver, peer))?);
            Ok(())
        };
        if round.is_multiple_of(2) {
            forth()?;
            back()?;
        } else {
            back()?;
            forth()?;
        }
    }
    Ok([of_ours, of_peer])
}
