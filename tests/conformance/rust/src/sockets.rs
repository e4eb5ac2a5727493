//! `wasmload:websocket`: what is sent and received, how a socket is opened, how it ends, and why it is not opened.

use std::time::Duration;

use wasmload_sdk::prelude::*;
use wasmload_sdk::websocket::{self, Closure, Connect, Error, ErrorKind, Message, Socket};

use crate::prove;

/// How long what has to come may take.
const LONG: Duration = secs(60);

/// How long nothing may come.
const MOMENT: Duration = millis(20);

pub(crate) fn all() -> Result {
    // First of all, and looked at last: by then it is over on both sides.
    let mut ending = to("close/4001")?.open()?;
    let ended = ending.receive().err();
    messages()?;
    handshakes()?;
    several()?;
    broken()?;
    not_valid()?;
    not_opened()?;
    prove("sockets.error-kind.closed", ended.as_ref().map(Error::kind) == Some(ErrorKind::Closed));
    let told = ended.as_ref().and_then(Error::closure).cloned();
    let closed = ending.close()?;
    prove("sockets.error.closure", told == Some(closed.clone()));
    prove("closure.code", closed.code == 4001);
    prove("closure.reason", closed.reason == "told to");
    Ok(())
}

fn messages() -> Result {
    let mut plain = websocket::connect(url("WEBSOCKET_URL")? + "echo")?;
    prove("sockets.connect", plain.exchange("hello", LONG)?.message.text() == Some("hello"));
    plain.close()?;

    let mut echo = to("echo")?.open()?;
    echo.send("tea, Käse")?;
    prove("socket.send", true);
    prove("message.text", echo.receive()?.message == Message::from("tea, Käse"));
    echo.send(&[0, 0xff, 7])?;
    prove("message.binary", echo.receive()?.message == Message::from(&[0, 0xff, 7]));
    prove("socket.receive", echo.receive_within(MOMENT)?.is_none());
    let before = execution::elapsed();
    let answer = echo.exchange("when", LONG)?;
    prove("socket.exchange", true);
    prove("arrival.message", answer.message.text() == Some("when"));
    prove("arrival.at-us", (before..=execution::elapsed()).contains(&answer.at));
    prove("socket.ping", echo.ping(LONG)? <= LONG);
    prove("socket.closure", echo.closure().is_none());
    let enough = Closure { code: 3000, reason: "enough".to_owned() };
    prove("socket.close", echo.close_with(3000, "enough", LONG)? == enough);
    Ok(())
}

fn handshakes() -> Result {
    let tagged = to("headers")?.tag("part", "sockets").tag("scenario", "mine").tag("group", "mine");
    let mut plain = tagged.header("x-own", "own").subprotocol("a").subprotocol("b").open()?;
    let sent = text(&mut plain)?;
    let has = |line: &str| sent.lines().any(|sent| sent == line);
    prove("options.headers", has("x-own: own"));
    prove("options.subprotocols", has("sec-websocket-protocol: a, b"));
    prove("socket.headers", plain.headers().contains(&("x-served-by".to_owned(), "tests".to_owned())));
    // What the tags of the samples are is looked at from outside.
    prove("options.name", true);
    prove("options.tags", true);
    let none_chosen = plain.subprotocol().is_none();
    plain.close()?;

    let mut compressing = to("headers")?.compression().open()?;
    let offer = "permessage-deflate";
    prove("options.compression", text(&mut compressing)?.contains(offer) && !sent.contains(offer));
    compressing.close()?;

    let chosen = to("subprotocol/b")?.subprotocol("a").subprotocol("b").open()?;
    prove("socket.subprotocol", chosen.subprotocol().as_deref() == Some("b") && none_chosen);
    chosen.close()?;
    Ok(())
}

fn several() -> Result {
    let (mut quiet, mut loud) = (to("echo")?.open()?, to("greeting")?.open()?);
    let mut heard = 0;
    for _ in 0..3 {
        let first = websocket::receive_any(&mut [&mut quiet, &mut loud], LONG);
        heard += usize::from(matches!(first, Some((1, Ok(said))) if said.message.text() == Some("hello")));
    }
    let more = websocket::receive_any(&mut [&mut quiet, &mut loud], MOMENT);
    let nobody = websocket::receive_any(&mut [], LONG);
    prove("sockets.receive-any", heard == 3 && more.is_none() && nobody.is_none());
    quiet.close()?;
    loud.close()?;
    Ok(())
}

/// The other side does not keep to what was agreed.
fn broken() -> Result {
    let mut fits = to("large/1000")?.message_limit(1000).open()?;
    prove("options.message-limit", fits.receive()?.message.bytes().len() == 1000);
    fits.close()?;
    let ends = |connect: Connect| -> Result<Option<ErrorKind>> {
        let mut socket = connect.open()?;
        let kind = socket.receive().err().map(|error| error.kind());
        socket.close()?;
        Ok(kind)
    };
    prove("sockets.error-kind.too-large", ends(to("large/1000")?.message_limit(999))? == Some(ErrorKind::TooLarge));
    prove("sockets.error-kind.connection-reset", ends(to("end")?)? == Some(ErrorKind::ConnectionReset));
    prove("sockets.error-kind.protocol", ends(to("reserved")?)? == Some(ErrorKind::Protocol));
    Ok(())
}

fn not_valid() -> Result {
    // Closing takes the socket: the handle of one that was not closed is dropped, which closes it.
    let code = to("echo")?.open()?.close_with(1002, "", LONG).err().map(|error| error.kind());
    let broken = failed(Connect::to("http://[").name("sockets"))?.kind();
    let header = failed(to("echo")?.header("sec-websocket-key", "x"))?.kind();
    let subprotocol = failed(to("echo")?.subprotocol("a b"))?.kind();
    let all = [code, Some(broken), Some(header), Some(subprotocol)];
    prove("sockets.error-kind.invalid-request", all == [Some(ErrorKind::InvalidRequest); 4]);
    Ok(())
}

fn not_opened() -> Result {
    let at = |url: &str| failed(Connect::to(url).name("sockets"));
    let kind = |variable: &str| Ok::<_, wasmload_sdk::Error>(at(&url(variable)?)?.kind());
    prove("sockets.error-kind.not-granted", kind("NOT_GRANTED_URL")? == ErrorKind::NotGranted);
    prove("sockets.error-kind.dns", kind("DNS_URL")? == ErrorKind::Dns);
    prove("sockets.error-kind.connection-refused", kind("REFUSED_URL")? == ErrorKind::ConnectionRefused);
    prove("sockets.error-kind.connection-failed", kind("UNREACHABLE_URL")? == ErrorKind::ConnectionFailed);
    prove("sockets.error-kind.tls", kind("UNTRUSTED_URL")? == ErrorKind::Tls);
    let rejected = at("/status/403")?;
    prove("sockets.error-kind.rejected", (rejected.kind(), rejected.code()) == (ErrorKind::Rejected, 1403));
    let late = failed(to("silent")?.timeout(millis(100)))?.kind() == ErrorKind::Timeout;
    prove("sockets.error-kind.timeout", late);
    prove("options.timeout-ms", late);
    let refused = at(&url("REFUSED_URL")?)?;
    prove("sockets.error.kind", refused.kind() == ErrorKind::ConnectionRefused);
    prove("sockets.error.code", refused.code() == 1212);
    prove("sockets.error.message", refused.to_string().contains("refused") && refused.closure().is_none());
    Ok(())
}

/// A socket that is to be opened at the server of WebSockets.
fn to(path: &str) -> Result<Connect> {
    Ok(Connect::to(url("WEBSOCKET_URL")? + path).name("sockets"))
}

/// The text that comes next.
fn text(socket: &mut Socket) -> Result<String> {
    Ok(socket.receive()?.message.text().unwrap_or_default().to_owned())
}

/// The error of a socket that must not be opened.
fn failed(connect: Connect) -> Result<Error> {
    match connect.open() {
        Err(error) => Ok(error),
        Ok(_) => fail!("a socket that should not have been opened was"),
    }
}

fn url(variable: &str) -> Result<String> {
    config::var(variable).ok_or_else(|| format!("the variable {variable} is missing").into())
}
