//! Several requests at the same time. Not several iterations: the VU waits until all are answered.

use super::{Error, Request, Response, host};

/// Sends requests at the same time, at most six to one host and port and twenty in all, and waits for all of them. The
/// answers are in the order of the requests.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// use wasmload_sdk::http::Request;
///
/// for answer in http::batch([Request::get("/app.css"), Request::get("/app.js")]) {
///     check!("is there", answer?.status() == 200);
/// }
/// # Ok::<(), Error>(())
/// ```
pub fn batch<'a>(requests: impl IntoIterator<Item = Request<'a>>) -> Vec<Result<Response, Error>> {
    let requests: Vec<Request<'a>> = requests.into_iter().collect();
    let made: Vec<_> = requests.iter().map(Request::made).collect();
    let headers: Vec<_> = requests.iter().map(Request::host_headers).collect();
    let sent: Vec<_> = requests
        .iter()
        .zip(&made)
        .zip(&headers)
        .filter_map(|((request, made), headers)| made.as_ref().ok().map(|made| request.host(headers, made.as_ref())))
        .collect();
    let mut answers = host::batch(&sent).into_iter();
    drop(sent);
    made.into_iter()
        .map(|made| match made {
            // Requests that could not be put together were not sent, and have no answer.
            Err(fault) => Err(fault),
            Ok(_) => match answers.next() {
                Some(answer) => answer.map(Response::new).map_err(Error::new),
                None => unreachable!("the host answers each request"),
            },
        })
        .collect()
}
