//! Sends messages of random sizes and contents to an echo at `--target`, with permessage-deflate if `COMPRESSION` is set: text and
//! bytes, small and large, alike and not. The host must show that each came back as it was.

use wasmload_sdk::prelude::*;
use wasmload_sdk::websocket::{Connect, Message};

const MESSAGES: u32 = 200;

fn exchange() -> Result {
    let connect = Connect::to("/").name("echo");
    let mut socket = if config::var("COMPRESSION").is_some() { connect.compression() } else { connect }.open()?;
    let agreed =
        socket.headers().iter().any(|(name, value)| name == "sec-websocket-extensions" && value.contains("deflate"));
    check!("both agree on deflate", agreed == config::var("COMPRESSION").is_some());
    for _ in 0..MESSAGES {
        let size = 1 << random::range(0..18);
        let size = random::range(0..size);
        let alike = random::range(0..2) == 0;
        let bytes: Vec<u8> =
            (0..size).map(|i| if alike { b'a' + (i % 7) as u8 } else { random::range(0..256) as u8 }).collect();
        let message = match alike {
            true => Message::from(String::from_utf8(bytes)?),
            false => Message::from(bytes),
        };
        let answer = socket.exchange(message.clone(), secs(20))?;
        check!("comes back as it was", answer.message == message);
    }
    check!("a round trip", socket.ping(secs(5)).is_ok());
    check!("closed by both", socket.close()?.code == 1000);
    Ok(())
}

scenario!(exchange);
