//! One hop of a request: on a connection that is open, or a new one, and a second time if the open one turned out dead.
//! It follows no redirect and records nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use http::HeaderMap;
use tokio::time::Instant;

use super::budget::Budget;
use super::connect::Dialer;
use super::connection::{Answer, Broken, Connection, Limit};
use super::error::{Code, Failure};
use super::intake::Intake;
use super::line::{Marks, Traffic};
use super::phases::{Phases, SetUp};
use super::request::Outgoing;
use super::shared::HttpShared;
use super::tls::TlsVersion;

/// How a hop ended, and what it took.
#[derive(Debug)]
pub(super) struct HopEnd {
    pub(super) result: Result<Answer, Failure>,
    pub(super) phases: Phases,
    pub(super) traffic: Traffic,
    pub(super) tls: Option<TlsVersion>,
    pub(super) remote: Option<SocketAddr>,
    /// Whether the connection had been used before.
    pub(super) reused: bool,
    /// The connection, if another request can follow on it.
    pub(super) connection: Option<Box<Connection>>,
}

/// Sends one hop of `outgoing`, over `idle` if there is one.
pub(super) async fn run(
    shared: &HttpShared,
    outgoing: &Outgoing,
    budget: &Arc<Budget>,
    idle: Option<Box<Connection>>,
    spare: HeaderMap,
) -> HopEnd {
    let limits = outgoing.settings.limits;
    let limit = Limit { deadline: outgoing.deadline, total: limits.total, first_byte: limits.first_byte };
    let mut traffic = Traffic::default();
    let mut spare = Some(spare);
    if let Some(mut connection) = idle {
        let request = outgoing.build(&shared.user_agent, spare.take().unwrap_or_default());
        let outcome = connection.exchange(request, limit, Intake::new(outgoing, budget)).await;
        traffic.add(connection.line.take_traffic());
        match outcome {
            Err(broken) if broken.unsent => {}
            Err(broken) if may_resend(&broken, &connection, outgoing) => shared.count_resent(),
            outcome => return end(outgoing, outcome, connection, SetUp::default(), traffic),
        }
    }
    // Boxed, so that a request on an open connection does not carry the room for a handshake about.
    let mut dialer = Dialer::new(shared, limits, outgoing.deadline);
    let dialed = Box::pin(dialer.dial(&outgoing.target.origin)).await;
    let mut connection = match dialed {
        Ok(connection) => Box::new(connection),
        Err(failure) => {
            traffic.add(dialer.line.take_traffic());
            let phases = Phases::new(outgoing.began, dialer.set_up, &Marks::default(), Some(Instant::now()));
            let result = Err(failure.with(&outgoing.target.origin));
            return HopEnd { result, phases, traffic, tls: None, remote: None, reused: false, connection: None };
        }
    };
    let request = outgoing.build(&shared.user_agent, spare.take().unwrap_or_default());
    let outcome = connection.exchange(request, limit, Intake::new(outgoing, budget)).await;
    traffic.add(connection.line.take_traffic());
    end(outgoing, outcome, connection, dialer.set_up, traffic)
}

fn end(
    outgoing: &Outgoing,
    outcome: Result<Answer, Broken>,
    mut connection: Box<Connection>,
    set_up: SetUp,
    traffic: Traffic,
) -> HopEnd {
    let failed = outcome.is_err().then(Instant::now);
    let phases = Phases::new(outgoing.began, set_up, &connection.line.marks(), failed);
    let (tls, remote, reused) = (connection.tls, connection.remote, connection.reused());
    let reusable = outcome.is_ok() && connection.is_reusable();
    let result = outcome.map_err(|broken| broken.failure.with(&outgoing.target.origin));
    HopEnd { result, phases, traffic, tls, remote, reused, connection: reusable.then_some(connection) }
}

/// A server may close a connection that it takes for idle, just when a request is under way to it. A request that asks
/// for nothing to be changed is then sent once more, as browsers and k6 do; the guest never hears of it.
fn may_resend(broken: &Broken, connection: &Connection, outgoing: &Outgoing) -> bool {
    let died = matches!(broken.failure.code, Code::Closed | Code::Reset | Code::BrokenPipe | Code::Socket);
    died && !connection.line.has_read() && outgoing.method.is_safe()
}
