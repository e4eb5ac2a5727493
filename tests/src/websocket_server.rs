//! A WebSocket server that does what its URL says, well or badly. It writes each byte of each frame itself, and knows nothing of
//! the library that the program uses.
//!
//! | path | what it does |
//! | --- | --- |
//! | `/echo` | sends back each message |
//! | `/two` | answers each message with two |
//! | `/greeting` | sends `hello` three times, then echoes |
//! | `/flood` | sends 3,000 messages, then echoes |
//! | `/headers` | sends the header fields of the handshake as text |
//! | `/fragments` | one text in three frames, with a ping between them |
//! | `/pings` | sends a ping, and the payload of the pong as text |
//! | `/close/N` | closes with that code and the reason `told to`; 0 sends no code |
//! | `/farewell` | sends `last words`, then closes with 1000 |
//! | `/large/N` | one binary message of N bytes |
//! | `/bad-utf8` | a text that is none |
//! | `/reserved` | a frame with a reserved bit |
//! | `/unasked-continuation` | a continuation of nothing |
//! | `/reset` | resets the connection after the handshake |
//! | `/end` | ends the connection without a close frame |
//! | `/deaf` | takes messages, and answers neither them nor pings nor close frames |
//! | `/subprotocol/NAME` | chooses that subprotocol |
//! | `/extension` | chooses an extension that nobody offered |
//! | `/status/N` | answers the handshake with that status |
//! | `/wrong-accept` | answers the handshake with another key |
//! | `/silent` | never answers the handshake |

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use self::frame::{BINARY, CLOSE, CONTINUATION, Frame, PING, PONG, TEXT};
use self::handshake::Handshake;

mod frame;
mod handshake;

/// How long a connection may say nothing: the test is over long before.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a server has counted.
#[derive(Debug, Default)]
pub struct Counts {
    /// Handshakes that were agreed to.
    pub sessions: AtomicU64,
    /// Messages received.
    pub messages: AtomicU64,
    /// Pongs received.
    pub pongs: AtomicU64,
    /// Close frames received, by code: 1000, 1001, others.
    pub closes: [AtomicU64; 3],
}

/// A running server.
#[derive(Debug)]
pub struct WebSocketServer {
    address: SocketAddr,
    counts: Arc<Counts>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl WebSocketServer {
    /// Starts it.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback port");
        let address = listener.local_addr().expect("the address of a bound socket");
        let (counts, stop) = (Arc::<Counts>::default(), Arc::new(AtomicBool::new(false)));
        let (counting, stopped) = (Arc::clone(&counts), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            for socket in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(socket) = socket else { continue };
                let counts = Arc::clone(&counting);
                // The client may go at any time: then there is nobody to serve.
                std::thread::spawn(move || serve(socket, &counts).ok());
            }
        });
        Self { address, counts, stop, thread: Some(thread) }
    }

    /// `http://ADDRESS:PORT`, without a slash at the end: what `--target` takes.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it has counted so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }
}

impl Drop for WebSocketServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread out of its wait for a connection.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn serve(mut socket: TcpStream, counts: &Counts) -> io::Result<()> {
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    let handshake = Handshake::read(&mut socket)?;
    let (name, argument) = handshake.path[1..].split_once('/').unwrap_or((&handshake.path[1..], ""));
    match name {
        "silent" => return socket.read(&mut [0]).map(drop),
        "status" => return handshake.reject(&mut socket, argument),
        "wrong-accept" => return handshake.agree(&mut socket, "dGhlIHNhbXBsZSBub25jZQ==", "", ""),
        _ => {}
    }
    let subprotocol = if name == "subprotocol" { argument } else { "" };
    let extension = if name == "extension" { "x-unheard-of" } else { "" };
    handshake.agree(&mut socket, &handshake.key, subprotocol, extension)?;
    counts.sessions.fetch_add(1, Ordering::SeqCst);
    let number = || argument.parse::<usize>().unwrap_or(0);
    match name {
        "greeting" => (0..3).try_for_each(|_| Frame::new(TEXT, "hello").write(&mut socket))?,
        "flood" => (0..3000).try_for_each(|_| Frame::new(TEXT, "more").write(&mut socket))?,
        "headers" => Frame::new(TEXT, handshake.fields.as_str()).write(&mut socket)?,
        "fragments" => {
            Frame { end: false, ..Frame::new(TEXT, "one, ") }.write(&mut socket)?;
            Frame::new(PING, "between").write(&mut socket)?;
            Frame { end: false, ..Frame::new(CONTINUATION, "two, ") }.write(&mut socket)?;
            Frame::new(CONTINUATION, "three").write(&mut socket)?;
        }
        "pings" => Frame::new(PING, "are you there").write(&mut socket)?,
        "close" => close(&mut socket, number() as u16, "told to")?,
        "farewell" => {
            Frame::new(TEXT, "last words").write(&mut socket)?;
            close(&mut socket, 1000, "")?;
        }
        "large" => Frame::new(BINARY, vec![7; number()]).write(&mut socket)?,
        "bad-utf8" => Frame::new(TEXT, vec![b'a', 0xff]).write(&mut socket)?,
        "reserved" => Frame { reserved: true, ..Frame::new(TEXT, "x") }.write(&mut socket)?,
        "unasked-continuation" => Frame::new(CONTINUATION, "x").write(&mut socket)?,
        "reset" => {
            // Once something is there and not read, the end of the socket is a reset.
            socket.peek(&mut [0])?;
            return Ok(());
        }
        "end" => return Ok(()),
        _ => {}
    }
    answer(&mut socket, name, counts)
}

/// Reads frames until the other side is gone, and answers as the path says.
fn answer(socket: &mut TcpStream, name: &str, counts: &Counts) -> io::Result<()> {
    loop {
        let frame = Frame::read(socket)?;
        match frame.opcode {
            TEXT | BINARY => {
                counts.messages.fetch_add(1, Ordering::SeqCst);
                let copies = match name {
                    "deaf" => 0,
                    "two" => 2,
                    _ => 1,
                };
                (0..copies).try_for_each(|_| Frame::new(frame.opcode, frame.payload.clone()).write(socket))?;
            }
            PING if name != "deaf" => Frame::new(PONG, frame.payload).write(socket)?,
            PONG => {
                counts.pongs.fetch_add(1, Ordering::SeqCst);
                if name == "pings" {
                    Frame::new(TEXT, frame.payload).write(socket)?;
                }
            }
            CLOSE => {
                let code = frame.payload.get(..2).map_or(0, |code| u16::from_be_bytes([code[0], code[1]]));
                let kind = match code {
                    1000 => 0,
                    1001 => 1,
                    _ => 2,
                };
                counts.closes[kind].fetch_add(1, Ordering::SeqCst);
                if name != "deaf" {
                    // It may be the answer to ours; one more is nothing to a client that has ended.
                    Frame::new(CLOSE, frame.payload).write(socket).ok();
                    return Ok(());
                }
            }
            _ => {}
        }
    }
}

fn close(socket: &mut TcpStream, code: u16, reason: &str) -> io::Result<()> {
    let mut payload = Vec::new();
    if code > 0 {
        payload.extend(code.to_be_bytes());
        payload.extend(reason.as_bytes());
    }
    Frame::new(CLOSE, payload).write(socket)?;
    socket.flush()
}
