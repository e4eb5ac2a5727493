//! A target in the same thread as the VU: it reads a request and sends a fixed answer. Not a web server.
//!
//! In the same thread, because then the order of events is the same in every run: the request is there when the target
//! is polled, and the answer when the VU is. Its own cost, some hundred instructions, is part of the count and constant.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// 80 bytes of text, as the targets of `cargo xtask bench` send.
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 80\r\n\r\n\
    0123456789012345678901234567890123456789012345678901234567890123456789012345678\n";

/// Begins to listen, and returns the URL. The target lives as long as the runtime.
pub(crate) async fn start() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 1024];
                while stream.read(&mut request).await.is_ok_and(|read| read > 0)
                    && stream.write_all(ANSWER).await.is_ok()
                {}
            });
        }
    });
    Ok(format!("http://{address}"))
}
