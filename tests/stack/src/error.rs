//! What can go wrong around the stack, as sentences for the person at the
//! terminal.

use std::io;
use std::path::PathBuf;

/// A failure to build, start, seed or stop the stack.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// What was being read or written.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A program could not be started at all.
    #[error("{program} does not start: {source}")]
    Spawn {
        /// The program's name.
        program: String,
        /// Why it failed.
        source: io::Error,
    },
    /// A program that should keep running ended, or a step failed.
    #[error("{program} ended ({status}); its last words:\n{log}")]
    Ended {
        /// The program's name.
        program: String,
        /// Its exit status.
        status: String,
        /// The end of its log.
        log: String,
    },
    /// A program runs but does not answer.
    #[error("{program} does not answer at {url} after {seconds} seconds; its last words:\n{log}")]
    Silent {
        /// The program's name.
        program: String,
        /// The address that was asked.
        url: String,
        /// How long it was asked for.
        seconds: u64,
        /// The end of its log.
        log: String,
    },
    /// No port could be bound.
    #[error("port {port} on 127.0.0.1 cannot be used: {reason}")]
    Port {
        /// The port; 0 means any.
        port: u16,
        /// Why it failed.
        reason: String,
    },
    /// A request to the stack got no answer.
    #[error("{url}: {source}")]
    Http {
        /// The address that was asked.
        url: String,
        /// Why it failed.
        source: Box<ureq::Error>,
    },
    /// The Worker refused a seed.
    #[error("the Worker refuses {seed} with {status}: {body}")]
    Seed {
        /// The seed's file.
        seed: PathBuf,
        /// The HTTP status.
        status: u16,
        /// The answer's body.
        body: String,
    },
    /// The simulator refused a setting.
    #[error("{url} answers {status}: {body}")]
    Refused {
        /// The address that was asked.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The answer's body.
        body: String,
    },
}

/// The result of everything here.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
