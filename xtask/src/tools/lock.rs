//! Versions in `Cargo.lock`: a tool must match the library it serves.

use std::fs;

use dev_stack::Repository;

use crate::error::{Error, Result};

/// The one version of `package` that the workspace is locked to.
pub(crate) fn version(repository: &Repository, package: &str) -> Result<String> {
    let path = repository.path("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    version_in(&text, package)
}

fn version_in(lock: &str, package: &str) -> Result<String> {
    let lock: toml::Table = toml::from_str(lock)?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let versions: Vec<&str> = packages
        .into_iter()
        .flatten()
        .filter(|it| it.get("name").and_then(toml::Value::as_str) == Some(package))
        .filter_map(|it| it.get("version")?.as_str())
        .collect();
    match versions.as_slice() {
        [version] => Ok((*version).to_owned()),
        versions => Err(Error::LockedVersions {
            package: package.into(),
            found: versions.len(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
dependencies = ["cfg-if"]

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.129"

[[package]]
name = "twice"
version = "1.0.0"

[[package]]
name = "twice"
version = "2.0.0"
"#;

    #[test]
    fn finds_the_exact_package() {
        assert_eq!(version_in(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
    }

    #[test]
    fn never_chooses_between_two_or_none() {
        for (package, count) in [("twice", 2), ("worker", 0)] {
            let error = version_in(LOCK, package).unwrap_err();
            assert!(
                matches!(error, Error::LockedVersions { found, .. } if found == count),
                "{error}"
            );
        }
        assert!(version_in("", "worker").is_err());
        assert!(matches!(version_in("[[", "x"), Err(Error::Lock(_))));
    }
}
