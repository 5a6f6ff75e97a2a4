//! The report, for a terminal of eighty columns.

use obole_doctor::{Finding, Report, Severity};
use url::Url;

const COLUMNS: usize = 80;

/// The whole report. What is to be pasted is never wrapped.
pub(super) fn text(
    report: &Report,
    page: &Url,
    edge: Option<&str>,
    version: Option<&str>,
) -> String {
    let mut lines = vec![page.to_string()];
    if let Some(edge) = edge {
        let version = version.map(|version| format!(", version {version}"));
        lines.push(format!("Obole at {edge}{}", version.unwrap_or_default()));
    }
    for finding in &report.findings {
        lines.push(String::new());
        lines.extend(told(finding));
    }
    if let Some(tag) = &report.tag {
        lines.push(String::new());
        lines.push("The whole tag, as it should be:".to_owned());
        lines.push(String::new());
        lines.extend(tag.lines().map(pasted));
    }
    if !report.policies.is_empty() {
        lines.push(String::new());
        lines.push("The whole policy, as it should be:".to_owned());
        for policy in &report.policies {
            lines.push(String::new());
            lines.push(pasted(policy));
        }
    }
    if !report.is_healthy() {
        lines.push(String::new());
        let count = |severity, word| {
            let count = report.count(severity);
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        lines.push(format!(
            "{}, {}, {}.",
            count(Severity::Error, "error"),
            count(Severity::Warning, "warning"),
            count(Severity::Note, "note")
        ));
    }
    lines.join("\n") + "\n"
}

fn told(finding: &Finding) -> Vec<String> {
    let severity = finding.severity.as_str();
    let code = finding.code.as_str();
    let mut lines = vec![format!("{severity}: {code}")];
    lines.extend(wrapped(&finding.sentence, "  "));
    if let Some(fix) = &finding.fix {
        lines.push(String::new());
        lines.extend(fix.lines().map(pasted));
    }
    lines
}

fn pasted(line: &str) -> String {
    format!("      {line}")
}

/// Words on lines; a word that is longer than a line has one of its own.
fn wrapped(text: &str, indent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let length = indent.len() + line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && length > COLUMNS {
            lines.push(format!("{indent}{line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(format!("{indent}{line}"));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_fit_into_eighty_columns_and_lose_no_word() {
        let text = "Wörter «und» mehr ".repeat(30) + &"x".repeat(100);
        let lines = wrapped(&text, "  ");
        let (last, others) = lines.split_last().unwrap();
        assert!(others.iter().all(|line| line.chars().count() <= COLUMNS));
        assert!(others.iter().any(|line| line.chars().count() > 70));
        assert_eq!(last.trim().len(), 100);
        let words: Vec<&str> = lines.iter().flat_map(|it| it.split_whitespace()).collect();
        assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
    }
}
