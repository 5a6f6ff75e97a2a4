//! What an operator sent with a form or an address, and what was wrong with it.

/// The fields of a form, in order; a name may be there more than once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// Reads `application/x-www-form-urlencoded` bytes.
    pub(super) fn parse(body: &[u8]) -> Self {
        Self {
            fields: url::form_urlencoded::parse(body).into_owned().collect(),
        }
    }

    /// The form with these fields.
    pub(super) fn of(fields: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let fields = fields.into_iter();
        Self {
            fields: fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    /// The first field of this name, as it was typed.
    pub(super) fn raw(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first field of this name without the spaces around it; empty where it is missing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.raw(name).unwrap_or_default().trim()
    }

    /// The field, if something was typed.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// All fields of this name that hold something: what checkboxes send.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.fields.iter();
        fields
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Whether a checkbox was ticked, or the value was sent.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|sent| sent == value)
    }

    /// Adds a field.
    pub(super) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.fields.push((name.to_owned(), value.into()));
    }
}

/// What is wrong with a form: field and sentence, in the order of the form. An empty field name
/// stands for the form as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Problems(Vec<(String, String)>);

impl Problems {
    /// One more; a field keeps its first sentence.
    pub(super) fn add(&mut self, field: &str, sentence: impl Into<String>) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), sentence.into()));
        }
    }

    /// Nothing but this.
    pub(super) fn one(field: &str, sentence: impl Into<String>) -> Self {
        Self(vec![(field.to_owned(), sentence.into())])
    }

    /// The sentence at a field.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == field);
        found.map(|(_, sentence)| sentence.as_str())
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter();
        all.map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_send_them() {
        let form = Form::parse(b"name=Caf%C3%A9+%26+Co&currency=CHF&currency=EUR&empty=+&raw=+x+");
        assert_eq!(form.text("name"), "Café & Co");
        assert!(form.all("currency").eq(["CHF", "EUR"]));
        assert!(form.has("currency", "EUR") && !form.has("currency", "USD"));
        assert_eq!(form.filled("empty"), None);
        assert_eq!((form.raw("raw"), form.text("raw")), (Some(" x "), "x"));
        assert_eq!(form.raw("missing"), None);
        assert_eq!(Form::parse(b"\xff%zz&&="), Form::parse(b"\xff%zz&="));
    }

    #[test]
    fn a_field_keeps_its_first_sentence() {
        let mut problems = Problems::default();
        problems.add("name", "first");
        problems.add("name", "second");
        assert_eq!(problems.of("name"), Some("first"));
        assert!(problems.iter().eq([("name", "first")]));
    }
}
