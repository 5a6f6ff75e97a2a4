//! Changes to names, values, numbers, lengths and escapes.

use super::{Mutator, NUMBERS, replace};

impl Mutator {
    /// One token becomes a token of another message, or changes its case.
    pub(super) fn token(&mut self, text: &[u8], other: &[u8]) -> Vec<u8> {
        let (tokens, others) = (tokens(text), tokens(other));
        let Some(&(start, end)) = self.pick(&tokens) else {
            return text.to_vec();
        };
        let old = text.get(start..end).unwrap_or_default();
        let new = match self.below(8) {
            0 => old.to_ascii_lowercase(),
            1 => old.to_ascii_uppercase(),
            2 => Vec::new(),
            _ => {
                let picked = self.pick(&others).copied();
                let new = picked.and_then(|(start, end)| other.get(start..end));
                new.unwrap_or_default().to_vec()
            }
        };
        replace(text, start, end, &new)
    }

    /// A number becomes one at an edge, or one more or less in a digit.
    pub(super) fn number(&mut self, text: &[u8]) -> Vec<u8> {
        let numbers = runs(text, |byte| byte.is_ascii_digit() || byte == b'.');
        let Some(&(start, end)) = self.pick(&numbers) else {
            return self.insert(text);
        };
        if self.one_in(2) {
            let at = start + self.below(end - start);
            let digit = u8::try_from(self.below(10)).unwrap_or(0);
            return replace(text, at, at + 1, &[b'0' + digit]);
        }
        let new = self.pick(NUMBERS).copied().unwrap_or_default();
        replace(text, start, end, new.as_bytes())
    }

    /// A length behind a name is changed, taken away, or put there.
    pub(super) fn length_tag(&mut self, text: &[u8]) -> Vec<u8> {
        let names = runs(text, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let tags = runs(text, |byte| {
            byte.is_ascii_digit() || matches!(byte, b'[' | b']')
        });
        let tags: Vec<(usize, usize)> = tags
            .into_iter()
            .filter(|&(start, _)| text.get(start) == Some(&b'['))
            .collect();
        let length = match self.below(3) {
            0 => self.below(40).to_string(),
            1 => self.below(text.len() * 2 + 1).to_string(),
            _ => self.pick(NUMBERS).copied().unwrap_or_default().to_owned(),
        };
        let tag = format!("[{length}]");
        match self.pick(&tags).copied() {
            Some((start, end)) if self.below(4) == 0 => replace(text, start, end, b""),
            Some((start, end)) => replace(text, start, end, tag.as_bytes()),
            None => {
                let end = self.pick(&names).map_or(0, |&(_, end)| end);
                replace(text, end, end, tag.as_bytes())
            }
        }
    }

    /// A byte is written as an escape, or an escape is broken.
    pub(super) fn escape(&mut self, text: &[u8]) -> Vec<u8> {
        let at = self.below(text.len());
        let byte = text.get(at).copied().unwrap_or(b' ');
        let odd = [
            "%", "%%", "%2", "%u", "%u00", "%u0041", "%uD800", "%uDC00", "%00", "%c3%28", "%ff",
            "\\u0000", "\\ud800", "\\", "+", "%26", "%3d", "%0a", "&amp;",
        ];
        let new = match self.below(4) {
            0 => format!("%{byte:02x}"),
            1 => format!("\\u{byte:04x}"),
            2 => format!("%u{byte:04X}"),
            _ => self.pick(&odd).copied().unwrap_or_default().to_owned(),
        };
        replace(text, at, at + 1, new.as_bytes())
    }

    /// A pair of a form, or a line, goes, comes twice, moves, or comes from another message.
    pub(super) fn pair(&mut self, text: &[u8], other: &[u8]) -> Vec<u8> {
        let by = if text.contains(&b'&') { b'&' } else { b'\n' };
        let mut pairs: Vec<&[u8]> = text.split(|&byte| byte == by).collect();
        let others: Vec<&[u8]> = other.split(|&byte| byte == by).collect();
        let (from, to) = (self.below(pairs.len()), self.below(pairs.len()));
        match self.below(4) {
            0 => {
                pairs.remove(from);
            }
            1 => {
                let twice = pairs.get(from).copied().unwrap_or_default();
                pairs.insert(to, twice);
            }
            2 => pairs.swap(from, to),
            _ => pairs.insert(to, self.pick(&others).copied().unwrap_or_default()),
        }
        pairs.join(&by)
    }
}

/// Where words stand: what readers compare.
fn tokens(text: &[u8]) -> Vec<(usize, usize)> {
    runs(text, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%' | b' ')
    })
}

fn runs(text: &[u8], within: impl Fn(u8) -> bool) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, &byte) in text.iter().enumerate() {
        match (within(byte), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                runs.push((begin, at));
                start = None;
            }
            _ => {}
        }
    }
    runs.extend(start.map(|begin| (begin, text.len())));
    runs
}
