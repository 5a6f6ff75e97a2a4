//! Sealing everything anew, after the key was changed.

use obole_shared::terminal::Mode;
use serde::Serialize;

use super::{Settings, place};
use crate::catalog::terminals as table;
use crate::error::Error;

/// What became of all sealed texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Resealed {
    /// Sealed anew under the current key.
    #[serde(rename = "resealed")]
    pub(crate) anew: u32,
    /// Were under the current key already.
    pub(crate) current: u32,
    /// Could not be opened, or changed meanwhile: `{terminal}/{mode}`.
    pub(crate) failed: Vec<String>,
}

impl Settings {
    /// Seals everything under the current key; then the previous one is no longer needed.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub(crate) async fn reseal(&self) -> Result<Resealed, Error> {
        let mut resealed = Resealed::default();
        for record in table::sealed(&self.database).await? {
            for mode in [Mode::Test, Mode::Live] {
                let Some(account) = record.account(mode) else {
                    continue;
                };
                let place = place(&record.terminal, mode);
                let done = match self.config.vault.reseal(place, &account.sealed) {
                    Ok(None) => {
                        resealed.current += 1;
                        continue;
                    }
                    Ok(Some(sealed)) => {
                        let id = &record.terminal.id;
                        table::swap_sealed(&self.database, id, mode, &account.sealed, &sealed)
                            .await?
                    }
                    Err(error) => {
                        worker::console_error!("{} is not resealed: {error}", record.terminal.id);
                        false
                    }
                };
                if done {
                    resealed.anew += 1;
                } else {
                    let name = format!("{}/{}", record.terminal.id, mode.as_str());
                    resealed.failed.push(name);
                }
            }
        }
        Ok(resealed)
    }
}
