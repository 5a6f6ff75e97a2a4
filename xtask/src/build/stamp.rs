//! Whether a step may be skipped: its inputs are those of the last time.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// A digest over everything that decides what a step makes.
pub(crate) struct Digest(Sha256);

impl Digest {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds a part. Its length goes first, so that no two lists of parts are
    /// the same bytes.
    pub(crate) fn part(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        self.0.update(bytes.len().to_string());
        self.0.update(":");
        self.0.update(bytes);
        self
    }

    /// Adds a file's content.
    pub(crate) fn file(&mut self, path: &Path) -> Result<&mut Self> {
        let bytes = fs::read(path).map_err(Error::file(path))?;
        Ok(self.part(bytes))
    }

    /// The digest in hexadecimal.
    pub(crate) fn finish(self) -> String {
        format!("{:x}", self.0.finalize())
    }
}

/// A file that remembers the inputs of the last successful run.
pub(crate) struct Stamp(PathBuf);

impl Stamp {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Whether the last run had these inputs and its outputs are still there.
    pub(crate) fn matches(&self, inputs: &str, outputs: &[PathBuf]) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|last| last == inputs)
            && outputs.iter().all(|output| output.exists())
    }

    /// Forgets the last run, before its outputs are touched.
    pub(crate) fn clear(&self) -> Result<()> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::file(&self.0)(error))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn write(&self, inputs: &str) -> Result<()> {
        super::write(&self.0, inputs.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("obole-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let digest = |parts: &[&str]| {
            let mut digest = Digest::new();
            for part in parts {
                digest.part(part);
            }
            digest.finish()
        };
        assert_eq!(digest(&["a", "b"]), digest(&["a", "b"]));
        assert_ne!(digest(&["ab", ""]), digest(&["a", "b"]));
        assert_ne!(digest(&["a"]), digest(&["a", ""]));
        assert_eq!(digest(&[]).len(), 64);
    }

    #[test]
    fn a_step_runs_again_when_inputs_change_or_outputs_are_gone() {
        let folder = folder("stamp");
        let output = folder.join("output");
        let stamp = Stamp::at(folder.join("deep/stamp"));
        let outputs = [output.clone()];
        assert!(!stamp.matches("1", &outputs), "never run");
        fs::write(&output, "").unwrap();
        stamp.write("1").unwrap();
        assert!(stamp.matches("1", &outputs));
        assert!(!stamp.matches("2", &outputs), "other inputs");
        fs::remove_file(&output).unwrap();
        assert!(!stamp.matches("1", &outputs), "no output");
        fs::write(&output, "").unwrap();
        stamp.clear().unwrap();
        stamp.clear().unwrap();
        assert!(!stamp.matches("1", &outputs), "interrupted run");
        fs::remove_dir_all(folder).unwrap();
    }
}
