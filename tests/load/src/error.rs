//! What can go wrong, as sentences for the person at the terminal.

use std::io;
use std::path::PathBuf;

use http::StatusCode;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Stack(#[from] dev_stack::Error),
    #[error(transparent)]
    Shipped(#[from] shipped::Error),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{step} failed:\n{output}")]
    Step { step: String, output: String },
    #[error("{0} is not built; `cargo xtask build` makes it")]
    NotBuilt(PathBuf),
    #[error("{url} is no address: {source}")]
    Address {
        url: String,
        source: http::uri::InvalidUri,
    },
    #[error("a request cannot be made: {0}")]
    Request(#[from] http::Error),
    #[error("{target} does not answer: {why}")]
    Silent { target: String, why: String },
    /// A figure of requests that fail is worth nothing, so one ends the run.
    #[error("{target} answers {status}: {body}")]
    Refused {
        target: String,
        status: StatusCode,
        body: String,
    },
    #[error("{target} does not do the same job: {what} differs")]
    NotTheSame { target: String, what: String },
    #[error("no runtime: {0}")]
    Runtime(io::Error),
    #[error("no server: {0}")]
    Listen(io::Error),
    #[error("{name} is not installed; `cargo xtask build` installs what package.json names")]
    NotInstalled { name: String },
    /// What a page should have told, and what came instead.
    #[error("{page} tells nothing that can be read: {told}")]
    Unreadable { page: String, told: String },
    #[error("compressing: {0}")]
    Compress(io::Error),
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
