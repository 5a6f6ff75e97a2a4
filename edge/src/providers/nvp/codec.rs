//! NVP messages: names and values, URL-encoded in UTF-8 (NVP API guide).

use std::fmt;

use url::form_urlencoded;

/// The fields of a message, in their order. Lists are fields whose names end in an index:
/// `L_ERRORCODE0`, `L_ERRORCODE1`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// A message without fields.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The message with one more field at its end.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// The message with one more field, where there is a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a field at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds the fields of another message.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The value of a field; `None` where it is absent or empty, which mean the same. Case of the
    /// name does not count. Of several fields with one name, the first is meant.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value at an index of a list.
    pub fn at(&self, list: &str, index: usize) -> Option<&str> {
        self.get(&format!("{list}{index}"))
    }

    /// The values of a list from index 0 on, as far as there is one.
    pub fn list<'a>(&'a self, list: &'a str) -> impl Iterator<Item = &'a str> {
        (0..).map_while(move |index| self.at(list, index))
    }

    /// Names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The message as it is sent.
    pub fn encode(&self) -> Vec<u8> {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.iter())
            .finish()
            .into_bytes()
    }

    /// Reads a message. Every text is one: what is no escape stands for itself, and bytes that are
    /// no UTF-8 become U+FFFD.
    pub fn decode(message: &[u8]) -> Self {
        Self(
            form_urlencoded::parse(message)
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }
}

/// Names only: values may be secret or personal.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_the_same(pairs in proptest::collection::vec((".*", ".*"), 0..12)) {
            let fields: Fields = pairs.into_iter().collect();
            let sent = fields.encode();
            prop_assert!(sent.is_ascii());
            prop_assert_eq!(Fields::decode(&sent), fields);
        }

        #[test]
        fn an_eager_encoder_is_understood(value in ".*") {
            let eager = value.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02x}"));
            let fields = Fields::decode(format!("A={eager}&B=1").as_bytes());
            prop_assert_eq!(fields.get("a").unwrap_or_default(), value);
            prop_assert_eq!(fields.get("B"), Some("1"));
        }

        #[test]
        fn any_bytes_are_a_message(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let fields = Fields::decode(&bytes);
            let _ = fields.get("ACK");
            prop_assert!(fields.list("L_ERRORCODE").count() <= bytes.len());
            let again = Fields::decode(&fields.encode());
            prop_assert_eq!(again, fields);
        }
    }

    #[test]
    fn lists_keep_their_rows_whatever_the_order() {
        let message =
            b"L_AMT1=2%2e50&ACK=Success&L_AMT0=1%2e00&L_AMT3=9%2e00&L_TYPE1=Refund&l_name0=a+b%20c";
        let fields = Fields::decode(message);
        assert_eq!(fields.list("L_AMT").collect::<Vec<_>>(), ["1.00", "2.50"]);
        assert_eq!(fields.at("L_TYPE", 1), Some("Refund"));
        assert_eq!(fields.at("L_TYPE", 0), None);
        assert_eq!(fields.at("L_NAME", 0), Some("a b c"));
    }

    #[test]
    fn an_empty_value_is_no_value_and_the_first_of_two_counts() {
        let fields = Fields::decode(b"FEEAMT=&AMT=1%2e00&AMT=2%2e00&flag&=x&&");
        assert_eq!(fields.get("FEEAMT"), None);
        assert_eq!(fields.get("AMT"), Some("1.00"));
        assert_eq!(fields.get("flag"), None);
    }

    #[test]
    fn values_are_not_printed() {
        let fields = Fields::new().with("PWD", "hunter2");
        assert_eq!(format!("{fields:?}"), r#"["PWD"]"#);
    }
}
