//! Accepts connections, serves HTTP/1.1 on them, and ends them when the server stops.
//!
//! A stop lets requests under way finish, closes idle connections, and after a grace period cuts what is left.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::counted::{Counted, Traffic};
use crate::shutdown::Shutdown;

/// After an accept that failed, most likely for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Runs until a stop is requested and all connections have ended.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    traffic: Arc<Traffic>,
    mut shutdown: Shutdown,
    grace: Duration,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let stream = quick(stream).map(|stream| Counted::new(stream, Arc::clone(&traffic)));
                    if let Ok(stream) = stream {
                        connections.spawn(connection(stream, router.clone(), shutdown.clone()));
                    }
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
            () = shutdown.requested() => break,
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(grace, all).await.is_err() {
        connections.shutdown().await;
    }
}

/// Answers are sent at once and not gathered into larger packets. Fails if the client is already gone.
fn quick(stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn connection(stream: Counted<TcpStream>, router: Router, mut shutdown: Shutdown) {
    let service = TowerToHyperService::new(router);
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades();
    let mut connection = pin!(connection);
    // An error here is a client that broke off or did not speak HTTP; there is nobody to tell.
    tokio::select! {
        ended = connection.as_mut() => drop(ended),
        () = shutdown.requested() => {
            connection.as_mut().graceful_shutdown();
            drop(connection.await);
        }
    }
}
