//! Where the time of one request went: arithmetic on marks. It reads no clock.

use tokio::time::{Duration, Instant};

use crate::network::dial::SetUp;
use crate::network::line::Marks;

/// The phases of one request, with k6's meaning: `blocked` is everything before the sending, `set_up` is a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Phases {
    /// From the call to the first byte written.
    pub(super) blocked: Duration,
    /// The parts of `blocked` that were spent on a new connection.
    pub(super) set_up: SetUp,
    /// From the first byte written to the last.
    pub(super) sending: Duration,
    /// From the last byte written to the first byte read.
    pub(super) waiting: Duration,
    /// From the first byte read to the last.
    pub(super) receiving: Duration,
}

impl Phases {
    /// The phases of an exchange that began with the call at `began`.
    ///
    /// `failed` is when it was given up, if it was: the phase that it was in lasted until then, so that a request that
    /// timed out counts with the time that it took.
    pub(super) fn new(began: Instant, set_up: SetUp, marks: &Marks, failed: Option<Instant>) -> Self {
        let mut phases = Self { set_up, ..Self::default() };
        let Some(write_begin) = marks.write_begin else {
            phases.blocked = failed.map_or(Duration::ZERO, |failed| failed - began);
            return phases;
        };
        phases.blocked = write_begin - began;
        let written = marks.write_end.unwrap_or(write_begin);
        match (marks.read_begin, failed) {
            (Some(first), failed) => {
                // A server may answer before it has the whole request.
                let sent = written.min(first);
                phases.sending = sent - write_begin;
                phases.waiting = first - sent;
                phases.receiving = failed.or(marks.read_end).unwrap_or(first) - first;
            }
            (None, Some(failed)) if marks.write_blocked => phases.sending = failed - write_begin,
            (None, failed) => {
                phases.sending = written - write_begin;
                phases.waiting = failed.unwrap_or(written) - written;
            }
        }
        phases
    }

    /// What `http_req_duration` records.
    pub(super) fn duration(&self) -> Duration {
        self.sending + self.waiting + self.receiving
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples::milliseconds;

    const MS: Duration = Duration::from_millis(1);

    fn marks(began: Instant, at: [Option<u32>; 4], write_blocked: bool) -> Marks {
        let [write_begin, write_end, read_begin, read_end] = at.map(|at| at.map(|at| began + MS * at));
        Marks { write_begin, write_end, read_begin, read_end, write_blocked }
    }

    #[tokio::test]
    async fn an_answered_request_is_split_at_its_marks() {
        let began = Instant::now();
        let set_up = SetUp { dns: MS, connecting: MS * 2, tls: MS * 3 };
        let all = marks(began, [Some(7), Some(9), Some(20), Some(50)], false);
        let phases = Phases::new(began, set_up, &all, None);
        let expected = Phases { blocked: MS * 7, set_up, sending: MS * 2, waiting: MS * 11, receiving: MS * 30 };
        assert_eq!(phases, expected);
        assert_eq!(phases.duration(), MS * 43);
        assert_eq!(milliseconds(phases.duration()), 43.0);
    }

    #[tokio::test]
    async fn a_phase_that_was_cut_off_lasts_until_then() {
        let began = Instant::now();
        let failed = Some(began + MS * 100);
        let phases = |at, blocked| Phases::new(began, SetUp::default(), &marks(began, at, blocked), failed);
        assert_eq!(phases([None; 4], false).blocked, MS * 100);
        assert_eq!(phases([Some(10), Some(20), None, None], true).sending, MS * 90);
        let waiting = phases([Some(10), Some(20), None, None], false);
        assert_eq!((waiting.sending, waiting.waiting), (MS * 10, MS * 80));
        assert_eq!(phases([Some(10), Some(20), Some(30), Some(40)], false).receiving, MS * 70);
    }

    proptest! {
        #[test]
        fn the_phases_add_up_to_the_whole(steps in prop::array::uniform5(0u32..1000), early in any::<bool>()) {
            let began = Instant::now();
            let mut at = 0;
            let mut times = steps.map(|step| { at += step; at });
            if early {
                times.swap(1, 2);
            }
            let [write_begin, write_end, read_begin, read_end, _] = times;
            let all = marks(began, [Some(write_begin), Some(write_end), Some(read_begin), Some(read_end)], false);
            let phases = Phases::new(began, SetUp::default(), &all, None);
            prop_assert_eq!(phases.blocked + phases.duration(), MS * read_end);
        }
    }
}
