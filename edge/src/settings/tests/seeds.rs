//! What a fresh start enters is held against the declarations before any Worker runs.

use std::fs;
use std::path::Path;

use obole_shared::terminal::{Mode, Terminal, TerminalKind};

use super::{input, told};
use crate::catalog::links::LinkBody;

/// The seeds of a folder: ids and bodies.
fn seeds(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../xtask/seed")
        .join(folder);
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let id = path.file_stem().unwrap().to_string_lossy().into_owned();
            (id, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn terminals() -> Vec<Terminal> {
    let describe = |(id, body): (String, String)| {
        let input = input(&body);
        let terminal = input.describe(&id.parse().unwrap(), None).map_err(told);
        let terminal = terminal.unwrap_or_else(|why| panic!("{id}: {why:?}"));
        let [(_, test), (_, live)] = input.credentials.changes().map_err(told).unwrap();
        assert_eq!(live, None, "{id}");
        let entered = test.unwrap().apply(terminal.kind, Mode::Test, None);
        entered
            .map_err(told)
            .unwrap_or_else(|why| panic!("{id}: {why:?}"));
        terminal
    };
    seeds("terminals").into_iter().map(describe).collect()
}

#[test]
fn every_kind_has_a_terminal_whose_credentials_are_read() {
    let terminals = terminals();
    for kind in TerminalKind::ALL {
        let any = terminals.iter().any(|terminal| terminal.kind == kind);
        assert!(any, "{}", kind.as_str());
    }
}

#[test]
fn every_link_offers_terminals_that_can_do_what_it_asks() {
    let terminals = terminals();
    let links = seeds("links");
    for (id, body) in &links {
        let body = body.replace("{{HOST}}", "http://127.0.0.1:8789");
        let body: LinkBody = serde_json::from_str(&body).unwrap();
        let link = body.into_link(id.parse().unwrap()).unwrap();
        for offered in &link.terminals {
            let terminal = terminals.iter().find(|terminal| terminal.id == *offered);
            let terminal = terminal.unwrap_or_else(|| panic!("{id}: no {offered}"));
            assert_eq!(link.check_terms(terminal), Ok(()), "{id}");
            let mut currencies = link.currencies.iter();
            let shared = currencies.any(|one| terminal.currencies.contains(one));
            assert!(shared, "{id}: {offered}");
        }
    }
    let all = links.iter().find(|(id, _)| id == "every-provider");
    let (_, all) = all.unwrap();
    for terminal in &terminals {
        let quoted = format!("\"{}\"", terminal.id);
        assert!(all.contains(&quoted), "{quoted}");
    }
}
