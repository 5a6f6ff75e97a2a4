//! How large something is: as it is, and as it is sent.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::{Error, Result};
use crate::number::count;

/// The window of brotli at its highest quality, as servers set it (4 MB).
const BROTLI_WINDOW_BITS: i32 = 22;
const BROTLI_QUALITY: i32 = 11;

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    if !path.exists() {
        return Err(Error::NotBuilt(path.into()));
    }
    fs::read(path).map_err(Error::file(path))
}

/// Bytes after brotli at quality 11.
pub(crate) fn brotli(content: &[u8]) -> Result<u64> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW_BITS,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut sent = Vec::new();
    let mut content = content;
    brotli::BrotliCompress(&mut content, &mut sent, &parameters).map_err(Error::Compress)?;
    Ok(count(sent.len()))
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
    fn brotli_at_its_best_beats_gzip() {
        let sample = sample();
        let (brotli, gzip) = (brotli(&sample).unwrap(), gzip(&sample).unwrap());
        assert!(gzip < count(sample.len()) / 4, "{gzip}");
        assert!(brotli < gzip, "{brotli} {gzip}");
    }

    #[test]
    fn nothing_is_nearly_nothing() {
        assert!(brotli(&[]).unwrap() <= 2);
        assert!(gzip(&[]).unwrap() <= 20);
    }

    #[test]
    fn what_is_not_there_is_told_as_not_built() {
        let path = Path::new("/nowhere/index.js");
        assert!(matches!(read(path), Err(Error::NotBuilt(told)) if told == path));
    }
}
