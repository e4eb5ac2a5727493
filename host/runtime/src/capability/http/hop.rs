//! One hop of a request: on a connection that is open, or a new one, and a second time if the open one turned out dead.
//! It follows no redirect and records nothing.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use http::HeaderMap;
use tokio::time::Instant;

use super::budget::Budget;
use super::connection::{Answer, Broken, Connection, Limit};
use super::intake::Intake;
use super::phases::Phases;
use super::request::Outgoing;
use super::shared::HttpShared;
use crate::network::dial::{self, Dialer, SetUp};
use crate::network::failure::{Code, Failure};
use crate::network::line::{Marks, Traffic};
use crate::network::tls::TlsVersion;
use crate::outside::Outside;

/// A hop with all that it needs to be sent, and how it ended. It borrows nothing, so that it can be sent outside of the call
/// that asked for it, and stays in one box, so that it is not copied from hand to hand.
pub(crate) struct Hop {
    pub(super) shared: Arc<HttpShared>,
    pub(super) budget: Arc<Budget>,
    pub(super) outgoing: Outgoing,
    /// An open connection to use, if there is one.
    pub(super) idle: Option<Box<Connection>>,
    /// Where the head is built.
    pub(super) spare: HeaderMap,
    /// Set when it was sent, or was meant to be.
    pub(super) end: Option<HopEnd>,
}

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

impl std::fmt::Debug for Hop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hop").field("outgoing", &self.outgoing).field("end", &self.end).finish_non_exhaustive()
    }
}

impl Hop {
    /// Sends the hops that are left at that place, one after the other.
    pub(super) async fn serve(place: Outside<Box<Self>>) -> Infallible {
        loop {
            let mut hop = place.given().await;
            hop.run().await;
            place.done(hop);
        }
    }

    /// Sends it, and sets its end.
    pub(super) async fn run(&mut self) {
        let limits = self.outgoing.settings.limits;
        let limit = Limit { deadline: self.outgoing.deadline, total: limits.total, first_byte: limits.first_byte };
        let (mut traffic, mut set_up) = (Traffic::default(), SetUp::default());
        let end = loop {
            let was_idle = self.idle.is_some();
            let mut connection = match self.idle.take() {
                Some(connection) => connection,
                None => {
                    // Boxed, so that a request on an open connection does not carry the room for a handshake about.
                    let limit = dial::Limit {
                        connect: limits.connect.map(|limit| (limit, "connect-ms")),
                        deadline: self.outgoing.deadline,
                        total: (limits.total, "total-ms"),
                    };
                    let mut dialer = Box::new(Dialer::new(&self.shared.network, limit));
                    let origin = &self.outgoing.target.origin;
                    let dialed = Box::pin(async {
                        let dialed = dialer.dial(origin).await?;
                        Connection::new(dialed, Arc::clone(&dialer.line), Arc::clone(origin)).await
                    });
                    let dialed = dialed.await;
                    set_up = dialer.set_up;
                    match dialed {
                        Ok(connection) => Box::new(connection),
                        Err(failure) => {
                            traffic.add(dialer.line.take_traffic());
                            break not_connected(&self.outgoing, failure, set_up, traffic);
                        }
                    }
                }
            };
            let request = self.outgoing.build(self.shared.network.user_agent(), std::mem::take(&mut self.spare));
            let outcome = connection.exchange(request, limit, Intake::new(&self.outgoing, &self.budget)).await;
            traffic.add(connection.line.take_traffic());
            match &outcome {
                Err(broken) if was_idle && broken.unsent => {}
                Err(broken) if was_idle && may_resend(broken, &connection, &self.outgoing) => {
                    self.shared.count_resent()
                }
                _ => break end(&self.outgoing, outcome, connection, set_up, traffic),
            }
        };
        self.end = Some(end);
    }
}

fn not_connected(outgoing: &Outgoing, failure: Failure, set_up: SetUp, traffic: Traffic) -> HopEnd {
    let phases = Phases::new(outgoing.began, set_up, &Marks::default(), Some(Instant::now()));
    let result = Err(failure.with(&outgoing.target.origin));
    HopEnd { result, phases, traffic, tls: None, remote: None, reused: false, connection: None }
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
