//! What the doctor says.

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Donors cannot pay.
    Error,
    /// It works less well than it could.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What was found, as a stable word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

codes! {
    /// Nothing is wrong.
    InOrder = "in-order",
    /// The page did not answer with a success.
    PageStatus = "page-status",
    /// What answered is no HTML.
    NotHtml = "not-html",
    /// Only the beginning of the page was read.
    PageCut = "page-cut",
    /// The page is served without https.
    PageInsecure = "page-insecure",
    /// The address leads to another origin.
    Redirected = "redirected",
    /// The page has no proper doctype.
    Quirks = "quirks",

    /// The script is not on the page.
    LoaderMissing = "loader-missing",
    /// The script stands where nothing runs.
    LoaderInert = "loader-inert",
    /// The script is on the page more than once.
    LoaderTwice = "loader-twice",
    /// The script comes from another origin than the installation's.
    LoaderElsewhere = "loader-elsewhere",
    /// The file is not there.
    LoaderGone = "loader-gone",
    /// The page is https, the script is not.
    LoaderInsecure = "loader-insecure",
    /// The script is a module.
    LoaderModule = "loader-module",
    /// The script has a type that browsers do not run.
    LoaderType = "loader-type",
    /// The page waits for the script.
    LoaderBlocks = "loader-blocks",
    /// Cloudflare's Rocket Loader holds the script back.
    RocketLoader = "rocket-loader",
    /// `integrity` on the file that changes with each release.
    IntegrityMoving = "integrity-moving",
    /// `integrity` that is not that of the file.
    IntegrityWrong = "integrity-wrong",
    /// No `integrity` on a file that never changes.
    IntegrityMissing = "integrity-missing",
    /// `integrity` that browsers cannot read.
    IntegrityUnreadable = "integrity-unreadable",
    /// `integrity` without `crossorigin`.
    CrossoriginMissing = "crossorigin-missing",
    /// `crossorigin` that asks for credentials.
    CrossoriginCredentials = "crossorigin-credentials",
    /// Not the current version.
    VersionOld = "version-old",
    /// Which version is current is not known.
    VersionUnchecked = "version-unchecked",

    /// There is no place for the checkout.
    PlacementMissing = "placement-missing",
    /// The place is where nothing is shown.
    PlacementInert = "placement-inert",
    /// The script that should show something is in the head.
    ScriptInHead = "script-in-head",
    /// The place is not empty.
    DivNotEmpty = "div-not-empty",
    /// The element is never closed.
    ElementOpen = "element-open",
    /// No link is named.
    LinkMissing = "link-missing",
    /// What is named can be no link.
    LinkMalformed = "link-malformed",
    /// The installation has no such link.
    LinkUnknown = "link-unknown",
    /// The installation does not answer.
    EdgeUnreached = "edge-unreached",
    /// An attribute that means nothing.
    AttributeUnknown = "attribute-unknown",
    /// A language that Obole does not speak.
    LangUnknown = "lang-unknown",
    /// A theme that does not exist.
    ThemeUnknown = "theme-unknown",
    /// Not a number.
    AmountMalformed = "amount-malformed",
    /// Not numbers.
    PresetsMalformed = "presets-malformed",
    /// Not a currency.
    CurrencyMalformed = "currency-malformed",
    /// A currency that the link does not take.
    CurrencyNotOffered = "currency-not-offered",
    /// A terminal that the link does not offer.
    ProviderNotOffered = "provider-not-offered",
    /// Donors cannot return to the page.
    ReturnOrigin = "return-origin",
    /// Nothing for visitors without JavaScript.
    NoFallback = "no-fallback",

    /// A policy forbids the script.
    CspLoader = "csp-loader",
    /// A policy wants a nonce.
    CspNonce = "csp-nonce",
    /// A policy forbids the second script.
    CspGlue = "csp-glue",
    /// A policy forbids WebAssembly.
    CspWasm = "csp-wasm",
    /// A policy forbids to ask the installation.
    CspConnect = "csp-connect",
    /// A policy forbids to send the form to the installation.
    CspForm = "csp-form",
    /// A policy forbids to go on to a provider.
    CspProvider = "csp-provider",
    /// A policy forbids our Trusted Types policy.
    CspTrustedTypes = "csp-trusted-types",
    /// Scripts without `integrity` are forbidden.
    SriRequired = "sri-required",
    /// A sandbox forbids something.
    CspSandbox = "csp-sandbox",
    /// A policy that is not enforced would forbid something.
    CspReportOnly = "csp-report-only",
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What, as a stable word.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What, as a sentence.
    pub sentence: String,
    /// What to write instead.
    pub fix: Option<String>,
}

impl Finding {
    pub(crate) fn new(code: Code, severity: Severity, sentence: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            sentence: sentence.into(),
            fix: None,
        }
    }

    pub(crate) fn error(code: Code, sentence: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, sentence)
    }

    pub(crate) fn warning(code: Code, sentence: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, sentence)
    }

    pub(crate) fn note(code: Code, sentence: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, sentence)
    }

    pub(crate) fn fix(mut self, text: impl Into<String>) -> Self {
        self.fix = Some(text.into());
        self
    }
}

/// All that was found, and what to write once all of it is put right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The findings, the worst first.
    pub findings: Vec<Finding>,
    /// The whole tag as it should be; `None` where it is.
    pub tag: Option<String>,
    /// The whole policies as they should be, one a line; empty where they are.
    pub policies: Vec<String>,
}

impl Report {
    /// How many findings are this bad.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Whether nothing is wrong.
    pub fn is_healthy(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.code == Code::InOrder)
    }
}
