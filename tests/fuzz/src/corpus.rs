//! The messages in the shape of recorded ones from which inputs are made.

use std::fs;
use std::io;
use std::path::PathBuf;

/// The messages of a target, in the order of their names.
///
/// # Errors
/// When the folder is missing, empty or cannot be read.
pub fn read(target: &str) -> io::Result<Vec<Vec<u8>>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let entries: io::Result<Vec<fs::DirEntry>> = fs::read_dir(&folder)?.collect();
    let mut paths: Vec<PathBuf> = entries?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    let texts: io::Result<Vec<Vec<u8>>> = paths.into_iter().map(fs::read).collect();
    match texts? {
        texts if texts.is_empty() => Err(io::Error::other(format!("{target} has no corpus"))),
        texts => Ok(texts),
    }
}
