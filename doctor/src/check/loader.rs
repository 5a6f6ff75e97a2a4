//! The script.

use super::Case;
use crate::page::Script;
use crate::report::{Code, Finding};
use crate::tag::{EXAMPLE, Writer};
use crate::visit::{is_open_to_all, origin_of};

/// What browsers run as a classic script, besides no type at all.
const JAVASCRIPT: [&str; 8] = [
    "text/javascript",
    "application/javascript",
    "application/x-javascript",
    "application/ecmascript",
    "application/x-ecmascript",
    "text/ecmascript",
    "text/x-javascript",
    "text/jscript",
];

pub(super) fn check(case: &Case<'_>, writer: &Writer<'_>) -> Vec<Finding> {
    let scripts: Vec<&Script> = case.page.loaders().collect();
    let [first, others @ ..] = scripts.as_slice() else {
        return vec![missing(case, writer)];
    };
    let mut found = Vec::new();
    if !others.is_empty() {
        let is_other = others.iter().any(|other| other.url != first.url);
        let sentence = format!(
            "The script is on the page {} times{}. Name it once; for a further checkout put \
             another <obole-checkout> there.",
            scripts.len(),
            if is_other {
                ", from different addresses: only the first one counts"
            } else {
                ""
            },
        );
        found.push(Finding::warning(Code::LoaderTwice, sentence).fix(writer.script(None)));
    }
    for script in &scripts {
        let one = One {
            case,
            script,
            // With its place, where it makes one: what is pasted must not lose the link.
            fix: {
                let mut places = case.page.places();
                let own = places.find(|place| place.attributes == script.attributes);
                writer.script(own.filter(|own| !own.place.in_head))
            },
        };
        found.extend(one.address());
        found.extend(one.kind());
        found.extend(one.integrity());
        found.extend(one.version());
    }
    found
}

fn missing(case: &Case<'_>, writer: &Writer<'_>) -> Finding {
    let dead = case
        .page
        .scripts
        .first()
        .and_then(|script| script.place.inert);
    let finding = match dead {
        Some(inert) => Finding::error(
            Code::LoaderInert,
            format!(
                "The script stands in {}, where browsers do not run it.",
                inert.name()
            ),
        ),
        None if case.edge.is_none() => Finding::error(
            Code::LoaderMissing,
            format!(
                "The page does not hold Obole's script. Put it there, with the address of your \
                 own Obole in place of {EXAMPLE}. (If a tag manager adds it, only a browser sees it.)"
            ),
        ),
        None => Finding::error(
            Code::LoaderMissing,
            "The page does not hold Obole's script. (If a tag manager adds it, only a browser \
             sees it.)",
        ),
    };
    finding.fix(writer.whole())
}

/// One script of the page.
struct One<'a> {
    case: &'a Case<'a>,
    script: &'a Script,
    fix: String,
}

impl One<'_> {
    fn error(&self, code: Code, sentence: impl Into<String>) -> Finding {
        Finding::error(code, sentence).fix(&self.fix)
    }

    fn address(&self) -> Vec<Finding> {
        let (script, case) = (self.script, self.case);
        let mut found = Vec::new();
        let origin = origin_of(&script.url);
        if let Some(edge) = case.edge.as_ref().map(origin_of)
            && edge != origin
        {
            let sentence = format!(
                "The script comes from {origin}, but your Obole is at {edge}. It asks the origin \
                 that it comes from, so a copy elsewhere finds no link.",
            );
            found.push(self.error(Code::LoaderElsewhere, sentence));
        }
        if case.visit.url.scheme() == "https" && is_open_to_all(&script.url) {
            let sentence = "The page is served with https and the script is not: browsers \
                refuse it.";
            found.push(self.error(Code::LoaderInsecure, sentence));
        }
        if let Some(served) = self.served()
            && !is_success(served.status)
        {
            let sentence = format!(
                "There is no script at {} (status {}).{}",
                script.url,
                served.status,
                if script.version().is_some() {
                    " An update may have left this version out: it stays only as long as the operator \
                     builds with --keep."
                } else {
                    ""
                }
            );
            found.push(self.error(Code::LoaderGone, sentence));
        }
        found
    }

    fn served(&self) -> Option<&crate::installation::Served> {
        let mut served = self.case.installation.served.iter();
        served.find(|served| served.url == self.script.url.as_str())
    }

    fn kind(&self) -> Option<Finding> {
        let attributes = &self.script.attributes;
        let kind = attributes
            .filled("type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if essence == "module" {
            let sentence = "The script is a module. A module does not learn where it came from \
                nor where it stands, so it finds neither Obole nor its own data-link. Leave out \
                type=\"module\".";
            return Some(self.error(Code::LoaderModule, sentence));
        }
        if self.case.page.has_rocket_loader && !attributes.has("data-cfasync") {
            let sentence = "Cloudflare's Rocket Loader holds scripts back until the page is \
                complete. Let it pass this one over, so that donors need not wait.";
            let fix = self
                .fix
                .replacen("<script async", "<script async data-cfasync=\"false\"", 1);
            return Some(Finding::warning(Code::RocketLoader, sentence).fix(fix));
        }
        if !essence.is_empty() && !JAVASCRIPT.contains(&essence) {
            let sentence = format!(
                "Browsers do not run a script of the type «{essence}». If a consent banner wrote \
                 this: the script sets no cookie and needs no consent; exempt it, or whoever \
                 declines cannot pay."
            );
            return Some(self.error(Code::LoaderType, sentence));
        }
        if attributes.has("nomodule") {
            let sentence = "The script has the attribute nomodule: today's browsers pass it over.";
            return Some(self.error(Code::LoaderType, sentence));
        }
        if !attributes.has("async") && !attributes.has("defer") {
            let sentence = "The page waits for the script before it shows what follows. With \
                async it does not.";
            return Some(Finding::note(Code::LoaderBlocks, sentence).fix(&self.fix));
        }
        None
    }

    fn integrity(&self) -> Vec<Finding> {
        let script = self.script;
        let Some(integrity) = script.attributes.filled("integrity") else {
            let sentence = "The script names a version, whose files never change, but no \
                integrity. With it browsers refuse a file that was changed nevertheless.";
            let finding = Finding::note(Code::IntegrityMissing, sentence).fix(&self.fix);
            return script.version().map(|_| finding).into_iter().collect();
        };
        let mut found = Vec::new();
        let hashes: Vec<&str> = strongest(integrity);
        if hashes.is_empty() {
            let sentence = "Browsers cannot read what the script has as integrity, and do without: \
                it begins with sha256-, sha384- or sha512-.";
            found.push(Finding::warning(Code::IntegrityUnreadable, sentence).fix(&self.fix));
        } else if self.actual().is_some_and(|(kind, actual)| {
            let mut same_kind = hashes
                .iter()
                .filter(|hash| hash.starts_with(kind))
                .peekable();
            same_kind.peek().is_some() && same_kind.all(|hash| *hash != actual)
        }) {
            let sentence = "The integrity is not that of the file: browsers refuse it.";
            found.push(self.error(Code::IntegrityWrong, sentence));
        } else if script.version().is_none() {
            let sentence = "The file /obole.js changes with each release, so its integrity will \
                be wrong after the next one, and browsers will refuse it. Name a version, or leave \
                integrity out.";
            found.push(Finding::warning(Code::IntegrityMoving, sentence).fix(&self.fix));
        }
        if !hashes.is_empty() && origin_of(&script.url) != origin_of(&self.case.visit.url) {
            found.extend(self.crossorigin());
        }
        found
    }

    fn crossorigin(&self) -> Option<Finding> {
        match self.script.attributes.get("crossorigin") {
            None => {
                let sentence = "The script has integrity but no crossorigin=\"anonymous\". Browsers \
                    refuse it, as they must not look into a file of another origin.";
                Some(self.error(Code::CrossoriginMissing, sentence))
            }
            Some(value) if value.eq_ignore_ascii_case("use-credentials") => {
                let sentence = "With crossorigin=\"use-credentials\" browsers refuse the script: \
                    it is there for anybody, without cookies. Write anonymous.";
                Some(self.error(Code::CrossoriginCredentials, sentence))
            }
            Some(_) => None,
        }
    }

    /// Kind and whole of the file's integrity, as far as it is known.
    fn actual(&self) -> Option<(&str, &str)> {
        // What stands in for a file that is not there is not the file.
        let served = self.served().filter(|served| is_success(served.status));
        let served = served.and_then(|served| served.integrity.as_deref());
        let current = self.case.installation.version.as_ref();
        let current = current.filter(|current| {
            let version = self.script.version();
            version.is_none_or(|version| version == current.name)
        });
        let actual = served.or_else(|| current.map(|current| current.integrity.as_str()))?;
        let (kind, _) = actual.split_once('-')?;
        Some((kind, actual))
    }

    fn version(&self) -> Option<Finding> {
        let named = self.script.version()?;
        let Some(current) = &self.case.installation.version else {
            let sentence = "Which version is the current one could not be learned, so the version \
                that the script names was not compared with it.";
            return Some(Finding::note(Code::VersionUnchecked, sentence));
        };
        if current.name == named {
            return None;
        }
        let sentence = format!(
            "The script is of version {named}; {} is current. The old one gets no fixes, and stays \
             only as long as the operator builds with --keep.",
            current.name
        );
        Some(Finding::note(Code::VersionOld, sentence).fix(&self.fix))
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The hashes that browsers hold a file against: those of the strongest kind.
fn strongest(integrity: &str) -> Vec<&str> {
    let hashes = integrity.split_ascii_whitespace();
    let hashes = hashes.filter_map(|hash| hash.split('?').next());
    let of = |kind: &str| -> Vec<&str> {
        let found = hashes.clone();
        found.filter(|hash| hash.starts_with(kind)).collect()
    };
    ["sha512-", "sha384-", "sha256-"]
        .into_iter()
        .map(of)
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}
