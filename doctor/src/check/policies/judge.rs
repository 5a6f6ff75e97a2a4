//! One policy, held against what the checkout does.

use url::Url;

use super::super::{Case, listed};
use super::addresses::Addresses;
use crate::installation::Provider;
use crate::page::Script;
use crate::policy::{Asker, Directive, Policy};
use crate::report::{Code, Finding, Severity};
use crate::visit::origin_of;

/// Which directive says what scripts may come, the most particular first.
const SCRIPTS: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
/// Which says what scripts may do.
const CODE: [&str; 2] = ["script-src", "default-src"];
const CONNECT: [&str; 2] = ["connect-src", "default-src"];
const FORM: [&str; 1] = ["form-action"];
const TRUSTED: [&str; 1] = ["trusted-types"];
const WASM: &str = "'wasm-unsafe-eval'";

/// One policy, held against what the checkout does.
pub(super) struct Judge<'a> {
    case: &'a Case<'a>,
    edge: String,
    addresses: &'a Addresses,
    policy: Policy,
    /// The policy as it should be.
    pub(super) right: Policy,
    pub(super) found: Vec<Finding>,
    pub(super) wants_nonce: bool,
    pub(super) wants_integrity: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        case: &'a Case<'a>,
        edge: &Url,
        addresses: &'a Addresses,
        policy: Policy,
    ) -> Self {
        Self {
            case,
            edge: origin_of(edge),
            addresses,
            right: policy.clone(),
            policy,
            found: Vec::new(),
            wants_nonce: false,
            wants_integrity: false,
        }
    }

    pub(super) fn is_changed(&self) -> bool {
        self.right != self.policy
    }

    pub(super) fn all(&mut self, is_plain: bool) {
        self.loader();
        self.glue();
        self.wasm();
        self.connect();
        self.form(is_plain);
        self.providers(is_plain);
        self.trusted_types();
        self.sri();
        self.sandbox();
    }

    fn page(&self) -> &'a Url {
        &self.case.visit.url
    }

    fn asker(&self, script: &'a Script) -> Asker<'a> {
        Asker {
            url: &script.url,
            attributes: &script.attributes,
            page: self.page(),
        }
    }

    /// Corrects a directive; what is found carries the directive as it should be.
    fn correct(&mut self, finding: Finding, names: &[&str], values: &[&str]) {
        self.right.add(names, values);
        let fix = self.right.governing(names).map(Directive::text);
        self.found.push(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }

    fn loader(&mut self) {
        let Some(directive) = self.policy.governing(&SCRIPTS).cloned() else {
            return;
        };
        let stopped = {
            let mut scripts = self.case.page.loaders();
            scripts.any(|script| !self.asker(script).may_run(&directive))
        };
        if !stopped {
            return;
        }
        if directive.has("'strict-dynamic'") {
            self.wants_nonce = true;
            let sentence = format!(
                "With 'strict-dynamic' in {} addresses do not count: browsers refuse the script \
                 without the nonce that the page's server makes anew for each answer.",
                directive.name
            );
            let finding = Finding::error(Code::CspNonce, sentence);
            self.found.push(finding.fix("nonce=\"…\""));
            return;
        }
        let sentence = format!("The policy's {} does not allow the script.", directive.name);
        let finding = Finding::error(Code::CspLoader, sentence);
        let edge = self.edge.clone();
        self.correct(finding, &SCRIPTS, &[&edge]);
    }

    pub(super) fn stops_glue(&self) -> bool {
        let Some(directive) = self.policy.governing(&SCRIPTS) else {
            return false;
        };
        let mut scripts = self.case.page.loaders();
        scripts.any(|script| {
            let asker = self.asker(script);
            !asker.may_import(&self.addresses.glue, directive)
        })
    }

    fn glue(&mut self) {
        // What lets the loader through lets both through.
        let is_told =
            |finding: &Finding| finding.code == Code::CspLoader || finding.code == Code::CspNonce;
        if self.found.iter().any(is_told) || !self.stops_glue() {
            return;
        }
        let sentence = "The policy allows the script but not the second one that it loads, so the \
            plain form stays: it works, with less comfort.";
        let finding = Finding::warning(Code::CspGlue, sentence);
        let scripts = self.policy.governing(&SCRIPTS);
        if scripts.is_some_and(|scripts| scripts.has("'strict-dynamic'")) {
            self.wants_nonce = true;
            self.found.push(finding.fix("nonce=\"…\""));
            return;
        }
        let edge = self.edge.clone();
        self.correct(finding, &SCRIPTS, &[&edge]);
    }

    pub(super) fn stops_wasm(&self) -> bool {
        let code = self.policy.governing(&CODE);
        code.is_some_and(|code| !code.has(WASM) && !code.has("'unsafe-eval'"))
    }

    fn wasm(&mut self) {
        if self.stops_wasm() {
            let sentence = "The policy does not allow WebAssembly, so the plain form stays: it \
                works, with less comfort.";
            self.correct(Finding::warning(Code::CspWasm, sentence), &CODE, &[WASM]);
        }
    }

    fn connect(&mut self) {
        let Some(directive) = self.policy.governing(&CONNECT) else {
            return;
        };
        let asked = self.addresses.asked.iter();
        let stopped = asked.filter(|url| !directive.allows(url, self.page()));
        if stopped.count() == 0 {
            return;
        }
        let sentence = format!(
            "The policy's {} does not allow to ask Obole, so the form cannot be fetched.",
            directive.name
        );
        let edge = self.edge.clone();
        self.correct(
            Finding::error(Code::CspConnect, sentence),
            &CONNECT,
            &[&edge],
        );
    }

    /// The wasm sends no form, so where it runs the directive is not asked.
    fn form(&mut self, is_plain: bool) {
        let Some(directive) = self.policy.governing(&FORM) else {
            return;
        };
        if directive.allows(&self.addresses.form, self.page()) {
            return;
        }
        let (severity, when) = when(is_plain);
        let sentence =
            format!("The policy's form-action does not allow to send the form to Obole{when}.");
        let finding = Finding::new(Code::CspForm, severity, sentence);
        let edge = self.edge.clone();
        self.correct(finding, &FORM, &[&edge]);
    }

    fn providers(&mut self, is_plain: bool) {
        let Some(directive) = self.policy.governing(&FORM) else {
            return;
        };
        let page = self.page();
        let stopped = self.addresses.providers.iter().filter(|(_, addresses)| {
            let mut addresses = addresses.iter();
            addresses.any(|address| !directive.allows(address, page))
        });
        let stopped: Vec<&Provider> = stopped.map(|(provider, _)| provider).collect();
        if stopped.is_empty() {
            return;
        }
        let names: Vec<String> = stopped.iter().map(|one| one.name.clone()).collect();
        let sources: Vec<String> = stopped.iter().map(|one| one.source.clone()).collect();
        let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
        let (severity, when) = when(is_plain);
        let sentence = format!(
            "The policy's form-action does not name {}: browsers apply it to the redirect that \
             follows the form, and stop donors there{when}.",
            listed(&names)
        );
        self.correct(
            Finding::new(Code::CspProvider, severity, sentence),
            &FORM,
            &sources,
        );
    }

    fn trusted_types(&mut self) {
        let Some(directive) = self.policy.governing(&TRUSTED) else {
            return;
        };
        // Names of policies, unlike keywords, are told apart by capitals.
        let has_name = directive.values.iter().any(|it| it == "obole" || it == "*");
        let mut others = self.case.page.loaders().skip(1);
        let twice = has_name
            && !directive.has("'allow-duplicates'")
            && others.any(|script| script.attributes.has("data-link"));
        if has_name && !twice {
            return;
        }
        if twice {
            let sentence = "With trusted-types the script may run only once on the page: the \
                second one stops, and shows nothing where it stands.";
            let finding = Finding::error(Code::CspTrustedTypes, sentence);
            self.found.push(finding);
            return;
        }
        let sentence = "The policy's trusted-types does not name obole, so the script stops at \
            once.";
        let finding = Finding::error(Code::CspTrustedTypes, sentence);
        self.correct(finding, &TRUSTED, &["obole"]);
    }

    fn sri(&mut self) {
        let directive = self.policy.governing(&["require-sri-for"]);
        if directive.is_some_and(|directive| directive.has("script")) {
            let sentence = "The policy wants integrity on every script (require-sri-for), which \
                the second script cannot have: browsers that still know this keep the plain form.";
            self.found
                .push(Finding::warning(Code::SriRequired, sentence));
            self.wants_integrity = true;
        }
    }

    fn sandbox(&mut self) {
        let names = ["sandbox"];
        let Some(directive) = self.policy.governing(&names) else {
            return;
        };
        // A page may always leave itself, so `allow-top-navigation` is not needed.
        let needed = [
            ("allow-scripts", "run no script"),
            ("allow-forms", "send no form"),
        ];
        let missing = needed.iter().filter(|(token, _)| !directive.has(token));
        let missing: Vec<&(&str, &str)> = missing.collect();
        if missing.is_empty() {
            return;
        }
        let what: Vec<String> = missing.iter().map(|(_, what)| (*what).to_owned()).collect();
        let tokens: Vec<&str> = missing.iter().map(|(token, _)| *token).collect();
        let sentence = format!("The policy's sandbox lets the page {}.", listed(&what));
        self.correct(Finding::error(Code::CspSandbox, sentence), &names, &tokens);
    }

    /// What a policy would forbid that only reports.
    pub(super) fn announced(self) -> Option<Finding> {
        let words: Vec<String> = self
            .found
            .iter()
            .map(|it| it.code.as_str().to_owned())
            .collect();
        if words.is_empty() {
            return None;
        }
        let sentence = format!(
            "A policy that so far only reports would stop the checkout once it is enforced ({}).",
            listed(&words)
        );
        let finding = Finding::note(Code::CspReportOnly, sentence);
        Some(if self.is_changed() {
            finding.fix(self.right.line())
        } else {
            finding
        })
    }
}

/// How bad it is when the plain form cannot be sent, and for whom.
const fn when(is_plain: bool) -> (Severity, &'static str) {
    if is_plain {
        (Severity::Error, "")
    } else {
        (
            Severity::Warning,
            " when their browser does not run the WebAssembly",
        )
    }
}
