//! The server's side of the opening handshake (RFC 6455, section 4.2).

use std::io::{self, Read, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha1::{Digest, Sha1};

/// What a client asks for.
#[derive(Debug)]
pub(super) struct Handshake {
    pub(super) path: String,
    pub(super) key: String,
    /// All header fields, a line each.
    pub(super) fields: String,
}

impl Handshake {
    /// Reads the request.
    pub(super) fn read(socket: &mut impl Read) -> io::Result<Self> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            socket.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).map_err(io::Error::other)?;
        let (first, fields) = head.split_once("\r\n").unwrap_or_default();
        let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
        let key = fields.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("sec-websocket-key").then(|| value.trim().to_owned())
        });
        let key = key.ok_or_else(|| io::Error::other("no key"))?;
        Ok(Self { path, key, fields: fields.trim_end().replace("\r\n", "\n") })
    }

    /// Agrees, with an answer to that key.
    pub(super) fn agree(
        &self,
        socket: &mut impl Write,
        key: &str,
        subprotocol: &str,
        extension: &str,
    ) -> io::Result<()> {
        let accept = Sha1::new().chain_update(key).chain_update("258EAFA5-E914-47DA-95CA-C5AB0DC85B11").finalize();
        let mut answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Served-By: tests\r\n\
             Sec-WebSocket-Accept: {}\r\n",
            BASE64_STANDARD.encode(accept),
        );
        for (name, value) in [("Protocol", subprotocol), ("Extensions", extension)] {
            if !value.is_empty() {
                answer.push_str(&format!("Sec-WebSocket-{name}: {value}\r\n"));
            }
        }
        answer.push_str("\r\n");
        socket.write_all(answer.as_bytes())
    }

    /// Answers with that status.
    pub(super) fn reject(&self, socket: &mut impl Write, status: &str) -> io::Result<()> {
        socket.write_all(format!("HTTP/1.1 {status} No\r\ncontent-length: 2\r\n\r\nno").as_bytes())
    }
}
