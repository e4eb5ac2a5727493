//! Accepting connections and serving them on one thread, for as long as the program runs.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::rc::Rc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::{LocalSet, spawn_local};

use crate::answer::answer;
use crate::service_time::{ServiceTimes, Timed};

/// How many connections the system may hold ready before they are accepted: many clients may come at once.
const BACKLOG: u32 = 4096;

/// Binds the address.
pub(crate) fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until the process ends, or the system accepts no more connections.
pub(crate) async fn forever(listener: TcpListener) -> std::io::Result<()> {
    let times = Rc::new(ServiceTimes::new());
    let serving = async {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let times = Rc::clone(&times);
            spawn_local(async move {
                let service = service_fn(|request| {
                    let response = answer(&request, &times);
                    async move { Ok::<_, Infallible>(response) }
                });
                let stream = TokioIo::new(Timed::new(stream, Rc::clone(&times)));
                // A client that goes away in the middle is its own affair.
                drop(http1::Builder::new().serve_connection(stream, service).await);
            });
        }
    };
    LocalSet::new().run_until(serving).await
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    /// Sends a request on an open connection and reads its answer: the head, and the body.
    async fn ask(stream: &mut TcpStream, path: &str) -> (String, String) {
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").as_bytes()).await.unwrap();
        let mut text = String::new();
        let length = loop {
            text.push(char::from(stream.read_u8().await.unwrap()));
            if text.ends_with("\r\n\r\n") {
                let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
                break length.parse().unwrap();
            }
        };
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        (text, String::from_utf8(body).unwrap())
    }

    #[tokio::test]
    async fn requests_on_one_connection_are_answered_and_counted() {
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let client = async {
            let mut stream = TcpStream::connect(address).await.unwrap();
            for _ in 0..3 {
                let (head, body) = ask(&mut stream, "/a?b=c").await;
                assert!(head.starts_with("HTTP/1.1 200"), "{head}");
                assert!(body.starts_with("GET /a?b=c...") && body.len() == 80, "{body}");
            }
            let stats: serde_json::Value = serde_json::from_str(&ask(&mut stream, "/stats").await.1).unwrap();
            assert_eq!((&stats["requests"], &stats["connections"]), (&3.into(), &1.into()), "{stats}");
            let figure = |name: &str| stats["service_time_us"][name].as_f64().unwrap();
            assert!(figure("p50") > 0.0 && figure("p50") <= figure("p99") && figure("p99") <= figure("max"), "{stats}");
            ask(&mut stream, "/reset").await;
            let stats: serde_json::Value = serde_json::from_str(&ask(&mut stream, "/stats").await.1).unwrap();
            assert_eq!((&stats["requests"], &stats["connections"]), (&1.into(), &0.into()), "{stats}");
        };
        tokio::select! {
            () = client => {}
            ended = forever(listener) => panic!("the server ended: {ended:?}"),
        }
    }
}
