//! `wasmload:scenario/log` and the guest's standard output: messages for people, at a limited rate.
//!
//! Not the host's own diagnostics. Messages leave through `tracing` under the target `guest`.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use tokio::time::Instant;
use wasmtime::component::HasData;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

use crate::bindings::wasmload::scenario::log::{Host, Level};
use crate::guest_text::{LONGEST, printable};

/// Messages of one VU in a second; a burst of as many is allowed.
const PER_VU: u32 = 10;
/// Messages of all VUs in a second.
const IN_ALL: u32 = 100;

/// Lets so many through in a second.
#[derive(Debug)]
struct Budget {
    most: u32,
    left: u32,
    since: Instant,
}

impl Budget {
    fn new(most: u32) -> Self {
        Self { most, left: most, since: Instant::now() }
    }

    fn take(&mut self) -> bool {
        if self.since.elapsed().as_secs() >= 1 {
            (self.left, self.since) = (self.most, Instant::now());
        }
        self.left.checked_sub(1).map(|left| self.left = left).is_some()
    }
}

/// What all VUs share: the common rate limit, and the count of what was left out.
#[derive(Debug)]
pub struct GuestLog {
    budget: Mutex<Budget>,
    left_out: AtomicU64,
}

impl Default for GuestLog {
    fn default() -> Self {
        Self { budget: Mutex::new(Budget::new(IN_ALL)), left_out: AtomicU64::new(0) }
    }
}

impl GuestLog {
    /// How many messages were left out so far.
    pub fn left_out(&self) -> u64 {
        self.left_out.load(Ordering::Relaxed)
    }
}

/// One VU's way to the log.
#[derive(Debug)]
pub struct VuLog {
    shared: Arc<GuestLog>,
    budget: Mutex<Budget>,
    scenario: String,
    vu: u32,
}

impl VuLog {
    /// The log of the VU of that number; 0 and an empty scenario stand for `setup` and `teardown`.
    pub fn new(shared: Arc<GuestLog>, scenario: String, vu: u32) -> Arc<Self> {
        Arc::new(Self { shared, budget: Mutex::new(Budget::new(PER_VU)), scenario, vu })
    }

    /// Writes a message of the guest, or counts it as left out. One of a level that nobody sees is neither.
    pub fn write(&self, level: Level, message: &str) {
        if is_shown(level) {
            self.pass(true, level, message);
        }
    }

    /// Writes what the host has to say of this VU: the guest's messages leave room for it.
    pub fn write_for_host(&self, level: Level, message: &str) {
        if is_shown(level) {
            self.pass(false, level, message);
        }
    }

    fn pass(&self, from_guest: bool, level: Level, message: &str) {
        let take = |budget: &Mutex<Budget>| budget.lock().unwrap_or_else(PoisonError::into_inner).take();
        if !((!from_guest || take(&self.budget)) && take(&self.shared.budget)) {
            self.shared.left_out.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let (scenario, vu, message) = (self.scenario.as_str(), self.vu, printable(message));
        match level {
            Level::Debug => tracing::debug!(target: "guest", scenario, vu, "{message}"),
            Level::Info => tracing::info!(target: "guest", scenario, vu, "{message}"),
            Level::Warn => tracing::warn!(target: "guest", scenario, vu, "{message}"),
            Level::Error => tracing::error!(target: "guest", scenario, vu, "{message}"),
        }
    }

    /// The guest's standard output: each line is a message of level `info`.
    pub fn stdout(log: &Arc<Self>) -> LogStream {
        LogStream { log: Arc::clone(log), level: Level::Info, line: Arc::default() }
    }

    /// The guest's standard error: each line is a message of level `warn`.
    pub fn stderr(log: &Arc<Self>) -> LogStream {
        LogStream { log: Arc::clone(log), level: Level::Warn, line: Arc::default() }
    }
}

/// Whether anybody sees messages of that level.
fn is_shown(level: Level) -> bool {
    match level {
        Level::Debug => tracing::enabled!(target: "guest", tracing::Level::DEBUG),
        Level::Info => tracing::enabled!(target: "guest", tracing::Level::INFO),
        Level::Warn => tracing::enabled!(target: "guest", tracing::Level::WARN),
        Level::Error => tracing::enabled!(target: "guest", tracing::Level::ERROR),
    }
}

/// The view: a VU's log.
pub struct LogView<'a>(pub &'a Arc<VuLog>);

/// Ties the view to the linker.
pub struct HasLog;

impl HasData for HasLog {
    type Data<'a> = LogView<'a>;
}

impl Host for LogView<'_> {
    fn write(&mut self, level: Level, message: String) -> wasmtime::Result<()> {
        self.0.write(level, &message);
        Ok(())
    }
}

/// What stands where a long line was cut, on both sides: who looks for a text that was cut there knows where.
const CUT: &[u8] = "…".as_bytes();
/// How long a line may be until it is cut.
const LONGEST_PART: usize = LONGEST - CUT.len();

/// A stream of text whose lines become messages.
#[derive(Clone)]
pub struct LogStream {
    log: Arc<VuLog>,
    level: Level,
    /// What came after the last line break.
    line: Arc<Mutex<Vec<u8>>>,
}

impl LogStream {
    fn take(&self, bytes: &[u8]) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let write = |line: &[u8]| self.log.write(self.level, &String::from_utf8_lossy(line));
        for &byte in bytes {
            if byte == b'\n' {
                write(&line);
                line.clear();
                continue;
            }
            // Between characters, if these are characters.
            let continues = byte & 0xC0 == 0x80 && line.len() < LONGEST_PART;
            if line.len() >= LONGEST_PART - 3 && !continues {
                line.extend_from_slice(CUT);
                write(&line);
                line.clear();
                line.extend_from_slice(CUT);
            }
            line.push(byte);
        }
    }
}

impl IsTerminal for LogStream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for LogStream {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for LogStream {
    async fn ready(&mut self) {}
}

impl OutputStream for LogStream {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.take(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(64 * 1024)
    }
}

impl AsyncWrite for LogStream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        self.take(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_cut_and_counted_and_ends_with_the_second() {
        let shared = Arc::new(GuestLog::default());
        let log = VuLog::new(Arc::clone(&shared), "s".to_owned(), 1);
        for _ in 0..1000 {
            log.pass(true, Level::Info, "again");
        }
        assert_eq!(shared.left_out(), 1000 - u64::from(PER_VU));
        tokio::time::advance(std::time::Duration::from_secs(1)).await;
        log.pass(true, Level::Info, "later");
        assert_eq!(shared.left_out(), 1000 - u64::from(PER_VU));
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_line_is_cut_between_characters_and_says_so() {
        let shared = Arc::new(GuestLog::default());
        let stream = VuLog::stdout(&VuLog::new(Arc::clone(&shared), "s".to_owned(), 1));
        stream.take("é".repeat(LONGEST).as_bytes());
        let rest = String::from_utf8(stream.line.lock().expect("nobody panicked").clone()).expect("whole characters");
        assert!(rest.starts_with("…é") && rest.len() < LONGEST, "{} bytes", rest.len());
        stream.take(&[0xBF; 2 * LONGEST]);
        assert!(stream.line.lock().expect("nobody panicked").len() <= LONGEST);
    }

    #[tokio::test(start_paused = true)]
    async fn many_vus_share_one_budget() {
        let shared = Arc::new(GuestLog::default());
        for vu in 0..100 {
            let log = VuLog::new(Arc::clone(&shared), "s".to_owned(), vu);
            (0..PER_VU).for_each(|_| log.pass(true, Level::Info, "hello"));
        }
        assert_eq!(shared.left_out(), u64::from(100 * PER_VU - IN_ALL));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_hidden_or_the_hosts_uses_up_nothing_of_the_vus_budget() {
        let shared = Arc::new(GuestLog::default());
        let log = VuLog::new(Arc::clone(&shared), "s".to_owned(), 1);
        // Nobody listens here, so that every level is hidden.
        (0..1000).for_each(|_| log.write(Level::Debug, "hidden"));
        (0..1000).for_each(|_| log.write_for_host(Level::Error, "hidden"));
        assert_eq!(shared.left_out(), 0);
        (0..PER_VU * 2).for_each(|_| log.pass(false, Level::Error, "the host's"));
        (0..PER_VU).for_each(|_| log.pass(true, Level::Info, "the guest's"));
        assert_eq!(shared.left_out(), 0);
    }
}
