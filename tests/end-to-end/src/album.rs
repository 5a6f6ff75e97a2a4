//! Pictures of pages, compared with the kept ones.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use dev_stack::Repository;
use serde_json::Value;

use crate::browser::Browser;
use crate::fingerprint::{Area, Fingerprint};
use crate::image::Image;

/// Has the kept ones written anew.
const UPDATE_VARIABLE: &str = "UPDATE_PICTURES";

/// Brings what moves to its end, hides the caret, and writes what no two payments have alike with
/// one letter: references, ids, times.
const STEADY: &str = include_str!("steady.js");

/// Pictures that are compared one after the other; what differs is told at the end, all of it.
#[derive(Debug)]
#[must_use = "what differs is told by `close`"]
pub struct Album {
    repository: Repository,
    taken: usize,
    troubles: Vec<String>,
}

impl Album {
    /// An empty one.
    pub fn open() -> Self {
        Self {
            repository: Repository::find(),
            taken: 0,
            troubles: Vec::new(),
        }
    }

    /// Takes a picture of the whole page and compares it with the kept one of this name.
    pub async fn compare(&mut self, browser: &Browser, name: &str) {
        let png = steady_picture(browser).await;
        self.compare_png(&png, name);
    }

    /// Compares a picture with the kept one of this name.
    pub fn compare_png(&mut self, png: &[u8], name: &str) {
        self.taken += 1;
        let file = self.picture(name);
        write(&file, png);
        let image = Image::read(png);
        let kept = self.kept(name);
        if env::var_os(UPDATE_VARIABLE).is_some() {
            return write(&kept, image.fingerprint().to_string().as_bytes());
        }
        let told = match fs::read_to_string(&kept) {
            Err(_) => format!("none is kept in {}", kept.display()),
            Ok(text) => match text.parse::<Fingerprint>() {
                Err(error) => format!("{} is damaged: {error}", kept.display()),
                Ok(kept) => match image.fingerprint().difference(&kept) {
                    None => return,
                    Some(found) => {
                        let shown = self.picture(&format!("{name}-difference"));
                        write(&shown, &image.with_frames(&found.cells).to_png());
                        format!("{found}; {} shows where", shown.display())
                    }
                },
            },
        };
        self.troubles.push(format!("{name}: {told}"));
    }

    /// Fails with all that differs.
    pub fn close(self) {
        assert!(self.taken > 0, "no picture was taken");
        assert!(
            self.troubles.is_empty(),
            "{} of {} pictures differ from the kept ones:\n{}\nWhere the pages are meant to look as \
             they do now, look at the pictures in {} and run\n  {UPDATE_VARIABLE}=1 cargo test -p \
             end-to-end -- pictures",
            self.troubles.len(),
            self.taken,
            self.troubles.join("\n"),
            self.folder().display()
        );
    }

    fn folder(&self) -> PathBuf {
        self.repository.target().join("pictures")
    }

    fn picture(&self, name: &str) -> PathBuf {
        self.folder().join(format!("{name}.png"))
    }

    fn kept(&self, name: &str) -> PathBuf {
        let file = format!("tests/end-to-end/pictures/{name}.txt");
        self.repository.path(file)
    }
}

/// A picture of the whole page that the next run takes again, as the bytes of a PNG.
async fn steady_picture(browser: &Browser) -> Vec<u8> {
    let steady = |on: bool| browser.run(STEADY, vec![Value::Bool(on)]);
    steady(true).await;
    let png = browser.whole_page().await;
    steady(false).await;
    png
}

/// What the page looks like, coarsely.
pub async fn fingerprint(browser: &Browser) -> Fingerprint {
    Image::read(&steady_picture(browser).await).fingerprint()
}

fn write(file: &Path, bytes: &[u8]) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

impl Image {
    fn with_frames(&self, cells: &[Area]) -> Self {
        let mut framed = self.faded();
        for cell in cells {
            framed.frame(*cell);
        }
        framed
    }
}
