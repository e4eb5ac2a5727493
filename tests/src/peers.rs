//! Servers that others have written, with their own tools: what one implementation of a protocol says of another.
//!
//! Their packages come from npm and PyPI, once, into the target folder.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::languages::can_build;

const WS: &str = "8.23.0";
const WEBSOCKETS: &str = "15.0.1";

/// An echo for WebSockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// The package `ws` of node.
    NodeWs,
    /// The package `websockets` of Python.
    PythonWebsockets,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    process: Child,
    port: u16,
}

impl Peer {
    /// Starts it; none when its language is not on this machine.
    ///
    /// # Panics
    /// When its package cannot be installed, or it does not start.
    pub fn start(self) -> Option<Server> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
        let mut command = match self {
            Self::NodeWs => {
                can_build("js").then_some(())?;
                let folder = installed("node-ws", WS, |folder| {
                    let mut npm = Command::new("npm");
                    npm.args([
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        &format!("ws@{WS}"),
                        "--prefix",
                    ]);
                    npm.arg(folder);
                    vec![npm]
                });
                let mut node = Command::new("node");
                node.arg(source.join("websocket_echo.cjs")).env("NODE_PATH", folder.join("node_modules"));
                node
            }
            Self::PythonWebsockets => {
                can_build("python").then_some(())?;
                let folder = installed("python-websockets", WEBSOCKETS, |folder| {
                    let mut venv = Command::new("python3");
                    venv.args(["-m", "venv"]).arg(folder);
                    let mut pip = Command::new(folder.join("bin/pip"));
                    pip.args([
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        &format!("websockets=={WEBSOCKETS}"),
                    ]);
                    vec![venv, pip]
                });
                let mut python = Command::new(folder.join("bin/python"));
                python.arg(source.join("websocket_echo.py"));
                python
            }
        };
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the server's language was found");
        let said = BufReader::new(process.stdout.take().expect("it is piped")).lines().next();
        let port = said.and_then(Result::ok).and_then(|line| line.parse().ok());
        Some(Server { process, port: port.unwrap_or_else(|| panic!("{self:?} does not say its port")) })
    }
}

impl Server {
    /// `http://ADDRESS:PORT`, without a slash at the end: what `--target` takes.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already, which its tests have seen then.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The folder of a package in that version; `steps` installs it there the first time.
fn installed(name: &str, version: &str, steps: impl Fn(&Path) -> Vec<Command>) -> PathBuf {
    /// One at a time, as tests run side by side.
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _installing = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../target/peers/{name}-{version}"));
    let complete = folder.join("complete");
    if !complete.is_file() {
        std::fs::create_dir_all(&folder).expect("the target folder can be written");
        for mut step in steps(&folder) {
            let status = step.stdout(Stdio::null()).status().unwrap_or_else(|error| panic!("{step:?}: {error}"));
            assert!(status.success(), "{step:?}: {status}");
        }
        std::fs::write(&complete, "").expect("the target folder can be written");
    }
    folder
}
