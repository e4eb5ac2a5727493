//! What a request sends, and the settings that many requests share. Not what comes back: that is `responses` and `errors`.

use wasmload_sdk::http::{ErrorKind, Request, Response};
use wasmload_sdk::prelude::*;

use crate::prove;

/// Settings that are made once for each VU, in `vu-start`.
pub(crate) fn shared() -> Params {
    Params::new()
        .name("shared")
        .tag("part", "settings")
        .tag("scenario", "mine")
        .tag("group", "mine")
        .header("x-shared", "shared")
        .header("x-both", "shared")
        .expect_status(404)
        .expect_status(500..=503)
}

pub(crate) fn all(shared: &Params) -> Result {
    methods()?;
    urls()?;
    bodies()?;
    settings(shared)?;
    redirects()?;
    limits()?;
    batches()
}

fn methods() -> Result {
    // Without `params`: the tag `name` holds the URL.
    prove("client.send", http::get("/echo")?.header("x-method").as_deref() == Some("GET"));
    let mut all = true;
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"] {
        let echo = Request::new(method, "/echo").name("methods").send()?;
        all &= echo.header("x-method").as_deref() == Some(method);
    }
    let head = http::head("/json").name("methods").send()?;
    prove("request.method", all && head.status() == 200 && head.body_size() == 0);
    Ok(())
}

fn urls() -> Result {
    let absolute = format!("{}/json", config::target().unwrap_or_default());
    let absolute = Request::get(&absolute).name("urls").send()?.details().url == absolute;
    let relative = Request::get("/json?a=1").name("urls").send()?.details().url;
    prove("request.url", absolute && relative.ends_with("/json?a=1"));
    Ok(())
}

fn bodies() -> Result {
    let text = http::post("/echo").name("bodies").body("tea, Käse").send()?;
    prove("body.text", text.bytes()? == "tea, Käse".as_bytes());
    let bytes = http::post("/echo").name("bodies").body(vec![0, 0xff, 7]).send()?;
    prove("body.bytes", bytes.bytes()? == [0, 0xff, 7]);
    let nothing = http::post("/echo").name("bodies").send()?;
    prove("request.body", nothing.body_size() == 0 && text.body_size() == 10);
    Ok(())
}

fn settings(shared: &Params) -> Result {
    let status = |status: u16| Request::get(format!("/status/{status}"));
    let of_default = |asked| status(asked).params(&Params::new().name("defaults")).send().map(|it| it.is_expected());
    prove("params.constructor", of_default(200)? && of_default(399)? && !of_default(400)?);

    let of_shared = |asked| status(asked).params(shared).send().map(|it| it.is_expected());
    prove("params.set-expected-statuses", of_shared(404)? && !of_shared(200)?);
    prove("status-range.lowest", of_shared(500)? && !of_shared(499)?);
    prove("status-range.highest", of_shared(503)? && !of_shared(504)?);

    let sent = Request::get("/headers").params(shared).header("x-own", "own").header("x-both", "own").send()?.text()?;
    let has = |line: &str| sent.lines().any(|sent| sent == line);
    prove("request.params", has("x-shared: shared"));
    prove("request.headers", has("x-own: own") && has("x-both: own") && !has("x-both: shared"));
    let sent = Request::get("/headers").params(shared).send()?.text()?;
    prove("params.add-header", sent.lines().any(|sent| sent == "x-both: shared"));
    // What the tags of the samples are is looked at from outside.
    prove("params.set-name", true);
    prove("params.set-tag", true);
    Ok(())
}

fn redirects() -> Result {
    let followed = Request::get("/redirect/2").name("redirects").send()?;
    let none = Request::get("/redirect/2").name("redirects").redirects(0).send()?;
    let one = Request::get("/redirect/2").name("redirects").redirects(1).send()?;
    prove("params.set-redirects", (followed.status(), none.status(), one.status()) == (200, 302, 302));
    prove("details.redirects", (followed.details().redirects, one.details().redirects) == (2, 1));
    prove("details.url", one.details().url.ends_with("/redirect/1"));
    Ok(())
}

fn limits() -> Result {
    let kept = Request::get("/bytes/1000").name("limits").max_body(1000).send()?;
    prove("params.set-body-limit", kept.body_size() == 1000);
    prove("body-mode.keep", kept.bytes()?.len() == 1000);
    let discarded = Request::get("/bytes/1000").name("limits").discard_body().send()?;
    prove("body-mode.discard", discarded.body_size() == 1000);
    prove("params.set-body-mode", discarded.bytes() == Err(http::BodyError::Discarded));
    prove("body-error.discarded", discarded.text() == Err(http::BodyError::Discarded));
    let in_time = Request::get("/?delay_ms=20").name("limits");
    let in_time = in_time.connect_timeout(secs(30)).first_byte_timeout(secs(30)).timeout(secs(60)).send()?;
    prove("params.set-timeouts", in_time.status() == 200);
    Ok(())
}

fn batches() -> Result {
    let sizes = [30, 10, 20];
    let answers = http::batch(sizes.map(|size| Request::get(format!("/bytes/{size}?delay_ms={size}")).name("batch")));
    let answers: Vec<Response> = answers.into_iter().collect::<http::Result<_>>()?;
    let in_order = answers.iter().map(Response::body_size).eq(sizes);
    let mixed = http::batch([
        Request::get("/").name("batch"),
        Request::get("no such scheme://x").name("batch"),
        Request::get("/status/500").name("batch"),
    ]);
    let one_by_one = matches!(&mixed[..], [Ok(_), Err(error), Ok(failed)]
        if error.kind() == ErrorKind::InvalidRequest && failed.status() == 500);
    prove("client.batch", in_order && one_by_one && http::batch([]).is_empty());
    Ok(())
}
