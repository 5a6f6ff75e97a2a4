//! What an answer to an NVP call is, before anything in it is read.

use obole_shared::payment::Answer;

use super::codec::Fields;
use super::refusal::{Meaning, Refusal};
use crate::ports::SendError;
use crate::providers::answer::{code, unknown};

/// No success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// PayPal understood the call and refused it.
    Refused(Refusal),
    /// Nobody knows what became of the call; what was seen.
    Unknown(String),
    /// The call cannot be made as the payment stands; nothing was sent.
    NotSent(Answer),
}

impl Failure {
    /// What it comes to where the call gives it no meaning of its own.
    pub(crate) fn answer(self) -> Answer {
        match self {
            Self::Refused(refusal) => refusal.answer(),
            Self::Unknown(why) => unknown(why),
            Self::NotSent(answer) => answer,
        }
    }

    /// Whether PayPal refused with this meaning.
    pub(crate) fn means(&self, meaning: Meaning) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.meaning == meaning)
    }
}

/// The fields of a successful answer. Errors come with status 200 too: `ACK` tells.
pub(crate) fn read(result: Result<http::Response<Vec<u8>>, SendError>) -> Result<Fields, Failure> {
    let response = result.map_err(|error| Failure::Unknown(error.to_string()))?;
    let status = response.status().as_u16();
    match status {
        200 => read_fields(response.body()),
        // Refused at the door.
        401 | 403 | 429 => Err(Failure::Refused(Refusal {
            code: format!("http_{status}"),
            meaning: Meaning::Later,
        })),
        _ => Err(Failure::Unknown(format!("HTTP {status}"))),
    }
}

fn read_fields(body: &[u8]) -> Result<Fields, Failure> {
    let fields = Fields::decode(body);
    let Some(ack) = fields.get("ACK") else {
        return Err(Failure::Unknown("no NVP answer".to_owned()));
    };
    let is = |word: &str| ack.eq_ignore_ascii_case(word);
    if is("Success") || is("SuccessWithWarning") {
        return Ok(fields);
    }
    if is("Failure") || is("FailureWithWarning") {
        let numbers = fields
            .list("L_ERRORCODE")
            .filter_map(|number| number.parse().ok());
        return Err(match Refusal::of(numbers) {
            Some(refusal) => Failure::Refused(refusal),
            None => Failure::Unknown("a failure without a number".to_owned()),
        });
    }
    Err(Failure::Unknown(format!("ACK is {}", code(ack))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, body: &str) -> Result<Fields, Failure> {
        let response = http::Response::builder().status(status);
        read(Ok(response.body(body.as_bytes().to_vec()).unwrap()))
    }

    #[test]
    fn success_is_what_ack_says() {
        for ack in ["Success", "success", "SuccessWithWarning"] {
            let body = format!(
                "TOKEN=EC%2d8F123456AB7890123&ACK={ack}&L_ERRORCODE0=11607&VERSION=124%2e0"
            );
            let fields = answered(200, &body).unwrap();
            assert_eq!(fields.get("TOKEN"), Some("EC-8F123456AB7890123"));
        }
    }

    #[test]
    fn a_failure_is_its_most_telling_number() {
        let body = "TIMESTAMP=2026%2d07%2d20T10%3a00%3a00Z&CORRELATIONID=4d0f5a1b2c3d4\
            &ACK=Failure&L_ERRORCODE0=10755&L_SHORTMESSAGE0=x&L_ERRORCODE1=10002&VERSION=124";
        let failure = answered(200, body).unwrap_err();
        assert!(failure.means(Meaning::Configuration));
        assert_eq!(
            failure.answer(),
            crate::providers::answer::later("10002".to_owned())
        );
    }

    #[test]
    fn what_is_no_nvp_answer_is_unknown() {
        let bodies = [
            "",
            "<html><body>ACK</body></html>",
            "ACK",
            "ACK=",
            "ACK=Perhaps&TOKEN=EC-1",
            "ACK=Failure",
            "ACK=Failure&L_ERRORCODE0=ten",
            "TOKEN=EC-1",
            "{\"ACK\":\"Success\"}",
        ];
        for body in bodies {
            assert!(
                matches!(answered(200, body), Err(Failure::Unknown(_))),
                "{body}"
            );
        }
        for status in [204, 302, 404, 500, 502, 503] {
            let read = answered(status, "ACK=Success");
            assert!(matches!(read, Err(Failure::Unknown(_))), "{status}");
        }
        let lost = read(Err(SendError::TimedOut));
        assert!(matches!(lost, Err(Failure::Unknown(_))));
        assert!(answered(403, "<html>").unwrap_err().means(Meaning::Later));
    }
}
