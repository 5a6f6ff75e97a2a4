//! What a page loads, as PCI DSS 6.4.3 wants it listed: each script, why it is there, and how its
//! integrity is assured.

use super::integrity;

/// A file that browsers run.
pub(super) struct Script<'a> {
    pub(super) name: &'static str,
    pub(super) content: &'a [u8],
    /// Why it is there, for people who must justify it.
    pub(super) purpose: &'static str,
}

/// The list as JSON: what the back office, the doctor and an auditor read.
pub(super) fn json(version: &str, scripts: &[Script<'_>]) -> String {
    let lines: Vec<String> = scripts.iter().map(|script| line(version, script)).collect();
    let list = lines.join(",\n    ");
    format!("{{\n  \"version\": \"{version}\",\n  \"files\": [\n    {list}\n  ]\n}}\n")
}

/// None of the values holds a quote or a backslash.
fn line(version: &str, script: &Script<'_>) -> String {
    format!(
        "{{ \"path\": \"/v/{version}/{}\", \"integrity\": \"{}\", \"bytes\": {}, \"purpose\": \"{}\" }}",
        script.name,
        integrity::sha384(script.content),
        script.content.len(),
        script.purpose,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_script_is_listed_with_its_integrity() {
        let script = Script {
            name: "obole.js",
            content: b"alert('Hello, world.');",
            purpose: "Says hello.",
        };
        let text = json("1.2.3-abc", &[script]);
        let hash = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert!(
            text.contains(&format!("\"integrity\": \"{hash}\"")),
            "{text}"
        );
        assert!(
            text.contains("\"path\": \"/v/1.2.3-abc/obole.js\""),
            "{text}"
        );
        assert!(text.contains("\"bytes\": 23"), "{text}");
    }
}
