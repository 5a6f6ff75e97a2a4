//! Whatever a page holds and whatever comes with it, the doctor answers: in the same words each
//! time, and with the worst first.

use obole_doctor::{Installation, LinkFacts, Page, Returns, Version, Visit, examine};
use proptest::prelude::*;
use url::Url;

/// Pieces that mean something, in whatever order, between pieces that do not.
fn html() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script src=https://pay.example.org/obole.js data-link=demo>".to_owned()),
        Just("</script>".to_owned()),
        Just("<script src='//pay.example.org/v/1/obole.js' integrity='sha384-x ?'".to_owned()),
        Just("<obole-checkout link=demo amount=1,000 presets=';;,' lang=ü>".to_owned()),
        Just("<obole-checkout lnk=\"&quot;\" currency=€€€ />".to_owned()),
        Just("</obole-checkout>".to_owned()),
        Just("<div data-obole-link=demo data-obole-obole-lang>".to_owned()),
        Just("<template><form><noscript>".to_owned()),
        Just("</template></form></noscript></head><body>".to_owned()),
        Just("<!-- <script src=/obole.js>".to_owned()),
        Just("-->".to_owned()),
        Just("<meta http-equiv=content-security-policy content=\"".to_owned()),
        Just("<base href='::'><a href='/pay/x'>".to_owned()),
        Just("<plaintext><textarea><svg><title>".to_owned()),
        policy(),
        ".{0,20}",
        "[<>/=\"' a-z!-]{0,12}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn policy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("script-src ".to_owned()),
        Just("default-src ".to_owned()),
        Just("connect-src ".to_owned()),
        Just("form-action ".to_owned()),
        Just("trusted-types ".to_owned()),
        Just("sandbox ".to_owned()),
        Just("'strict-dynamic' ".to_owned()),
        Just("'nonce-".to_owned()),
        Just("'".to_owned()),
        Just("https://*.:*/ ".to_owned()),
        Just("'none' ".to_owned()),
        Just(";".to_owned()),
        Just(",".to_owned()),
        ".{0,10}",
    ];
    proptest::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn installation(edge: Option<String>) -> Installation {
    let link = |id: &str, exists| LinkFacts {
        id: id.into(),
        exists,
        returns: Returns::Origins(vec![]),
        currencies: vec!["CHF".into()],
        terminals: vec!["cards".into()],
    };
    Installation {
        edge,
        version: Some(Version {
            name: "1".into(),
            integrity: "sha384-y".into(),
        }),
        links: vec![link("demo", true), link("x", false)],
        ..Installation::default()
    }
}

proptest! {
    #[test]
    fn no_page_and_no_policy_is_too_odd(
        body in html(),
        policies in proptest::collection::vec(policy(), 0..3),
        integrity in ".{0,40}",
        edge in proptest::option::of(prop_oneof![Just("https://pay.example.org".to_owned()), ".{0,12}"]),
        status in prop_oneof![Just(200_u16), 0_u16..1000],
    ) {
        let url = Url::parse("https://www.example.org/give").unwrap();
        let mut headers: Vec<_> = policies
            .into_iter()
            .map(|policy| ("Content-Security-Policy".to_owned(), policy))
            .collect();
        headers.push(("Integrity-Policy".to_owned(), integrity.clone()));
        headers.push(("Content-Security-Policy-Report-Only".to_owned(), integrity));
        let visit = Visit {
            asked: url.clone(),
            url,
            status,
            headers,
            body,
            is_cut: false,
        };
        let page = Page::read(&visit);
        let installation = installation(edge);
        let report = examine(&visit, &page, &installation);
        prop_assert!(!report.findings.is_empty());
        prop_assert!(report.findings.is_sorted_by_key(|finding| finding.severity));
        prop_assert_eq!(&report, &examine(&visit, &Page::read(&visit), &installation));
        prop_assert!(report.policies.iter().all(|line| !line.contains('\n')));
    }
}
