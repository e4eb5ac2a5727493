//! The part of a metric's samples that a threshold looks at: by tags, within a window, without a warm-up.
//!
//! Not the judgement: that is [`crate::threshold`]. Time comes in whole seconds, as samples are collected once a second.

use std::collections::VecDeque;
use std::time::Duration;

use super::pool::BlockPool;
use super::{MetricKind, Sink};
use crate::threshold::Selector;

/// What a view looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ViewKey {
    pub(super) selector: Selector,
    /// In seconds.
    pub(super) window: Option<u64>,
    /// In seconds.
    pub(super) warm_up: u64,
}

/// Samples that a threshold looks at.
#[derive(Debug)]
pub struct View {
    key: ViewKey,
    /// Everything in view.
    sink: Option<Sink>,
    /// With a window: what each interval of it brought.
    intervals: VecDeque<Interval>,
    /// When the first interval in view began, without a window.
    begin: Option<Duration>,
    /// When the current interval began, and when it ended.
    start: Duration,
    end: Duration,
    stale: bool,
}

#[derive(Debug)]
struct Interval {
    /// The whole second nearest to its end.
    second: u64,
    begin: Duration,
    sink: Option<Sink>,
}

/// The whole second nearest to that time: collections come a little late, never early.
fn second(time: Duration) -> u64 {
    (time + Duration::from_millis(500)).as_secs()
}

impl View {
    pub(super) fn new(key: ViewKey) -> Self {
        Self {
            key,
            sink: None,
            intervals: VecDeque::new(),
            begin: None,
            start: Duration::ZERO,
            end: Duration::ZERO,
            stale: false,
        }
    }

    pub(super) fn key(&self) -> &ViewKey {
        &self.key
    }

    /// The samples in view; `None` if there are none.
    pub fn sink(&self) -> Option<&Sink> {
        self.sink.as_ref().filter(|sink| sink.samples() > 0)
    }

    /// How much time they are from, to the collection, not to the second.
    pub fn span(&self) -> Duration {
        let begin =
            if self.key.window.is_some() { self.intervals.front().map(|first| first.begin) } else { self.begin };
        begin.map_or(Duration::ZERO, |begin| self.end.saturating_sub(begin))
    }

    /// Whether the window is as long as it should be; true without one.
    pub fn is_full(&self) -> bool {
        self.key.window.is_none_or(|window| second(self.span()) >= window)
    }

    /// Moves on by an interval. To be called before its samples are added.
    pub(super) fn advance(&mut self, begin: Duration, end: Duration, pool: &mut BlockPool) {
        (self.start, self.end) = (begin, end);
        let now = second(end);
        if !self.counts() {
            return;
        }
        self.begin.get_or_insert(begin);
        let Some(window) = self.key.window else { return };
        if self.intervals.back().is_none_or(|last| last.second < now) {
            self.intervals.push_back(Interval { second: now, begin, sink: None });
        }
        while self.intervals.front().is_some_and(|first| first.second + window <= now) {
            let left = self.intervals.pop_front().and_then(|interval| interval.sink);
            if let Some(mut sink) = left {
                sink.clear(pool);
                self.stale = true;
            }
        }
    }

    /// Adds samples of the interval that it moved on by.
    pub(super) fn add(&mut self, delta: &Sink, pool: &mut BlockPool) {
        if !self.counts() {
            return;
        }
        let sink = match self.key.window {
            None => &mut self.sink,
            Some(_) => match self.intervals.back_mut() {
                Some(last) => {
                    self.stale = true;
                    &mut last.sink
                }
                None => return,
            },
        };
        sink.get_or_insert_with(|| Sink::new(delta.kind())).merge(delta, pool);
    }

    /// Brings what [`Self::sink`] shows up to date, after all samples of an interval were added.
    ///
    /// The whole window is merged anew: taking away what left it could not give the extremes back.
    pub(super) fn settle(&mut self, pool: &mut BlockPool) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        if let Some(sink) = &mut self.sink {
            sink.clear(pool);
        }
        for part in self.intervals.iter().filter_map(|interval| interval.sink.as_ref()) {
            self.sink.get_or_insert_with(|| Sink::new(part.kind())).merge(part, pool);
        }
    }

    /// Whether all of the current interval is beyond the warm-up. Without one, even what came before the load counts.
    fn counts(&self) -> bool {
        self.key.warm_up == 0 || self.start >= Duration::from_secs(self.key.warm_up)
    }

    /// Bytes on the heap.
    pub(super) fn heap_size(&self) -> usize {
        let intervals = self.intervals.iter().filter_map(|interval| interval.sink.as_ref()).map(Sink::heap_size);
        self.intervals.capacity() * size_of::<Interval>()
            + intervals.sum::<usize>()
            + self.sink.as_ref().map_or(0, Sink::heap_size)
    }

    /// The kind of metric that it is of, as far as there were samples.
    pub fn kind(&self) -> Option<MetricKind> {
        self.sink.as_ref().map(Sink::kind)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{View, ViewKey};
    use crate::metric::{BlockPool, MetricKind, Sink};
    use crate::threshold::Selector;

    /// A view of a counter that gets the number of each second in that second.
    fn after(seconds: u64, window: Option<u64>, warm_up: u64) -> View {
        let selector = Selector::parse("a").expect("it is one");
        let mut view = View::new(ViewKey { selector, window, warm_up });
        let mut pool = BlockPool::new();
        for second in 1..=seconds {
            // Collections are a little late.
            let at = |second| Duration::from_millis(second * 1000 + second % 7);
            view.advance(at(second - 1), at(second), &mut pool);
            let mut delta = Sink::new(MetricKind::Counter);
            delta.add(second as f64, &mut pool);
            view.add(&delta, &mut pool);
            view.settle(&mut pool);
        }
        view
    }

    fn sum(view: &View) -> Option<f64> {
        view.sink().map(|sink| match sink {
            Sink::Counter(counter) => counter.sum.value(),
            _ => panic!("a counter stays one"),
        })
    }

    #[test]
    fn windows_hold_exactly_their_seconds() {
        for (seconds, window, warm_up, first) in [
            (10, None, 0, 1),
            (10, None, 3, 4),
            (10, Some(4), 0, 7),
            (4, Some(4), 0, 1),
            (5, Some(4), 0, 2),
            (3, Some(4), 0, 1),
            (10, Some(4), 8, 9),
            (10, Some(1), 0, 10),
            (10, Some(1), 9, 10),
        ] {
            let view = after(seconds, window, warm_up);
            let expected: u64 = (first..=seconds).sum();
            assert_eq!(sum(&view), Some(expected as f64), "{seconds} s, over {window:?}, after {warm_up}");
            let span = view.span().as_secs_f64();
            assert!((span - (seconds + 1 - first) as f64).abs() < 0.01, "{span}");
        }
        assert_eq!(sum(&after(5, None, 5)), None);
        assert_eq!(after(5, None, 5).span(), Duration::ZERO);
        assert_eq!(sum(&after(5, Some(3), 7)), None);
    }

    #[test]
    fn fullness_counts_from_the_end_of_the_warm_up() {
        assert!(after(1, None, 5).is_full());
        assert!(!after(9, Some(5), 5).is_full());
        assert!(after(10, Some(5), 5).is_full());
    }

    #[test]
    fn a_silent_window_empties() {
        let mut view = after(3, Some(2), 0);
        let mut pool = BlockPool::new();
        for second in 4..=5 {
            view.advance(Duration::from_secs(second - 1), Duration::from_secs(second), &mut pool);
            view.settle(&mut pool);
        }
        assert_eq!(sum(&view), None);
        assert_eq!(view.kind(), Some(MetricKind::Counter));
    }

    #[test]
    fn what_comes_before_the_load_counts_without_a_warm_up() {
        for (warm_up, expected) in [(0, Some(7.0)), (1, None)] {
            let selector = Selector::parse("a").expect("it is one");
            let mut view = View::new(ViewKey { selector, window: None, warm_up });
            let mut pool = BlockPool::new();
            view.advance(Duration::ZERO, Duration::ZERO, &mut pool);
            let mut delta = Sink::new(MetricKind::Counter);
            delta.add(7.0, &mut pool);
            view.add(&delta, &mut pool);
            assert_eq!(sum(&view), expected);
        }
    }
}
