//! Answers: fields in no order one could rely on, encoded more eagerly than needed.

use std::fmt::Write;

use http::StatusCode;

use crate::classic::nvp::problem::{Problem, Refusal};
use crate::clock::utc;
use crate::http::Reply;
use crate::random::{HEX, Random};
use crate::world::World;

const BUILD: &str = "58843379";

/// What a call that succeeded says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    fields: Vec<(String, String)>,
    /// What was odd though it worked.
    pub(crate) warnings: Vec<Problem>,
}

impl Answer {
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.fields.push((name.into(), value.into()));
    }

    /// Sets a field only when there is something to say.
    pub(crate) fn set_some(&mut self, name: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }
}

/// Writes an answer or a refusal; both with status 200.
pub(crate) fn write(world: &mut World, said: Result<Answer, Refusal>, version: &str) -> Reply {
    let (mut fields, ack, problems) = match said {
        Ok(answer) if answer.warnings.is_empty() => (answer.fields, "Success", Vec::new()),
        Ok(answer) => (answer.fields, "SuccessWithWarning", answer.warnings),
        Err(refusal) => (Vec::new(), "Failure", refusal.problems),
    };
    let mut add = |name: String, value: String| fields.push((name, value));
    add("TIMESTAMP".into(), utc(world.now()));
    add("CORRELATIONID".into(), world.random.text(HEX, 13));
    add("ACK".into(), ack.into());
    add("VERSION".into(), version.into());
    add("BUILD".into(), BUILD.into());
    let severity = if ack == "Failure" { "Error" } else { "Warning" };
    for (at, problem) in problems.iter().enumerate() {
        let (short, long) = problem.texts();
        add(format!("L_ERRORCODE{at}"), problem.code.to_string());
        add(format!("L_SHORTMESSAGE{at}"), short.into());
        add(format!("L_LONGMESSAGE{at}"), long);
        add(format!("L_SEVERITYCODE{at}"), severity.into());
        if let Some(parameter) = &problem.parameter {
            add(format!("L_ERRORPARAMID{at}"), "ParamName".into());
            add(format!("L_ERRORPARAMVALUE{at}"), parameter.clone());
        }
    }
    shuffle(&mut fields, &mut world.random);
    let upper = world.random.chance(250);
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value, upper)))
        .collect();
    Reply::new(
        StatusCode::OK,
        "text/plain; charset=utf-8",
        pairs.join("&").into_bytes(),
    )
}

/// Error 10001, when the API cannot even make a decent answer.
pub(crate) fn internal_error() -> Reply {
    let body = b"ACK=Failure&L_ERRORCODE0=10001&L_SHORTMESSAGE0=Internal%20Error\
&L_LONGMESSAGE0=Internal%20Error&L_SEVERITYCODE0=Error&VERSION=124%2e0&BUILD=58843379";
    Reply::new(StatusCode::OK, "text/plain; charset=utf-8", body.to_vec())
}

/// Adds a field that no client can know to an answer, not to a page.
pub(crate) fn add_unknown_field(body: &mut Vec<u8>) {
    if body.windows(4).any(|part| part == b"ACK=") {
        body.extend_from_slice(b"&SIMULATEDADDITION0=one%20%26%20more&SIMULATEDADDITION1=");
    }
}

fn shuffle(fields: &mut [(String, String)], random: &mut Random) {
    for at in (1..fields.len()).rev() {
        let limit = u64::try_from(at).unwrap_or(0).saturating_add(1);
        fields.swap(at, usize::try_from(random.below(limit)).unwrap_or(0));
    }
}

/// Everything but letters and digits becomes `%XX`.
fn encode(text: &str, upper: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        // Writing to a string cannot fail.
        let _ = match (byte.is_ascii_alphanumeric(), upper) {
            (true, _) => write!(encoded, "{}", char::from(byte)),
            (false, true) => write!(encoded, "%{byte:02X}"),
            (false, false) => write!(encoded, "%{byte:02x}"),
        };
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_no_letter_or_digit_is_escaped() {
        assert_eq!(encode("EC-8F 1.0:é", false), "EC%2d8F%201%2e0%3a%c3%a9");
        assert_eq!(encode("a-b", true), "a%2Db");
    }
}
