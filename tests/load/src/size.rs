//! How large a Worker is, as the platform counts it.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::{Error, Result};
use crate::number::count;

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    if !path.exists() {
        return Err(Error::NotBuilt(path.into()));
    }
    fs::read(path).map_err(Error::file(path))
}

/// Bytes after gzip at its usual level, as the platform counts a Worker.
pub(crate) fn gzip(content: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).map_err(Error::Compress)?;
    let sent = encoder.finish().map_err(Error::Compress)?;
    Ok(count(sent.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        (0..2_000)
            .flat_map(|line| format!("const field{line} = \"obole\";\n").into_bytes())
            .collect()
    }

    #[test]
    fn repetition_is_nearly_nothing() {
        let sample = sample();
        assert!(gzip(&sample).unwrap() < count(sample.len()) / 4);
        assert!(gzip(&[]).unwrap() <= 20);
    }

    #[test]
    fn what_is_not_there_is_told_as_not_built() {
        let path = Path::new("/nowhere/index.js");
        assert!(matches!(read(path), Err(Error::NotBuilt(told)) if told == path));
    }
}
