//! The metrics that exist without anybody's doing: one table with their numbers, names, kinds, units and meanings.
//!
//! Not who records them: the executors, the capabilities and the generator's own watch do.

use super::{MetricId, MetricKind, Unit};

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// Its number.
    pub id: MetricId,
    /// Its name, k6's where k6 has it.
    pub name: &'static str,
    /// What becomes of its values.
    pub kind: MetricKind,
    /// What its values are.
    pub unit: Unit,
    /// What it tells, in one line; the documentation is made of these.
    pub meaning: &'static str,
    /// A gauge whose value for the test is the sum over its series, as each scenario records its own.
    pub additive: bool,
}

macro_rules! additive {
    (sum) => {
        true
    };
    () => {
        false
    };
}

macro_rules! table {
    ($($id:ident = $name:literal, $kind:ident, $unit:ident $(, $sum:ident)?; $meaning:literal)*) => {
        #[derive(Clone, Copy)]
        #[expect(clippy::upper_case_acronyms, non_camel_case_types, reason = "the variants only count the constants below")]
        enum Index { $($id),* }

        $(
            #[doc = concat!("`", $name, "`: ", $meaning, ".")]
            pub const $id: MetricId = MetricId(Index::$id as u32);
        )*

        /// All built-in metrics, in the order of their numbers.
        pub const ALL: &[Builtin] = &[$(Builtin {
            id: $id,
            name: $name,
            kind: MetricKind::$kind,
            unit: Unit::$unit,
            meaning: $meaning,
            additive: additive!($($sum)?),
        }),*];
    };
}

table! {
    VUS = "vus", Gauge, None, sum; "VUs that are active, by scenario; the test's value is their sum"
    VUS_MAX = "vus_max", Gauge, None, sum; "VUs that exist, by scenario; the test's value is their sum"
    ITERATIONS = "iterations", Counter, None; "iterations that ended, failed ones included and interrupted ones not"
    ITERATION_DURATION = "iteration_duration", Trend, Time; "time from the start of an iteration to its end (service time)"
    ITERATION_LATENESS = "iteration_lateness", Trend, Time; "time from when an iteration should have started to when it did; open executors only"
    ITERATION_RESPONSE_TIME = "iteration_response_time", Trend, Time; "time from when an iteration should have started to its end, free of coordinated omission; open executors only"
    ITERATIONS_FAILED = "iterations_failed", Counter, None; "iterations that ended in a failure, by `reason`: failure, trap, stalled, memory, and create when a VU could not be made"
    DROPPED_ITERATIONS = "dropped_iterations", Counter, None; "iterations that were due when no VU was idle, or left over when time was up"
    CHECKS = "checks", Rate, None; "share of checks that held, by `check` and `group`"
    GROUP_DURATION = "group_duration", Trend, Time; "time from entering a group to leaving it, by `group`"
    DATA_SENT = "data_sent", Counter, Data; "bytes sent"
    DATA_RECEIVED = "data_received", Counter, Data; "bytes received"
    HTTP_REQS = "http_reqs", Counter, None; "HTTP requests, each hop of a redirect counted"
    HTTP_REQ_FAILED = "http_req_failed", Rate, None; "share of HTTP requests that failed or had an unexpected status"
    HTTP_REQ_DURATION = "http_req_duration", Trend, Time; "time for sending, waiting and receiving; without DNS, connecting and TLS"
    HTTP_REQ_BLOCKED = "http_req_blocked", Trend, Time; "time until a connection was there to send on, DNS, connecting and TLS included"
    HTTP_REQ_DNS = "http_req_dns", Trend, Time; "time to resolve the host's name"
    HTTP_REQ_CONNECTING = "http_req_connecting", Trend, Time; "time to establish the TCP connection"
    HTTP_REQ_TLS_HANDSHAKING = "http_req_tls_handshaking", Trend, Time; "time for the TLS handshake"
    HTTP_REQ_SENDING = "http_req_sending", Trend, Time; "time to send the request"
    HTTP_REQ_WAITING = "http_req_waiting", Trend, Time; "time from the request's last byte to the response's first"
    HTTP_REQ_RECEIVING = "http_req_receiving", Trend, Time; "time from the response's first byte to its last"
    WS_CONNECTING = "ws_connecting", Trend, Time; "time to open a WebSocket: look-up, connection, TLS and handshake"
    WS_CONNECT_FAILED = "ws_connect_failed", Rate, None; "share of attempts to open a WebSocket that failed"
    WS_SESSIONS = "ws_sessions", Counter, None; "WebSockets that were opened"
    WS_SESSION_DURATION = "ws_session_duration", Trend, Time; "time from the opening of a WebSocket to its end"
    WS_MSGS_SENT = "ws_msgs_sent", Counter, None; "WebSocket messages sent"
    WS_MSGS_RECEIVED = "ws_msgs_received", Counter, None; "WebSocket messages received, also those that the scenario did not ask for"
    WS_PING = "ws_ping", Trend, Time; "time from a WebSocket ping to its pong"
    WS_MSG_RTT = "ws_msg_rtt", Trend, Time; "time from a WebSocket message to the next one that came, for calls that send and wait"
    WS_DROPPED = "ws_dropped", Counter, None; "WebSockets that ended without the scenario having closed them"
    GENERATOR_CPU = "generator_cpu", Gauge, None; "share of all cores that wasmload itself uses, from 0 to 1"
    GENERATOR_MEMORY = "generator_memory", Gauge, Data; "resident memory of wasmload itself"
    GENERATOR_LAG = "generator_lag", Trend, Time; "how late a worker's timer fires: the part of a measured time that may be wasmload's own"
    GENERATOR_BUSY = "generator_busy", Trend, None; "share of each half second in which a worker computed or waited for a core, from 0 to 1"
    GENERATOR_CORE_WAIT = "generator_core_wait", Trend, None; "share of each half second in which a worker was ready and had no core to run on, from 0 to 1; Linux only"
    REFUSED_CALLS = "refused_calls", Counter, None; "calls that were refused because a grant is missing"
    VALUES_REJECTED = "values_rejected", Counter, None; "values that were left out: not a number, infinite, or for a metric or tag set that does not exist"
}

/// The row of that metric, if it is a built-in one.
pub fn get(id: MetricId) -> Option<&'static Builtin> {
    ALL.get(id.index())
}

#[cfg(test)]
mod tests {
    use super::{ALL, VALUES_REJECTED, VUS, get};
    use crate::metric::MetricKind;

    #[test]
    fn numbers_are_positions_and_names_are_unique() {
        for (position, row) in ALL.iter().enumerate() {
            assert_eq!(row.id.index(), position, "{}", row.name);
            assert!(ALL[..position].iter().all(|other| other.name != row.name), "{}", row.name);
            assert!(!row.additive || row.kind == MetricKind::Gauge, "{}", row.name);
            assert!(!row.meaning.ends_with('.'), "{}", row.name);
        }
        assert_eq!(get(VUS).map(|row| row.name), Some("vus"));
        assert_eq!(get(VALUES_REJECTED), ALL.last());
    }
}
