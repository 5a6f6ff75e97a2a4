//! What can go wrong, as sentences for the person at the terminal.

use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{program} does not start: {source}")]
    Spawn { program: String, source: io::Error },
    #[error("{step} failed ({status}).")]
    Failed { step: String, status: String },
    #[error("{step} failed ({status}):\n{output}")]
    FailedWith {
        step: String,
        status: String,
        output: String,
    },
    #[error("Cargo.lock cannot be read as a lock file: {0}")]
    Lock(#[from] toml::de::Error),
    #[error(
        "Cargo.lock holds {found} versions of {package}; exactly one is needed to choose its tool."
    )]
    LockedVersions { package: String, found: usize },
    #[error("{url} could not be fetched: {source}")]
    Fetch {
        url: String,
        source: Box<ureq::Error>,
    },
    #[error("{what} cannot be kept: {why}.")]
    Kept { what: String, why: String },
    #[error("{0}")]
    Missing(String),
    #[error(transparent)]
    Stack(#[from] dev_stack::Error),
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
