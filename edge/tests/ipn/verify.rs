//! The post-back: unchanged bytes, and three possible answers.

use http::Method;
use obole_edge::ports::SendError;
use obole_edge::providers::ipn::verify::{Verdict, verify};

use crate::support::{Answered, Network, header, now_or_never, raw};

/// Bytes that no decoder would write again the same way.
const BODY: &[u8] =
    b"txn_type=web_accept&first_name=L%e9a&memo=%u0141+%2b&payment_fee=&x=%zz&mc_gross=1";

fn answered(answer: Answered) -> (Verdict, Network) {
    let network = Network::answering([answer]);
    let verdict = now_or_never(verify(&network, "https://ipnpb.paypal.com", BODY));
    (verdict, network)
}

#[test]
fn the_bytes_go_back_unchanged() {
    let (verdict, network) = answered(raw(200, "VERIFIED"));
    assert_eq!(verdict, Verdict::Verified);
    let sent = network.sent.borrow();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].method(), Method::POST);
    assert_eq!(sent[0].uri(), "https://ipnpb.paypal.com/cgi-bin/webscr");
    assert_eq!(sent[0].body(), &[b"cmd=_notify-validate&", BODY].concat());
    assert!(header(&sent[0], "user-agent").starts_with("Obole/"));
    let form = "application/x-www-form-urlencoded";
    assert_eq!(header(&sent[0], "content-type"), form);
}

#[test]
fn only_two_words_decide() {
    assert_eq!(answered(raw(200, "INVALID")).0, Verdict::Invalid);
    assert_eq!(answered(raw(200, "INVALID\r\n")).0, Verdict::Invalid);
    assert_eq!(answered(raw(200, " VERIFIED\n")).0, Verdict::Verified);
    let undecided = [
        raw(200, ""),
        raw(200, "verified"),
        raw(200, "VERIFIED INVALID"),
        raw(200, "<html>VERIFIED</html>"),
        raw(403, "VERIFIED"),
        raw(302, "VERIFIED"),
        raw(503, "INVALID"),
        Err(SendError::TimedOut),
        Err(SendError::Connection("reset".to_owned())),
    ];
    for answer in undecided {
        let shown = format!("{answer:?}");
        let (verdict, _) = answered(answer);
        assert!(matches!(verdict, Verdict::Unavailable(_)), "{shown}");
    }
}
