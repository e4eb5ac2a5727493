//! Opens a socket at `--target` in each iteration and forgets it. The host must close each with code 1001, and warn once.

use wasmload_sdk::prelude::*;

fn forget() -> Result {
    let mut socket = websocket::connect("/echo")?;
    socket.send("remember me")?;
    socket.receive()?;
    Ok(())
}

scenario!(forget);
