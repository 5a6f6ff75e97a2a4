//! chromedriver, one for all tests.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dev_stack::{Process, Repository};

/// Names the browser; set by `cargo xtask test`.
const CHROMIUM_VARIABLE: &str = "OBOLE_CHROMIUM";
/// Names its driver; set by `cargo xtask test`.
const DRIVER_VARIABLE: &str = "OBOLE_CHROMEDRIVER";
const START_LIMIT: Duration = Duration::from_secs(20);

/// A running driver; dropping it ends it and its browsers.
#[derive(Debug)]
pub struct Driver {
    process: Process,
    port: u16,
    chromium: PathBuf,
    profiles: PathBuf,
}

impl Driver {
    /// Starts the driver on a free port.
    pub fn start(repository: &Repository) -> Self {
        let port = free_port();
        let driver = named(DRIVER_VARIABLE, &["chromedriver", "chromium.chromedriver"]);
        let chromium = named(
            CHROMIUM_VARIABLE,
            &["chromium", "chromium-browser", "google-chrome"],
        );
        let own = format!("end-to-end-{}", std::process::id());
        let profiles = repository.target().join("profiles").join(own);
        fs::create_dir_all(&profiles).unwrap();
        let mut command = repository.command(driver);
        command.arg(format!("--port={port}"));
        let log = repository.target().join("logs/chromedriver.log");
        let mut process = Process::spawn("chromedriver", &mut command, &log).unwrap();
        process
            .wait_for(&format!("http://127.0.0.1:{port}/status"), START_LIMIT)
            .unwrap();
        Self {
            process,
            port,
            chromium,
            profiles,
        }
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The browser's binary.
    pub(crate) fn chromium(&self) -> &Path {
        &self.chromium
    }

    /// A folder for a browser's profile, empty.
    pub(crate) fn profile(&self, name: &str) -> PathBuf {
        self.profiles.join(name)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.process.stop();
        let _ = fs::remove_dir_all(&self.profiles);
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .unwrap()
        .port()
}

fn named(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(path) = env::var_os(variable) {
        return path.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
        .unwrap_or_else(|| {
            panic!(
                "the browser tests need {}; set {variable} to where it is",
                names[0]
            )
        })
}
