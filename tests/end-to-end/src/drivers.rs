//! The WebDriver programs: one chromedriver for all tests, and one of the others for each browser,
//! because geckodriver and WebKitWebDriver hold one session at a time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use dev_stack::{Process, Program, Repository, free_port};

use crate::browser::BrowserOptions;
use crate::engine::{BROWSERS_VARIABLE, Engine};

const START_LIMIT: Duration = Duration::from_secs(20);

/// The screen of the browsers that have no headless manner.
const SCREEN: &str = "1400x1100x24";

/// What starts browsers; dropping it ends every driver that serves all tests.
#[derive(Debug)]
pub struct Drivers {
    repository: Repository,
    /// For profiles and the like; removed at the end.
    folder: PathBuf,
    chromium: OnceLock<Driver>,
    screen: OnceLock<Screen>,
}

/// A driver that runs; dropping it ends it and its browsers.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Process,
    port: u16,
}

#[derive(Debug)]
struct Screen {
    _process: Process,
    display: String,
}

impl Drivers {
    /// Nothing runs yet: a driver starts with the first test that needs it.
    pub fn new(repository: &Repository) -> Self {
        let own = format!("end-to-end-{}", std::process::id());
        let folder = repository.target().join("profiles").join(own);
        fs::create_dir_all(&folder).unwrap();
        Self {
            repository: repository.clone(),
            folder,
            chromium: OnceLock::new(),
            screen: OnceLock::new(),
        }
    }

    /// A folder for a browser's profile, empty.
    pub(crate) fn profile(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Where a program is, or how to get it.
    pub(crate) fn program(&self, program: Program) -> PathBuf {
        program.find(&self.repository).unwrap_or_else(|| {
            panic!(
                "the browser tests need {program}; set {variable} to where it is, or \
                 {BROWSERS_VARIABLE} to the browsers there are. `cargo xtask test` installs what is \
                 missing on Debian, as root, and tells elsewhere how to",
                variable = program.variable,
            )
        })
    }

    /// The one chromedriver.
    pub(crate) fn chromium(&self) -> &Driver {
        self.chromium.get_or_init(|| {
            let program = self.program(Program::CHROMEDRIVER);
            let port = free_port().unwrap();
            let mut command = self.repository.command(program);
            command.arg(format!("--port={port}"));
            self.launch(Engine::Chromium, port, &mut command)
        })
    }

    /// A geckodriver for one browser.
    pub(crate) fn firefox(&self) -> Driver {
        let program = self.program(Program::GECKODRIVER);
        let port = free_port().unwrap();
        let mut command = self.repository.command(program);
        command
            .args(["--port", &port.to_string(), "--websocket-port", "0"])
            .args(["--log", "warn"])
            .arg("--profile-root")
            .arg(&self.folder);
        self.launch(Engine::Firefox, port, &mut command)
    }

    /// A WebKitWebDriver for one browser.
    pub(crate) fn webkit(&self, profile: &Path, options: BrowserOptions) -> Driver {
        let program = self.program(Program::WEBKIT_DRIVER);
        let port = free_port().unwrap();
        fs::create_dir_all(profile).unwrap();
        let mut command = self.repository.command(program);
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", &self.screen().display)
            // What it keeps, it keeps in here.
            .env("HOME", profile)
            .env("XDG_DATA_HOME", profile.join("data"))
            .env("XDG_CACHE_HOME", profile.join("cache"))
            .env("XDG_CONFIG_HOME", profile.join("config"))
            // It asks for pages in the language of the surroundings.
            .env_remove("LC_ALL")
            .env("LANG", format!("{}.UTF-8", options.lang.replace('-', "_")))
            .env("NO_AT_BRIDGE", "1")
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            // Its sandbox works neither for root nor in most containers; the pages are our own.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        self.launch(Engine::WebKit, port, &mut command)
    }

    fn launch(&self, engine: Engine, port: u16, command: &mut Command) -> Driver {
        let name = format!("{engine}-driver");
        let log = self.repository.target().join(format!("logs/{name}.log"));
        let mut process = Process::spawn(&name, command, &log).unwrap_or_else(|e| panic!("{e}"));
        process
            .wait_for(&format!("http://127.0.0.1:{port}/status"), START_LIMIT)
            .unwrap_or_else(|error| panic!("{error}"));
        Driver { process, port }
    }

    fn screen(&self) -> &Screen {
        self.screen.get_or_init(|| {
            Screen::start(&self.repository, self.program(Program::XVFB), &self.folder)
        })
    }
}

impl Drop for Drivers {
    fn drop(&mut self) {
        self.chromium.take();
        self.screen.take();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Driver {
    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it.
    pub(crate) fn stop(&mut self) {
        self.process.stop();
    }
}

impl Screen {
    fn start(repository: &Repository, program: PathBuf, folder: &Path) -> Self {
        // It chooses a display that is free, and writes which.
        let told = folder.join("display");
        let mut command = repository.command(program);
        command.args([
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-screen",
            "0",
            SCREEN,
        ]);
        let mut process =
            Process::spawn("Xvfb", &mut command, &told).unwrap_or_else(|error| panic!("{error}"));
        let deadline = Instant::now() + START_LIMIT;
        loop {
            let text = fs::read_to_string(&told).unwrap_or_default();
            let number = text.lines().find(|line| line.parse::<u32>().is_ok());
            if let Some(number) = number {
                return Self {
                    display: format!(":{number}"),
                    _process: process,
                };
            }
            process.check().unwrap_or_else(|error| panic!("{error}"));
            assert!(Instant::now() < deadline, "Xvfb tells no display: {text}");
            thread::sleep(Duration::from_millis(25));
        }
    }
}
