//! The opening handshake on a connection that is there (RFC 6455, section 4), by way of hyper. What follows are frames.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{
    CONNECTION, HOST, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION, UPGRADE, USER_AGENT,
};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use sha1::{Digest, Sha1};

use super::error::Code;
use super::options::Settings;
use super::rest::Rest;
use crate::bindings::wasmload::websocket::sockets::{Error, ErrorKind};
use crate::network::address::Address;
use crate::network::failure::Failure;
use crate::network::timed_io::TimedIo;

/// What a server's answer is derived from, beside the key (RFC 6455, section 1.3).
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The largest head of an answer. Hyper takes no smaller limit.
const MOST_HEAD: usize = 8 << 10;

/// What both sides agreed on.
pub(super) struct Agreed {
    /// What carries the frames.
    pub(super) io: Rest,
    /// The subprotocol; empty without one.
    pub(super) subprotocol: String,
    /// The extensions, as the server wrote them.
    pub(super) extensions: Option<String>,
    /// The header fields of the answer.
    pub(super) headers: HeaderMap,
}

/// Asks the server on `io` to speak WebSocket from now on.
pub(super) async fn shake(
    io: TimedIo,
    address: &Address,
    settings: &Settings,
    user_agent: &HeaderValue,
) -> Result<Agreed, Error> {
    let key = BASE64_STANDARD.encode(rand::random::<[u8; 16]>());
    let broken = |error: hyper::Error| Failure::exchange(&error, false).with(&address.origin);
    let (mut sender, mut driver) =
        http1::Builder::new().max_buf_size(MOST_HEAD).handshake(TokioIo::new(io)).await.map_err(broken)?;
    let answer = {
        let mut head = pin!(sender.send_request(request(address, settings, user_agent, &key)));
        poll_fn(|cx| {
            // What ends the connection shows in the answer too, as long as there is none.
            let driven = driver.poll_without_shutdown(cx);
            match head.as_mut().poll(cx) {
                Poll::Pending => match driven {
                    Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
                    _ => Poll::Pending,
                },
                ready => ready,
            }
        })
        .await
        .map_err(broken)?
    };
    let (subprotocol, extensions) = check(&answer, &key, settings)?;
    let parts = driver.into_parts();
    let io = Rest::new(parts.read_buf, parts.io.into_inner());
    Ok(Agreed { io, subprotocol, extensions, headers: answer.into_parts().0.headers })
}

fn request(address: &Address, settings: &Settings, user_agent: &HeaderValue, key: &str) -> Request<Empty<Bytes>> {
    let mut request = Request::new(Empty::new());
    *request.uri_mut() = address.uri.clone();
    let headers = request.headers_mut();
    headers.insert(HOST, address.host.clone());
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    // Both are made of characters that a header may hold.
    headers.extend(HeaderValue::from_str(key).ok().map(|key| (SEC_WEBSOCKET_KEY, key)));
    if !settings.subprotocols.is_empty() {
        let all = HeaderValue::from_str(&settings.subprotocols.join(", ")).ok();
        headers.extend(all.map(|all| (SEC_WEBSOCKET_PROTOCOL, all)));
    }
    if settings.compression {
        headers
            .insert(SEC_WEBSOCKET_EXTENSIONS, HeaderValue::from_static("permessage-deflate; client_max_window_bits"));
    }
    for (name, value) in &settings.headers {
        headers.append(name, value.clone());
    }
    headers.entry(USER_AGENT).or_insert_with(|| user_agent.clone());
    request
}

/// Whether the server agreed, and to what (RFC 6455, section 4.1).
fn check(answer: &Response<Incoming>, key: &str, settings: &Settings) -> Result<(String, Option<String>), Error> {
    if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Err(Error::rejected(answer.status()));
    }
    let fault = |message: String| Error::new(ErrorKind::Protocol, Code::Protocol, message);
    let headers = answer.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let says = |name, token: &str| {
        text(name).is_some_and(|value| value.split(',').any(|part| part.trim().eq_ignore_ascii_case(token)))
    };
    if !says(UPGRADE, "websocket") || !says(CONNECTION, "upgrade") {
        return Err(fault("the answer to the handshake does not switch to WebSocket".to_owned()));
    }
    if text(SEC_WEBSOCKET_ACCEPT) != Some(&accept(key)) {
        return Err(fault("the answer to the handshake does not fit its key (`sec-websocket-accept`)".to_owned()));
    }
    let subprotocol = text(SEC_WEBSOCKET_PROTOCOL).unwrap_or_default().to_owned();
    if !subprotocol.is_empty() && !settings.subprotocols.contains(&subprotocol) {
        return Err(fault(format!("the server chose the subprotocol `{subprotocol}`, which was not offered")));
    }
    let extensions = text(SEC_WEBSOCKET_EXTENSIONS).map(ToOwned::to_owned);
    if let Some(extensions) = &extensions
        && !(settings.compression && extensions.trim_start().starts_with("permessage-deflate"))
    {
        return Err(fault(format!("the server chose the extension `{extensions}`, which was not offered")));
    }
    Ok((subprotocol, extensions))
}

fn accept(key: &str) -> String {
    BASE64_STANDARD.encode(Sha1::new().chain_update(key).chain_update(GUID).finalize())
}

#[cfg(test)]
mod tests {
    use super::accept;

    #[test]
    fn the_example_of_the_standard_holds() {
        assert_eq!(accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
