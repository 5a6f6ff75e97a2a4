//! axe-core, the rules that most audits of accessibility are made with, over the page that is open.

use std::env;
use std::fmt;
use std::fs;
use std::path::PathBuf;

use dev_stack::Repository;
use serde_json::{Value, json};

use crate::browser::Browser;

/// Names the script, in place of the one in `node_modules`.
const AXE_VARIABLE: &str = "OBOLE_AXE";

/// WCAG 2.0 to 2.2, levels A and AA. Best practices and rules that are still tried out are not in.
const TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// Runs the rules once everything that moves has come to rest: text that is still fading in has
/// too little contrast.
const RUN: &str = "
    const [tags, done] = [arguments[0], arguments[arguments.length - 1]];
    for (const motion of document.getAnimations()) {
      try { motion.finish(); } catch { motion.cancel(); }
    }
    const rule = ({ id, impact, help, helpUrl, nodes }) => ({
      id, impact, help, helpUrl,
      nodes: nodes.map(({ target, html, failureSummary }) =>
        ({ target: target.flat(9).join(' >>> '), html, failureSummary })),
    });
    axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      // The one rule of 2.2, which is off by itself.
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations'],
    }).then(({ violations, passes }) =>
      done({ violations: violations.map(rule), passes: passes.length }),
      (error) => done({ error: String(error) }));";

/// A rule that the page breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule: `color-contrast`.
    pub rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// What it asks for.
    pub help: String,
    /// Where that is explained.
    pub url: String,
    /// What breaks it.
    pub nodes: Vec<Node>,
}

/// An element that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Selectors from the document inwards; `>>>` goes into a shadow root.
    pub target: String,
    /// The element as it is written.
    pub html: String,
    /// What would repair it.
    pub summary: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rule,
            impact,
            help,
            url,
            nodes,
        } = self;
        write!(formatter, "{rule} ({impact}): {help} <{url}>")?;
        for node in nodes {
            let summary = node.summary.replace('\n', "\n    ");
            write!(
                formatter,
                "\n  {}\n    {}\n    {summary}",
                node.target, node.html
            )?;
        }
        Ok(())
    }
}

/// What the page that is open breaks, shadow roots included.
pub async fn audit(browser: &Browser) -> Vec<Violation> {
    let script = format!("{}\n{RUN}", source());
    let told = browser
        .client
        .execute_async(&script, vec![json!(TAGS)])
        .await;
    let told = told.unwrap();
    assert!(told["error"].is_null(), "axe-core: {}", told["error"]);
    // A page on which nothing was looked at breaks nothing either.
    assert_ne!(told["passes"], 0, "axe-core found nothing to look at");
    let violations = told["violations"].as_array().unwrap();
    violations.iter().map(violation).collect()
}

/// Fails with all that the page breaks.
pub async fn assert_accessible(browser: &Browser, what: &str) {
    let found = audit(browser).await;
    let all: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(all.is_empty(), "{what} breaks rules:\n{}", all.join("\n"));
}

fn source() -> String {
    let file = env::var_os(AXE_VARIABLE).map_or_else(
        || Repository::find().path("node_modules/axe-core/axe.min.js"),
        PathBuf::from,
    );
    fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!(
            "{}: {error}. `npm ci` installs it; or set {AXE_VARIABLE} to an axe.min.js",
            file.display()
        )
    })
}

fn violation(told: &Value) -> Violation {
    Violation {
        rule: word(told, "id"),
        impact: word(told, "impact"),
        help: word(told, "help"),
        url: word(told, "helpUrl"),
        nodes: told["nodes"].as_array().unwrap().iter().map(node).collect(),
    }
}

fn node(told: &Value) -> Node {
    Node {
        target: word(told, "target"),
        html: word(told, "html"),
        summary: word(told, "failureSummary"),
    }
}

fn word(told: &Value, name: &str) -> String {
    told[name].as_str().unwrap_or_default().to_owned()
}
