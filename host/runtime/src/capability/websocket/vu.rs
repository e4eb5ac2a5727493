//! What one VU keeps of its sockets. The sockets themselves are behind the guest's handles, and end with them.

use std::sync::{Arc, Mutex};

use wasmload_core::metric::Recorder;

use crate::samples::Samples;

/// How many sockets one VU may hold.
const MOST_SOCKETS: usize = 1000;

/// One VU's part of the capability.
#[derive(Debug)]
pub struct WebSocketVu {
    /// Made with the first socket.
    recorder: Option<Arc<Mutex<Recorder>>>,
    /// How many bytes the messages of all sockets may have together, and how many they may have now.
    most_bytes: usize,
    reserved: usize,
    sockets: usize,
    /// Which of several sockets is asked first: none is asked first each time.
    turn: usize,
    /// Sockets that are dropped open are none of the guest's mistakes any more: a warning was given, or the VU goes.
    quiet: bool,
}

impl WebSocketVu {
    /// A VU without sockets, whose open sockets may bring so many bytes.
    pub fn new(most_bytes: usize) -> Self {
        Self { recorder: None, most_bytes, reserved: 0, sockets: 0, turn: 0, quiet: false }
    }

    /// Where the samples of its sockets go.
    pub(super) fn recorder(&mut self, samples: &mut Samples) -> Arc<Mutex<Recorder>> {
        let recorder = self.recorder.get_or_insert_with(|| Arc::new(Mutex::new(samples.recorder().another())));
        Arc::clone(recorder)
    }

    /// How large a message may be at most.
    pub(super) fn most_bytes(&self) -> usize {
        self.most_bytes
    }

    /// Makes room for a socket with that limit on messages; why not, if there is none.
    pub(super) fn reserve(&mut self, message_limit: usize) -> Result<(), String> {
        if self.sockets >= MOST_SOCKETS {
            return Err(format!("this VU holds {MOST_SOCKETS} sockets, and may hold no more"));
        }
        if self.reserved + message_limit > self.most_bytes {
            return Err(format!(
                "the messages of this VU's sockets could have more than {} bytes together; set a smaller `message-limit`, close \
                 sockets, or give VUs more with `--vu-memory`",
                self.most_bytes
            ));
        }
        self.sockets += 1;
        self.reserved += message_limit;
        Ok(())
    }

    /// Takes back the room of a socket.
    pub(super) fn release(&mut self, message_limit: usize) {
        self.sockets = self.sockets.saturating_sub(1);
        self.reserved = self.reserved.saturating_sub(message_limit);
    }

    /// Which of `count` sockets is asked first.
    pub(super) fn next_turn(&mut self, count: usize) -> usize {
        self.turn = self.turn.wrapping_add(1);
        self.turn % count.max(1)
    }

    /// The VU goes now, and drops what it has.
    pub(crate) fn leave(&mut self) {
        self.quiet = true;
    }

    /// Whether to warn of a socket that was dropped open: the first time.
    pub(super) fn warn_once(&mut self) -> bool {
        !std::mem::replace(&mut self.quiet, true)
    }
}
