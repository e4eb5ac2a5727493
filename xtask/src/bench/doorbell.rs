//! A socket that somebody rings at: when the first connection comes, that is the moment of a program's first request.
//!
//! Not a server: nobody is answered.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::process::Background;
use super::stopwatch::Stopwatch;

/// How long it may take. Above what compiling a plugin takes on a slow machine.
const LIMIT: Duration = Duration::from_secs(120);

/// How long passes from the start of the command to its first connection, after which it is killed. The command is made for
/// the URL to connect to.
pub(super) fn time_to_ring(folder: &Path, command: impl FnOnce(&str) -> Result<Command>) -> Result<Duration> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    listener.set_nonblocking(true)?;
    let mut command = command(&format!("http://{}/", listener.local_addr()?))?;
    let started = Stopwatch::start();
    let mut process = Background::start(&mut command, folder)?;
    loop {
        if listener.accept().is_ok() {
            return Ok(started.elapsed());
        }
        process.expect_more(started.elapsed(), LIMIT).context("no request came")?;
        // Much shorter than what is measured, and long enough to leave the processors to the program.
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_connection_rings_and_silence_is_an_error() {
        let folder = std::env::temp_dir().join(format!("xtask-doorbell-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let bash = |script: String| {
            let mut command = Command::new("bash");
            command.args(["-c", &script]);
            Ok(command)
        };
        let ring =
            |url: &str| url.replace("http://127.0.0.1:", "sleep 0.05; exec 3<>/dev/tcp/127.0.0.1/").replace("/\n", "");
        let took = time_to_ring(&folder, |url| bash(ring(url.trim_end_matches('/')))).unwrap();
        assert!(took >= Duration::from_millis(50), "{took:?}");
        let silent = time_to_ring(&folder, |_| bash("echo nobody home >&2".to_owned())).unwrap_err();
        assert!(format!("{silent:#}").contains("nobody home"), "{silent:#}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
