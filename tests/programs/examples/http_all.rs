//! Makes every call of `wasmload:http` against the tests' own server at `--target`, and provokes each kind of error that has a
//! URL in a variable (`REFUSED_URL`, `RESET_URL`, `SILENT_URL`, `GARBAGE_URL`, `CUT_URL`, `DNS_URL`, `UNTRUSTED_URL`,
//! `UNROUTABLE_URL`, `NOT_GRANTED_URL`). The host must show that all checks passed, and no failed iteration.

use wasmload_sdk::http::{BodyError, Error, ErrorKind, Request, Response};
use wasmload_sdk::prelude::*;

fn all() -> Result {
    methods()?;
    bodies()?;
    settings()?;
    responses()?;
    json()?;
    batches()?;
    own_errors();
    provoked_errors();
    Ok(())
}

fn methods() -> Result {
    let sent = |request: Request<'_>| request.send().map(|echo| echo.header("x-method"));
    check!("GET", http::get("/echo")?.header("x-method").as_deref() == Some("GET"));
    check!("POST", sent(http::post("/echo"))?.as_deref() == Some("POST"));
    check!("PUT", sent(http::put("/echo"))?.as_deref() == Some("PUT"));
    check!("PATCH", sent(http::patch("/echo"))?.as_deref() == Some("PATCH"));
    check!("DELETE", sent(http::delete("/echo"))?.as_deref() == Some("DELETE"));
    check!("OPTIONS", sent(http::options("/echo"))?.as_deref() == Some("OPTIONS"));
    check!("a method of one's own", sent(Request::new("PURGE", "/echo"))?.as_deref() == Some("PURGE"));
    let head = http::head("/json").send()?;
    check!("HEAD has no body", head.status() == 200 && head.body_size() == 0);
    let base = config::target().unwrap_or_default();
    check!("absolute URLs", http::get(format!("{base}/echo"))?.status() == 200);
    Ok(())
}

fn bodies() -> Result {
    check!("text", http::post("/echo").body("tea, Käse").send()?.text()? == "tea, Käse");
    let bytes = http::post("/echo").body(vec![0, 0xff, 7]).send()?;
    check!("bytes", bytes.bytes()? == [0, 0xff, 7]);
    check!("what is not UTF-8 is no text", bytes.text() == Err(BodyError::NotUtf8(1)));
    check!("JSON", http::post("/echo").json(&["a", "b"]).send()?.json::<Vec<String>>()? == ["a", "b"]);
    check!("a form", http::post("/echo").form([("a", "1 2")]).send()?.text()? == "a=1+2");
    let large = "x".repeat(1 << 20);
    check!("a large body", http::post("/echo").body(&large).send()?.text()? == large);
    Ok(())
}

fn settings() -> Result {
    let shared = Params::new().name("shared").tag("part", "settings").header("x-a", "1").expect_status(404);
    let missing = Request::get("/status/404").params(&shared).send()?;
    check!("a status that is expected", missing.status() == 404 && missing.is_expected());
    check!("a status that is not expected", !Request::get("/").params(&shared).send()?.is_expected());
    let both = Request::get("/status/410").params(&shared).expect_status(410).header("x-a", "2").send()?;
    check!("settings of a request come on top", both.is_expected());
    let nothing = Request::get("/bytes/1000").discard_body().send()?;
    check!("a discarded body is counted", nothing.body_size() == 1000);
    check!("a discarded body cannot be had", nothing.bytes() == Err(BodyError::Discarded));
    check!("a limit that is kept", Request::get("/bytes/1000").max_body(1000).send()?.body_size() == 1000);
    let followed = http::get("/redirect/3")?;
    check!("redirects are followed", followed.status() == 200 && followed.text()? == "hello\n");
    check!("redirects are counted", followed.details().redirects >= 3 && followed.details().url.ends_with('/'));
    check!("redirects are not followed", Request::get("/redirect/3").redirects(0).send()?.status() == 302);
    check!("the last redirect is returned", Request::get("/redirect/3").redirects(2).send()?.status() == 302);
    let query =
        Request::get("/").query("delay_ms", "20").connect_timeout(secs(5)).first_byte_timeout(secs(5)).send()?;
    check!("a query", query.duration() >= millis(20));
    Ok(())
}

fn responses() -> Result {
    let page = http::get("/json?delay_ms=20")?;
    check!("header names are case-insensitive", page.header("Content-Type").as_deref() == Some("application/json"));
    check!("a header that is not there", page.header("x-nothing").is_none());
    check!("all headers", page.headers().iter().any(|(name, _)| name == "content-type"));
    check!("the size of the body", page.body_size() == page.bytes()?.len() as u64);
    let spent = page.timings();
    check!("the server's time is waiting", spent.waiting >= millis(20));
    check!("duration is the sum of its parts", {
        let sum = spent.sending + spent.waiting + spent.receiving;
        page.duration().abs_diff(sum) < millis(1)
    });
    let details = page.details();
    check!("the URL that answered", details.url.ends_with("/json?delay_ms=20"));
    check!("the protocol", details.protocol == "HTTP/1.1");
    check!("the address", details.remote_address.parse::<std::net::SocketAddr>().is_ok());
    check!("connections are kept alive", details.connection_reused);
    check!("an open connection costs nothing to make", spent.connecting.is_zero() && spent.dns.is_zero());
    check!("no TLS", details.tls_version.is_none() && spent.tls_handshaking.is_zero());
    Ok(())
}

fn json() -> Result {
    let page = http::get("/json")?;
    check!("a number", page.json_path::<u32>("items.0.id")? == 7);
    check!("a string", page.json_path::<String>("items.1.name")? == "eight");
    check!("an array", page.json_path::<Vec<String>>("items.0.tags")? == ["a", "b"]);
    check!("null", page.json_path::<Option<String>>("next")?.is_none());
    check!("nothing", page.json_path::<Option<String>>("items.9.id")?.is_none());
    check!("the whole document", page.json_path::<serde_json::Value>("")?.is_object());
    check!("what is missing", page.json_path::<String>("x") == Err(BodyError::Missing("x".into())));
    check!("what is not JSON", matches!(http::get("/")?.json_path::<String>("x"), Err(BodyError::NotJson(_))));
    Ok(())
}

fn batches() -> Result {
    let sizes = [30, 10, 20];
    let answers = http::batch(sizes.map(|size| Request::get(format!("/bytes/{size}?delay_ms={size}")).name("part")));
    let answers: Vec<Response> = answers.into_iter().collect::<http::Result<_>>()?;
    check!("answers are in order", answers.iter().map(Response::body_size).eq(sizes));
    check!("no answers to no requests", http::batch([]).is_empty());
    let mixed = http::batch([Request::get("/"), Request::get("no such scheme://x"), Request::get("/status/500")]);
    check!("one error does not spoil a batch", {
        matches!(&mixed[..], [Ok(_), Err(error), Ok(failed)]
            if error.kind() == ErrorKind::InvalidRequest && failed.status() == 500)
    });
    Ok(())
}

/// Errors that need no server that misbehaves.
fn own_errors() {
    let kind = |answer: http::Result| answer.err().map(|error| error.kind());
    check!("invalid-request: the URL", kind(http::get("http://[")) == Some(ErrorKind::InvalidRequest));
    check!("invalid-request: the method", kind(Request::new("A B", "/").send()) == Some(ErrorKind::InvalidRequest));
    let broken = Request::get("/").header("x", "a\r\nb").send();
    check!("invalid-request: a header", kind(broken) == Some(ErrorKind::InvalidRequest));
    check!("too-large", kind(Request::get("/bytes/1000").max_body(999).send()) == Some(ErrorKind::TooLarge));
    let slow = || Request::get("/?delay_ms=2000");
    check!("timeout", kind(slow().timeout(millis(50)).send()) == Some(ErrorKind::Timeout));
    let first_byte = slow().first_byte_timeout(millis(50)).send();
    check!("first-byte-timeout", kind(first_byte) == Some(ErrorKind::FirstByteTimeout));
}

/// Errors that need a URL of something that misbehaves: those without one are left out.
fn provoked_errors() {
    expect("REFUSED_URL", "connection-refused", &[ErrorKind::ConnectionRefused], 1200..1300);
    expect("RESET_URL", "connection-reset", &[ErrorKind::ConnectionReset], 1200..1300);
    expect("SILENT_URL", "timeout of a silent server", &[ErrorKind::Timeout], 1050..1051);
    expect("GARBAGE_URL", "protocol", &[ErrorKind::Protocol], 1000..2000);
    expect("CUT_URL", "protocol: the body ends early", &[ErrorKind::Protocol, ErrorKind::ConnectionReset], 1000..2000);
    expect("DNS_URL", "dns", &[ErrorKind::Dns], 1100..1200);
    expect("UNTRUSTED_URL", "tls", &[ErrorKind::Tls], 1300..1400);
    expect("UNROUTABLE_URL", "connect", &[ErrorKind::ConnectTimeout, ErrorKind::ConnectionFailed], 1000..1300);
    expect("NOT_GRANTED_URL", "not-granted", &[ErrorKind::NotGranted], 1000..2000);
}

fn expect(variable: &str, name: &str, kinds: &[ErrorKind], codes: std::ops::Range<u32>) {
    let Some(url) = config::var(variable) else { return };
    let error: Option<Error> = Request::get(url).connect_timeout(millis(300)).timeout(millis(500)).send().err();
    let right = |error: &Error| kinds.contains(&error.kind()) && codes.contains(&error.code());
    if !check::record(name, error.as_ref().is_some_and(right)) {
        log::warn(format_args!("{name}: {error:?}"));
    }
}

scenario!(all);
