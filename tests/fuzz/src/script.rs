//! A written conversation: what a provider answers, request by request.
//!
//! Each answer begins with a line `--- STATUS LABEL`; the label says which requests it is for. A
//! text without such a line is one answer of status 200 to everything.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use http::{Request, Response};
use obole_edge::ports::{Clock, Http, SendError};
use obole_shared::time::{Millis, UnixMs};

/// What begins an answer.
const MARK: &[u8] = b"--- ";

/// More requests than any one call makes: more mean that it goes round in circles.
const REQUESTS_MAX: usize = 200;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    /// Which requests it is for; empty: any.
    pub(crate) label: String,
    /// HTTP status.
    pub(crate) status: u16,
    /// The whole body.
    pub(crate) body: &'a [u8],
}

/// Reads a conversation.
pub(crate) fn parts(input: &[u8]) -> Vec<Part<'_>> {
    let mut starts = starts(input);
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([input.len()]);
    let pairs: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    pairs
        .into_iter()
        .filter_map(|(start, end)| input.get(start..end))
        .map(part)
        .collect()
}

/// Where answers begin.
pub(crate) fn starts(input: &[u8]) -> Vec<usize> {
    let at_line = |at: usize| at == 0 || input.get(at - 1) == Some(&b'\n');
    input
        .windows(MARK.len())
        .enumerate()
        .filter(|(at, window)| *window == MARK && at_line(*at))
        .map(|(at, _)| at)
        .collect()
}

fn part(text: &[u8]) -> Part<'_> {
    let whole = |body| Part {
        label: String::new(),
        status: 200,
        body,
    };
    let Some(rest) = text.strip_prefix(MARK) else {
        return whole(text);
    };
    let end = rest.iter().position(|&byte| byte == b'\n');
    let (head, body) = rest.split_at(end.unwrap_or(rest.len()));
    let head = String::from_utf8_lossy(head);
    let (status, label) = head.split_once(' ').unwrap_or((&head, ""));
    let status = status.trim().parse().ok();
    let Some(status) = status.filter(|status| (100..1_000).contains(status)) else {
        return whole(text);
    };
    let body = body.strip_prefix(b"\n").unwrap_or(body);
    Part {
        label: label.trim().to_owned(),
        status,
        body: body.strip_suffix(b"\n").unwrap_or(body),
    }
}

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivered {
    /// HTTP status.
    pub(crate) status: u16,
    /// The whole body.
    pub(crate) body: Vec<u8>,
}

/// A network in which a conversation is played.
#[derive(Debug)]
pub(crate) struct Network<'a> {
    parts: Vec<Part<'a>>,
    label: fn(&Request<Vec<u8>>) -> String,
    used: RefCell<BTreeMap<String, usize>>,
    /// Answers so far.
    pub(crate) delivered: RefCell<Vec<Delivered>>,
    /// Where requests went.
    pub(crate) asked: RefCell<Vec<String>>,
    /// The call asked more often than any call does.
    pub(crate) endless: Cell<bool>,
    now: UnixMs,
}

impl<'a> Network<'a> {
    /// A network; `label` names requests.
    pub(crate) fn new(
        input: &'a [u8],
        label: fn(&Request<Vec<u8>>) -> String,
        now: UnixMs,
    ) -> Self {
        Self {
            parts: parts(input),
            label,
            used: RefCell::default(),
            delivered: RefCell::default(),
            asked: RefCell::default(),
            endless: Cell::new(false),
            now,
        }
    }

    /// The next answer under a label, the last one again and again; what has no label answers
    /// everything.
    fn next(&self, label: &str) -> Option<&Part<'a>> {
        let named = self.parts.iter().filter(|part| part.label == label);
        let named: Vec<&Part<'_>> = named.collect();
        let (key, found) = if named.is_empty() {
            let any = self.parts.iter().filter(|part| part.label.is_empty());
            ("", any.collect())
        } else {
            (label, named)
        };
        let mut used = self.used.borrow_mut();
        let at = used.entry(key.to_owned()).or_insert(0);
        let part = found.get(*at).or(found.last()).copied();
        *at += 1;
        part
    }
}

impl Http for Network<'_> {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        _limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        let mut asked = self.asked.borrow_mut();
        asked.push(request.uri().to_string());
        if asked.len() > REQUESTS_MAX {
            self.endless.set(true);
            return Err(SendError::TimedOut);
        }
        let label = (self.label)(&request);
        let part = self.next(&label).ok_or(SendError::TimedOut)?;
        let body = part.body.to_vec();
        self.delivered.borrow_mut().push(Delivered {
            status: part.status,
            body: body.clone(),
        });
        Response::builder()
            .status(part.status)
            .body(body)
            .map_err(|error| SendError::Connection(error.to_string()))
    }
}

impl Clock for Network<'_> {
    fn now(&self) -> UnixMs {
        self.now
    }
}
