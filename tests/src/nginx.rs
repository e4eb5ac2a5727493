//! A real nginx, with an access log that counts requests and bytes.
//!
//! Not tuned: one process, enough for counting.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::http_server::Totals;
use crate::refused_address;

/// A running nginx. `/` answers 200 with a short text, `/body` with 20,000 bytes; `/missing` answers 404.
#[derive(Debug)]
pub struct Nginx {
    process: Child,
    folder: TempDir,
    url: String,
    port: u16,
}

impl Nginx {
    /// Whether nginx is on this machine. In continuous integration it must be.
    ///
    /// # Panics
    /// In continuous integration, without it.
    pub fn is_installed() -> bool {
        let installed = Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_ok();
        assert!(installed || std::env::var_os("CI").is_none(), "nginx is missing; `cargo xtask test` installs it");
        installed
    }

    /// Starts it on a free port.
    ///
    /// # Panics
    /// When it does not answer within ten seconds.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("body"), vec![b'x'; 20_000]).expect("a file");
        let port = refused_address().port();
        let configuration = configuration(&folder.path().display().to_string(), port);
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, configuration).expect("the configuration");
        let mut command = Command::new("nginx");
        command.arg("-c").arg(&file).arg("-p").arg(folder.path()).arg("-e").arg(folder.path().join("error.log"));
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("nginx");
        let nginx = Self { process, folder, url: format!("http://127.0.0.1:{port}"), port };
        for _ in 0..1_000 {
            if nginx.status().is_some() {
                return nginx;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("nginx does not answer: {}", nginx.read("error.log"));
    }

    /// `http://ADDRESS:PORT`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The number of requests that nginx itself counts (`stub_status`), the one that asks included.
    fn status(&self) -> Option<u64> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        socket.write_all(b"GET /stub_status HTTP/1.0\r\n\r\n").ok()?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer).ok()?;
        let line = answer.lines().skip_while(|line| !line.starts_with("server accepts")).nth(1)?;
        line.split_whitespace().nth(2)?.parse().ok()
    }

    /// Stops nginx in good order and counts what its access log holds.
    ///
    /// # Panics
    /// When nginx's own counter says something else than its log.
    pub fn stop(mut self) -> Totals {
        // One of these is this question; the one at the start was answered too.
        let counted = self.status().expect("nginx answers");
        self.quit();
        let log = self.read("access.log");
        let mut totals = Totals { requests: 0, connections: 0, bytes_received: 0, bytes_sent: 0 };
        let mut connections = std::collections::BTreeSet::new();
        let mut asked = 0;
        for line in log.lines() {
            let [received, sent, connection, path] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("a line of the access log: {line}");
            };
            if path == "/stub_status" {
                asked += 1;
                continue;
            }
            totals.requests += 1;
            totals.bytes_received += received.parse::<u64>().expect("a number");
            totals.bytes_sent += sent.parse::<u64>().expect("a number");
            connections.insert(connection.to_owned());
        }
        totals.connections = connections.len() as u64;
        assert_eq!(totals.requests + asked, counted, "nginx's log and its counter differ");
        totals
    }

    fn quit(&mut self) {
        let id = rustix::process::Pid::from_child(&self.process);
        // It may have ended by itself; waiting tells.
        rustix::process::kill_process(id, rustix::process::Signal::QUIT).ok();
        drop(self.process.wait());
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(file)).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn configuration(folder: &str, port: u16) -> String {
    let mut temporary = String::new();
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        writeln!(temporary, "    {kind}_temp_path {folder}/{kind};").expect("writing to a string cannot fail");
    }
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n\
         events {{ worker_connections 4096; }}\n\
         http {{\n{temporary}\
         \x20   log_format counted '$request_length $bytes_sent $connection $uri';\n\
         \x20   access_log {folder}/access.log counted;\n\
         \x20   keepalive_requests 10000000;\n\
         \x20   server {{\n\
         \x20       listen 127.0.0.1:{port} backlog=4096;\n\
         \x20       location = / {{ return 200 'hello\\n'; }}\n\
         \x20       location = /body {{ root {folder}; }}\n\
         \x20       location = /stub_status {{ stub_status; }}\n\
         \x20       location / {{ return 404; }}\n\
         \x20   }}\n}}\n"
    )
}
