//! Names and values: forms, and the gateway's tagged text.

use url::form_urlencoded;

/// The pairs of a form.
pub(crate) fn form(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// The pairs of the gateway's text, byte by byte; what does not read ends the list.
pub(crate) fn tagged(body: &[u8]) -> Vec<(String, String)> {
    let mut rest = body.trim_ascii_start();
    while let [line @ .., b'\r' | b'\n'] = rest {
        rest = line;
    }
    let mut pairs = Vec::new();
    while let Some(equals) = rest.iter().position(|&byte| byte == b'=') {
        let (name, value) = rest.split_at(equals);
        let value = value.get(1..).unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        let tag = name
            .strip_suffix(']')
            .and_then(|name| name.rsplit_once('['));
        let (name, length) = match tag {
            Some((name, length)) => (name.to_owned(), length.parse::<usize>().ok()),
            None => (name, None),
        };
        let plain = value.iter().position(|&byte| byte == b'&');
        let end = length.unwrap_or(plain.unwrap_or(value.len()));
        let Some((value, after)) = value.split_at_checked(end) else {
            break;
        };
        pairs.push((name, String::from_utf8_lossy(value).into_owned()));
        rest = after.get(1..).unwrap_or_default();
    }
    pairs
}

/// Whether a pair of this name has a value that fits; empty values are none.
pub(crate) fn any(pairs: &[(String, String)], name: &str, fits: impl Fn(&str) -> bool) -> bool {
    pairs
        .iter()
        .any(|(known, value)| known.eq_ignore_ascii_case(name) && !value.is_empty() && fits(value))
}

/// The first value of this name.
pub(crate) fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

/// Whether no pair of this name says something else.
pub(crate) fn is_or_lacks(pairs: &[(String, String)], name: &str, wanted: &str) -> bool {
    first(pairs, name).is_none_or(|value| value == wanted)
}
