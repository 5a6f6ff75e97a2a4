//! What a donor loads until the widget has taken its form over: the files as
//! they were built and the form as a running Worker answers it, with their
//! bytes as they travel. The bench prints them; a test holds them against the
//! goals.

mod error;
mod files;
mod size;

pub use error::{Error, Result};
pub use files::{File, Shipped};
pub use size::{Brotli, brotli};

/// Most bytes of the loader, after brotli.
pub const LOADER_MAX: u64 = 2_000;
/// Most bytes of loader, form, glue and wasm together, each after brotli.
pub const ALL_MAX: u64 = 45_000;
/// Most bytes of the words of one language among them, after brotli.
pub const WORDS_MAX: u64 = 3_000;

/// The languages the widget speaks; the first is the one whose form is counted.
pub const LANGUAGES: [&str; 8] = ["en", "de", "fr", "it", "es", "pt", "nl", "ar"];
