//! How large something is as it travels.

use crate::error::{Error, Result};

/// The window of brotli as servers set it (4 MB).
const WINDOW_BITS: i32 = 22;

/// How hard brotli tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brotli {
    /// Quality 11: for files, which are compressed once.
    Best,
    /// Quality 5: for answers, which are compressed while somebody waits.
    Quick,
}

impl Brotli {
    /// The content, compressed.
    pub fn compress(self, content: &[u8]) -> Result<Vec<u8>> {
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: match self {
                Self::Best => 11,
                Self::Quick => 5,
            },
            lgwin: WINDOW_BITS,
            size_hint: content.len(),
            ..Default::default()
        };
        let mut sent = Vec::new();
        let mut content = content;
        brotli::BrotliCompress(&mut content, &mut sent, &parameters).map_err(Error::Compress)?;
        Ok(sent)
    }
}

/// Bytes after brotli at its best.
pub fn brotli(content: &[u8]) -> Result<u64> {
    let sent = Brotli::Best.compress(content)?;
    Ok(u64::try_from(sent.len()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_beats_the_quick_and_nothing_is_nearly_nothing() {
        let sample = include_bytes!("files.rs");
        let quick = Brotli::Quick.compress(sample).unwrap();
        let best = Brotli::Best.compress(sample).unwrap();
        assert!(best.len() < quick.len() && quick.len() < sample.len() / 2);
        assert!(brotli(&[]).unwrap() <= 2);
    }
}
