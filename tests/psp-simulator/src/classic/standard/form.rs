//! The variables of a payment button, as a browser brings them.

use percent_encoding::percent_decode;

use crate::classic::ipn::Charset;

/// Names and values of a form, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads query and body together. Both are in the character set that `charset` names,
    /// windows-1252 without one ("HTML variables for Payments Standard").
    pub(crate) fn read(query: &str, body: &[u8]) -> Self {
        let pairs: Vec<(Vec<u8>, Vec<u8>)> = [query.as_bytes(), body]
            .into_iter()
            .flat_map(split)
            .collect();
        let named = pairs.iter().find(|(name, _)| name == b"charset");
        let charset = named.map_or_else(String::new, |(_, value)| {
            String::from_utf8_lossy(value).into_owned()
        });
        let charset = Charset::named_or_default(&charset);
        Self(
            pairs
                .iter()
                .map(|(name, value)| (charset.decode(name), charset.decode(value)))
                .collect(),
        )
    }

    /// The value of a variable; an empty one counts as absent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn split(encoded: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    encoded
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || decode(halves.next().unwrap_or_default());
            (half(), half())
        })
        .collect()
}

fn decode(encoded: &[u8]) -> Vec<u8> {
    let blanks: Vec<u8> = encoded
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    percent_decode(&blanks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_says_in_which_set_it_is_written() {
        for (query, item) in [
            ("item_name=L%E9a+1%2B1", "Léa 1+1"),
            ("charset=utf-8&item_name=L%C3%A9a+1%2B1", "Léa 1+1"),
            ("item_name=%83v&charset=Shift_JIS", "プ"),
        ] {
            assert_eq!(Form::read(query, b"").get("item_name"), Some(item));
        }
        let form = Form::read("cmd=_xclick&custom=", b"amount=1%2e50&a=b=c&lone");
        assert_eq!(form.get("amount"), Some("1.50"));
        assert_eq!(form.get("a"), Some("b=c"));
        assert_eq!((form.get("custom"), form.get("lone")), (None, None));
    }
}
