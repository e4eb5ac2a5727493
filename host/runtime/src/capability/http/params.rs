//! The resource `params`: settings that a guest makes once and lends to many requests. Not the settings of the run.

use std::ops::RangeInclusive;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use tokio::time::Duration;
use wasmload_core::metric::TagSetId;
use wasmtime::component::Resource;

use super::names::Symbol;
use super::request::parse_header;
use super::view::HttpView;
use crate::bindings::wasmload::http::client::{BodyMode, HostParams, StatusRange, Timeouts};
use crate::samples::is_the_hosts;

/// How many bytes of header fields one `params` may hold.
const MOST_HEADER_BYTES: usize = 16 << 10;

/// What a header field costs beside its text.
const FIELD_BYTES: usize = 32;

/// How many `params` one VU may hold: they are made once, and lent to many requests.
pub(super) const MOST: usize = 1000;

/// How many ranges of expected statuses one `params` may hold.
const MOST_RANGES: usize = 100;

/// The resource behind the handle. A request in flight keeps the settings that it began with.
#[derive(Debug)]
pub struct Params(pub(super) Arc<Settings>);

/// What the settings say.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) name: Option<(Symbol, Arc<str>)>,
    pub(super) tags: TagSetId,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) expected: Vec<RangeInclusive<u16>>,
    pub(super) redirects: u32,
    pub(super) limits: Limits,
    pub(super) body: BodyMode,
    pub(super) most_body_bytes: u64,
    /// The first setting that was not valid. The setters return nothing, so the requests that use it say so.
    pub(super) fault: Option<String>,
    header_bytes: usize,
}

/// Limits on the time of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) connect: Option<Duration>,
    pub(super) first_byte: Option<Duration>,
    pub(super) total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: None, first_byte: None, total: Duration::from_secs(60) }
    }
}

impl Settings {
    /// The defaults, with the run's limit on bodies.
    pub(super) fn new(most_body_bytes: u64) -> Self {
        Self {
            name: None,
            tags: TagSetId::default(),
            headers: Vec::new(),
            expected: vec![200..=399],
            redirects: 10,
            limits: Limits::default(),
            body: BodyMode::Keep,
            most_body_bytes,
            fault: None,
            header_bytes: 0,
        }
    }

    /// Whether a status is expected.
    pub(super) fn expects(&self, status: u16) -> bool {
        self.expected.iter().any(|range| range.contains(&status))
    }

    fn add_header(&mut self, name: &str, value: String) {
        self.header_bytes += name.len() + value.len() + FIELD_BYTES;
        if self.header_bytes > MOST_HEADER_BYTES {
            self.fail(format!("`params` holds more than {MOST_HEADER_BYTES} bytes of headers"));
            return;
        }
        match parse_header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(fault) => self.fail(fault),
        }
    }

    fn fail(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }
}

impl HttpView<'_> {
    fn change(&mut self, params: &Resource<Params>) -> wasmtime::Result<&mut Settings> {
        Ok(Arc::make_mut(&mut self.table.get_mut(params)?.0))
    }
}

impl HostParams for HttpView<'_> {
    fn new(&mut self) -> wasmtime::Result<Resource<Params>> {
        self.vu.params.add()?;
        Ok(self.table.push(Params(Arc::clone(&self.vu.defaults)))?)
    }

    fn set_name(&mut self, params: Resource<Params>, name: String) -> wasmtime::Result<()> {
        let name = self.vu.names.intern(&name);
        self.change(&params)?.name = Some(name);
        Ok(())
    }

    fn set_tag(&mut self, params: Resource<Params>, name: String, value: String) -> wasmtime::Result<()> {
        if name == "name" {
            return self.set_name(params, value);
        }
        if is_the_hosts(&name) {
            return Ok(());
        }
        let tags =
            self.vu.tags.with_tag(&mut self.vu.names, self.samples, self.table.get(&params)?.0.tags, (&name, &value));
        self.change(&params)?.tags = tags;
        Ok(())
    }

    fn add_header(&mut self, params: Resource<Params>, name: String, value: String) -> wasmtime::Result<()> {
        self.change(&params)?.add_header(&name, value);
        Ok(())
    }

    fn set_expected_statuses(&mut self, params: Resource<Params>, ranges: Vec<StatusRange>) -> wasmtime::Result<()> {
        let settings = self.change(&params)?;
        if ranges.len() > MOST_RANGES {
            settings.fail(format!("there are more than {MOST_RANGES} ranges of expected statuses"));
            return Ok(());
        }
        settings.expected = ranges.iter().map(|range| range.lowest..=range.highest).collect();
        Ok(())
    }

    fn set_redirects(&mut self, params: Resource<Params>, most: u32) -> wasmtime::Result<()> {
        self.change(&params)?.redirects = most;
        Ok(())
    }

    fn set_timeouts(&mut self, params: Resource<Params>, timeouts: Timeouts) -> wasmtime::Result<()> {
        let duration = |ms: Option<u32>| ms.map(|ms| Duration::from_millis(ms.into()));
        self.change(&params)?.limits = Limits {
            connect: duration(timeouts.connect_ms),
            first_byte: duration(timeouts.first_byte_ms),
            total: duration(timeouts.total_ms).unwrap_or(Limits::default().total),
        };
        Ok(())
    }

    fn set_body_mode(&mut self, params: Resource<Params>, mode: BodyMode) -> wasmtime::Result<()> {
        self.change(&params)?.body = mode;
        Ok(())
    }

    fn set_body_limit(&mut self, params: Resource<Params>, most: u64) -> wasmtime::Result<()> {
        self.change(&params)?.most_body_bytes = most;
        Ok(())
    }

    fn drop(&mut self, params: Resource<Params>) -> wasmtime::Result<()> {
        self.table.delete(params)?;
        self.vu.params.remove();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_kept_until_a_request_can_tell_it() {
        let mut settings = Settings::new(1);
        settings.add_header("x-a", "1".to_owned());
        assert_eq!(settings.fault, None);
        settings.add_header("x b", "1".to_owned());
        settings.add_header("x-c", "1\n".to_owned());
        assert_eq!(settings.fault.as_deref(), Some("`x b` is not a name of a header"), "the first one");
        assert_eq!(settings.headers.len(), 1);
        for _ in 0..100 {
            settings.add_header("x-d", "v".repeat(1000));
        }
        assert!(settings.headers.len() < 20);
    }

    #[test]
    fn statuses_are_expected_by_range() {
        let mut settings = Settings::new(1);
        assert!(settings.expects(200) && settings.expects(399) && !settings.expects(400) && !settings.expects(199));
        settings.expected = vec![404..=404, 500..=599];
        assert!(settings.expects(404) && settings.expects(503) && !settings.expects(200));
        settings.expected.clear();
        assert!(!settings.expects(200));
    }
}
