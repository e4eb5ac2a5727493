//! Why there is no response: each kind of error, provoked by a server that is there for it.

use wasmload_sdk::http::{Error, ErrorKind, Request};
use wasmload_sdk::prelude::*;

use crate::prove;

/// How long a limit on time is that will be reached.
const SHORT: std::time::Duration = millis(100);

pub(crate) fn all() -> Result {
    let kind = |request: Request<'_>| failed(request).map(|error| error.kind());
    let at = |variable: &str| url(variable).map(|url| Request::get(url).name("errors"));

    let method = kind(Request::new("A B", "/").name("errors"))?;
    let broken = kind(Request::get("http://[").name("errors"))?;
    let header = kind(Request::get("/").name("errors").header("x", "a\r\nb"))?;
    prove("client.error-kind.invalid-request", [method, broken, header] == [ErrorKind::InvalidRequest; 3]);
    prove("client.error-kind.not-granted", kind(at("NOT_GRANTED_URL")?)? == ErrorKind::NotGranted);
    prove("client.error-kind.dns", kind(at("DNS_URL")?)? == ErrorKind::Dns);
    prove("client.error-kind.connection-refused", kind(at("REFUSED_URL")?)? == ErrorKind::ConnectionRefused);
    prove("client.error-kind.connection-reset", kind(at("RESET_URL")?)? == ErrorKind::ConnectionReset);
    prove("client.error-kind.connection-failed", kind(at("UNREACHABLE_URL")?)? == ErrorKind::ConnectionFailed);
    prove("client.error-kind.tls", kind(at("UNTRUSTED_URL")?)? == ErrorKind::Tls);
    prove("client.error-kind.protocol", kind(at("GARBAGE_URL")?)? == ErrorKind::Protocol);
    prove(
        "client.error-kind.too-large",
        kind(Request::get("/bytes/1000").name("errors").max_body(999))? == ErrorKind::TooLarge,
    );
    prove(
        "client.error-kind.redirect",
        kind(Request::get("/redirect-to?ftp://a/").name("errors"))? == ErrorKind::Redirect,
    );

    // A handshake that is never answered: connecting includes it.
    let connect = kind(at("SILENT_TLS_URL")?.connect_timeout(SHORT))? == ErrorKind::ConnectTimeout;
    prove("client.error-kind.connect-timeout", connect);
    prove("timeouts.connect-ms", connect);
    let first_byte = kind(at("SILENT_URL")?.first_byte_timeout(SHORT))? == ErrorKind::FirstByteTimeout;
    prove("client.error-kind.first-byte-timeout", first_byte);
    prove("timeouts.first-byte-ms", first_byte);
    let total = kind(at("SILENT_URL")?.timeout(SHORT))? == ErrorKind::Timeout;
    prove("client.error-kind.timeout", total);
    prove("timeouts.total-ms", total);

    let refused = failed(at("REFUSED_URL")?)?;
    prove("client.error.kind", refused.kind() == ErrorKind::ConnectionRefused);
    prove("client.error.code", refused.code() == 1212);
    prove("client.error.message", refused.to_string().contains("refused"));
    Ok(())
}

/// The error of a request, which must not have an answer.
fn failed(request: Request<'_>) -> Result<Error> {
    match request.send() {
        Err(error) => Ok(error),
        Ok(page) => fail!("{} should not have answered {}", page.details().url, page.status()),
    }
}

fn url(variable: &str) -> Result<String> {
    config::var(variable).ok_or_else(|| format!("the variable {variable} is missing").into())
}
