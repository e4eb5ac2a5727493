//! The samples of one hop, under k6's names. Which tags they carry is `tags`' affair, what they mean the core's.

use wasmload_core::metric::{TagSetId, builtin};

use super::phases::Phases;
use crate::network::line::Traffic;
use crate::samples::Samples;
use crate::samples::milliseconds;

/// Records a hop that was sent, or that was meant to be: a failed one counts as k6 counts it.
pub(super) fn hop(samples: &mut Samples, tags: TagSetId, failed: bool, phases: &Phases, traffic: Traffic) {
    // Bytes belong to connections, not to a URL or a status: they carry the VU's tags only.
    let vu = samples.tags();
    let recorder = samples.recorder();
    let mut time = |metric, duration| recorder.add(metric, tags, milliseconds(duration));
    time(builtin::HTTP_REQ_DURATION, phases.duration());
    time(builtin::HTTP_REQ_BLOCKED, phases.blocked);
    time(builtin::HTTP_REQ_DNS, phases.set_up.dns);
    time(builtin::HTTP_REQ_CONNECTING, phases.set_up.connecting);
    time(builtin::HTTP_REQ_TLS_HANDSHAKING, phases.set_up.tls);
    time(builtin::HTTP_REQ_SENDING, phases.sending);
    time(builtin::HTTP_REQ_WAITING, phases.waiting);
    time(builtin::HTTP_REQ_RECEIVING, phases.receiving);
    recorder.add(builtin::HTTP_REQS, tags, 1.0);
    recorder.add(builtin::HTTP_REQ_FAILED, tags, f64::from(u8::from(failed)));
    recorder.add(builtin::DATA_SENT, vu, traffic.sent as f64);
    recorder.add(builtin::DATA_RECEIVED, vu, traffic.received as f64);
    recorder.flush();
}

/// Records a call that was refused for a missing grant. It is no request: nothing was sent.
pub(super) fn refused(samples: &mut Samples) {
    let vu = samples.tags();
    let recorder = samples.recorder();
    recorder.add(builtin::REFUSED_CALLS, vu, 1.0);
    recorder.flush();
}
