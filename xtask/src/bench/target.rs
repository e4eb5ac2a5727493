//! What is put under load: nginx with one worker, or our own `echo`; both answer a GET with 80 bytes and keep connections open.
//!
//! Both count the requests that they answered, so that no tool has to be believed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::process::{Running, with_many_files};
use super::tool::number;
use crate::tools;

/// The kinds of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Nginx,
    Echo,
}

/// A server that runs as long as this value lives.
pub(super) struct Target {
    kind: Kind,
    address: SocketAddr,
    _process: Running,
}

/// A count that goes on.
pub(super) struct Begun<'a> {
    target: &'a Target,
    before: f64,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx, one worker",
            Self::Echo => "echo (hyper), one thread",
        }
    }
}

impl Target {
    /// Starts it on a free loopback port, and waits until it answers.
    pub(super) fn start(kind: Kind, echo_program: &Path, folder: &Path) -> Result<Self> {
        match kind {
            Kind::Nginx => nginx(folder),
            Kind::Echo => echo(echo_program),
        }
    }

    /// The URL to get.
    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Begins to count.
    pub(super) fn begin(&self) -> Result<Begun<'_>> {
        let before = match self.kind {
            Kind::Nginx => self.count()?,
            Kind::Echo => {
                get(self.address, "/reset")?;
                0.0
            }
        };
        Ok(Begun { target: self, before })
    }

    /// How many requests it has answered, with the one that asks in nginx's case.
    fn count(&self) -> Result<f64> {
        match self.kind {
            Kind::Nginx => {
                let status = get(self.address, "/stub_status")?;
                let line = status.lines().skip_while(|line| !line.starts_with("server accepts")).nth(1);
                let count = line.and_then(|line| line.split_whitespace().nth(2)).context("nginx counts no requests")?;
                count.parse().context("nginx's number of requests")
            }
            Kind::Echo => number(&self.stats()?, "/requests"),
        }
    }

    fn stats(&self) -> Result<Value> {
        serde_json::from_str(&get(self.address, "/stats")?).context("the target's figures are not JSON")
    }
}

impl Begun<'_> {
    /// The number of requests that were answered since.
    pub(super) fn requests(&self) -> Result<f64> {
        // One of them is a question of ours: nginx has counted this one, and `echo` the one that began.
        Ok(self.target.count()? - self.before - 1.0)
    }

    /// The service time of the requests since, as the target measured it: p50, p95 and p99 in milliseconds. Only `echo` does.
    pub(super) fn service_time(&self) -> Result<Option<[f64; 3]>> {
        if self.target.kind == Kind::Nginx {
            return Ok(None);
        }
        let stats = self.target.stats()?;
        let figure = |name| number(&stats, &format!("/service_time_us/{name}")).map(|microseconds| microseconds / 1e3);
        Ok(Some([figure("p50")?, figure("p95")?, figure("p99")?]))
    }
}

fn nginx(folder: &Path) -> Result<Target> {
    let Some(program) = tools::find("nginx") else { bail!("nginx is not installed") };
    // Another program may take the port before nginx does: then nginx does not start, and says so.
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr())?;
    let folder = folder.join("nginx");
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration(&folder.display().to_string(), address))?;
    let mut command = with_many_files(&program);
    command.arg("-c").arg(&file).arg("-p").arg(&folder).arg("-e").arg(folder.join("error.log"));
    let mut process = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("nginx")?);
    for _ in 0..500 {
        if get(address, "/").is_ok() {
            return Ok(Target { kind: Kind::Nginx, address, _process: process });
        }
        if process.0.try_wait()?.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let log = std::fs::read_to_string(folder.join("error.log")).unwrap_or_default();
    bail!("nginx does not answer: {}", log.lines().last().unwrap_or_default())
}

fn echo(program: &Path) -> Result<Target> {
    let mut command = with_many_files(program);
    command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut process = Running(command.spawn().context("`echo` cannot be started")?);
    let mut line = String::new();
    BufReader::new(process.0.stdout.take().context("`echo` has no output")?).read_line(&mut line)?;
    let address = line.trim().strip_prefix("listening on http://").context("`echo` did not start")?;
    Ok(Target { kind: Kind::Echo, address: address.parse()?, _process: process })
}

/// The body of an answer.
fn get(address: SocketAddr, path: &str) -> Result<String> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(10)))?;
    socket.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    if !head.contains(" 200 ") {
        bail!("{}", head.lines().next().unwrap_or_default());
    }
    Ok(body.to_owned())
}

fn configuration(folder: &str, address: SocketAddr) -> String {
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary: String = kinds.iter().map(|kind| format!("    {kind}_temp_path {folder}/{kind};\n")).collect();
    let body = "x".repeat(80);
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n\
         events {{ worker_connections 16384; }}\n\
         http {{\n{temporary}    access_log off;\n    keepalive_timeout 1h;\n    keepalive_requests 1000000000;\n\
         \x20   server {{\n        listen {address} backlog=4096;\n\
         \x20       location = /stub_status {{ stub_status; }}\n        location / {{ return 200 '{body}'; }}\n    }}\n}}\n"
    )
}
