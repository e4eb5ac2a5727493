//! A request while it is put together. Not sent until [`send`](Request::send), or [`batch`](super::batch()).

use std::borrow::Cow;
use std::time::Duration;

use serde::Serialize;

use super::settings::Settings;
use super::{Body, Error, Params, Response, StatusRange, host};

/// A request.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let order = http::post("/orders")
///     .json(&["tea", "milk"])
///     .bearer("s3cr3t")
///     .name("order")
///     .expect_status(201)
///     .timeout(secs(5))
///     .send()?;
/// let id: String = order.json_path("id")?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request<'a> {
    method: Cow<'a, str>,
    url: Cow<'a, str>,
    headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    body: Option<Body<'a>>,
    shared: Option<&'a Params>,
    /// Settings of this request alone; most requests have none.
    own: Option<Box<Settings>>,
    /// What went wrong while it was put together.
    fault: Option<String>,
}

impl<'a> Request<'a> {
    /// A request with any method.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::new("PURGE", "/cache").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn new(method: impl Into<Cow<'a, str>>, url: impl Into<Cow<'a, str>>) -> Self {
        Self {
            method: method.into(),
            url: url.into(),
            headers: Vec::new(),
            body: None,
            shared: None,
            own: None,
            fault: None,
        }
    }

    /// A `GET` request that has more to say than [`http::get`](super::get()).
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/items/7").name("item").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn get(url: impl Into<Cow<'a, str>>) -> Self {
        Self::new("GET", url)
    }

    /// Adds a header field; it replaces one of that name in [`params`](Self::params).
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/").header("accept-language", "de").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn header(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the header field `authorization` with a bearer token (RFC 6750).
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/me").bearer("s3cr3t").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Sends text or bytes.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::put("/note").body("milk, eggs").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn body(mut self, body: impl Into<Body<'a>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sends a value as JSON, with the header field `content-type`. A value that cannot be JSON makes
    /// [`send`](Self::send) fail.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::post("/orders").json(&["tea", "milk"]).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_string(value) {
            Ok(json) => self.body(json).header("content-type", "application/json"),
            Err(error) => {
                self.fault.get_or_insert(format!("the body cannot be made JSON: {error}"));
                self
            }
        }
    }

    /// Sends names and values as a browser's form does, with the header field `content-type`.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::post("/login").form([("user", "demo"), ("password", "demo")]).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn form(self, fields: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body(body).header("content-type", "application/x-www-form-urlencoded")
    }

    /// Appends a name and a value to the query of the URL, encoded.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/search").query("q", "tea & milk").name("search").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn query(mut self, name: &str, value: &str) -> Self {
        let url = self.url.to_mut();
        url.push(if url.contains('?') { '&' } else { '?' });
        url.extend(form_urlencoded::byte_serialize(name.as_bytes()));
        url.push('=');
        url.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        self
    }

    /// Takes settings that requests share. What this request sets itself comes on top of them, at the price of a few
    /// more calls of the host.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let api = Params::new().bearer("s3cr3t");
    /// http::Request::get("/me").params(&api).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn params(mut self, params: &'a Params) -> Self {
        self.shared = Some(params);
        self
    }

    /// The value of the tag `name`: see [`Params::name`].
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/items/7").name("item").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn name(self, name: impl Into<String>) -> Self {
        self.set(|own| own.name = Some(name.into()))
    }

    /// Adds a tag to the samples of this request.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/").tag("step", "browse").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn tag(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set(|own| own.tags.push((name.into(), value.into())))
    }

    /// Expects a status, or a range of them, instead of 200 to 399; may be called again for more.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::delete("/orders/7").expect_status(204).expect_status(404).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn expect_status(self, statuses: impl Into<StatusRange>) -> Self {
        self.set(|own| own.expect(statuses.into()))
    }

    /// How many redirects to follow; 0 follows none.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let place = http::Request::get("/old").redirects(0).send()?.header("location");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn redirects(self, most: u32) -> Self {
        self.set(|own| own.redirects = Some(most))
    }

    /// How long the whole request may take, redirects included. Rounded up to milliseconds.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/report").timeout(mins(2)).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn timeout(self, limit: Duration) -> Self {
        self.set(|own| own.timeout = Some(limit))
    }

    /// How long connecting may take: see [`Params::connect_timeout`].
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/").connect_timeout(millis(500)).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn connect_timeout(self, limit: Duration) -> Self {
        self.set(|own| own.connect_timeout = Some(limit))
    }

    /// How long the first byte may take: see [`Params::first_byte_timeout`].
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/").first_byte_timeout(secs(1)).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn first_byte_timeout(self, limit: Duration) -> Self {
        self.set(|own| own.first_byte_timeout = Some(limit))
    }

    /// Counts the bytes of the response's body and forgets them.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/film.mp4").discard_body().send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn discard_body(self) -> Self {
        self.set(|own| own.discard_body = true)
    }

    /// How large the response's body may be, in bytes.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// http::Request::get("/items").max_body(1 << 20).send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn max_body(self, bytes: u64) -> Self {
        self.set(|own| own.most_bytes = Some(bytes))
    }

    /// Sends it, and waits for the whole response.
    ///
    /// # Errors
    ///
    /// There is no response: see [`ErrorKind`](super::ErrorKind). A status such as 500 is a response.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let order = http::post("/orders").send()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn send(self) -> Result<Response, Error> {
        let made = self.made()?;
        let headers = self.host_headers();
        host::send(self.host(&headers, made.as_ref())).map(Response::new).map_err(Error::new)
    }

    /// The settings that the host has to be told for this request alone; none when the shared ones, or the defaults,
    /// do.
    pub(super) fn made(&self) -> Result<Option<host::Params>, Error> {
        if let Some(fault) = &self.fault {
            return Err(Error::invalid(fault.clone()));
        }
        let Some(own) = &self.own else { return Ok(None) };
        Ok(Some(match self.shared {
            Some(shared) => own.on(shared.settings()).make(),
            None => own.make(),
        }))
    }

    pub(super) fn host_headers(&self) -> Vec<host::HeaderParam<'_>> {
        self.headers.iter().map(|(name, value)| host::HeaderParam { name, value }).collect()
    }

    pub(super) fn host<'h>(
        &'h self,
        headers: &'h [host::HeaderParam<'h>],
        made: Option<&'h host::Params>,
    ) -> host::Request<'h> {
        host::Request {
            method: &self.method,
            url: &self.url,
            headers,
            body: self.body.as_ref().map(Body::host),
            params: made.or_else(|| self.shared.map(Params::host)),
        }
    }

    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(self.own.get_or_insert_default());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, Request};

    #[test]
    fn queries_are_encoded_and_joined() {
        let request = Request::get("/search").query("q", "tea & milk").query("page", "2");
        assert_eq!(request.url, "/search?q=tea+%26+milk&page=2");
    }

    #[test]
    fn forms_are_encoded() {
        let request = Request::new("POST", "/").form([("a", "1 2"), ("b", "ä")]);
        assert_eq!(request.body, Some(Body::from("a=1+2&b=%C3%A4")));
        assert_eq!(request.headers[0].1, "application/x-www-form-urlencoded");
    }

    #[test]
    fn a_value_that_cannot_be_json_is_an_error_of_the_request() {
        let request = Request::new("POST", "/").json(&std::collections::HashMap::from([(vec![1], 2)]));
        let error = request.made().unwrap_err();
        assert_eq!(error.kind(), super::super::ErrorKind::InvalidRequest);
        assert_eq!(error.to_string(), "the body cannot be made JSON: key must be a string");
    }
}
