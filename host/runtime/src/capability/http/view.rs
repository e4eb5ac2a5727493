//! The functions of the interface: `send`, and what `batch` has in common with it. How bytes travel is `hop`'s affair.

use std::sync::Arc;

use http::HeaderMap;
use tokio::time::Instant;
use wasmload_core::metric::TagSetId;
use wasmtime::component::{HasData, Linker, Resource, ResourceTable};

use super::content::Content;
use super::hop::{Hop, HopEnd};
use super::record;
use super::redirect;
use super::request::Outgoing;
use super::shared::HttpShared;
use super::tags::Outcome;
use super::target::Target;
use super::vu::HttpVu;
use crate::bindings::wasmload::http::client::{self, Error, Host, Request, Response};
use crate::network::failure::Failure;
use crate::samples::Samples;
use crate::samples::milliseconds;

/// What a call needs of the run, the VU and its store.
pub struct HttpView<'a> {
    /// What the VUs of the run share.
    pub shared: &'a Arc<HttpShared>,
    /// What this VU keeps.
    pub vu: &'a mut HttpVu,
    /// Where its handles are.
    pub table: &'a mut ResourceTable,
    /// Where its figures go.
    pub samples: &'a mut Samples,
}

/// Says that a store's data has an [`HttpView`] in it.
pub struct HasHttp;

impl HasData for HasHttp {
    type Data<'a> = HttpView<'a>;
}

/// Gives components the interface `wasmload:http/client`; `get` finds what it needs in the store's data.
///
/// # Errors
/// The linker has the interface already.
pub fn add_to_linker<T: Send + 'static>(
    linker: &mut Linker<T>,
    get: fn(&mut T) -> HttpView<'_>,
) -> wasmtime::Result<()> {
    client::add_to_linker::<T, HasHttp>(linker, get)
}

impl HttpView<'_> {
    /// Checks a request and its grant. The outer error is a trap, for a handle that does not exist.
    pub(super) fn begin(&mut self, request: Request, began: Instant) -> wasmtime::Result<Result<Outgoing, Failure>> {
        let settings = match &request.params {
            Some(params) => Arc::clone(&self.table.get(params)?.0),
            None => Arc::clone(&self.vu.defaults),
        };
        let target = match self.vu.targets.get(&request.url, &self.shared.network, &mut self.vu.names) {
            Ok(target) => target,
            Err(failure) => return Ok(Err(failure)),
        };
        let outgoing = Outgoing::new(&request.method, request.headers, request.body, settings, target, began);
        Ok(outgoing.and_then(|outgoing| self.check_grant(&outgoing.target).map(|()| outgoing)))
    }

    fn check_grant(&mut self, target: &Target) -> Result<(), Failure> {
        if target.granted {
            return Ok(());
        }
        record::refused(self.samples);
        Err(self.shared.network.refuse(&target.origin.to_string()))
    }

    /// A request's first hop, ready to be sent.
    pub(super) fn hop(&self, outgoing: Outgoing) -> Box<Hop> {
        let (shared, budget) = (Arc::clone(self.shared), Arc::clone(&self.vu.budget));
        Box::new(Hop { shared, budget, outgoing, idle: None, spare: HeaderMap::default(), end: None })
    }

    /// Gives a hop what it can use again: an open connection, and room for a head.
    pub(super) fn equip(&mut self, hop: &mut Hop) {
        hop.idle = self.vu.pool.take(&hop.outgoing.target.origin);
        hop.spare = self.vu.spare_headers();
    }

    /// Records a hop, puts its connection back, and makes it the next one; the outcome if it was the last.
    pub(super) fn finish(&mut self, hop: &mut Hop) -> Option<Result<Content, Failure>> {
        // It was sent, so it has ended.
        let end = hop.end.take()?;
        let outgoing = &mut hop.outgoing;
        let outcome = match &end.result {
            Ok(answer) => Outcome::Answer(answer.status, answer.version, outgoing.settings.expects(answer.status)),
            Err(failure) => Outcome::Failure(failure.code),
        };
        let tags = self.tags_of(outgoing, outcome, &end);
        let failed = !matches!(outcome, Outcome::Answer(_, _, true));
        record::hop(self.samples, tags, failed, &end.phases, end.traffic);
        let HopEnd { result, phases, tls, remote, reused, connection, .. } = end;
        if let Some(connection) = connection {
            let limits = &self.shared.settings;
            self.vu.pool.keep(connection, limits.batch_per_host.get(), limits.batch.get());
        }
        let answer = match result {
            Ok(answer) => answer,
            Err(failure) => return Some(Err(failure)),
        };
        if outgoing.redirects < outgoing.settings.redirects {
            let next = redirect::next(answer.status, &outgoing.method, &outgoing.target.url, &answer.headers);
            if let Some(next) = next {
                return next.and_then(|redirect| self.follow(outgoing, &redirect)).err().map(Err);
            }
        }
        Some(Ok(Content {
            status: answer.status,
            version: answer.version,
            headers: answer.headers,
            received: answer.received,
            expected: !failed,
            phases,
            target: Arc::clone(&outgoing.target),
            redirects: outgoing.redirects,
            tls,
            remote,
            reused,
            json_is_valid: false,
        }))
    }

    fn tags_of(&mut self, outgoing: &Outgoing, outcome: Outcome, end: &HopEnd) -> TagSetId {
        self.vu.tags.of_hop(self.samples, &outgoing.settings, &outgoing.method, &outgoing.target, outcome, end.tls)
    }

    fn follow(&mut self, outgoing: &mut Outgoing, redirect: &redirect::Redirect) -> Result<(), Failure> {
        let target = self.vu.targets.get(redirect.url.as_str(), &self.shared.network, &mut self.vu.names)?;
        self.check_grant(&target)?;
        outgoing.follow(redirect, target, Instant::now());
        Ok(())
    }

    /// Hands a response over to the guest.
    pub(super) fn respond(&mut self, result: Result<Content, Failure>) -> wasmtime::Result<Result<Response, Error>> {
        let content = match result {
            Ok(content) => content,
            Err(failure) => return Ok(Err(failure.into())),
        };
        self.vu.contents.add()?;
        let (status, expected, body_size) = (content.status, content.expected, content.received.size);
        let duration_ms = milliseconds(content.phases.duration());
        let content: Resource<Content> = self.table.push(content)?;
        Ok(Ok(Response { status, expected, duration_ms, body_size, content }))
    }
}

impl Host for HttpView<'_> {
    async fn send(&mut self, request: Request) -> wasmtime::Result<Result<Response, Error>> {
        let mut hop = match self.begin(request, Instant::now())? {
            Ok(outgoing) => self.hop(outgoing),
            Err(failure) => return Ok(Err(failure.into())),
        };
        loop {
            self.equip(&mut hop);
            hop = self.vu.outside.run(hop).await;
            if let Some(result) = self.finish(&mut hop) {
                return self.respond(result);
            }
        }
    }

    async fn batch(&mut self, requests: Vec<Request>) -> wasmtime::Result<Vec<Result<Response, Error>>> {
        self.run_batch(requests).await
    }
}
