//! The samples of a socket: k6's names where k6 has them. What they mean is the core's table.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::time::Duration;
use wasmload_core::metric::{MetricId, Recorder, TagSetId, builtin};

use super::error;
use super::opening::Opened;
use crate::bindings::wasmload::websocket::sockets::ErrorKind;
use crate::network::line::Traffic;
use crate::samples::{Samples, milliseconds};

/// Where the samples of one socket go. A socket has things to record while its VU waits for something else, so it does not use
/// the VU's own recorder; all sockets of a VU share one.
#[derive(Clone, Debug)]
pub(super) struct Record {
    recorder: Arc<Mutex<Recorder>>,
    /// The tags of the socket: what the VU's were when it was opened, and its own.
    tags: TagSetId,
    /// The VU's tags alone: bytes belong to no URL.
    vu: TagSetId,
}

impl Record {
    /// The record of a socket, or of the attempt to open one.
    pub(super) fn new(recorder: &Arc<Mutex<Recorder>>, samples: &Samples, opened: &Opened) -> Self {
        let registry = samples.registry();
        let name = opened.settings.name.as_deref().unwrap_or(opened.address.url.as_str());
        let mut pairs = vec![("name", name.to_owned()), ("url", name.to_owned())];
        match &opened.result {
            Ok(open) => {
                pairs.push(("status", "101".to_owned()));
                pairs.push(("subproto", open.subprotocol.clone()));
            }
            Err(fault) => {
                let status = fault.code.checked_sub(1000).filter(|_| fault.kind == ErrorKind::Rejected);
                pairs.push(("status", status.unwrap_or(0).to_string()));
                pairs.push(("error", error::tag(fault).to_owned()));
                pairs.push(("error_code", fault.code.to_string()));
            }
        }
        let vu = samples.tags();
        let given = registry.tag_set(opened.settings.tags.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let tags = registry.union(registry.union(vu, given), registry.tag_set(pairs));
        Self { recorder: Arc::clone(recorder), tags, vu }
    }

    /// An attempt to open a socket.
    pub(super) fn opened(&self, opened: &Opened) {
        self.write(opened.traffic, |add| {
            add(builtin::WS_CONNECTING, milliseconds(opened.took));
            add(builtin::WS_CONNECT_FAILED, f64::from(u8::from(opened.result.is_err())));
            if opened.result.is_ok() {
                add(builtin::WS_SESSIONS, 1.0);
            }
        });
    }

    /// A message that was sent.
    pub(super) fn sent(&self, traffic: Traffic) {
        self.write(traffic, |add| add(builtin::WS_MSGS_SENT, 1.0));
    }

    /// A message that came.
    pub(super) fn received(&self, traffic: Traffic) {
        self.write(traffic, |add| add(builtin::WS_MSGS_RECEIVED, 1.0));
    }

    /// A pong that came.
    pub(super) fn pinged(&self, round_trip: Duration, traffic: Traffic) {
        self.write(traffic, |add| add(builtin::WS_PING, milliseconds(round_trip)));
    }

    /// An answer that came.
    pub(super) fn answered(&self, round_trip: Duration) {
        self.write(Traffic::default(), |add| add(builtin::WS_MSG_RTT, milliseconds(round_trip)));
    }

    /// The end of a socket; `dropped` unless the scenario had closed it.
    pub(super) fn ended(&self, session: Duration, dropped: bool, traffic: Traffic) {
        self.write(traffic, |add| {
            add(builtin::WS_SESSION_DURATION, milliseconds(session));
            if dropped {
                add(builtin::WS_DROPPED, 1.0);
            }
        });
    }

    fn write(&self, traffic: Traffic, samples: impl FnOnce(&mut dyn FnMut(MetricId, f64))) {
        let mut recorder = self.recorder.lock().unwrap_or_else(PoisonError::into_inner);
        samples(&mut |metric, value| recorder.add(metric, self.tags, value));
        if traffic.sent > 0 {
            recorder.add(builtin::DATA_SENT, self.vu, traffic.sent as f64);
        }
        if traffic.received > 0 {
            recorder.add(builtin::DATA_RECEIVED, self.vu, traffic.received as f64);
        }
        recorder.flush();
    }
}
