//! What all tests share: one stack, the drivers, and whose turn it is.

use std::fs;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use dev_stack::{Repository, Stack, StackOptions};

use crate::drivers::Drivers;
use crate::edge::Edge;
use crate::simulator::Simulator;

/// The shared stack with the drivers beside it.
pub struct Stage {
    /// The Worker.
    pub edge: Edge,
    /// The providers.
    pub simulator: Simulator,
    /// Where the host page is.
    pub host: String,
    /// What starts browsers.
    pub drivers: Drivers,
    stack: Stack,
    repository: Repository,
    turns: RwLock<()>,
}

impl Stage {
    /// Builds what is missing and starts everything.
    pub fn start() -> Self {
        Stack::build().unwrap_or_else(|error| panic!("{error}"));
        let options = StackOptions::temporary().unwrap_or_else(|error| panic!("{error}"));
        let stack = Stack::start(&options).unwrap_or_else(|error| panic!("{error}"));
        let repository = Repository::find();
        Self {
            edge: Edge {
                origin: stack.edge_url(),
            },
            simulator: Simulator {
                origin: stack.sim_url(),
            },
            host: stack.host_url(),
            drivers: Drivers::new(&repository),
            stack,
            repository,
            turns: RwLock::new(()),
        }
    }

    /// A turn beside others.
    pub fn shared(&self) -> RwLockReadGuard<'_, ()> {
        self.turns.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A turn alone: for tests that let things go wrong or count what happens.
    pub fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        self.turns.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a picture is kept.
    pub fn picture(&self, name: &str) -> PathBuf {
        self.repository
            .target()
            .join("screenshots")
            .join(format!("{name}.png"))
    }

    /// Keeps the logs, which go with the stack otherwise.
    pub fn keep_logs(&self) -> PathBuf {
        let kept = self.repository.target().join("logs/end-to-end");
        let _ = fs::create_dir_all(&kept);
        let logs = fs::read_dir(self.stack.state_dir().join("logs"));
        for log in logs.into_iter().flatten().flatten() {
            let _ = fs::copy(log.path(), kept.join(log.file_name()));
        }
        kept
    }
}
