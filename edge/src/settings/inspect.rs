//! Whether an account works: the provider is asked, harmlessly.

use obole_shared::ids::TerminalId;
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::{Mode, Terminal};

use super::record::{LastCheck, Record};
use super::view::TerminalView;
use super::{Invalid, Settings, live};
use crate::catalog::terminals as table;
use crate::config::Config;
use crate::error::Error;
use crate::object::{WorkerHttp, now};
use crate::providers::check;

impl Settings {
    /// Asks the provider, harmlessly, whether the account would work; stores what it found.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`]; [`Code::BodyInvalid`] where the mode has no credentials.
    pub(crate) async fn check(
        &self,
        id: &TerminalId,
        mode: Option<Mode>,
    ) -> Result<TerminalView, Error> {
        let record = self.existing_record(id).await?;
        let mode = mode.unwrap_or(record.terminal.mode);
        let last = self.inspect(&record, mode).await?;
        let outcome = if last.check.passed() {
            "passed"
        } else {
            "failed"
        };
        table::set_check(&self.database, id, mode, &last).await?;
        worker::console_log!("check of terminal {id} in {} {outcome}", mode.as_str());
        self.terminal(id).await
    }

    /// Asks the provider about one account of a record.
    async fn inspect(&self, record: &Record, mode: Mode) -> Result<LastCheck, Error> {
        let field = format!("credentials.{}", mode.as_str());
        let (Some(account), Some(fingerprint)) = (record.account(mode), record.fingerprint(mode))
        else {
            return Err(Invalid::new(field, "nothing is entered yet").into());
        };
        let entered = self.open(&record.terminal, mode, account)?;
        let credentials = entered
            .credentials(record.terminal.kind)
            .map_err(|why| Invalid::new(field.as_str(), why))?;
        let terminal = Terminal {
            mode,
            ..record.terminal.clone()
        };
        let Config {
            addresses, origins, ..
        } = &*self.config;
        let check = check(&WorkerHttp, addresses, origins, &terminal, &credentials)
            .await
            .map_err(|error| Invalid::new(field.as_str(), error.to_string()))?;
        Ok(LastCheck {
            at: now(),
            check,
            fingerprint,
        })
    }

    /// What is live already is checked as it would be, before real money goes through it.
    pub(super) async fn check_what_goes_live(&self, record: &Record) -> Result<LastCheck, Error> {
        let last = self.inspect(record, Mode::Live).await?;
        if last.check.passed() {
            return Ok(last);
        }
        let found = live::against(&last.check);
        let why = format!(
            "nothing was saved: the terminal is live, and the account would not work like this. \
             {found}"
        );
        Err(Problem::with_detail(Code::TerminalNotReady, why).into())
    }
}
