//! Where the Workers keep their state while they are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use dev_stack::Repository;

use crate::error::{Error, Result};

/// A file system in memory, where Linux has one.
const MEMORY: &str = "/dev/shm";

/// A folder that is removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// An empty folder: in memory, so that the Workers are measured and not
    /// the disk; on disk if that is wanted, or where there is no such memory.
    pub(crate) fn new(repository: &Repository, on_disk: bool) -> Result<Self> {
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("obole-load-{}-{number}", process::id());
        let path = if on_disk || !is_in_memory() {
            repository.target().join("stacks").join(name)
        } else {
            Path::new(MEMORY).join(name)
        };
        if path.exists() {
            fs::remove_dir_all(&path).map_err(Error::file(&path))?;
        }
        fs::create_dir_all(&path).map_err(Error::file(&path))?;
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Whether state can be kept in memory on this machine.
pub(crate) fn is_in_memory() -> bool {
    Path::new(MEMORY).is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_empty_its_own_and_gone_in_the_end() {
        let repository = Repository::find();
        for on_disk in [false, true] {
            let (one, other) = (
                Folder::new(&repository, on_disk).unwrap(),
                Folder::new(&repository, on_disk).unwrap(),
            );
            assert_ne!(one.path(), other.path());
            assert_eq!(fs::read_dir(one.path()).unwrap().count(), 0);
            let path = one.path().to_owned();
            drop(one);
            assert!(!path.exists());
        }
    }
}
