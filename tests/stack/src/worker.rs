//! A Worker in `wrangler dev`.

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use crate::{Error, Process, Repository, Result, Variables};

/// workerd compiles the module and opens its storage before it answers.
const START_LIMIT: Duration = Duration::from_secs(90);
const PORT_RELEASE_LIMIT: Duration = Duration::from_secs(10);

/// What a Worker is started with.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// Its name in messages, and its log's.
    pub name: String,
    /// The wrangler configuration.
    pub config: PathBuf,
    /// The port on 127.0.0.1.
    pub port: u16,
    /// Where storage, environment file and registry are kept.
    pub state_dir: PathBuf,
    /// Where the log is kept.
    pub log_dir: PathBuf,
    /// Variables and secrets; they replace those of the configuration.
    pub variables: Variables,
    /// The path that answers 200 once the Worker runs.
    pub health_path: String,
}

/// A Worker that runs until it is dropped.
#[derive(Debug)]
pub struct Worker {
    repository: Repository,
    options: WorkerOptions,
    process: Process,
}

impl Worker {
    /// Starts the Worker and waits until it answers.
    pub fn start(repository: &Repository, options: WorkerOptions) -> Result<Self> {
        fs::create_dir_all(&options.state_dir).map_err(Error::file(&options.state_dir))?;
        let process = launch(repository, &options)?;
        let mut worker = Self {
            repository: repository.clone(),
            options,
            process,
        };
        worker.wait()?;
        Ok(worker)
    }

    /// Where the Worker answers, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.options.port)
    }

    /// Fails when the Worker has ended by itself.
    pub fn check(&mut self) -> Result<()> {
        self.process.check()
    }

    /// Ends the Worker in good order.
    pub fn stop(&mut self) {
        self.process.stop();
    }

    /// Kills workerd at once, in the middle of whatever it is doing.
    pub fn kill_hard(&mut self) {
        self.process.kill();
    }

    /// Starts again on the same port with the same state; ends the running
    /// Worker first if there is one.
    pub fn restart(&mut self) -> Result<()> {
        self.process.stop();
        wait_until_free(self.options.port)?;
        self.process = launch(&self.repository, &self.options)?;
        self.wait()
    }

    fn wait(&mut self) -> Result<()> {
        let url = format!("{}{}", self.url(), self.options.health_path);
        self.process.wait_for(&url, START_LIMIT)
    }
}

fn launch(repository: &Repository, options: &WorkerOptions) -> Result<Process> {
    let env_file = options.state_dir.join(format!("{}.env", options.name));
    options.variables.write(&env_file)?;
    let mut command = repository.wrangler();
    command
        .arg("dev")
        .arg("--config")
        .arg(&options.config)
        .arg("--env-file")
        .arg(&env_file)
        .arg("--persist-to")
        .arg(&options.state_dir)
        .args(["--local", "--ip", "127.0.0.1", "--port"])
        .arg(options.port.to_string())
        .args(["--inspector-port", "0", "--log-level", "info"])
        .arg("--show-interactive-dev-session=false")
        // Workers of other stacks must not be found by name.
        .env("WRANGLER_REGISTRY_PATH", options.state_dir.join("registry"));
    let log = options.log_dir.join(format!("{}.log", options.name));
    Process::spawn(&options.name, &mut command, &log)
}

fn wait_until_free(port: u16) -> Result<()> {
    let deadline = Instant::now() + PORT_RELEASE_LIMIT;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
        if Instant::now() >= deadline {
            return Err(Error::Port {
                port,
                reason: "the Worker that had it was ended, but somebody still answers".into(),
            });
        }
        thread::sleep(Duration::from_millis(25));
    }
    Ok(())
}
