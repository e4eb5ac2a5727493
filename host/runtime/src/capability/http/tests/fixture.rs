//! One VU without a guest: what a test calls, and how it reads the samples back.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use wasmload_core::metric::{Aggregator, Recorder, Registry, Shard, Sink, TagSetId, builtin};
use wasmtime::component::{Resource, ResourceTable};

use crate::bindings::wasmload::http::client::{
    Body, Details, Error, Header, Host, HostContent, HostParams, JsonValue, Request, Response, StatusRange, Timeouts,
    Timings,
};
use crate::capability::http::{Content, Hop, HttpSettings, HttpShared, HttpView, HttpVu, Params};
use crate::grants::NetGrants;
use crate::network::{Network, NetworkSettings};
use crate::outside::Helper;
use crate::samples::Samples;

/// What a whole answer is in most tests: 40 bytes.
pub(super) const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

pub(super) struct Fixture {
    pub(super) shared: Arc<HttpShared>,
    pub(super) vu: HttpVu,
    pub(super) table: ResourceTable,
    pub(super) samples: Samples,
    sender: Helper<Box<Hop>>,
    aggregator: Aggregator,
}

/// One series: its tags, and how many samples it has with what sum.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    pub(super) tags: BTreeMap<String, String>,
    pub(super) count: u64,
    pub(super) sum: f64,
}

/// A request with nothing but a method and a URL.
pub(super) fn request(method: &str, url: &str) -> Request {
    Request { method: method.to_owned(), url: url.to_owned(), headers: Vec::new(), body: None, params: None }
}

pub(super) fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

pub(super) fn text(body: &str) -> Option<Body> {
    Some(Body::Text(body.to_owned()))
}

pub(super) fn network() -> NetworkSettings {
    NetworkSettings::new(NetGrants::parse(["127.0.0.1", "*.test", "*.invalid"]).unwrap())
}

impl Fixture {
    pub(super) fn new() -> Self {
        Self::over(network())
    }

    pub(super) fn over(network: NetworkSettings) -> Self {
        Self::made(HttpSettings::default(), network)
    }

    pub(super) fn with(settings: HttpSettings) -> Self {
        Self::made(settings, network())
    }

    fn made(settings: HttpSettings, network: NetworkSettings) -> Self {
        let registry = Registry::new(1000);
        let shard = Shard::new(Arc::clone(&registry));
        let tags = registry.tag_set([("scenario", "s")]);
        let samples = Samples::new(Arc::clone(&registry), Recorder::new(Arc::clone(&shard)), tags);
        let aggregator = Aggregator::new(registry, vec![shard], &[]);
        let shared = Arc::new(HttpShared::new(settings, Arc::new(Network::new(network).unwrap())));
        let vu = HttpVu::new(&shared);
        let sender = vu.sender();
        Self { shared, vu, table: ResourceTable::new(), samples, sender, aggregator }
    }

    pub(super) fn view(&mut self) -> HttpView<'_> {
        HttpView { shared: &self.shared, vu: &mut self.vu, table: &mut self.table, samples: &mut self.samples }
    }

    pub(super) async fn send(&mut self, request: Request) -> Result<Response, Error> {
        self.try_send(request).await.unwrap()
    }

    /// As a guest's call does it: the error is a trap.
    pub(super) async fn try_send(&mut self, request: Request) -> wasmtime::Result<Result<Response, Error>> {
        let Self { shared, vu, table, samples, sender, .. } = self;
        let mut view = HttpView { shared, vu, table, samples };
        let mut call = pin!(view.send(request));
        poll_fn(|context| sender.poll(call.as_mut(), context)).await
    }

    pub(super) async fn get(&mut self, url: &str) -> Result<Response, Error> {
        self.send(request("GET", url)).await
    }

    /// A GET that must be answered: its status and body.
    pub(super) async fn get_text(&mut self, url: &str) -> (u16, String) {
        let response = self.get(url).await.unwrap();
        (response.status, self.text(response))
    }

    /// The body of a response, which is dropped.
    pub(super) fn text(&mut self, response: Response) -> String {
        let body = self.view().text(again(&response.content)).unwrap().unwrap();
        HostContent::drop(&mut self.view(), response.content).unwrap();
        body
    }

    pub(super) fn details(&mut self, response: &Response) -> Details {
        self.view().details(again(&response.content)).unwrap()
    }

    pub(super) fn timings(&mut self, response: &Response) -> Timings {
        self.view().timings(again(&response.content)).unwrap()
    }

    pub(super) fn json(&mut self, response: &Response, path: &str) -> Option<JsonValue> {
        self.view().json(again(&response.content), path.to_owned()).unwrap().unwrap()
    }

    pub(super) fn params(&mut self, change: impl FnOnce(&mut HttpView<'_>, &dyn Fn() -> Resource<Params>)) -> Lent {
        let mut view = self.view();
        let params = HostParams::new(&mut view).unwrap();
        let rep = params.rep();
        change(&mut view, &|| Resource::new_borrow(rep));
        Lent(rep)
    }

    pub(super) fn timeouts(&mut self, connect: Option<u32>, first_byte: Option<u32>, total: Option<u32>) -> Lent {
        let timeouts = Timeouts { connect_ms: connect, first_byte_ms: first_byte, total_ms: total };
        self.params(|view, params| view.set_timeouts(params(), timeouts).unwrap())
    }

    pub(super) fn expecting(&mut self, ranges: &[(u16, u16)]) -> Lent {
        let ranges = ranges.iter().map(|&(lowest, highest)| StatusRange { lowest, highest }).collect();
        self.params(|view, params| view.set_expected_statuses(params(), ranges).unwrap())
    }

    /// All series of a metric that were recorded so far.
    pub(super) fn series(&mut self, metric: &str) -> Vec<Series> {
        self.samples.recorder().flush();
        self.aggregator.collect(Duration::ZERO);
        let id = self.samples.registry().find(metric).unwrap();
        let of_it = self.aggregator.series().filter(|(metric, ..)| *metric == id);
        of_it
            .map(|(_, tags, sink)| {
                let tags = tags.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
                let (count, sum) = match sink {
                    Sink::Counter(counter) => (counter.samples, counter.sum.value()),
                    Sink::Rate(rate) => (rate.total, rate.passes as f64),
                    Sink::Trend(histogram) => (histogram.count(), histogram.sum()),
                    Sink::Gauge(gauge) => (gauge.samples, gauge.last),
                };
                Series { tags, count, sum }
            })
            .collect()
    }

    /// How many samples a metric has, and their sum.
    pub(super) fn total(&mut self, metric: &str) -> (u64, f64) {
        let series = self.series(metric);
        (series.iter().map(|series| series.count).sum(), series.iter().map(|series| series.sum).sum())
    }

    /// The bytes sent and received, by the samples.
    pub(super) fn data(&mut self) -> (u64, u64) {
        (self.total("data_sent").1 as u64, self.total("data_received").1 as u64)
    }
}

/// A `params` that requests borrow.
#[derive(Clone, Copy)]
pub(super) struct Lent(u32);

impl Lent {
    /// That request, with these settings.
    pub(super) fn with(self, request: Request) -> Request {
        Request { params: Some(self.borrow()), ..request }
    }

    pub(super) fn borrow(self) -> Resource<Params> {
        Resource::new_borrow(self.0)
    }
}

/// A handle once more, as a guest's method calls borrow it.
pub(super) fn again(content: &Resource<Content>) -> Resource<Content> {
    Resource::new_borrow(content.rep())
}

#[test]
fn the_names_of_the_metrics_are_as_the_tests_think() {
    assert_eq!(Registry::new(1).find("http_reqs"), Some(builtin::HTTP_REQS));
    assert_eq!(TagSetId::default(), TagSetId::EMPTY);
}
