//! The tests' own measure: each server counts what a plain socket sends and receives.
//!
//! Nothing of wasmload runs here: if these fail, no other result can be believed.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime};

use wasmload_tests::fault_proxy::{Fault, FaultProxy};
use wasmload_tests::http_server::{Behaviour, HttpServer, Totals};
use wasmload_tests::nginx::Nginx;
use wasmload_tests::raw_server::{Misbehaviour, RawServer};
use wasmload_tests::skipped;
use wasmload_tests::workflow_engine::WorkflowEngine;

/// Sends a request on a connection of its own, and returns the request's length and the answer.
fn ask(url: &str, path: &str) -> (u64, std::io::Result<Vec<u8>>) {
    let address: SocketAddr = url.trim_start_matches("http://").parse().expect("an address");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let mut socket = TcpStream::connect(address).expect("a connection");
    socket.write_all(request.as_bytes()).expect("the request is sent");
    let mut answer = Vec::new();
    let read = socket.read_to_end(&mut answer);
    (request.len() as u64, read.map(|_| answer))
}

/// Asks three times, and returns what the client counted.
fn ask_thrice(url: &str, path: &str) -> Totals {
    let mut totals = Totals { requests: 0, connections: 0, bytes_received: 0, bytes_sent: 0 };
    for _ in 0..3 {
        let (sent, answer) = ask(url, path);
        totals.requests += 1;
        totals.connections += 1;
        totals.bytes_received += sent;
        totals.bytes_sent += answer.expect("an answer").len() as u64;
    }
    totals
}

#[test]
fn our_server_counts_what_a_socket_sees() {
    let server = HttpServer::start();
    let mut counted = ask_thrice(&server.url(), "/bytes/5000");
    let chunks = ask_thrice(&server.url(), "/chunks/3");
    counted.requests += 3;
    counted.connections += 3;
    counted.bytes_received += chunks.bytes_received;
    counted.bytes_sent += chunks.bytes_sent;
    assert_eq!(server.stop(), counted);
}

#[test]
fn nginx_counts_what_a_socket_sees() {
    if !Nginx::is_installed() {
        skipped("nginx_counts_what_a_socket_sees", "nginx is not installed");
        return;
    }
    let nginx = Nginx::start();
    let counted = ask_thrice(nginx.url(), "/body");
    assert!(counted.bytes_sent > 60_000);
    assert_eq!(nginx.stop(), counted);
}

#[test]
fn the_example_target_counts_what_a_socket_sees() {
    let engine = WorkflowEngine::start();
    let counted = ask_thrice(engine.url(), "/health");
    let totals = engine.stop();
    assert_eq!(
        (totals.requests, totals.bytes_received, totals.bytes_sent),
        (3, counted.bytes_received, counted.bytes_sent)
    );
}

#[test]
fn delays_and_stalls_last_as_long_as_they_should() {
    let schedule = vec![Duration::from_millis(50), Duration::from_millis(20)];
    let stall = Some((Duration::from_millis(0), Duration::from_millis(300)));
    let server = HttpServer::behaving(Behaviour { schedule, stall });
    let started = SystemTime::now();
    ask_thrice(&server.url(), "/");
    let took = server.took();
    // The first waits for its delay and then for the end of the stall; the others for their delays.
    assert!(took[0] >= Duration::from_millis(300), "{took:?}");
    assert!(took[1] >= Duration::from_millis(20) && took[2] >= Duration::from_millis(50), "{took:?}");
    assert!(started.elapsed().expect("time goes on") >= Duration::from_millis(370));
}

#[test]
fn servers_that_misbehave_do_so_as_they_are_told() {
    let answer = |misbehaviour| {
        let server = RawServer::start(misbehaviour);
        ask(&server.url(), "/").1
    };
    assert!(answer(Misbehaviour::ResetMidBody).is_err(), "a reset is an error of the socket");
    let early = answer(Misbehaviour::EndMidBody).expect("an end in good order");
    assert!(early.ends_with(&[b'x'; 100]) && !early.ends_with(&[b'x'; 101]));
    assert!(!answer(Misbehaviour::Garbage).expect("an answer").starts_with(b"HTTP"));
    assert!(answer(Misbehaviour::CloseAtOnce).expect("an end in good order").is_empty());
}

#[test]
fn the_proxy_passes_on_what_its_fault_lets_through() {
    let server = HttpServer::start();
    let through = |fault| ask(&FaultProxy::start(server.address(), fault).url(), "/bytes/1000").1;
    let whole = through(Fault::None).expect("an answer").len();
    assert!(whole > 1_000);
    assert_eq!(through(Fault::CutAfter(500)).map_or(500, |answer| answer.len()), 500);
    assert_eq!(through(Fault::HalfCloseAfter(500)).expect("an end in good order").len(), 500);
    assert_eq!(through(Fault::Throttle(5_000)).expect("an answer").len(), whole);
}
