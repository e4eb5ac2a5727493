//! `batch`: many requests at the same time inside one VU's task. What one of them does is no different from `send`.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::content::Content;
use super::hop::Hop;
use super::view::HttpView;
use crate::bindings::wasmload::http::client::{Error, Request, Response};
use crate::network::address::Origin;
use crate::network::failure::Failure;

/// How many requests are under way, by host and port.
#[derive(Debug, Default)]
struct Busy {
    origins: Vec<(Arc<Origin>, usize)>,
}

impl Busy {
    fn count(&mut self, origin: &Arc<Origin>) -> &mut usize {
        let same = |(known, _): &(Arc<Origin>, usize)| (&known.host, known.port) == (&origin.host, origin.port);
        let position = self.origins.iter().position(same).unwrap_or_else(|| {
            self.origins.push((Arc::clone(origin), 0));
            self.origins.len() - 1
        });
        &mut self.origins[position].1
    }
}

impl HttpView<'_> {
    /// Sends all of them, as many at once as the limits admit, and returns the answers in the order of the requests.
    ///
    /// The time that a request waits for its turn counts as blocked, and in its limit on the whole.
    pub(super) async fn run_batch(&mut self, requests: Vec<Request>) -> wasmtime::Result<Vec<Result<Response, Error>>> {
        let began = Instant::now();
        let mut results: Vec<Option<Result<Content, Failure>>> = Vec::new();
        let mut waiting = VecDeque::new();
        for request in requests {
            results.push(None);
            let index = results.len() - 1;
            match self.begin(request, began)? {
                Ok(outgoing) => waiting.push_back((index, self.hop(outgoing))),
                Err(failure) => results[index] = Some(Err(failure)),
            }
        }
        let (most, most_per_host) = (self.shared.settings.batch.get(), self.shared.settings.batch_per_host.get());
        let (mut busy, mut under_way) = (Busy::default(), FuturesUnordered::new());
        loop {
            while under_way.len() < most {
                // One whose host is busy lets those behind it pass.
                let may_go = |(_, next): &(usize, Box<Hop>)| *busy.count(&next.outgoing.target.origin) < most_per_host;
                let Some((index, mut hop)) = waiting.iter().position(may_go).and_then(|at| waiting.remove(at)) else {
                    break;
                };
                *busy.count(&hop.outgoing.target.origin) += 1;
                self.equip(&mut hop);
                under_way.push(async move {
                    hop.run().await;
                    (index, hop)
                });
            }
            let Some((index, mut hop)) = under_way.next().await else { break };
            *busy.count(&hop.outgoing.target.origin) -= 1;
            match self.finish(&mut hop) {
                None => waiting.push_front((index, hop)),
                done => results[index] = done,
            }
        }
        drop(under_way);
        results.into_iter().flatten().map(|result| self.respond(result)).collect()
    }
}
