//! Pages with known faults, and what the doctor must say of each: no less and no more.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be read fails its test"
)]

use obole_doctor::{
    Code, Installation, LinkFacts, Page, Report, Returns, Served, Severity, Version, Visit, examine,
};
use url::Url;

const EDGE: &str = "https://pay.example.org";
const PAGE: &str = "https://www.example.org/give";

fn visit(name: &str, url: &str, headers: &[(&str, &str)]) -> Visit {
    let file = format!("{}/tests/pages/{name}.html", env!("CARGO_MANIFEST_DIR"));
    let url = Url::parse(url).unwrap();
    let mut all = vec![(
        "Content-Type".to_owned(),
        "text/html; charset=utf-8".to_owned(),
    )];
    let headers = headers.iter();
    all.extend(headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    Visit {
        asked: url.clone(),
        url,
        status: 200,
        headers: all,
        body: std::fs::read_to_string(file).unwrap(),
        is_cut: false,
    }
}

fn installation() -> Installation {
    Installation {
        edge: Some(EDGE.into()),
        version: Some(Version {
            name: "0.1.0-abcd1234".into(),
            integrity: "sha384-current".into(),
        }),
        links: vec![
            link(
                "demo",
                true,
                Returns::Origins(vec!["https://www.example.org".into()]),
            ),
            link("gone", false, Returns::Unknown),
        ],
        ..Installation::default()
    }
}

fn link(id: &str, exists: bool, returns: Returns) -> LinkFacts {
    LinkFacts {
        id: id.into(),
        exists,
        returns,
        currencies: vec!["CHF".into(), "EUR".into()],
        terminals: vec!["cards".into()],
    }
}

fn diagnose(visit: &Visit, installation: &Installation) -> Report {
    // Only what the page names is asked about.
    let page = Page::read(visit);
    let named = page.links();
    let mut installation = installation.clone();
    installation.links.retain(|link| named.contains(&link.id));
    examine(visit, &page, &installation)
}

fn codes(report: &Report) -> String {
    let findings = report.findings.iter();
    let codes: Vec<&str> = findings.map(|finding| finding.code.as_str()).collect();
    codes.join(" ")
}

fn found(name: &str, headers: &[(&str, &str)]) -> Report {
    diagnose(&visit(name, PAGE, headers), &installation())
}

#[test]
fn every_fault_is_told_and_nothing_else() {
    let mut wrong = Vec::new();
    for (name, expected) in [
        ("healthy-script", "in-order"),
        ("healthy-element", "in-order"),
        ("healthy-div", "in-order"),
        ("healthy-pinned", "in-order"),
        ("nothing", "loader-missing"),
        ("no-script", "loader-missing"),
        ("no-place", "placement-missing"),
        ("inert-script", "loader-inert"),
        ("inert-template", "placement-inert"),
        ("noscript-script", "loader-inert"),
        ("head", "script-in-head"),
        ("fragment", "script-in-head quirks"),
        // A script between head and body still goes into the head; <noscript> begins the body.
        ("script-after-head", "script-in-head"),
        ("after-head", "in-order"),
        ("base", "in-order"),
        ("module", "loader-module"),
        ("consent", "loader-type"),
        ("rocket", "rocket-loader"),
        ("blocking", "loader-blocks"),
        ("twice", "loader-twice"),
        ("elsewhere", "loader-elsewhere"),
        ("insecure", "loader-elsewhere loader-insecure no-fallback"),
        ("moving", "integrity-moving"),
        ("wrong-integrity", "integrity-wrong crossorigin-missing"),
        ("old", "integrity-unreadable version-old"),
        ("pinned-bare", "integrity-missing"),
        // The checkout is parsed apart, so a form of the page around it does no harm.
        ("form", "in-order"),
        ("div-filled", "div-not-empty"),
        ("open", "element-open"),
        (
            "attributes",
            "attribute-unknown attribute-unknown attribute-unknown lang-unknown theme-unknown",
        ),
        (
            "values",
            "attribute-unknown amount-malformed currency-malformed presets-malformed",
        ),
        (
            "links",
            "link-missing link-malformed link-unknown currency-not-offered provider-not-offered",
        ),
        ("no-fallback", "no-fallback"),
        (
            "meta",
            "csp-loader csp-connect csp-form csp-provider csp-wasm",
        ),
    ] {
        let report = found(name, &[]);
        if codes(&report) != expected {
            wrong.push(format!(
                "{name}: {} instead of {expected}\n{report:#?}",
                codes(&report)
            ));
        }
        let is_healthy = expected == "in-order";
        assert_eq!(report.is_healthy(), is_healthy, "{name}");
        assert!(
            !is_healthy || report.tag.is_none() && report.policies.is_empty(),
            "{name}"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn policies_are_judged_as_browsers_judge_them() {
    let full = "default-src 'self'; script-src https://pay.example.org 'wasm-unsafe-eval'; \
        connect-src https://pay.example.org; \
        form-action https://pay.example.org https://*.saferpay.com https://*.paypal.com";
    let mut wrong = Vec::new();
    for (policy, expected) in [
        (full, "in-order"),
        ("", "in-order"),
        (
            "img-src 'none'; style-src 'none'; frame-ancestors 'none'; upgrade-insecure-requests",
            "in-order",
        ),
        ("default-src https: 'unsafe-eval'", "in-order"),
        ("default-src 'none'", "csp-loader csp-connect csp-wasm"),
        ("script-src 'self' 'wasm-unsafe-eval'", "csp-loader"),
        (
            "script-src https://pay.example.org/obole.js 'wasm-unsafe-eval'",
            "csp-glue",
        ),
        ("script-src *.example.org", "csp-wasm"),
        // Which scripts come says the one, what they may do the other.
        (
            "script-src-elem https:; script-src 'wasm-unsafe-eval'",
            "in-order",
        ),
        (
            "script-src-elem https: 'wasm-unsafe-eval'; script-src 'none'",
            "csp-wasm",
        ),
        (
            "script-src-elem 'self'; default-src https: 'unsafe-eval'",
            "csp-loader",
        ),
        (
            "script-src https: 'strict-dynamic' 'nonce-n0nce' 'wasm-unsafe-eval'",
            "csp-nonce",
        ),
        ("script-src 'nonce-n0nce' 'wasm-unsafe-eval'", "csp-loader"),
        ("connect-src 'self'", "csp-connect"),
        (
            "connect-src https://pay.example.org/v1/links/",
            "csp-connect",
        ),
        ("connect-src https://pay.example.org:8443", "csp-connect"),
        ("form-action 'self'", "csp-form csp-provider"),
        (
            "form-action https://pay.example.org https://*.saferpay.com https://www.paypal.com",
            "csp-provider",
        ),
        ("form-action https:", "in-order"),
        // Nothing else stands in for it.
        ("default-src 'unsafe-eval' *", "in-order"),
        ("require-trusted-types-for 'script'", "in-order"),
        (
            "require-trusted-types-for 'script'; trusted-types a b",
            "csp-trusted-types",
        ),
        ("trusted-types 'none'", "csp-trusted-types"),
        ("trusted-types *", "in-order"),
        ("trusted-types a obole", "in-order"),
        ("require-sri-for script", "sri-required"),
        ("sandbox allow-forms allow-same-origin", "csp-sandbox"),
        ("sandbox allow-forms allow-scripts", "in-order"),
        // Each policy has its say, in one header or in two.
        ("connect-src https:, connect-src 'self'", "csp-connect"),
        (
            "script-src; script-src https: 'unsafe-eval'",
            "csp-loader csp-wasm",
        ),
    ] {
        let report = found("healthy-script", &[("Content-Security-Policy", policy)]);
        if codes(&report) != expected {
            wrong.push(format!(
                "{policy}: {} instead of {expected}",
                codes(&report)
            ));
        }
        // What the doctor says to write must satisfy the doctor.
        for line in &report.policies {
            let (name, value) = line.split_once(": ").unwrap();
            let again = found("healthy-script", &[(name, value)]);
            if !again.is_healthy() {
                wrong.push(format!("{policy} became {value}: {}", codes(&again)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_nonce_lets_the_script_and_what_it_imports_run() {
    let policy = "script-src 'strict-dynamic' 'nonce-n0nce' 'wasm-unsafe-eval' https:";
    let strict = [("Content-Security-Policy", policy)];
    assert_eq!(codes(&found("healthy-pinned", &strict)), "in-order");
    let only = [(
        "Content-Security-Policy",
        "script-src 'NONCE-n0nce' 'wasm-unsafe-eval'",
    )];
    assert_eq!(codes(&found("healthy-pinned", &only)), "in-order");
    let other = [(
        "Content-Security-Policy",
        "script-src 'nonce-N0NCE' 'wasm-unsafe-eval'",
    )];
    let report = found("healthy-pinned", &other);
    assert_eq!(codes(&report), "csp-loader");
    // A nonce is new for each answer: the old one is not what is pasted.
    assert!(
        report.policies[0].contains("'nonce-…'"),
        "{:?}",
        report.policies
    );
    // The hash of the one script is not that of the other, with 'strict-dynamic' either.
    for policy in [
        "script-src 'sha384-current' 'wasm-unsafe-eval'",
        "script-src 'strict-dynamic' 'sha384-current' 'wasm-unsafe-eval' https:",
    ] {
        let hash = [("Content-Security-Policy", policy)];
        assert_eq!(
            codes(&found("healthy-pinned", &hash)),
            "csp-glue",
            "{policy}"
        );
    }
}

#[test]
fn a_policy_that_only_reports_stops_nobody_yet() {
    let header = [("Content-Security-Policy-Report-Only", "default-src 'self'")];
    let report = found("healthy-script", &header);
    assert_eq!(codes(&report), "csp-report-only");
    let fix = report.findings[0].fix.as_deref().unwrap();
    assert!(fix.starts_with("Content-Security-Policy-Report-Only: default-src 'self'; script-src"));
}

#[test]
fn a_form_that_cannot_be_sent_is_worse_where_no_wasm_runs() {
    let severity = |policy: &str| {
        let report = found("healthy-script", &[("Content-Security-Policy", policy)]);
        let mut findings = report.findings.into_iter();
        let form = findings.find(|finding| finding.code.as_str() == "csp-form");
        form.unwrap().severity
    };
    assert_eq!(severity("form-action 'self'"), Severity::Warning);
    assert_eq!(
        severity("form-action 'self'; script-src https:"),
        Severity::Error
    );
}

#[test]
fn headers_that_do_no_harm_are_passed_over() {
    let report = found(
        "healthy-script",
        &[
            ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Frame-Options", "DENY"),
            ("Permissions-Policy", "payment=()"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    );
    assert_eq!(codes(&report), "in-order");
}

#[test]
fn an_integrity_policy_wants_integrity() {
    let header = [(
        "Integrity-Policy",
        "blocked-destinations=(script), endpoints=(x)",
    )];
    let report = found("healthy-script", &header);
    assert_eq!(
        (codes(&report), report.count(Severity::Error)),
        ("sri-required".into(), 1)
    );
    let tag = report.tag.unwrap();
    assert!(
        tag.contains("/v/0.1.0-abcd1234/obole.js\" integrity=\"sha384-current\""),
        "{tag}"
    );
    let report = found("healthy-pinned", &header);
    assert_eq!(report.count(Severity::Warning), 1);
    let styles = [("Integrity-Policy", "blocked-destinations=(style)")];
    assert!(found("healthy-script", &styles).is_healthy());
}

#[test]
fn what_answers_must_be_a_page() {
    let mut visit = visit("healthy-script", PAGE, &[]);
    visit.status = 404;
    assert_eq!(codes(&diagnose(&visit, &installation())), "page-status");
    visit.status = 200;
    visit.headers = vec![("content-type".into(), "application/json".into())];
    assert_eq!(codes(&diagnose(&visit, &installation())), "not-html");
    visit.headers.clear();
    visit.is_cut = true;
    assert_eq!(codes(&diagnose(&visit, &installation())), "page-cut");
}

#[test]
fn donors_return_to_the_origin_where_they_end() {
    let mut visit = visit("healthy-script", "https://give.example.org/", &[]);
    visit.asked = Url::parse(PAGE).unwrap();
    let report = diagnose(&visit, &installation());
    assert_eq!(codes(&report), "return-origin redirected");
    assert_eq!(
        report.findings[0].fix.as_deref(),
        Some("\"return_origins\":[\"https://www.example.org\",\"https://give.example.org\"]")
    );
    visit.asked = visit.url.clone();
    let mut asked = installation();
    asked.links[0].returns = Returns::Asked(false);
    assert_eq!(codes(&diagnose(&visit, &asked)), "return-origin");
    asked.links[0].returns = Returns::Asked(true);
    assert!(diagnose(&visit, &asked).is_healthy());
}

#[test]
fn without_https_the_page_is_told_and_the_own_machine_is_not() {
    let open = visit("healthy-script", "http://www.example.org/", &[]);
    let mut unknown = installation();
    unknown.links.clear();
    assert_eq!(codes(&diagnose(&open, &unknown)), "page-insecure");
    let own = visit("healthy-script", "http://127.0.0.1:8789/", &[]);
    assert!(diagnose(&own, &unknown).is_healthy());
}

#[test]
fn the_file_itself_is_the_best_witness() {
    let served = |status, integrity: Option<&str>| Installation {
        served: vec![Served {
            url: "https://pay.example.org/v/0.0.9-00000000/obole.js".into(),
            status,
            integrity: integrity.map(str::to_owned),
        }],
        ..installation()
    };
    let old = visit("old", PAGE, &[]);
    let report = diagnose(&old, &served(404, None));
    assert_eq!(
        codes(&report),
        "loader-gone integrity-unreadable version-old"
    );
    for code in [Code::LoaderGone, Code::VersionOld] {
        let finding = report.findings.iter().find(|one| one.code == code);
        let sentence = &finding.unwrap().sentence;
        assert!(
            sentence.contains("as long as the operator builds with --keep"),
            "{sentence}"
        );
    }
    let mut gone = served(404, Some("sha384-of-the-words-not-found"));
    gone.served[0].url = "https://pay.example.org/v/0.1.0-abcd1234/obole.js".into();
    let report = diagnose(&visit("healthy-pinned", PAGE, &[]), &gone);
    assert_eq!(codes(&report), "loader-gone");
    let pinned = Installation {
        version: None,
        ..installation()
    };
    let report = diagnose(&visit("healthy-pinned", PAGE, &[]), &pinned);
    assert_eq!(codes(&report), "version-unchecked");
    let unreached = Installation {
        unreached: Some("no such host".into()),
        links: Vec::new(),
        ..installation()
    };
    let report = diagnose(&visit("healthy-script", PAGE, &[]), &unreached);
    assert_eq!(codes(&report), "edge-unreached");
}

#[test]
fn the_tag_that_is_printed_is_right() {
    let tag = |name| found(name, &[]).tag.unwrap();
    let noscript = "<noscript><a href=\"https://pay.example.org/pay/demo\">Give</a></noscript>";
    let script = "<script async src=\"https://pay.example.org/obole.js\"></script>";
    assert_eq!(
        tag("attributes"),
        format!(
            "{script}\n<obole-checkout link=\"demo\" amount=\"5\" currency=\"CHF\">\
             </obole-checkout>\n{noscript}"
        )
    );
    assert_eq!(
        tag("head"),
        format!(
            "{script}\n<obole-checkout link=\"demo\" theme=\"dark\"></obole-checkout>\n{noscript}"
        )
    );
    assert_eq!(
        tag("values"),
        format!(
            "<script async src=\"https://pay.example.org/obole.js\" data-link=\"demo\" \
             data-currency=\"CHF\" data-presets=\"10,25,100\" data-theme=\"dark\"></script>\n{noscript}"
        )
    );
    assert_eq!(
        tag("wrong-integrity"),
        format!(
            "<script async src=\"https://pay.example.org/v/0.1.0-abcd1234/obole.js\" \
             integrity=\"sha384-current\" crossorigin=\"anonymous\" data-link=\"demo\"></script>\n\
             {noscript}"
        )
    );
    // Whatever is printed satisfies the doctor once it stands on the page.
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.trim_end_matches(".html");
        let Some(tag) = found(name, &[]).tag.filter(|_| name != "links") else {
            continue;
        };
        let mut page = visit(name, PAGE, &[]);
        page.body = format!("<!doctype html><body>{tag}</body>");
        let report = diagnose(&page, &installation());
        assert!(report.is_healthy(), "{name}: {}\n{tag}", codes(&report));
    }
}
