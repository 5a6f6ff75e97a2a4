//! Makes the style as it travels: without comments and blanks, which are for people who read the
//! source.

use std::{env, fs, io, path::Path};

const SOURCES: [&str; 2] = ["src/style.css", "src/page.css"];

fn main() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        let name = Path::new(source).file_name().unwrap_or_default();
        fs::write(
            Path::new(&out).join(name),
            squeezed(&fs::read_to_string(source)?),
        )?;
    }
    Ok(())
}

/// Blanks that part nothing. A colon of a selector has none after it.
const BLANKS: [(&str, &str); 8] = [
    (" {", "{"),
    ("{ ", "{"),
    ("; ", ";"),
    (";}", "}"),
    (" }", "}"),
    (", ", ","),
    (": ", ":"),
    (" > ", ">"),
];

/// The sheet without comments, line ends and what else parts nothing. None of its texts holds such
/// marks.
fn squeezed(sheet: &str) -> String {
    let mut plain = String::new();
    for (index, part) in sheet.split("/*").enumerate() {
        let kept = match part.split_once("*/") {
            Some((_, after)) if index > 0 => after,
            _ => part,
        };
        plain.push_str(kept);
    }
    let sheet = plain.lines().map(str::trim).collect::<Vec<_>>().join("");
    BLANKS
        .iter()
        .fold(sheet, |sheet, (from, to)| sheet.replace(from, to))
}
