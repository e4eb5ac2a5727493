//! The resource `content`: what came with a response, handed over piece by piece when a guest asks.
//!
//! Nothing is decoded before that.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Version};
use wasmtime::component::Resource;

use super::intake::Received;
use super::json_path;
use super::phases::Phases;
use super::tags::protocol;
use super::target::Target;
use super::view::HttpView;
use crate::bindings::wasmload::http::client::{BodyError, Details, Header, HostContent, JsonValue, Timings};
use crate::network::tls::TlsVersion;
use crate::samples::milliseconds;

/// The resource behind the handle.
#[derive(Debug)]
pub struct Content {
    pub(super) status: u16,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    pub(super) received: Received,
    pub(super) expected: bool,
    pub(super) phases: Phases,
    pub(super) target: Arc<Target>,
    pub(super) redirects: u32,
    pub(super) tls: Option<TlsVersion>,
    pub(super) remote: Option<SocketAddr>,
    pub(super) reused: bool,
    /// Whether the body was found to be JSON, so that a search may end at what it looks for.
    pub(super) json_is_valid: bool,
}

impl Content {
    fn body(&self) -> Result<&Bytes, BodyError> {
        self.received.body.as_ref().ok_or(BodyError::Discarded)
    }

    fn text(&self) -> Result<&str, BodyError> {
        std::str::from_utf8(self.body()?).map_err(|error| BodyError::NotUtf8(error.valid_up_to() as u64))
    }

    fn json(&mut self, path: &str) -> Result<Option<JsonValue>, BodyError> {
        let found = json_path::find(self.text()?, path, self.json_is_valid);
        let found = found.map_err(|error| BodyError::NotJson(error.to_string()))?;
        self.json_is_valid = true;
        Ok(found)
    }

    fn timings(&self) -> Timings {
        let Phases { blocked, set_up, sending, waiting, receiving } = self.phases;
        Timings {
            blocked: milliseconds(blocked),
            dns: milliseconds(set_up.dns),
            connecting: milliseconds(set_up.connecting),
            tls_handshaking: milliseconds(set_up.tls),
            sending: milliseconds(sending),
            waiting: milliseconds(waiting),
            receiving: milliseconds(receiving),
        }
    }

    fn details(&self) -> Details {
        Details {
            url: self.target.url.to_string(),
            protocol: protocol(self.version).to_owned(),
            remote_address: self.remote.map(|remote| remote.to_string()).unwrap_or_default(),
            tls_version: self.tls.map(|tls| tls.name().to_owned()),
            redirects: self.redirects,
            connection_reused: self.reused,
        }
    }
}

/// The value of a header as text: each byte one character, which is what ISO 8859-1 means.
fn latin1(value: &HeaderValue) -> String {
    match value.to_str() {
        Ok(ascii) => ascii.to_owned(),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
    }
}

impl HostContent for HttpView<'_> {
    fn header(&mut self, content: Resource<Content>, name: String) -> wasmtime::Result<Option<String>> {
        Ok(self.table.get(&content)?.headers.get(name.as_str()).map(latin1))
    }

    fn headers(&mut self, content: Resource<Content>) -> wasmtime::Result<Vec<Header>> {
        let headers = self.table.get(&content)?.headers.iter();
        Ok(headers.map(|(name, value)| Header { name: name.as_str().to_owned(), value: latin1(value) }).collect())
    }

    fn text(&mut self, content: Resource<Content>) -> wasmtime::Result<Result<String, BodyError>> {
        Ok(self.table.get(&content)?.text().map(str::to_owned))
    }

    fn bytes(&mut self, content: Resource<Content>) -> wasmtime::Result<Result<Vec<u8>, BodyError>> {
        Ok(self.table.get(&content)?.body().map(|body| body.to_vec()))
    }

    fn json(
        &mut self,
        content: Resource<Content>,
        path: String,
    ) -> wasmtime::Result<Result<Option<JsonValue>, BodyError>> {
        Ok(self.table.get_mut(&content)?.json(&path))
    }

    fn timings(&mut self, content: Resource<Content>) -> wasmtime::Result<Timings> {
        Ok(self.table.get(&content)?.timings())
    }

    fn details(&mut self, content: Resource<Content>) -> wasmtime::Result<Details> {
        Ok(self.table.get(&content)?.details())
    }

    fn drop(&mut self, content: Resource<Content>) -> wasmtime::Result<()> {
        let content = self.table.delete(content)?;
        self.vu.contents.remove();
        self.vu.give_back(content.headers);
        Ok(())
    }
}
