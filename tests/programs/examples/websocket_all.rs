//! Makes every call of `wasmload:websocket` against the tests' own server at `--target`, well and badly behaved. The host must
//! show that all checks passed, and no failed iteration.

use wasmload_sdk::prelude::*;
use wasmload_sdk::websocket::{Closure, Connect, Error, ErrorKind, Message, Socket};

fn all() -> Result {
    messages()?;
    handshakes()?;
    several()?;
    endings()?;
    broken()?;
    not_opened()?;
    not_valid()?;
    Ok(())
}

fn open(path: &str) -> Result<Socket> {
    Ok(Connect::to(path).name(path.split('/').nth(1).unwrap_or_default()).open()?)
}

fn messages() -> Result {
    let mut echo = open("/echo")?;
    check!("text", echo.exchange("tea, Käse", secs(5))?.message == Message::from("tea, Käse"));
    check!("bytes", echo.exchange(&[0, 0xff, 7], secs(5))?.message.bytes() == [0, 0xff, 7]);
    for size in [0, 1, 125, 126, 127, 65_535, 65_536, 300_000] {
        let large = "x".repeat(size);
        echo.send(&large)?;
        check!("of any size", echo.receive()?.message.text() == Some(&large));
    }
    check!("nothing more comes", echo.receive_within(millis(20))?.is_none());
    let before = execution::elapsed();
    let arrival = echo.exchange("when", secs(5))?;
    check!("an arrival has its time", arrival.at >= before && arrival.at <= execution::elapsed());
    check!("a round trip", echo.ping(secs(5))? < secs(5));
    check!("an open socket has no end", echo.closure().is_none());
    check!("closing", echo.close()? == Closure { code: 1000, reason: String::new() });

    let mut two = open("/two")?;
    two.send("first")?;
    check!("the first comes", two.receive()?.message.text() == Some("first"));
    sleep(0.05);
    let answer = two.exchange("second", secs(5))?;
    check!("what came before an exchange is not its answer", answer.message.text() == Some("second"));
    check!("and is left", two.receive()?.message.text() == Some("first"));
    two.close()?;

    let mut fragments = open("/fragments")?;
    check!("fragments are one message", fragments.receive()?.message.text() == Some("one, two, three"));
    fragments.close()?;
    let mut pings = open("/pings")?;
    check!("pings are answered", pings.receive()?.message.text() == Some("are you there"));
    pings.close()?;
    Ok(())
}

fn handshakes() -> Result {
    let connect =
        Connect::to("/headers").name("headers").header("authorization", "Bearer x").subprotocol("a").subprotocol("b");
    let mut socket = connect.tag("step", "headers").open()?;
    let arrival = socket.receive()?;
    let fields = arrival.message.text().unwrap_or_default().to_lowercase();
    check!("headers are sent", fields.contains("authorization: bearer x") && fields.contains("user-agent: wasmload/"));
    check!(
        "subprotocols are offered",
        fields.contains("sec-websocket-protocol: a, b") && socket.subprotocol().is_none()
    );
    check!("nothing else is offered", !fields.contains("extensions"));
    let served_by = ("x-served-by".to_owned(), "tests".to_owned());
    check!("the headers of the answer", socket.headers().contains(&served_by));
    socket.close()?;
    let mut offering = Connect::to("/headers").name("headers").compression().open()?;
    let arrival = offering.receive()?;
    check!("deflate is offered", arrival.message.text().is_some_and(|fields| fields.contains("permessage-deflate")));
    offering.close()?;
    let chosen = Connect::to("/subprotocol/b").name("subprotocol").subprotocol("a").subprotocol("b").open()?;
    check!("a subprotocol is chosen", chosen.subprotocol().as_deref() == Some("b"));
    chosen.close()?;
    let base = config::target().unwrap_or_default().replacen("http", "ws", 1);
    let absolute = Connect::to(format!("{base}/echo")).name("echo").open()?;
    absolute.close()?;
    Ok(())
}

fn several() -> Result {
    let (mut quiet, mut loud, mut other) = (open("/echo")?, open("/greeting")?, open("/greeting")?);
    let mut heard = [0; 3];
    for _ in 0..6 {
        let first = websocket::receive_any(&mut [&mut quiet, &mut loud, &mut other], secs(5));
        if let Some((index, Ok(_))) = first {
            heard[index] += 1;
        }
    }
    check!("whichever speaks is heard", heard == [0, 3, 3]);
    check!("nobody speaks", websocket::receive_any(&mut [&mut quiet, &mut loud], millis(20)).is_none());
    check!("nobody is there", websocket::receive_any(&mut [], secs(60)).is_none());
    let mut ending = open("/close/4001")?;
    let end = websocket::receive_any(&mut [&mut quiet, &mut ending], secs(5));
    check!("an end is heard", matches!(end, Some((1, Err(error))) if error.kind() == ErrorKind::Closed));
    for socket in [quiet, loud, other, ending] {
        socket.close()?;
    }
    Ok(())
}

/// The other side closes.
fn endings() -> Result {
    for (path, code, reason) in
        [("/close/1000", 1000, "told to"), ("/close/4001", 4001, "told to"), ("/close/0", 1005, "")]
    {
        let mut socket = open(path)?;
        let error = socket.receive().err();
        check!(
            "it says how",
            error
                .as_ref()
                .and_then(Error::closure)
                .is_some_and(|end| (end.code, end.reason.as_str()) == (code, reason))
        );
        check!("it says that", error.is_some_and(|error| error.kind() == ErrorKind::Closed && error.code() == 1803));
        check!("nothing can be sent", socket.send("x").is_err_and(|error| error.kind() == ErrorKind::Closed));
        check!("no ping", socket.ping(secs(1)).is_err_and(|error| error.kind() == ErrorKind::Closed));
        check!("its end is known", socket.closure().is_some_and(|end| end.code == code));
        check!("closing tells the same", socket.close()?.code == code);
    }
    let mut farewell = open("/farewell")?;
    sleep(0.05);
    let heard: Vec<_> = farewell.messages().collect::<websocket::Result<_>>()?;
    check!("last words are heard", heard.len() == 1 && heard[0].message.text() == Some("last words"));
    farewell.close()?;
    let mut flood = open("/flood")?;
    sleep(0.05);
    check!("a flood is heard in order", flood.receive()?.message.text() == Some("more"));
    check!("a flood does not hide the end", flood.close_with(1000, "", secs(30))?.code == 1000);
    let deaf = open("/deaf")?;
    check!("one that never closes", deaf.close_with(3000, "enough", millis(100))?.code == 1006);
    Ok(())
}

/// The other side breaks the protocol, or the connection.
fn broken() -> Result {
    let kind = |path: &str| -> Result<(ErrorKind, u32)> {
        let mut socket = open(path)?;
        // Some need a push.
        socket.send("x").ok();
        let error = loop {
            if let Err(error) = socket.receive() {
                break error;
            }
        };
        check!("a broken socket has ended", error.closure().is_some_and(|end| end.code == 1006));
        socket.close()?;
        Ok((error.kind(), error.code()))
    };
    check!("bad UTF-8", kind("/bad-utf8")? == (ErrorKind::Protocol, 1801));
    check!("a reserved bit", kind("/reserved")?.0 == ErrorKind::Protocol);
    check!("a continuation of nothing", kind("/unasked-continuation")?.0 == ErrorKind::Protocol);
    check!("no close frame", kind("/end")? == (ErrorKind::ConnectionReset, 1804));
    check!("a reset", kind("/reset")? == (ErrorKind::ConnectionReset, 1804));
    let limited = |limit: u32| Connect::to("/large/1000").name("large").message_limit(limit).open();
    check!("as large as may be", limited(1000)?.receive()?.message.bytes().len() == 1000);
    check!(
        "too large",
        limited(999)?.receive().is_err_and(|error| (error.kind(), error.code()) == (ErrorKind::TooLarge, 1802))
    );
    Ok(())
}

fn not_opened() -> Result {
    let error = |connect: Connect| {
        connect.name("not opened").timeout(millis(300)).open().err().map(|error| (error.kind(), error.code()))
    };
    let at = |path: &str| error(Connect::to(path));
    check!("rejected", at("/status/403") == Some((ErrorKind::Rejected, 1403)));
    check!("a redirect is not followed", at("/status/302") == Some((ErrorKind::Rejected, 1302)));
    check!("no WebSocket", at("/status/200") == Some((ErrorKind::Rejected, 1200)));
    check!("an answer to another key", at("/wrong-accept") == Some((ErrorKind::Protocol, 1800)));
    check!("an extension out of the blue", at("/extension") == Some((ErrorKind::Protocol, 1800)));
    check!("a subprotocol out of the blue", at("/subprotocol/x") == Some((ErrorKind::Protocol, 1800)));
    check!("no answer", at("/silent") == Some((ErrorKind::Timeout, 1050)));
    let url = |name: &str| config::var(name).unwrap_or_default();
    check!("nobody listens", at(&url("REFUSED_URL")) == Some((ErrorKind::ConnectionRefused, 1212)));
    check!("no such name", at("ws://nobody.invalid/").is_some_and(|(kind, _)| kind == ErrorKind::Dns));
    check!("not granted", at("ws://192.0.2.1/") == Some((ErrorKind::NotGranted, 1060)));
    Ok(())
}

fn not_valid() -> Result {
    let invalid = |connect: Connect| connect.open().is_err_and(|error| error.kind() == ErrorKind::InvalidRequest);
    check!("a scheme", invalid(Connect::to("ftp://x/")));
    check!("a header", invalid(Connect::to("/echo").header("Sec-WebSocket-Key", "x")));
    check!("a subprotocol", invalid(Connect::to("/echo").subprotocol("a b")));
    let refused = |code, reason: &str| -> Result<bool> {
        let socket = open("/echo")?;
        let refused =
            socket.close_with(code, reason, secs(5)).is_err_and(|error| error.kind() == ErrorKind::InvalidRequest);
        Ok(refused)
    };
    check!("a code", refused(1002, "")? && refused(5000, "")?);
    check!("a reason", refused(1000, &"x".repeat(124))?);
    Ok(())
}

scenario!(all);
