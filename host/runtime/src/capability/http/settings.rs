//! What a run decides about HTTP before it starts. Not what a guest may decide for itself: that is `params`.

use std::num::NonZeroUsize;

/// The settings of one run.
#[derive(Clone, Copy, Debug)]
pub struct HttpSettings {
    /// How many requests of one `batch` run at the same time.
    pub batch: NonZeroUsize,
    /// How many of them to one host and port.
    pub batch_per_host: NonZeroUsize,
    /// The largest body of a response, in bytes, for requests that set none.
    pub most_body_bytes: u64,
    /// How many bytes of responses one VU may hold.
    pub most_kept_bytes: u64,
    /// How many `content` one VU may hold, and `params`, of which it may hold no more than 1000.
    pub most_handles: usize,
}

impl Default for HttpSettings {
    /// k6's limits for batches, bodies of up to 32 MiB.
    fn default() -> Self {
        const BATCH: NonZeroUsize = NonZeroUsize::new(20).expect("not zero");
        const BATCH_PER_HOST: NonZeroUsize = NonZeroUsize::new(6).expect("not zero");
        Self {
            batch: BATCH,
            batch_per_host: BATCH_PER_HOST,
            most_body_bytes: 32 << 20,
            most_kept_bytes: 64 << 20,
            most_handles: 10_000,
        }
    }
}
