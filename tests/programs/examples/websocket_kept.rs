//! Opens a socket in `Vu::start` and asks it once in each iteration, at `--target`; `CLOSE` makes the VU close it at its end. The
//! host must show one session for each VU, however many iterations there are, and a session as long as the VU.

use wasmload_sdk::prelude::*;
use wasmload_sdk::websocket::Socket;

struct Talker {
    socket: Socket,
}

impl Vu for Talker {
    fn start(_: ()) -> Result<Self> {
        Ok(Self { socket: websocket::connect("/echo")? })
    }

    fn end(self) {
        if config::var("CLOSE").is_some() {
            check!("closed in good order", self.socket.close().is_ok_and(|end| end.code == 1000));
        }
    }
}

fn talk(talker: &mut Talker) -> Result {
    let answer = talker.socket.exchange("again", secs(5))?;
    check!("the same socket answers", answer.message.text() == Some("again"));
    sleep(0.01);
    Ok(())
}

scenario! { vu: Talker, functions: [talk] }
