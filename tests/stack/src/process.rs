//! A child process with a log, in a process group of its own, that never
//! outlives its owner.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::{Error, Result, http};

/// How long a process may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(5);
/// How often a condition is looked at while waiting for it.
const POLL: Duration = Duration::from_millis(25);
/// How many lines of a log are told with a failure.
const LOG_TAIL_LINES: usize = 25;

/// Reads one line: a line means the group ended in good order, an end of file
/// means the owner is gone and the group must go too.
const WATCHDOG: &str = r#"read -r line && exit 0; kill -s KILL -- "-$1""#;

/// A running child and everything it started.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    watchdog: Child,
    log: PathBuf,
    ended: bool,
}

impl Process {
    /// Starts `command` with its output appended to `log`.
    pub fn spawn(name: &str, command: &mut Command, log: &Path) -> Result<Self> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        let output = OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)
            .map_err(Error::file(log))?;
        let errors = output.try_clone().map_err(Error::file(log))?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .map_err(|source| Error::Spawn {
                program: name.into(),
                source,
            })?;
        let watchdog = match watch(&child) {
            Ok(watchdog) => watchdog,
            Err(source) => {
                signal(&child, Signal::KILL);
                let _ = child.wait();
                return Err(Error::Spawn {
                    program: format!("the watchdog of {name}"),
                    source,
                });
            }
        };
        Ok(Self {
            name: name.into(),
            child,
            watchdog,
            log: log.into(),
            ended: false,
        })
    }

    /// The exit status, once the process has ended by itself.
    pub fn exit_status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// The process id, which is also the id of its process group.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The last lines of the log.
    pub fn log_tail(&self) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        let from = lines.len().saturating_sub(LOG_TAIL_LINES);
        lines.get(from..).unwrap_or_default().join("\n")
    }

    /// Waits until `url` answers with 200.
    pub fn wait_for(&mut self, url: &str, limit: Duration) -> Result<()> {
        let deadline = Instant::now() + limit;
        loop {
            self.check()?;
            if http::get(url, None).is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(Error::Silent {
                    program: self.name.clone(),
                    url: url.into(),
                    seconds: limit.as_secs(),
                    log: self.log_tail(),
                });
            }
            thread::sleep(POLL);
        }
    }

    /// Fails when the process has ended by itself.
    pub fn check(&mut self) -> Result<()> {
        match self.exit_status() {
            Some(status) => Err(Error::Ended {
                program: self.name.clone(),
                status: status.to_string(),
                log: self.log_tail(),
            }),
            None => Ok(()),
        }
    }

    /// Asks the group to end, and ends it after a few seconds if it does not.
    pub fn stop(&mut self) {
        if self.ended {
            return;
        }
        signal(&self.child, Signal::TERM);
        let deadline = Instant::now() + GRACE;
        while self.exit_status().is_none() && Instant::now() < deadline {
            thread::sleep(POLL);
        }
        self.kill();
    }

    /// Ends the group at once, as a power cut would.
    pub fn kill(&mut self) {
        if self.ended {
            return;
        }
        self.ended = true;
        // Also after the leader is gone: its children may not be.
        signal(&self.child, Signal::KILL);
        let _ = self.child.wait();
        if let Some(stdin) = self.watchdog.stdin.as_mut() {
            let _ = stdin.write_all(b"ended\n");
        }
        let _ = self.watchdog.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

fn watch(child: &Child) -> std::io::Result<Child> {
    Command::new("sh")
        .args(["-c", WATCHDOG, "watchdog", &child.id().to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

fn signal(leader: &Child, signal: Signal) {
    // A group that is already gone needs no signal.
    let _ = kill_process_group(Pid::from_child(leader), signal);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::test_kill_process;

    /// A process that has started another one and told its id.
    fn family(name: &str) -> (Process, Pid, PathBuf) {
        let log = std::env::temp_dir().join(format!("obole-{name}-{}.log", std::process::id()));
        let _ = fs::remove_file(&log);
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 300 & echo $!; wait"]);
        let process = Process::spawn(name, &mut command, &log).unwrap();
        let child = loop {
            if let Ok(id) = process.log_tail().trim().parse() {
                break Pid::from_raw(id).unwrap();
            }
            thread::sleep(POLL);
        };
        (process, child, log)
    }

    fn is_gone_soon(id: Pid) -> bool {
        (0..200).any(|_| {
            thread::sleep(POLL);
            // A zombie that nobody collects is dead, too.
            let status = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            test_kill_process(id).is_err() || status.contains(") Z ")
        })
    }

    #[test]
    fn nothing_outlives_a_dropped_process() {
        let (process, child, log) = family("drop");
        assert!(test_kill_process(child).is_ok());
        drop(process);
        assert!(is_gone_soon(child));
        fs::remove_file(log).unwrap();
    }

    #[test]
    fn nothing_outlives_a_killed_owner() {
        let (mut process, child, log) = family("watchdog");
        // What the watchdog sees when its owner is killed.
        drop(process.watchdog.stdin.take());
        assert!(is_gone_soon(child));
        drop(process);
        fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_process_that_ends_is_told_with_its_last_words() {
        let log = std::env::temp_dir().join(format!("obole-end-{}.log", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", "echo port is taken; exit 3"]);
        let mut process = Process::spawn("server", &mut command, &log).unwrap();
        let error = process
            .wait_for("http://127.0.0.1:9/", Duration::from_secs(30))
            .unwrap_err()
            .to_string();
        assert!(error.contains("server ended"), "{error}");
        assert!(error.contains("exit status: 3"), "{error}");
        assert!(error.contains("port is taken"), "{error}");
        fs::remove_file(log).unwrap();
    }
}
