//! Turns `texts/<tag>.toml` into constants, so that nothing is parsed at run time.
//!
//! English is the model: it names the texts and says where each stands. A language that lacks one of
//! them, or has one more, does not compile.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

const MODEL: &str = "en";
const FORM: &str = "form";

/// What a section of the files is called in Rust; the first holds what stands in none.
const SECTIONS: [(&str, &str); 6] = [
    ("", "Alone"),
    (FORM, "Texts"),
    ("problem", "Problems"),
    ("why", "Whys"),
    ("status", "Statuses"),
    ("receipt", "Receipts"),
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=texts");
    println!("cargo::rerun-if-changed=build.rs");
    let troubles = match write() {
        Ok(troubles) => troubles,
        Err(error) => vec![error.to_string()],
    };
    for trouble in &troubles {
        println!("cargo::error={trouble}");
    }
    if troubles.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Writes the constants, or answers what is wrong with the files.
fn write() -> io::Result<Vec<String>> {
    let mut troubles = Vec::new();
    let mut languages = BTreeMap::new();
    for path in files()? {
        let source = fs::read_to_string(&path)?;
        match Language::read(&path, &source) {
            Ok(language) => {
                languages.insert(language.tag.clone(), language);
            }
            Err(wrong) => troubles.extend(wrong),
        }
    }
    let Some(model) = languages.get(MODEL) else {
        troubles.push(format!(
            "shared/texts/{MODEL}.toml is missing or cannot be read"
        ));
        return Ok(troubles);
    };
    troubles.extend(
        languages
            .values()
            .flat_map(|language| language.differs(model)),
    );
    if troubles.is_empty() {
        let mut rust = model.types();
        rust.extend(languages.values().map(Language::constant));
        let out = std::env::var_os("OUT_DIR").unwrap_or_default();
        fs::write(Path::new(&out).join("texts.rs"), rust)?;
    }
    Ok(troubles)
}

fn files() -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir("texts")?.map(|entry| entry.map(|it| it.path()));
    let mut paths: Vec<PathBuf> = paths.collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|it| it == "toml"));
    paths.sort();
    Ok(paths)
}

/// One file.
struct Language {
    tag: String,
    texts: Vec<Text>,
}

/// One text of a file.
struct Text {
    section: String,
    key: String,
    words: String,
    /// Where it stands in the file, in bytes.
    place: usize,
    /// The comment above it.
    about: Vec<String>,
}

impl Text {
    /// Reads one text of a section, or answers what is wrong with it.
    fn read(
        source: &str,
        section: &str,
        key: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Self, String> {
        let mut text = Self {
            section: section.to_owned(),
            key: key.get_ref().as_ref().to_owned(),
            words: String::new(),
            place: key.span().start,
            about: comment(source, &key.span()),
        };
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        if !text.key.bytes().all(is_letter) {
            return Err(format!("{} is no key", text.name()));
        }
        let DeValue::String(words) = value.get_ref() else {
            return Err(format!("{} is no text in quotes", text.name()));
        };
        text.words = words.to_string();
        Ok(text)
    }

    /// Its key as a person looks for it: `[form] thanks`.
    fn name(&self) -> String {
        match self.section.as_str() {
            "" => self.key.clone(),
            section => format!("[{section}] {}", self.key),
        }
    }
}

impl Language {
    /// Reads a file, or answers everything that is wrong with it.
    fn read(path: &Path, source: &str) -> Result<Self, Vec<String>> {
        let stem = path.file_stem().unwrap_or_default();
        let tag = stem.to_string_lossy().into_owned();
        let file = format!("shared/texts/{tag}.toml");
        if tag.is_empty() || !tag.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(vec![format!(
                "{file}: a file is called after its language, such as en.toml"
            )]);
        }
        let table = DeTable::parse(source).map_err(|error| {
            let place = error.span().unwrap_or_default().start;
            let line = source
                .get(..place)
                .unwrap_or_default()
                .matches('\n')
                .count()
                + 1;
            vec![format!("{file}, line {line}: {}", error.message())]
        })?;
        let mut texts = Vec::new();
        let mut wrong = Vec::new();
        let mut add = |text: Result<Text, String>| match text {
            Ok(text) => texts.push(text),
            Err(trouble) => wrong.push(format!("{file}: {trouble}")),
        };
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            if let DeValue::Table(section) = value.get_ref() {
                if !SECTIONS.iter().any(|(known, _)| *known == name) {
                    add(Err(format!("there is no section [{name}]")));
                }
                for (key, value) in section {
                    add(Text::read(source, name, key, value));
                }
            } else {
                add(Text::read(source, "", key, value));
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        texts.sort_by_key(|text: &Text| text.place);
        Ok(Self { tag, texts })
    }

    fn find(&self, wanted: &Text) -> Option<&Text> {
        let mut texts = self.texts.iter();
        texts.find(|text| text.section == wanted.section && text.key == wanted.key)
    }

    /// How it differs from the model in what it holds.
    fn differs(&self, model: &Self) -> Vec<String> {
        let file = format!("shared/texts/{}.toml", self.tag);
        let lacking = model.texts.iter().filter(|text| self.find(text).is_none());
        let unknown = self.texts.iter().filter(|text| model.find(text).is_none());
        let mut differences: Vec<String> = lacking
            .map(|text| format!("{file}: {} is missing", text.name()))
            .chain(unknown.map(|text| {
                let name = text.name();
                format!("{file}: {name} is unknown, shared/texts/{MODEL}.toml has no such text")
            }))
            .collect();
        if differences.is_empty() {
            let mut pairs = self.texts.iter().zip(&model.texts);
            let moved = pairs.find(|(text, model)| text.name() != model.name());
            differences.extend(moved.map(|(text, model)| {
                let (name, expected) = (text.name(), model.name());
                format!("{file}: {name} stands where shared/texts/{MODEL}.toml has {expected}")
            }));
        }
        differences
    }

    fn section(&self, section: &str) -> impl Iterator<Item = &Text> {
        self.texts
            .iter()
            .filter(move |text| text.section == section)
    }

    /// The types that hold a language, each text with the comment above it.
    fn types(&self) -> String {
        let mut rust = String::new();
        for (section, name) in SECTIONS {
            // What the form needs travels to the browser; `src/texts/written.rs` tells how.
            let (head, field) = if section == FORM {
                ("texts!".to_owned(), "")
            } else {
                (format!("pub(super) struct {name}"), ": &'static str")
            };
            let _ = writeln!(rust, "{head} {{");
            for text in self.section(section) {
                for line in &text.about {
                    let _ = writeln!(rust, "    /// {line}");
                }
                let _ = writeln!(rust, "    pub {}{field},", text.key);
            }
            rust.push_str("}\n");
        }
        rust
    }

    /// The language as a constant.
    fn constant(&self) -> String {
        let (tag, name) = (&self.tag, self.tag.to_ascii_uppercase());
        let mut rust =
            format!("/// `texts/{tag}.toml`\npub(super) static {name}: Words = Words {{\n");
        for (section, name) in SECTIONS {
            let field = if section.is_empty() { "alone" } else { section };
            let _ = writeln!(
                rust,
                "    {field}: {name} {{ // texts/{tag}.toml [{section}]"
            );
            for text in self.section(section) {
                let (key, words) = (&text.key, &text.words);
                let _ = match section {
                    FORM => writeln!(rust, "        {key}: Cow::Borrowed({words:?}),"),
                    _ => writeln!(rust, "        {key}: {words:?},"),
                };
            }
            rust.push_str("    },\n");
        }
        rust.push_str("};\n");
        rust
    }
}

/// The comment on the lines directly above a key.
fn comment(source: &str, key: &Range<usize>) -> Vec<String> {
    let above = source.get(..key.start).unwrap_or_default().lines().rev();
    let lines = above.map_while(|line| line.strip_prefix('#'));
    let mut lines: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    lines.reverse();
    lines
}
