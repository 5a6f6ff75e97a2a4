//! What is told of a terminal: everything but its credentials.

use obole_shared::currency::Currency;
use obole_shared::fee::FeeRule;
use obole_shared::ids::TerminalId;
use obole_shared::terminal::{
    AccountType, AuthorizationType, Condition, Method, Mode, TerminalKind,
};
use serde::Serialize;

use super::record::{Account, Record};
use crate::providers::Finding;
use crate::timestamp::timestamp;

/// A terminal as the back office sees it. Moments are RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "an answer of the interface: each is a yes or a no of its own"
)]
pub(crate) struct TerminalView {
    /// Its id.
    pub(crate) id: TerminalId,
    /// Its kind.
    pub(crate) kind: TerminalKind,
    /// What an operator calls the kind.
    pub(crate) kind_name: &'static str,
    /// New accounts should be of another kind.
    pub(crate) legacy: bool,
    /// What the donor reads on the choice.
    pub(crate) name: String,
    /// Test or live.
    pub(crate) mode: Mode,
    /// Its owner wants it to be offered.
    pub(crate) enabled: bool,
    /// Links can offer it: it is enabled, and its mode has credentials.
    pub(crate) offered: bool,
    /// New links get it.
    pub(crate) is_default: bool,
    /// Currencies it takes.
    pub(crate) currencies: Vec<Currency>,
    /// The account type, where the kind has some.
    pub(crate) account: Option<AccountType>,
    /// Methods switched on; none: those of the declaration.
    pub(crate) methods: Vec<Method>,
    /// What happens with an approved payment.
    pub(crate) authorization: AuthorizationType,
    /// What an authorization must prove.
    pub(crate) condition: Condition,
    /// What the provider keeps, as its owner knows it.
    pub(crate) fee: Option<FeeRule>,
    /// What is entered, by mode.
    pub(crate) credentials: AccountsView,
    /// Grows with every edit.
    pub(crate) revision: i64,
    /// When it was made.
    pub(crate) created_at: String,
    /// When it was last edited.
    pub(crate) updated_at: String,
    /// When it was deleted.
    pub(crate) deleted_at: Option<String>,
}

/// Both accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AccountsView {
    /// For test payments.
    pub(crate) test: Option<AccountView>,
    /// For real money.
    pub(crate) live: Option<AccountView>,
}

impl AccountsView {
    /// Of a mode.
    pub(crate) const fn of(&self, mode: Mode) -> Option<&AccountView> {
        match mode {
            Mode::Test => self.test.as_ref(),
            Mode::Live => self.live.as_ref(),
        }
    }
}

/// That credentials are entered; never what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AccountView {
    /// The names of the fields that are filled.
    pub(crate) fields: Vec<String>,
    /// They can be opened; else nothing works until they are entered again, or the sealing key is
    /// put back.
    pub(crate) readable: bool,
    /// Since when.
    pub(crate) since: String,
    /// What the last check found.
    pub(crate) check: Option<CheckView>,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CheckView {
    /// When it was made.
    pub(crate) at: String,
    /// Nothing stands in the way of payments.
    pub(crate) passed: bool,
    /// It was made with what is entered now; else it has to be made again.
    pub(crate) current: bool,
    /// What it found, in the order in which it matters.
    pub(crate) findings: Vec<FindingView>,
}

/// One thing a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FindingView {
    /// What it is, for programs.
    #[serde(flatten)]
    pub(crate) finding: Finding,
    /// Payments work in spite of it.
    pub(crate) harmless: bool,
    /// For the owner of the account.
    pub(crate) sentence: String,
}

impl FindingView {
    fn new(finding: &Finding) -> Self {
        Self {
            finding: finding.clone(),
            harmless: finding.is_harmless(),
            sentence: finding.sentence(),
        }
    }
}

impl TerminalView {
    /// The view of a record; `opens` tells whether the credentials of a mode can be opened.
    pub(crate) fn new(record: &Record, opens: impl Fn(Mode, &Account) -> bool) -> Self {
        let terminal = &record.terminal;
        Self {
            id: terminal.id.clone(),
            kind: terminal.kind,
            kind_name: terminal.kind.name(),
            legacy: terminal.capabilities().legacy,
            name: terminal.name.clone(),
            mode: terminal.mode,
            enabled: record.enabled,
            offered: record.is_offered(),
            is_default: record.is_default,
            currencies: terminal.currencies.clone(),
            account: terminal.account,
            methods: terminal.methods.clone(),
            authorization: terminal.authorization,
            condition: terminal.condition,
            fee: terminal.fee.clone(),
            credentials: AccountsView {
                test: account(record, Mode::Test, &opens),
                live: account(record, Mode::Live, &opens),
            },
            revision: record.revision,
            created_at: timestamp(record.created_at),
            updated_at: timestamp(record.updated_at),
            deleted_at: record.deleted_at.map(timestamp),
        }
    }
}

fn account(
    record: &Record,
    mode: Mode,
    opens: impl Fn(Mode, &Account) -> bool,
) -> Option<AccountView> {
    // What a deleted one still holds for its last payments is nobody's to use.
    let account = record
        .account(mode)
        .filter(|_| record.deleted_at.is_none())?;
    let check = account.check.as_ref().map(|last| CheckView {
        at: timestamp(last.at),
        passed: last.check.passed(),
        current: record.valid_check(mode).is_some(),
        findings: last.check.findings.iter().map(FindingView::new).collect(),
    });
    Some(AccountView {
        fields: account.note.fields.clone(),
        readable: opens(mode, account),
        since: timestamp(account.note.since),
        check,
    })
}
