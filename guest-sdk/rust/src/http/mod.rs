//! HTTP requests whose every phase the host measures. Not a client to configure: each VU has connections of its own,
//! kept alive between its requests and iterations, as a user's browser does.
//!
//! [`get`] is the shortcut; whatever has more to say is a [`Request`] that ends in [`send`](Request::send). What a
//! response carries stays in the host until it is asked for: what is not read costs nothing.

mod batch;
mod body;
mod error;
mod json;
mod params;
mod request;
mod response;
mod settings;
mod status;

pub use batch::batch;
pub use body::Body;
pub use error::{BodyError, Error, ErrorKind};
pub use params::Params;
pub use request::Request;
pub use response::{Details, Response, Timings};
pub use status::StatusRange;

use crate::wit::wasmload::http::client as host;

/// What a request leads to: a response whatever its status, or why there is none.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// fn is_up() -> bool {
///     let answer: http::Result = http::get("/health");
///     answer.is_ok()
/// }
/// ```
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// Gets a URL: an absolute one, or one that is relative to `--target`.
///
/// # Errors
///
/// There is no response: see [`ErrorKind`]. A status such as 500 is a response.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let page = http::get("/")?;
/// check!(page.status() == 200);
/// # Ok::<(), Error>(())
/// ```
pub fn get(url: impl AsRef<str>) -> Result {
    let request = host::Request { method: "GET", url: url.as_ref(), headers: &[], body: None, params: None };
    host::send(request).map(Response::new).map_err(Error::new)
}

/// A `POST` request.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let order = http::post("/orders").json(&["tea", "milk"]).send()?;
/// # Ok::<(), Error>(())
/// ```
pub fn post<'a>(url: impl Into<std::borrow::Cow<'a, str>>) -> Request<'a> {
    Request::new("POST", url)
}

/// A `PUT` request.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// http::put("/orders/7").body("tea").send()?;
/// # Ok::<(), Error>(())
/// ```
pub fn put<'a>(url: impl Into<std::borrow::Cow<'a, str>>) -> Request<'a> {
    Request::new("PUT", url)
}

/// A `PATCH` request.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// http::patch("/orders/7").body("tea").send()?;
/// # Ok::<(), Error>(())
/// ```
pub fn patch<'a>(url: impl Into<std::borrow::Cow<'a, str>>) -> Request<'a> {
    Request::new("PATCH", url)
}

/// A `DELETE` request.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// http::delete("/orders/7").send()?;
/// # Ok::<(), Error>(())
/// ```
pub fn delete<'a>(url: impl Into<std::borrow::Cow<'a, str>>) -> Request<'a> {
    Request::new("DELETE", url)
}

/// A `HEAD` request.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// http::head("/orders/7").send()?;
/// # Ok::<(), Error>(())
/// ```
pub fn head<'a>(url: impl Into<std::borrow::Cow<'a, str>>) -> Request<'a> {
    Request::new("HEAD", url)
}

/// An `OPTIONS` request.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let allowed = http::options("/orders").send()?.header("allow");
/// # Ok::<(), Error>(())
/// ```
pub fn options<'a>(url: impl Into<std::borrow::Cow<'a, str>>) -> Request<'a> {
    Request::new("OPTIONS", url)
}
