//! What can be themed is told in two places: at the head of the style, for who reads the source,
//! and in the gallery's list. Both must say the same, and the markup must have it.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

fn source(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn listed(list: &Value) -> BTreeSet<String> {
    let all = list.as_array().unwrap().iter();
    all.map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_gallery_lists_what_the_style_tells() {
    let style = source("src/style.css");
    let (head, rules) = style.split_once("*/").unwrap();
    let theming: Value = serde_json::from_str(&source("gallery/theming.json")).unwrap();
    for property in theming["properties"].as_array().unwrap() {
        let field = |name: &str| property[name].as_str().unwrap();
        let line = head.lines().find(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words.contains(&field("name"))
        });
        let line = line.unwrap_or_else(|| panic!("{} stands in no line", field("name")));
        assert!(line.contains(field("meaning")), "{line}");
        assert!(line.contains(&format!("[{}]", field("default"))), "{line}");
        assert!(rules.contains(&format!("var({},", field("name"))), "{line}");
    }
    let in_head = head.matches("   --obole-").count();
    assert_eq!(in_head, theming["properties"].as_array().unwrap().len());
    let (_, parts) = head.split_once("Parts: ").unwrap();
    let (parts, _) = parts.split_once('.').unwrap();
    let told: BTreeSet<String> = parts
        .replace('*', "")
        .split(',')
        .map(|part| part.trim().to_owned())
        .collect();
    assert_eq!(told, listed(&theming["parts"]));
}

#[test]
fn the_markup_has_every_part_and_no_other() {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for rest in text.split("part=\"").skip(1) {
            found.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    let theming: Value = serde_json::from_str(&source("gallery/theming.json")).unwrap();
    assert_eq!(found, listed(&theming["parts"]));
}
