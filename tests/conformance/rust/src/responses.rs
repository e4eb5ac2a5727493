//! What came with a response: header fields, bodies in each form, times, and how it came to be.

use wasmload_sdk::http::{BodyError, Request};
use wasmload_sdk::prelude::*;

use crate::prove;

/// A document with each kind of JSON value in it.
const DOCUMENT: &str = r#"{"nothing":null,"yes":true,"number":-1.5,"text":"grüße \"x\"","list":[1,2],"a.b":{"c":7}}"#;

pub(crate) fn all() -> Result {
    responses()?;
    headers()?;
    bodies()?;
    json()?;
    timings()?;
    details()
}

fn responses() -> Result {
    let page = Request::get("/json?delay_ms=20").name("responses").send()?;
    prove("response.status", page.status() == 200);
    prove("response.expected", page.is_expected());
    prove("response.duration-ms", page.duration() >= millis(20));
    prove("response.body-size", page.body_size() == page.bytes()?.len() as u64);
    prove("response.content", page.text()?.starts_with('{'));
    Ok(())
}

fn headers() -> Result {
    let page = Request::get("/latin1").name("headers").send()?;
    prove("content.header", {
        page.header("X-Latin1").as_deref() == Some("café") && page.header("x-not-there").is_none()
    });
    let headers = page.headers();
    prove("content.headers", headers.iter().filter(|(name, _)| name == "x-twice").count() == 2);
    prove("header.name", headers.iter().all(|(name, _)| name.to_lowercase() == *name));
    prove("header.value", {
        let twice = headers.iter().filter(|(name, _)| name == "x-twice");
        twice.map(|(_, value)| value.as_str()).eq(["1", "2"])
    });
    Ok(())
}

fn bodies() -> Result {
    let text = http::post("/echo").name("bodies").body("grüße").send()?;
    prove("content.text", text.text()? == "grüße");
    let bytes = http::post("/echo").name("bodies").body(vec![b'a', 0xff, 0]).send()?;
    prove("content.bytes", bytes.bytes()? == [b'a', 0xff, 0]);
    prove("body-error.not-utf8", bytes.text() == Err(BodyError::NotUtf8(1)));
    let not_json = Request::get("/").name("bodies").send()?;
    prove("body-error.not-json", matches!(not_json.json_path::<String>("x"), Err(BodyError::NotJson(_))));
    Ok(())
}

fn json() -> Result {
    let page = http::post("/echo").name("json").body(DOCUMENT).send()?;
    let null = page.json_path::<Option<String>>("nothing")?;
    let told_apart = matches!(page.json_path::<String>("nothing"), Err(BodyError::Unexpected(_)));
    prove("json-value.null", null.is_none() && told_apart);
    prove("json-value.boolean", page.json_path::<bool>("yes")?);
    prove("json-value.number", page.json_path::<f64>("number")? == -1.5);
    prove("json-value.text", page.json_path::<String>("text")? == "grüße \"x\"");
    prove("json-value.composite", page.json_path::<Vec<u32>>("list")? == [1, 2]);
    prove("content.json", {
        page.json_path::<u32>("list.1")? == 2
            && page.json_path::<u32>(r"a\.b.c")? == 7
            && page.json_path::<String>("list.9") == Err(BodyError::Missing("list.9".into()))
            && page.json_path::<serde_json::Value>("")?.is_object()
    });
    Ok(())
}

fn timings() -> Result {
    let page = Request::get("/json?delay_ms=100").name("timings").send()?;
    let (spent, reused) = (page.timings(), page.details().connection_reused);
    let on_the_wire = spent.sending + spent.waiting + spent.receiving;
    prove("content.timings", page.duration().abs_diff(on_the_wire) < millis(1));
    prove("timings.dns", spent.dns.is_zero());
    prove("timings.connecting", spent.connecting.is_zero() == reused);
    prove("timings.waiting", spent.waiting >= millis(20));
    prove("timings.sending", !spent.sending.is_zero() && spent.sending < secs(20));
    let chunks = Request::get("/chunks/10").name("timings").send()?.timings();
    prove("timings.receiving", chunks.receiving >= millis(20));
    let secure = Request::get(config::var("TLS_URL").unwrap_or_default()).name("tls").send()?;
    let (spent, reused) = (secure.timings(), secure.details().connection_reused);
    prove("timings.tls-handshaking", spent.tls_handshaking.is_zero() == reused);
    prove("timings.blocked", spent.blocked >= spent.connecting + spent.tls_handshaking);
    prove("details.tls-version", secure.details().tls_version.as_deref() == Some("tls1.3"));
    Ok(())
}

fn details() -> Result {
    let page = Request::get("/json").name("details").send()?;
    let details = page.details();
    prove("content.details", details.tls_version.is_none() && details.redirects == 0);
    prove("details.protocol", details.protocol == "HTTP/1.1");
    prove("details.remote-address", config::target() == Some(format!("http://{}", details.remote_address)));
    prove("details.connection-reused", details.connection_reused);
    Ok(())
}
