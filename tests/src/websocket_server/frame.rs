//! Frames (RFC 6455, section 5.2), byte by byte, also such as nobody should send.

use std::io::{self, Read, Write};

pub(super) const CONTINUATION: u8 = 0;
pub(super) const TEXT: u8 = 1;
pub(super) const BINARY: u8 = 2;
pub(super) const CLOSE: u8 = 8;
pub(super) const PING: u8 = 9;
pub(super) const PONG: u8 = 10;

/// One frame.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) end: bool,
    pub(super) reserved: bool,
    pub(super) opcode: u8,
    pub(super) payload: Vec<u8>,
}

impl Frame {
    /// A whole message, or a control frame, as a server sends it.
    pub(super) fn new(opcode: u8, payload: impl Into<Vec<u8>>) -> Self {
        Self { end: true, reserved: false, opcode, payload: payload.into() }
    }

    /// Writes it, in one piece.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let mut bytes = vec![u8::from(self.end) << 7 | u8::from(self.reserved) << 6 | self.opcode];
        match self.payload.len() {
            short @ 0..=125 => bytes.push(short as u8),
            middle @ 126..=0xffff => {
                bytes.push(126);
                bytes.extend((middle as u16).to_be_bytes());
            }
            long => {
                bytes.push(127);
                bytes.extend((long as u64).to_be_bytes());
            }
        }
        bytes.extend(&self.payload);
        to.write_all(&bytes)
    }

    /// Reads the next one, which a client must have masked; fragments of a message are put together.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut head = [0; 2];
        from.read_exact(&mut head)?;
        let length = match head[1] & 0x7f {
            126 => {
                let mut length = [0; 2];
                from.read_exact(&mut length)?;
                usize::from(u16::from_be_bytes(length))
            }
            127 => {
                let mut length = [0; 8];
                from.read_exact(&mut length)?;
                usize::try_from(u64::from_be_bytes(length)).map_err(io::Error::other)?
            }
            short => usize::from(short),
        };
        if head[1] & 0x80 == 0 {
            return Err(io::Error::other("a client must mask its frames"));
        }
        let mut mask = [0; 4];
        from.read_exact(&mut mask)?;
        let mut payload = vec![0; length];
        from.read_exact(&mut payload)?;
        let payload = unmasked(mask, &payload);
        Ok(Self { end: head[0] & 0x80 != 0, reserved: head[0] & 0x70 != 0, opcode: head[0] & 0x0f, payload })
    }
}

fn unmasked(mask: [u8; 4], payload: &[u8]) -> Vec<u8> {
    payload.iter().enumerate().map(|(i, byte)| byte ^ mask[i % 4]).collect()
}
