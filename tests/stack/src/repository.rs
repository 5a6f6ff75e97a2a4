//! Where things lie in the repository.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository that this program was compiled from.
#[derive(Debug, Clone)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// Finds the repository by the place this crate was compiled in.
    pub fn find() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().nth(2).unwrap_or(here);
        Self {
            root: root.to_path_buf(),
        }
    }

    /// The folder with the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target folder, which `CARGO_TARGET_DIR` may move.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |it| self.path(it))
    }

    /// A binary of an npm package.
    pub fn npm_bin(&self, name: &str) -> PathBuf {
        self.path("node_modules/.bin").join(name)
    }

    /// A binary of a tool installed by cargo.
    pub fn cargo_bin(&self, name: &str) -> PathBuf {
        self.path(".tools/bin").join(name)
    }

    /// A command that runs in the root and finds the npm packages' binaries,
    /// their `node` among them, before the machine's.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("PATH", self.search_path());
        command
    }

    /// A `cargo` command. What `cargo run` tells its program about itself is left out: build scripts
    /// that look at it would be compiled anew each time.
    pub fn cargo(&self) -> Command {
        let mut command = self.command("cargo");
        for (name, _) in env::vars_os() {
            let told = ["CARGO_PKG_", "CARGO_MANIFEST_"];
            let text = name.to_string_lossy();
            if told.iter().any(|start| text.starts_with(start)) {
                command.env_remove(&name);
            }
        }
        command
    }

    /// A `wrangler` command that asks nothing and reports to nobody.
    pub fn wrangler(&self) -> Command {
        let mut command = self.command(self.npm_bin("wrangler"));
        command
            .env("WRANGLER_SEND_METRICS", "false")
            .env("WRANGLER_SEND_ERROR_REPORTS", "false")
            .env("WRANGLER_NO_SKILLS_UPDATE_PROMPTS", "true")
            .env("WRANGLER_HIDE_BANNER", "true")
            .env("WRANGLER_LOG_PATH", self.target().join("logs/wrangler"))
            .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
            .env("NO_UPDATE_NOTIFIER", "1")
            .env("CI", "true");
        command
    }

    fn search_path(&self) -> OsString {
        let mut folders = vec![self.path("node_modules/.bin")];
        if let Some(path) = env::var_os("PATH") {
            folders.extend(env::split_paths(&path));
        }
        env::join_paths(folders).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_workspace() {
        assert!(
            Repository::find()
                .path("xtask/seed/links/demo.json")
                .is_file()
        );
    }

    #[test]
    fn npm_binaries_come_first() {
        let repository = Repository::find();
        let path = repository.search_path();
        assert_eq!(
            env::split_paths(&path).next(),
            Some(repository.path("node_modules/.bin"))
        );
    }
}
