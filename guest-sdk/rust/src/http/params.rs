//! Settings that many requests share. Not required: a [`Request`](super::Request) has the same ones for itself.

use std::sync::OnceLock;
use std::time::Duration;

use super::settings::Settings;
use super::{StatusRange, host};

/// Settings that many requests share: handed to the host once, and lent to each request.
///
/// ```no_run
/// use std::sync::LazyLock;
/// use wasmload_sdk::prelude::*;
///
/// static ITEM: LazyLock<Params> = LazyLock::new(|| Params::new().name("item").expect_status(200));
///
/// fn visit() -> Result {
///     let id = random::range(1..1000);
///     http::Request::get(format!("/items/{id}")).params(&ITEM).send()?;
///     Ok(())
/// }
/// ```
#[derive(Debug, Default)]
pub struct Params {
    settings: Settings,
    made: OnceLock<host::Params>,
}

impl Params {
    /// The defaults: no name, no tags, expected statuses 200 to 399, ten redirects, a timeout of 60 seconds, and a body
    /// that is kept up to 32 MiB.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new();
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of the tag `name`, which groups samples; without it the tag holds the URL. Name requests whose URL
    /// holds an identity, or every one of them becomes a series of its own.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().name("/items/{id}");
    /// ```
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        self.change(|settings| settings.name = Some(name.into()))
    }

    /// Adds a tag to the samples of these requests.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().tag("step", "browse");
    /// ```
    #[must_use]
    pub fn tag(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|settings| settings.tags.push((name.into(), value.into())))
    }

    /// Adds a header field to these requests.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().header("accept", "application/json");
    /// ```
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|settings| settings.headers.push((name.into(), value.into())))
    }

    /// Adds the header field `authorization` with a bearer token (RFC 6750).
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().bearer("s3cr3t");
    /// ```
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Expects a status, or a range of them, instead of 200 to 399; may be called again for more. Others count in
    /// `http_req_failed`.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().expect_status(200..=299).expect_status(404);
    /// ```
    #[must_use]
    pub fn expect_status(self, statuses: impl Into<StatusRange>) -> Self {
        self.change(|settings| settings.expect(statuses.into()))
    }

    /// How many redirects to follow; 0 follows none.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().redirects(0);
    /// ```
    #[must_use]
    pub fn redirects(self, most: u32) -> Self {
        self.change(|settings| settings.redirects = Some(most))
    }

    /// How long a whole request may take, redirects included. Rounded up to milliseconds.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().timeout(secs(5));
    /// ```
    #[must_use]
    pub fn timeout(self, limit: Duration) -> Self {
        self.change(|settings| settings.timeout = Some(limit))
    }

    /// How long name look-up, connection and TLS handshake may take together. Rounded up to milliseconds.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().connect_timeout(millis(500));
    /// ```
    #[must_use]
    pub fn connect_timeout(self, limit: Duration) -> Self {
        self.change(|settings| settings.connect_timeout = Some(limit))
    }

    /// How long it may take from the end of sending to the first byte of the response. Rounded up to milliseconds.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().first_byte_timeout(secs(1));
    /// ```
    #[must_use]
    pub fn first_byte_timeout(self, limit: Duration) -> Self {
        self.change(|settings| settings.first_byte_timeout = Some(limit))
    }

    /// Counts the bytes of the response's body and forgets them: for bodies that nobody looks at.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().discard_body();
    /// ```
    #[must_use]
    pub fn discard_body(self) -> Self {
        self.change(|settings| settings.discard_body = true)
    }

    /// How large the response's body may be, in bytes. A larger one is an error of the kind
    /// [`TooLarge`](super::ErrorKind::TooLarge).
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let params = Params::new().max_body(1 << 20);
    /// ```
    #[must_use]
    pub fn max_body(self, bytes: u64) -> Self {
        self.change(|settings| settings.most_bytes = Some(bytes))
    }

    fn change(self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.settings;
        change(&mut settings);
        // What the host has is of the settings before.
        Self { settings, made: OnceLock::new() }
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn host(&self) -> &host::Params {
        self.made.get_or_init(|| self.settings.make())
    }
}

/// The settings are copied; the host is told about the copy when it is first used.
impl Clone for Params {
    fn clone(&self) -> Self {
        Self { settings: self.settings.clone(), made: OnceLock::new() }
    }
}
