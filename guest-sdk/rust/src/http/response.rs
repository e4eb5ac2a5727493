//! A response: a handle on what the host received. Not a copy of it: header fields and body cross over when asked for.

use std::time::Duration;

use serde::de::DeserializeOwned;

use super::{BodyError, host, json};

/// A response. Dropping it frees what the host keeps.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let page = http::get("/")?;
/// check!(page.status() == 200);
/// check!(page.text()?.contains("Welcome"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
pub struct Response(host::Response);

impl Response {
    pub(super) fn new(response: host::Response) -> Self {
        Self(response)
    }

    /// The status code.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!(page.status() == 200);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Whether the status is one of those that the request expects: 200 to 399 unless it says otherwise.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!(page.is_expected());
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn is_expected(&self) -> bool {
        self.0.expected
    }

    /// Sending, waiting and receiving together: what `http_req_duration` records.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!("is fast", page.duration() < millis(200));
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn duration(&self) -> Duration {
        milliseconds(self.0.duration_ms)
    }

    /// The size of the body, in bytes.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!(page.body_size() > 0);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn body_size(&self) -> u64 {
        self.0.body_size
    }

    /// The first header field of that name, in any case.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.0.content.header(name)
    }

    /// All header fields, in order, names in lower case. Bytes outside of ASCII are read as Latin-1.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// let cookies = page.headers().iter().filter(|(name, _)| name == "set-cookie").count();
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        self.0.content.headers().into_iter().map(|header| (header.name, header.value)).collect()
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// The body was discarded, or is not UTF-8.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!(page.text()?.contains("Welcome"));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn text(&self) -> Result<String, BodyError> {
        self.0.content.text().map_err(BodyError::new)
    }

    /// The body as bytes.
    ///
    /// # Errors
    ///
    /// The body was discarded.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!("is a PNG", page.bytes()?.starts_with(b"\x89PNG"));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn bytes(&self) -> Result<Vec<u8>, BodyError> {
        self.0.content.bytes().map_err(BodyError::new)
    }

    /// The body, read as JSON into a value of that type. For a field or two, [`json_path`](Self::json_path) is cheaper.
    ///
    /// # Errors
    ///
    /// The body was discarded, is not JSON, or is not of the type.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// #[derive(serde::Deserialize)]
    /// struct Item {
    ///     id: String,
    ///     price: f64,
    /// }
    ///
    /// let items: Vec<Item> = http::get("/items")?.json()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, BodyError> {
        json::body(&self.bytes()?)
    }

    /// The value at a path into a JSON body, found in the host: names of members and indices of arrays, joined by dots,
    /// a dot in a name written `\.`; the empty path is the whole document. What may be missing is asked for as an
    /// `Option`.
    ///
    /// # Errors
    ///
    /// The body was discarded or is not JSON; the value is missing, or not of the type.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let page = http::get("/items")?;
    /// let first: String = page.json_path("items.0.id")?;
    /// let next: Option<String> = page.json_path("next")?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn json_path<T: DeserializeOwned>(&self, path: &str) -> Result<T, BodyError> {
        json::value(path, self.0.content.json(path).map_err(BodyError::new)?)
    }

    /// Where the time went.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!("the server is quick", page.timings().waiting < millis(50));
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn timings(&self) -> Timings {
        let spent = self.0.content.timings();
        Timings {
            blocked: milliseconds(spent.blocked),
            dns: milliseconds(spent.dns),
            connecting: milliseconds(spent.connecting),
            tls_handshaking: milliseconds(spent.tls_handshaking),
            sending: milliseconds(spent.sending),
            waiting: milliseconds(spent.waiting),
            receiving: milliseconds(spent.receiving),
        }
    }

    /// How it came to be.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let page = http::get("/")?;
    /// check!("no redirects", page.details().redirects == 0);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn details(&self) -> Details {
        let found = self.0.content.details();
        Details {
            url: found.url,
            protocol: found.protocol,
            remote_address: found.remote_address,
            tls_version: found.tls_version,
            redirects: found.redirects,
            connection_reused: found.connection_reused,
        }
    }
}

/// Where the time of a request went (k6's names). The last hop only, if there were redirects.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let spent: http::Timings = http::get("/")?.timings();
/// let on_the_wire = spent.sending + spent.waiting + spent.receiving;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timings {
    /// Waiting for a connection of this VU to become free, and for the sending to begin.
    pub blocked: Duration,
    /// Looking up the name; zero on a connection that was open.
    pub dns: Duration,
    /// Making the TCP connection; zero on a connection that was open.
    pub connecting: Duration,
    /// The TLS handshake; zero on a connection that was open, and without TLS.
    pub tls_handshaking: Duration,
    /// Writing the request.
    pub sending: Duration,
    /// From the last byte written to the first byte of the response.
    pub waiting: Duration,
    /// From the first byte of the response to its last.
    pub receiving: Duration,
}

/// How a response came to be.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let details: http::Details = http::get("/")?.details();
/// log::debug(details.remote_address);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// The URL that answered, after redirects.
    pub url: String,
    /// `HTTP/1.0`, `HTTP/1.1`.
    pub protocol: String,
    /// Address and port of the server.
    pub remote_address: String,
    /// `tls1.2`, `tls1.3`; none without TLS.
    pub tls_version: Option<String>,
    /// How many redirects were followed.
    pub redirects: u32,
    /// Whether the connection had been used before.
    pub connection_reused: bool,
}

/// From the host's fractional milliseconds. What is not a duration (it should not happen) is zero.
fn milliseconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value / 1000.0).unwrap_or_default()
}
