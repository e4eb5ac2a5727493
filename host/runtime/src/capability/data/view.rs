//! The functions of the interface: opening data, and asking for rows. Who gets which is `dataset`'s affair.

use std::sync::Arc;

use wasmload_core::plan::OnEmpty;
use wasmload_core::run::Stop;
use wasmtime::component::{Resource, ResourceTable};

use super::dataset::{Dataset, Next, Part, SharedData};
use super::file::LoadError;
use crate::bindings::wasmload::data::rows::{Error, Fault, Host, HostDataset};
use crate::capability::execution::Execution;
use crate::guest_text::name as printable_name;

/// An opened dataset, in a VU's table.
pub struct Handle(Arc<Dataset>);

/// What a VU keeps.
#[derive(Debug, Default)]
pub struct DataVu {
    /// Where the draws of rows are; none before the first.
    draws: Option<u64>,
    /// Whether it was told that the test ends because the rows are used up.
    ended: bool,
}

impl DataVu {
    /// Whether the iteration that ran was told that the test ends. It is told anew in each.
    pub(crate) fn take_ended(&mut self) -> bool {
        std::mem::take(&mut self.ended)
    }

    /// A number below `end`, by splitmix64 (Steele, Lea, Flood 2014) and the high half of a product (Lemire 2019).
    fn below(&mut self, end: u32, seed: u64) -> u32 {
        // Another sequence than the scenario's own random numbers, which begin with the same seed.
        let state = self.draws.get_or_insert(seed ^ 0x5DEE_CE66_D1CE_4E5B);
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        // Below `end`, which has 32 bits.
        u32::try_from((u128::from(z) * u128::from(end)) >> 64).unwrap_or_default()
    }
}

/// A borrow of what the calls need.
pub struct DataView<'a> {
    /// What all VUs share.
    pub shared: &'a SharedData,
    /// What this VU keeps.
    pub vu: &'a mut DataVu,
    /// Where its handles are.
    pub table: &'a mut ResourceTable,
    /// Its place in the run.
    pub execution: &'a Execution,
}

/// Ties the view to the linker.
pub struct HasData;

impl wasmtime::component::HasData for HasData {
    type Data<'a> = DataView<'a>;
}

impl DataView<'_> {
    fn dataset(&self, this: &Resource<Handle>) -> wasmtime::Result<Arc<Dataset>> {
        Ok(Arc::clone(&self.table.get(this)?.0))
    }

    /// A row, or why there is none.
    fn hand_out(&mut self, dataset: &Dataset, next: Next) -> Result<String, Error> {
        match next {
            Next::Row(index) => dataset.row(index).ok_or_else(|| out_of_range(dataset, index)),
            Next::Dry => Err(self.dry(dataset)),
            Next::Nothing { place, of } => {
                let (name, count) = (dataset.name(), dataset.count());
                let why = format!("the data `{name}` has {count} rows for {of} VUs: none for number {place}");
                Err(Error { fault: Fault::Exhausted, message: format!("{why}; add rows, or use fewer VUs") })
            }
        }
    }

    /// What becomes of a VU that wants another row.
    fn dry(&mut self, dataset: &Dataset) -> Error {
        let name = dataset.name();
        let why = format!("the rows of the data `{name}` are used up");
        let load = self.execution.run().filter(|run| run.started().is_some() && run.ended().is_none());
        match load {
            Some(run) if dataset.on_empty() == OnEmpty::Stop => {
                run.stop(Stop::DataUsedUp(name.to_owned()));
                self.vu.ended = true;
                Error { fault: Fault::Ended, message: format!("{why}, and the test ends") }
            }
            _ => Error {
                fault: Fault::Exhausted,
                message: format!("{why}; add rows, or let them begin again with `onEmpty`"),
            },
        }
    }
}

fn out_of_range(dataset: &Dataset, index: u32) -> Error {
    let (name, count) = (dataset.name(), dataset.count());
    let message = format!("the data `{name}` has no row {index}: its {count} rows are those from 0 to {}", count - 1);
    Error { fault: Fault::OutOfRange, message }
}

fn unusable(name: &str, file: &str, error: &LoadError) -> Error {
    let (fault, what) = match error {
        LoadError::Missing(why) => (Fault::Missing, format!("the file `{file}` cannot be read: {why}")),
        LoadError::Malformed { faults, .. } => {
            let first =
                faults.first().map_or_else(String::new, |fault| format!("{file}:{}: {}", fault.line, fault.reason));
            (Fault::Malformed, first)
        }
        LoadError::Empty => (Fault::Empty, format!("the file `{file}` holds no rows")),
    };
    Error { fault, message: format!("the data `{name}` cannot be used: {what}") }
}

impl Host for DataView<'_> {
    fn open(&mut self, name: String) -> wasmtime::Result<Result<Resource<Handle>, Error>> {
        let error = match self.shared.find(&name) {
            Some(Ok(dataset)) => return Ok(Ok(self.table.push(Handle(Arc::clone(dataset)))?)),
            Some(Err(unusable_)) => unusable(&name, &unusable_.file, &unusable_.error),
            None => {
                let name = printable_name(&name);
                let mut message = format!("there is no data `{name}`: give it with `--data {name}=FILE`");
                let known: Vec<&str> = self.shared.names().collect();
                if !known.is_empty() {
                    message.push_str(&format!("; there is `{}`", known.join("`, `")));
                }
                Error { fault: Fault::Unknown, message }
            }
        };
        Ok(Err(error))
    }
}

impl HostDataset for DataView<'_> {
    fn size(&mut self, this: Resource<Handle>) -> wasmtime::Result<u32> {
        Ok(self.dataset(&this)?.count())
    }

    fn row(&mut self, this: Resource<Handle>, index: u32) -> wasmtime::Result<Result<String, Error>> {
        let dataset = self.dataset(&this)?;
        Ok(dataset.row(index).ok_or_else(|| out_of_range(&dataset, index)))
    }

    fn random(&mut self, this: Resource<Handle>) -> wasmtime::Result<String> {
        let dataset = self.dataset(&this)?;
        let index = self.vu.below(dataset.count(), self.execution.seed());
        Ok(dataset.row(index).unwrap_or_default())
    }

    fn unique(&mut self, this: Resource<Handle>) -> wasmtime::Result<Result<String, Error>> {
        let dataset = self.dataset(&this)?;
        Ok(self.hand_out(&dataset, dataset.next_unique()))
    }

    fn partition(&mut self, this: Resource<Handle>) -> wasmtime::Result<Result<String, Error>> {
        let dataset = self.dataset(&this)?;
        let part = Part { scenario: self.execution.index(), vu: self.execution.id().in_scenario };
        Ok(self.hand_out(&dataset, dataset.next_of(part, self.shared.vus())))
    }

    fn drop(&mut self, this: Resource<Handle>) -> wasmtime::Result<()> {
        self.table.delete(this)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_come_again_with_their_seed() {
        let draw = |seed| {
            let mut vu = DataVu::default();
            (0..10_000).map(|_| vu.below(10, seed)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        for row in 0..10 {
            let times = draw(7).iter().filter(|&&drawn| drawn == row).count();
            // Six standard deviations of 30.
            assert!((820..1180).contains(&times), "row {row}: {times} times");
        }
    }
}
