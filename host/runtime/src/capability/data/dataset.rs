//! Who gets which row: the cursors of a dataset, shared by all VUs. Not where the rows are, which is `file`'s.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use wasmload_core::plan::{DataSource, OnEmpty};

use super::file::{File, LoadError};

/// Rows of a file, and how far they were handed out.
#[derive(Debug)]
pub struct Dataset {
    name: String,
    file: File,
    on_empty: OnEmpty,
    unique: AtomicU64,
    /// For each scenario, and once more for what is no VU, the cursor of each part; made when the first VU of it asks.
    parts: Vec<OnceLock<Box<[AtomicU64]>>>,
}

/// Which part of a dataset is a VU's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// The scenario's index in the plan; beyond them for `setup` and `teardown`.
    pub(super) scenario: usize,
    /// The VU's number in its scenario, from 1; 0 for no VU.
    pub(super) vu: u32,
}

/// What an order of rows gives.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Row(u32),
    /// They were all handed out.
    Dry,
    /// There never were any: more VUs than rows.
    Nothing {
        /// The VU's place among so many.
        place: u32,
        /// How many VUs the rows are divided among.
        of: u32,
    },
}

impl Dataset {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or is not of its format, or has no rows.
    pub fn load(name: &str, source: &DataSource) -> Result<Self, LoadError> {
        let file = File::load(Path::new(&source.file), source.format)?;
        Ok(Self {
            name: name.to_owned(),
            file,
            on_empty: source.on_empty,
            unique: AtomicU64::new(0),
            parts: Vec::new(),
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many rows it has.
    pub fn count(&self) -> u32 {
        self.file.count()
    }

    /// What happens when its rows are used up.
    pub(super) fn on_empty(&self) -> OnEmpty {
        self.on_empty
    }

    /// A row as JSON; none beyond the last.
    pub(super) fn row(&self, index: u32) -> Option<String> {
        self.file.row(index)
    }

    /// The next row that nobody had.
    pub(super) fn next_unique(&self) -> Next {
        self.at(&self.unique, 0, 1)
    }

    /// The next row of a part, of which there are as many as VUs: `vus` of each scenario.
    pub(super) fn next_of(&self, part: Part, vus: &[u32]) -> Next {
        let scenario = part.scenario.min(vus.len());
        let of = vus.get(scenario).copied().unwrap_or(1).max(1);
        let place = part.vu.saturating_sub(1) % of;
        if place >= self.count() {
            return Next::Nothing { place: place + 1, of };
        }
        let Some(cursors) = self.parts.get(scenario) else { return Next::Dry };
        let cursors = cursors.get_or_init(|| (0..of.min(self.count())).map(|_| AtomicU64::new(0)).collect());
        self.at(&cursors[place as usize], place, of)
    }

    /// Takes the next of the rows `first`, `first + step` and so on.
    fn at(&self, cursor: &AtomicU64, first: u32, step: u32) -> Next {
        let [count, first, step] = [self.count(), first, step].map(u64::from);
        let rows = (count - first).div_ceil(step);
        // It would take centuries to overflow.
        let taken = cursor.fetch_add(1, Ordering::Relaxed);
        let taken = if self.on_empty == OnEmpty::Wrap { taken % rows } else { taken };
        let index = taken.checked_mul(step).map(|offset| first + offset);
        match index.and_then(|index| u32::try_from(index).ok()) {
            Some(index) if taken < rows => Next::Row(index),
            _ => Next::Dry,
        }
    }
}

/// The data of a run, by name.
#[derive(Debug, Default)]
pub struct SharedData {
    sets: BTreeMap<String, Result<std::sync::Arc<Dataset>, Unusable>>,
    /// The most VUs of each scenario of the plan.
    vus: Vec<u32>,
}

/// Data that the test may begin without.
#[derive(Debug)]
pub(super) struct Unusable {
    pub(super) file: String,
    pub(super) error: LoadError,
}

impl SharedData {
    /// No data, for scenarios with at most so many VUs each.
    pub fn new(vus: Vec<u32>) -> Self {
        Self { sets: BTreeMap::new(), vus }
    }

    /// Adds data.
    pub fn add(&mut self, mut dataset: Dataset) {
        dataset.parts = (0..=self.vus.len()).map(|_| OnceLock::new()).collect();
        self.sets.insert(dataset.name.clone(), Ok(std::sync::Arc::new(dataset)));
    }

    /// Adds data that cannot be used: whoever opens it is told why.
    pub fn add_unusable(&mut self, name: &str, file: &str, error: LoadError) {
        self.sets.insert(name.to_owned(), Err(Unusable { file: file.to_owned(), error }));
    }

    pub(super) fn find(&self, name: &str) -> Option<&Result<std::sync::Arc<Dataset>, Unusable>> {
        self.sets.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sets.keys().map(String::as_str)
    }

    pub(super) fn vus(&self) -> &[u32] {
        &self.vus
    }
}

#[cfg(test)]
mod tests {
    use wasmload_core::plan::DataFormat;

    use super::*;

    fn data(rows: u32, on_empty: OnEmpty, vus: &[u32]) -> SharedData {
        let text: String = (0..rows).map(|row| format!("{row}\n")).collect();
        let file = File::of(text.into_bytes(), DataFormat::Ndjson).unwrap();
        let mut data = SharedData::new(vus.to_vec());
        let (unique, parts) = (AtomicU64::new(0), Vec::new());
        data.add(Dataset { name: "rows".to_owned(), file, on_empty, unique, parts });
        data
    }

    fn take(data: &SharedData, scenario: usize, vu: u32, times: usize) -> Vec<Next> {
        let Some(Ok(rows)) = data.find("rows") else { panic!("it was added") };
        (0..times).map(|_| rows.next_of(Part { scenario, vu }, data.vus())).collect()
    }

    #[test]
    fn unique_rows_go_out_once_over_all_threads() {
        let data = data(1000, OnEmpty::Stop, &[1]);
        let Some(Ok(rows)) = data.find("rows") else { panic!("it was added") };
        let take = || std::iter::from_fn(|| if let Next::Row(row) = rows.next_unique() { Some(row) } else { None });
        let mut all: Vec<u32> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| take().collect::<Vec<_>>())).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        all.sort_unstable();
        assert!(all.into_iter().eq(0..1000));
        assert_eq!(rows.next_unique(), Next::Dry);
    }

    #[test]
    fn a_part_is_every_nth_row_and_outlives_its_vu() {
        let data = data(7, OnEmpty::Fail, &[3, 2]);
        assert_eq!(take(&data, 0, 1, 4), [Next::Row(0), Next::Row(3), Next::Row(6), Next::Dry]);
        assert_eq!(take(&data, 0, 3, 1), [Next::Row(2)]);
        // Another VU in its place, as after a trap, or as open executors number theirs.
        assert_eq!(take(&data, 0, 6, 2), [Next::Row(5), Next::Dry]);
        assert_eq!(take(&data, 1, 2, 4), [Next::Row(1), Next::Row(3), Next::Row(5), Next::Dry]);
        // `setup` has them all.
        assert_eq!(take(&data, usize::MAX, 0, 2), [Next::Row(0), Next::Row(1)]);
    }

    #[test]
    fn what_wraps_begins_again_and_what_has_no_rows_cannot() {
        let data = data(3, OnEmpty::Wrap, &[2, 5]);
        assert_eq!(take(&data, 0, 1, 3), [Next::Row(0), Next::Row(2), Next::Row(0)]);
        assert_eq!(take(&data, 1, 4, 1), [Next::Nothing { place: 4, of: 5 }]);
    }
}
