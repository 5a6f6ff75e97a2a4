//! What an operator enters for an account: names and values, held against the declaration of the
//! kind. Nothing here can be printed.

use std::collections::BTreeMap;
use std::fmt;

use obole_shared::ids::Secret;
use obole_shared::terminal::{CredentialField, Mode, TerminalKind};
use serde::Deserialize;
use serde_json::Value;

use super::Invalid;
use crate::keys::Keys;
use crate::providers::Credentials;

/// Values by name, complete and within the limits of the declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entered(BTreeMap<String, Secret>);

impl Entered {
    /// What was sealed.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().map(Self)
    }

    /// What is sealed.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.to_value().to_string().into_bytes()
    }

    /// What the provider's adapter reads.
    ///
    /// # Errors
    /// A sentence that tells what is wrong, without a value.
    pub(crate) fn credentials(&self, kind: TerminalKind) -> Result<Credentials, String> {
        Credentials::read(kind, self.to_value()).map_err(|error| error.to_string())
    }

    /// The names of what was entered.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// Tells two entries apart; nobody without the signing key can try values against it.
    pub(crate) fn fingerprint(&self, keys: &Keys) -> String {
        let parts = self.0.iter();
        let parts: Vec<&str> = parts
            .flat_map(|(name, value)| [name.as_str(), value.expose()])
            .collect();
        keys.fingerprint(&parts)
    }

    fn to_value(&self) -> Value {
        let members = self.0.iter();
        members
            .map(|(name, value)| (name.clone(), Value::from(value.expose())))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

/// What is to be changed in the credentials of one mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// They are taken away.
    Remove,
    /// These values are entered, or taken away where there is none; the others stay.
    Fields(BTreeMap<String, Option<Secret>>),
}

impl Change {
    /// What is entered after the change.
    ///
    /// # Errors
    /// [`Invalid`] naming the first field that is unknown, missing or not possible.
    pub(crate) fn apply(
        self,
        kind: TerminalKind,
        mode: Mode,
        kept: Option<Entered>,
    ) -> Result<Option<Entered>, Invalid> {
        let Self::Fields(fields) = self else {
            return Ok(None);
        };
        let declared = kind.capabilities().credentials;
        let mut values = kept.map(|kept| kept.0).unwrap_or_default();
        for (name, value) in fields {
            let Some(field) = declared.iter().find(|field| field.name == name) else {
                return Err(Invalid::new(
                    path(mode, &name),
                    format!("{} has no such field; {}", kind.name(), known(declared)),
                ));
            };
            match value.map(|value| trimmed(field, value)) {
                Some(value) if !value.expose().is_empty() => {
                    check(field, &value).map_err(|why| Invalid::new(path(mode, &name), why))?;
                    values.insert(name, value);
                }
                _ => {
                    values.remove(&name);
                }
            }
        }
        // A field the kind no longer declares would be refused by its adapter.
        values.retain(|name, _| declared.iter().any(|field| field.name == name));
        if let Some(missing) = declared
            .iter()
            .find(|field| field.required && !values.contains_key(field.name))
        {
            return Err(Invalid::new(
                path(mode, missing.name),
                format!("{} is missing. {}", missing.label, missing.hint),
            ));
        }
        let entered = Entered(values);
        entered
            .credentials(kind)
            .map_err(|why| Invalid::new(format!("credentials.{}", mode.as_str()), why))?;
        Ok(Some(entered))
    }
}

/// What was pasted loses the blanks at its ends, but a password may begin or end with one.
fn trimmed(field: &CredentialField, value: Secret) -> Secret {
    if field.secret {
        value
    } else {
        Secret::new(value.expose().trim())
    }
}

fn check(field: &CredentialField, value: &Secret) -> Result<(), String> {
    let text = value.expose();
    if text.chars().count() > usize::from(field.max) {
        return Err(format!(
            "{} has at most {} characters",
            field.label, field.max
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(format!("{} is one line of text", field.label));
    }
    Ok(())
}

fn path(mode: Mode, name: &str) -> String {
    format!("credentials.{}.{name}", mode.as_str())
}

fn known(declared: &[CredentialField]) -> String {
    let names: Vec<&str> = declared.iter().map(|field| field.name).collect();
    format!("it has {}", names.join(", "))
}

/// Credentials as they arrive: `{"test": {…}, "live": {…}}`, each optional. Read by hand, because
/// a parser's message quotes what it did not expect.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct CredentialsInput(Value);

impl fmt::Debug for CredentialsInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl CredentialsInput {
    /// From the fields of a form: what was left empty stays as it is, `None` is taken away.
    pub(crate) fn of_form<'a>(
        fields: impl IntoIterator<Item = (Mode, &'a str, Option<&'a str>)>,
    ) -> Self {
        let mut modes = serde_json::Map::new();
        let entered = fields
            .into_iter()
            .filter(|(_, _, value)| value.is_none_or(|value| !value.trim().is_empty()));
        for (mode, name, value) in entered {
            let part = modes
                .entry(mode.as_str())
                .or_insert_with(|| Value::Object(serde_json::Map::new()));
            if let Value::Object(members) = part {
                members.insert(name.to_owned(), value.into());
            }
        }
        Self(Value::Object(modes))
    }

    /// The changes, for test and for live.
    ///
    /// # Errors
    /// [`Invalid`] naming the part that has another shape.
    pub(crate) fn changes(&self) -> Result<[(Mode, Option<Change>); 2], Invalid> {
        let empty = serde_json::Map::new();
        let modes = match &self.0 {
            Value::Null => &empty,
            Value::Object(modes) => modes,
            _ => return Err(Invalid::new("credentials", SHAPE)),
        };
        if modes.keys().any(|name| name != "test" && name != "live") {
            return Err(Invalid::new("credentials", SHAPE));
        }
        let change = |mode: Mode| {
            let part = modes.get(mode.as_str());
            part.map(|part| read_mode(mode, part)).transpose()
        };
        Ok([
            (Mode::Test, change(Mode::Test)?),
            (Mode::Live, change(Mode::Live)?),
        ])
    }
}

const SHAPE: &str = "an object with `test`, `live` or both";

fn read_mode(mode: Mode, part: &Value) -> Result<Change, Invalid> {
    let fields = match part {
        Value::Null => return Ok(Change::Remove),
        Value::Object(fields) => fields,
        _ => {
            let field = format!("credentials.{}", mode.as_str());
            return Err(Invalid::new(
                field,
                "an object with the names of the fields",
            ));
        }
    };
    let read = |(name, value): (&String, &Value)| match value {
        Value::String(text) => Ok((name.clone(), Some(Secret::new(text.as_str())))),
        Value::Null => Ok((name.clone(), None)),
        _ => Err(Invalid::new(path(mode, name), "a text")),
    };
    fields
        .iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map(Change::Fields)
}
