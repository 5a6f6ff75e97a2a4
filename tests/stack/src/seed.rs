//! What a fresh stack holds, put there through the back office's own API.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{ADMIN_TOKEN, Error, Ports, Repository, Result, http};

/// Terminals before links, because links name terminals.
const KINDS: [&str; 2] = ["terminals", "links"];

/// Puts every seed; the file's name is the id.
pub(crate) fn put_all(repository: &Repository, ports: Ports) -> Result<()> {
    let host = format!("http://127.0.0.1:{}", ports.host);
    for kind in KINDS {
        for seed in seeds(&repository.path("xtask/seed").join(kind))? {
            let id = seed
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default();
            let url = format!("http://127.0.0.1:{}/v1/admin/{kind}/{id}", ports.edge);
            let body = fs::read_to_string(&seed)
                .map_err(Error::file(&seed))?
                .replace("{{HOST}}", &host);
            let answer = http::put_json(&url, ADMIN_TOKEN, &body)?;
            if !(200..300).contains(&answer.status) {
                return Err(Error::Seed {
                    seed,
                    status: answer.status,
                    body: answer.body,
                });
            }
        }
    }
    Ok(())
}

fn seeds(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        paths.push(entry.map_err(Error::file(folder))?.path());
    }
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_is_json() {
        for kind in KINDS {
            let seeds = seeds(&Repository::find().path("xtask/seed").join(kind)).unwrap();
            assert!(!seeds.is_empty());
            for seed in seeds {
                let text = fs::read_to_string(&seed).unwrap();
                serde_json::from_str::<serde_json::Value>(&text)
                    .unwrap_or_else(|error| panic!("{}: {error}", seed.display()));
            }
        }
    }
}
