//! Taking in a body: keeping it or counting it, up to its limit. It knows nothing of connections.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::response::Parts;

use super::budget::{Budget, Held};
use super::redirect;
use super::request::Outgoing;
use crate::bindings::wasmload::http::client::BodyMode;
use crate::network::failure::{Code, Failure};

/// The most that is reserved on a server's word about the length of a body.
const MOST_RESERVED: u64 = 1 << 20;

/// A body on its way in.
#[derive(Debug)]
pub(super) struct Intake {
    budget: Arc<Budget>,
    /// Whether a redirect will be followed: the body of such a hop is not for the guest.
    follows: bool,
    keeps: bool,
    most: u64,
    size: u64,
    expected: u64,
    single: Bytes,
    several: Option<BytesMut>,
    held: Option<Held>,
}

/// A body that came in whole.
#[derive(Debug)]
pub(super) struct Received {
    /// How many bytes it had.
    pub(super) size: u64,
    /// It, if it was to be kept.
    pub(super) body: Option<Bytes>,
    /// What the response counts as, until it is dropped.
    #[expect(dead_code, reason = "it does its work when it is dropped")]
    pub(super) held: Option<Held>,
}

impl Intake {
    /// What the answer to that request may bring.
    pub(super) fn new(outgoing: &Outgoing, budget: &Arc<Budget>) -> Self {
        let settings = &outgoing.settings;
        Self {
            budget: Arc::clone(budget),
            follows: outgoing.redirects < settings.redirects,
            keeps: matches!(settings.body, BodyMode::Keep),
            most: settings.most_body_bytes,
            size: 0,
            expected: 0,
            single: Bytes::new(),
            several: None,
            held: None,
        }
    }

    /// Looks at the head of the answer; `length` is the body's, if the head tells it.
    pub(super) fn begin(&mut self, head: &Parts, length: Option<u64>) -> Result<(), Failure> {
        self.expected = length.unwrap_or(0);
        if self.expected > self.most {
            return Err(self.too_large());
        }
        if self.follows && redirect::is_redirect(head.status.as_u16(), &head.headers) {
            self.keeps = false;
        }
        self.held = Some(self.budget.hold()?);
        Ok(())
    }

    /// Takes a part of the body.
    pub(super) fn take(&mut self, data: Bytes) -> Result<(), Failure> {
        self.size += data.len() as u64;
        if self.size > self.most {
            return Err(self.too_large());
        }
        if !self.keeps {
            return Ok(());
        }
        if let Some(held) = &mut self.held {
            held.grow(data.len() as u64)?;
        }
        if self.size == data.len() as u64 {
            // Most bodies come in one piece, which stays where it was read.
            self.single = data;
            return Ok(());
        }
        let (single, expected) = (&mut self.single, self.expected);
        let several = self.several.get_or_insert_with(|| {
            let mut several = BytesMut::with_capacity(expected.min(MOST_RESERVED) as usize);
            several.extend_from_slice(&std::mem::take(single));
            several
        });
        several.extend_from_slice(&data);
        Ok(())
    }

    /// The whole.
    pub(super) fn end(self) -> Received {
        let whole = self.several.map_or(self.single, BytesMut::freeze);
        Received { size: self.size, body: self.keeps.then_some(whole), held: self.held }
    }

    fn too_large(&self) -> Failure {
        let (size, most) = (self.size.max(self.expected), self.most);
        Failure::new(Code::TooLarge, format_args!("{size} bytes or more, and {most} are allowed"))
    }
}
