//! What one connection's socket saw: when bytes went and came, and how many. Not what they mean: that is `phases`.
//!
//! Everything is written and read by the VU's own task, one poll after the other; the atomics are there because the
//! socket is inside of hyper and the reader outside, and cost what plain fields cost.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use tokio::time::{Duration, Instant};

/// The marks and counters of one connection.
#[derive(Debug)]
pub(crate) struct Line {
    epoch: Instant,
    /// Marks are nanoseconds since `epoch`, plus one: zero is "not yet".
    write_begin: AtomicU64,
    write_end: AtomicU64,
    read_begin: AtomicU64,
    read_end: AtomicU64,
    /// The socket did not take all that it was given.
    write_blocked: AtomicBool,
    sent: AtomicU64,
    received: AtomicU64,
}

/// When the bytes of one exchange went and came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Before the first byte was written.
    pub(crate) write_begin: Option<Instant>,
    /// After the last byte that was written.
    pub(crate) write_end: Option<Instant>,
    /// After the first bytes were read.
    pub(crate) read_begin: Option<Instant>,
    /// After the last bytes were read.
    pub(crate) read_end: Option<Instant>,
    /// The socket still owes the rest of the request.
    pub(crate) write_blocked: bool,
}

/// Bytes on the wire, TLS and its handshake included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traffic {
    /// Bytes that the socket took.
    pub(crate) sent: u64,
    /// Bytes that the socket gave.
    pub(crate) received: u64,
}

impl Traffic {
    /// Adds those of another connection.
    pub(crate) fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.received += other.received;
    }
}

impl Line {
    /// A line that saw nothing yet.
    pub(crate) fn new() -> Self {
        let zero = || AtomicU64::new(0);
        Self {
            epoch: Instant::now(),
            write_begin: zero(),
            write_end: zero(),
            read_begin: zero(),
            read_end: zero(),
            write_blocked: AtomicBool::new(false),
            sent: zero(),
            received: zero(),
        }
    }

    /// Forgets the marks of the exchange before.
    pub(crate) fn begin(&self) {
        for mark in [&self.write_begin, &self.write_end, &self.read_begin, &self.read_end] {
            mark.store(0, Relaxed);
        }
        self.write_blocked.store(false, Relaxed);
    }

    /// Stamps the beginning of a write, if it is the first.
    pub(crate) fn writing(&self) {
        if self.write_begin.load(Relaxed) == 0 {
            self.write_begin.store(self.now(), Relaxed);
        }
    }

    /// Stamps the end of a write, so far the last, that took everything or did not.
    pub(crate) fn wrote(&self) {
        self.write_end.store(self.now(), Relaxed);
        self.write_blocked.store(false, Relaxed);
    }

    /// The socket takes nothing now.
    pub(crate) fn write_is_blocked(&self) {
        self.write_blocked.store(true, Relaxed);
    }

    /// Stamps a read that gave something. What comes before a request was written is no part of its answer.
    pub(crate) fn read(&self) {
        if self.write_begin.load(Relaxed) == 0 {
            return;
        }
        let now = self.now();
        if self.read_begin.load(Relaxed) == 0 {
            self.read_begin.store(now, Relaxed);
        }
        self.read_end.store(now, Relaxed);
    }

    /// Counts bytes that the socket took.
    pub(crate) fn count_sent(&self, bytes: usize) {
        self.sent.store(self.sent.load(Relaxed) + bytes as u64, Relaxed);
    }

    /// Counts bytes that the socket gave.
    pub(crate) fn count_received(&self, bytes: usize) {
        self.received.store(self.received.load(Relaxed) + bytes as u64, Relaxed);
    }

    /// Whether anything of the answer was read.
    pub(crate) fn has_read(&self) -> bool {
        self.read_begin.load(Relaxed) != 0
    }

    /// When the request had been written, if it has and no answer came yet: since then the first byte is due.
    pub(crate) fn waiting_since(&self) -> Option<Instant> {
        let waits = !self.has_read() && !self.write_blocked.load(Relaxed);
        self.at(&self.write_end).filter(|_| waits)
    }

    /// The marks of this exchange.
    pub(crate) fn marks(&self) -> Marks {
        Marks {
            write_begin: self.at(&self.write_begin),
            write_end: self.at(&self.write_end),
            read_begin: self.at(&self.read_begin),
            read_end: self.at(&self.read_end),
            write_blocked: self.write_blocked.load(Relaxed),
        }
    }

    /// The bytes since the last time.
    pub(crate) fn take_traffic(&self) -> Traffic {
        let take = |count: &AtomicU64| {
            let value = count.load(Relaxed);
            count.store(0, Relaxed);
            value
        };
        Traffic { sent: take(&self.sent), received: take(&self.received) }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_nanos()).map_or(u64::MAX, |nanos| nanos.saturating_add(1))
    }

    fn at(&self, mark: &AtomicU64) -> Option<Instant> {
        match mark.load(Relaxed) {
            0 => None,
            nanos => Some(self.epoch + Duration::from_nanos(nanos - 1)),
        }
    }
}
