//! A terminal as the back office describes it, held against the declaration of its kind.

use obole_shared::currency::Currency;
use obole_shared::fee::FeeRule;
use obole_shared::ids::TerminalId;
use obole_shared::terminal::{
    AccountType, AuthorizationType, Condition, Method, Mode, Terminal, TerminalKind,
};
use serde::Deserialize;

use super::Invalid;
use super::entered::CredentialsInput;

/// What an operator enters. Words are read here and not by the parser, so that what is wrong is
/// told with its field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TerminalInput {
    /// The kind; may be left out where the terminal exists.
    pub(crate) kind: Option<String>,
    /// What the donor reads on the choice.
    pub(crate) name: String,
    /// `test` or `live`; as it stands where absent. Nothing goes live here.
    pub(crate) mode: Option<String>,
    /// Currency codes.
    pub(crate) currencies: Vec<String>,
    /// The account type; may be left out where the kind has only one.
    pub(crate) account: Option<String>,
    /// Methods switched on; none: those the declaration gives.
    pub(crate) methods: Vec<String>,
    /// What happens with an approved payment.
    pub(crate) authorization: Option<String>,
    /// What an authorization must prove.
    pub(crate) condition: Option<String>,
    /// What the provider keeps; nothing is told where absent.
    pub(crate) fee: Option<FeeRule>,
    /// What changes in the credentials.
    pub(crate) credentials: CredentialsInput,
    /// The revision that was looked at; where it is told, nothing newer is undone.
    pub(crate) revision: Option<i64>,
}

impl TerminalInput {
    /// The terminal it describes; `known` is how it stands.
    ///
    /// # Errors
    /// [`Invalid`] naming the first field that cannot be.
    pub(crate) fn describe(
        &self,
        id: &TerminalId,
        known: Option<&Terminal>,
    ) -> Result<Terminal, Invalid> {
        let kind = self.kind(known)?;
        let account = optional("account", self.account.as_deref(), AccountType::from_word)?;
        let only = match kind.capabilities().accounts {
            [only] => Some(only.kind),
            _ => None,
        };
        let terminal = Terminal {
            id: id.clone(),
            kind,
            name: self.name.trim().to_owned(),
            mode: self.mode(known)?,
            currencies: words("currencies", &self.currencies, Currency::from_code)?,
            account: account.or(only),
            methods: words("methods", &self.methods, Method::from_word)?,
            authorization: optional("authorization", self.authorization.as_deref(), |word| {
                AuthorizationType::ALL
                    .into_iter()
                    .find(|one| one.as_str() == word)
            })?
            .unwrap_or_default(),
            condition: optional("condition", self.condition.as_deref(), |word| {
                Condition::ALL.into_iter().find(|one| one.as_str() == word)
            })?
            .unwrap_or_default(),
            fee: self.fee.clone(),
        };
        if terminal.name.chars().any(char::is_control) {
            return Err(Invalid::new("name", "one line of text"));
        }
        terminal.check().map_err(Invalid::from_sentence)?;
        check_methods(&terminal)?;
        Ok(terminal)
    }

    fn kind(&self, known: Option<&Terminal>) -> Result<TerminalKind, Invalid> {
        let kind = optional("kind", self.kind.as_deref(), TerminalKind::from_word)?;
        match (kind, known) {
            (Some(kind), Some(known)) if kind != known.kind => Err(Invalid::new(
                "kind",
                format!(
                    "this terminal is {} for good, because its payments are; make another terminal",
                    known.kind.name()
                ),
            )),
            (Some(kind), _) => Ok(kind),
            (None, Some(known)) => Ok(known.kind),
            (None, None) => Err(Invalid::new("kind", "choose the provider's interface")),
        }
    }

    fn mode(&self, known: Option<&Terminal>) -> Result<Mode, Invalid> {
        let stands = known.map_or(Mode::Test, |known| known.mode);
        match self.mode.as_deref() {
            None => Ok(stands),
            Some("test") => Ok(Mode::Test),
            Some("live") if stands == Mode::Live => Ok(Mode::Live),
            Some("live") => Err(Invalid::new(
                "mode",
                "a terminal begins in test, and goes live by a step of its own after a passed check",
            )),
            Some(_) => Err(Invalid::new("mode", "test or live")),
        }
    }
}

/// A method that takes none of the terminal's currencies would never be offered.
fn check_methods(terminal: &Terminal) -> Result<(), Invalid> {
    let rules = terminal.capabilities().methods;
    for method in &terminal.methods {
        let rule = rules.iter().find(|rule| rule.method == *method);
        let Some(currencies) = rule.and_then(|rule| rule.currencies) else {
            continue;
        };
        if !terminal
            .currencies
            .iter()
            .any(|currency| currencies.contains(currency))
        {
            let codes: Vec<&str> = currencies.iter().map(|currency| currency.code()).collect();
            let why = format!("{} takes only {}", method.name(), codes.join(", "));
            return Err(Invalid::new("methods", why));
        }
    }
    Ok(())
}

fn optional<T>(
    field: &str,
    word: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Invalid> {
    let Some(word) = word.map(str::trim).filter(|word| !word.is_empty()) else {
        return Ok(None);
    };
    let value = read(word).ok_or_else(|| Invalid::unknown(field, word))?;
    Ok(Some(value))
}

/// Each word once, in the order given.
fn words<T: PartialEq>(
    field: &str,
    words: &[String],
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Invalid> {
    let mut values = Vec::new();
    for word in words {
        let value = read(word.trim()).ok_or_else(|| Invalid::unknown(field, word))?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Ok(values)
}
