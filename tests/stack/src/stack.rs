//! The whole stack: simulator, Worker, host page.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process, thread};

use crate::host::HostPage;
use crate::{
    Error, Ports, Process, Repository, Result, Variables, Worker, WorkerOptions, seed, simulator,
};

/// Set by a command that has already built what [`Stack::build`] builds.
pub const BUILT_VARIABLE: &str = "OBOLE_BUILT";

/// Marks a state that was seeded. Another name where the seeds have changed so that a state that
/// was kept needs them again.
const SEEDED: &str = "seeded-with-credentials";

/// Where a stack keeps its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateDir {
    /// A folder of its own, removed at the end; kept, and told, when the test
    /// that owns the stack panics.
    Temporary,
    /// A folder that outlives the stack.
    Kept {
        /// The folder.
        path: PathBuf,
        /// Whether it is emptied first.
        fresh: bool,
    },
}

/// What a stack is started with.
#[derive(Debug, Clone)]
pub struct StackOptions {
    /// The ports.
    pub ports: Ports,
    /// The state.
    pub state: StateDir,
    /// Variables that replace those of [`Variables::development`].
    pub variables: Variables,
    /// Whether the simulator is the optimized one, as a load bench needs.
    pub release_simulator: bool,
}

impl StackOptions {
    /// Free ports and a state that is removed: what a test wants.
    pub fn temporary() -> Result<Self> {
        Ok(Self {
            ports: Ports::free()?,
            state: StateDir::Temporary,
            variables: Variables::new(),
            release_simulator: false,
        })
    }
}

/// A running stack. Dropping it ends all of it.
pub struct Stack {
    ports: Ports,
    worker: Worker,
    simulator: Process,
    _host: HostPage,
    state: PathBuf,
    temporary: bool,
}

impl Stack {
    /// Builds everything the stack runs, by the same command a person types.
    /// Takes a second or two when nothing changed, and nothing at all under a
    /// command that has built already.
    pub fn build() -> Result<()> {
        if env::var_os(BUILT_VARIABLE).is_some() {
            return Ok(());
        }
        let repository = Repository::find();
        for arguments in [
            ["xtask", "build", "--no-dry-run"],
            ["build", "--package", "psp-simulator"],
        ] {
            finish(
                &format!("cargo {}", arguments.join(" ")),
                repository.cargo().args(arguments),
            )?;
        }
        Ok(())
    }

    /// Starts simulator, Worker and host page, waits until all answer, and
    /// seeds a state that is new.
    pub fn start(options: &StackOptions) -> Result<Self> {
        let repository = Repository::find();
        let ports = options.ports;
        ports.check()?;
        let (state, temporary) = prepare(&repository, &options.state)?;
        let logs = if temporary {
            state.join("logs")
        } else {
            repository.target().join("logs")
        };
        let started = launch(&repository, options, &state, &logs);
        if started.is_err() && temporary {
            let _ = fs::remove_dir_all(&state);
        }
        let (simulator, worker) = started?;
        let stack = Self {
            ports,
            worker,
            simulator,
            _host: HostPage::start(&repository, ports)?,
            state,
            temporary,
        };
        let seeded = stack.state.join(SEEDED);
        if !seeded.exists() {
            seed::put_all(&repository, ports)?;
            fs::write(&seeded, "").map_err(Error::file(&seeded))?;
        }
        Ok(stack)
    }

    /// Where the Worker answers, without a slash at the end.
    pub fn edge_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.edge)
    }

    /// Where the simulator answers, without a slash at the end.
    pub fn sim_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.simulator)
    }

    /// Where the host page is, without a slash at the end.
    pub fn host_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.host)
    }

    /// The ports.
    pub fn ports(&self) -> Ports {
        self.ports
    }

    /// The folder with the Worker's storage.
    pub fn state_dir(&self) -> &Path {
        &self.state
    }

    /// Kills workerd at once, in the middle of whatever it is doing.
    pub fn kill_worker_hard(&mut self) {
        self.worker.kill_hard();
    }

    /// Starts the Worker again, on the same port with the same state.
    pub fn restart_worker(&mut self) -> Result<()> {
        self.worker.restart()
    }

    /// Fails when the Worker or the simulator has ended by itself.
    pub fn check(&mut self) -> Result<()> {
        self.worker.check()?;
        self.simulator.check()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.worker.stop();
        self.simulator.stop();
        if !self.temporary {
            return;
        }
        if thread::panicking() {
            eprintln!(
                "state and logs of the stack are kept in {}",
                self.state.display()
            );
        } else {
            let _ = fs::remove_dir_all(&self.state);
        }
    }
}

fn prepare(repository: &Repository, state: &StateDir) -> Result<(PathBuf, bool)> {
    static STACKS: AtomicU32 = AtomicU32::new(0);
    let (path, temporary) = match state {
        StateDir::Temporary => {
            let number = STACKS.fetch_add(1, Ordering::Relaxed);
            let name = format!("{}-{number}", process::id());
            (repository.target().join("stacks").join(name), true)
        }
        StateDir::Kept { path, .. } => (path.clone(), false),
    };
    let empty = temporary || matches!(state, StateDir::Kept { fresh: true, .. });
    if empty && path.exists() {
        fs::remove_dir_all(&path).map_err(Error::file(&path))?;
    }
    fs::create_dir_all(&path).map_err(Error::file(&path))?;
    Ok((path, temporary))
}

fn launch(
    repository: &Repository,
    options: &StackOptions,
    state: &Path,
    logs: &Path,
) -> Result<(Process, Worker)> {
    let ports = options.ports;
    let simulator = simulator::start(repository, ports, options.release_simulator, logs)?;
    migrate(repository, state)?;
    let variables = Variables::development(ports).and(options.variables.clone());
    let worker = Worker::start(
        repository,
        WorkerOptions {
            name: "edge".into(),
            config: repository.path("wrangler.toml"),
            port: ports.edge,
            state_dir: state.into(),
            log_dir: logs.into(),
            variables,
            health_path: "/healthz".into(),
        },
    )?;
    Ok((simulator, worker))
}

/// Brings the local D1 to the newest migration.
fn migrate(repository: &Repository, state: &Path) -> Result<()> {
    let mut command = repository.wrangler();
    command
        .args(["d1", "migrations", "apply", "DB", "--local", "--persist-to"])
        .arg(state);
    finish("wrangler d1 migrations apply", &mut command)
}

/// Runs a step to its end; a failure tells what it printed.
fn finish(step: &str, command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| Error::Spawn {
            program: step.into(),
            source,
        })?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Ended {
        program: step.into(),
        status: output.status.to_string(),
        log: String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr),
    })
}
