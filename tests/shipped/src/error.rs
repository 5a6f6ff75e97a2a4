//! What can go wrong.

use std::io;
use std::path::PathBuf;

/// Why the sizes cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The stack does not answer.
    #[error(transparent)]
    Stack(#[from] dev_stack::Error),
    /// A file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Nothing was built yet.
    #[error("{0} is not built; `cargo xtask build` makes it")]
    NotBuilt(PathBuf),
    /// The Worker does not answer the form.
    #[error("{url} answers {status}: {body}")]
    Refused {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What came instead.
        body: String,
    },
    /// The answer holds no form with its data beside it.
    #[error("the answer for {0} holds no words")]
    NoWords(String),
    /// The compressor failed.
    #[error("compressing: {0}")]
    Compress(io::Error),
}

/// What the functions here return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
