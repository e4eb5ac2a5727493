//! Opens sockets of its own: to connect to `ADDRESS` (default `127.0.0.1:80`), to listen, to look up a name. The host must
//! refuse all of it, also when the address is granted for HTTP: what passes by the host is not measured.

use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};

use wasmload_sdk::prelude::*;

fn trespass() {
    let address = config::var("ADDRESS").unwrap_or("127.0.0.1:80".into());
    check!("connecting is refused", TcpStream::connect(&address).is_err());
    check!("listening is refused", TcpListener::bind("127.0.0.1:0").is_err());
    check!("datagrams are refused", UdpSocket::bind("127.0.0.1:0").is_err());
    check!("looking up a name is refused", "localhost:80".to_socket_addrs().is_err());
}

scenario!(trespass);
