//! What HTTP shares among the VUs of one run: its settings, and the network. It holds no connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::settings::HttpSettings;
use crate::network::Network;

/// What the VUs of one run share.
pub struct HttpShared {
    pub(super) settings: HttpSettings,
    pub(super) network: Arc<Network>,
    resent: AtomicU64,
}

impl HttpShared {
    /// HTTP with those settings, over that network.
    pub fn new(settings: HttpSettings, network: Arc<Network>) -> Self {
        Self { settings, network, resent: AtomicU64::new(0) }
    }

    /// How many requests were sent a second time, because a kept connection had died before it brought any answer.
    pub fn resent(&self) -> u64 {
        self.resent.load(Relaxed)
    }

    /// Counts a request that is sent a second time.
    pub(super) fn count_resent(&self) {
        self.resent.fetch_add(1, Relaxed);
    }
}
