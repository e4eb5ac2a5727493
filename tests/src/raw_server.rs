//! TCP servers that break HTTP, each in one way.
//!
//! Not slow or lossy networks: that is `fault_proxy`.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the server does with each connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misbehaviour {
    /// Reads the request and never answers.
    NeverAnswer,
    /// Reads the request and closes the connection.
    CloseAtOnce,
    /// Answers 200 with a length of 1,000, sends 100 bytes of it, and resets the connection.
    ResetMidBody,
    /// Answers 200 with a length of 1,000, sends 100 bytes of it, and closes the connection in good order.
    EndMidBody,
    /// Answers something that is not HTTP.
    Garbage,
    /// Answers with headers that never end.
    EndlessHeaders,
}

/// A running server.
#[derive(Debug)]
pub struct RawServer {
    address: SocketAddr,
    connections: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl RawServer {
    /// Starts it.
    pub fn start(misbehaviour: Misbehaviour) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback port");
        let address = listener.local_addr().expect("the address of a bound socket");
        let (connections, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (counter, stopped) = (Arc::clone(&connections), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            let mut silent = Vec::new();
            for socket in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(socket) = socket else { continue };
                counter.fetch_add(1, Ordering::SeqCst);
                match misbehaviour {
                    // Kept open until the server ends.
                    Misbehaviour::NeverAnswer => silent.push(socket),
                    // The client may have gone: then there is nobody to misbehave to.
                    other => drop(std::thread::spawn(move || misbehave(other, socket))),
                }
            }
        });
        Self { address, connections, stop, thread: Some(thread) }
    }

    /// `http://ADDRESS:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Connections so far.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread out of its wait for a connection.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn misbehave(misbehaviour: Misbehaviour, mut socket: TcpStream) -> std::io::Result<()> {
    const PART: &[u8] = &[b'x'; 100];
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    match misbehaviour {
        Misbehaviour::ResetMidBody => {
            // What stays unread in the socket makes the kernel answer the close with a reset.
            socket.read_exact(&mut [0; 3])?;
            socket.write_all(head)?;
            socket.write_all(PART)?;
            // The client is to have read the first part before the reset takes the rest away.
            std::thread::sleep(Duration::from_millis(30));
        }
        Misbehaviour::EndMidBody => {
            read(&mut socket)?;
            socket.write_all(head)?;
            socket.write_all(PART)?;
        }
        Misbehaviour::Garbage => {
            read(&mut socket)?;
            socket.write_all(b"\x00\x01\x02 what is a protocol?\r\n\r\n")?;
        }
        Misbehaviour::EndlessHeaders => {
            read(&mut socket)?;
            socket.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                socket.write_all(b"x-more: and more\r\n")?;
            }
        }
        Misbehaviour::CloseAtOnce => read(&mut socket)?,
        Misbehaviour::NeverAnswer => {}
    }
    Ok(())
}

/// Reads what is there of a request.
fn read(socket: &mut TcpStream) -> std::io::Result<()> {
    socket.read(&mut [0; 4096]).map(|_| ())
}
