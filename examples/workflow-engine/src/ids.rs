//! Identifiers and wall-clock time.
//!
//! Identifiers look like UUIDs of version 7: they sort by creation, so `ORDER BY id` is the order of creation.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since the epoch in the upper bits, a counter within the millisecond in the lower 12.
static LAST: AtomicU64 = AtomicU64::new(0);

/// A new identifier, greater than every one this process made before.
pub(crate) fn new_id() -> String {
    let floor = u64::try_from(now_ms()).unwrap_or(0) << 12;
    let step = |last: u64| (last + 1).max(floor);
    let before = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(step(last))).unwrap_or(floor);
    let stamp = step(before);
    let random: u64 = rand::random();
    format!(
        "{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}",
        stamp >> 28,
        (stamp >> 12) & 0xffff,
        stamp & 0xfff,
        0x8000 | (random >> 48 & 0x3fff),
        random & 0xffff_ffff_ffff
    )
}

/// Milliseconds since 1970-01-01 UTC.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::new_id;

    #[test]
    fn identifiers_are_36_characters_and_sort_by_creation() {
        let made: Vec<String> = (0..10_000).map(|_| new_id()).collect();
        assert!(made.iter().all(|id| id.len() == 36));
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
