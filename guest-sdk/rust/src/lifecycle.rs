//! From the functions of a scenario to what a component exports. Not called by hand: [`scenario!`](crate::scenario!)
//! is.

use std::cell::RefCell;
use std::thread::LocalKey;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::wit::exports::wasmload::scenario::lifecycle::{Description, Failure, Guest};
use crate::{Error, Result, Vu, fail, panic};

/// A function of a scenario, under its name in plans, in the form in which it is called.
pub type Named<V> = (&'static str, fn(&mut V) -> Result);

/// Where an instance keeps the state of its VU.
pub type Slot<V> = LocalKey<RefCell<Option<V>>>;

/// What [`scenario!`](crate::scenario!) makes of its parts.
pub trait Program {
    /// The state of a VU.
    type Vu: 'static;

    /// The plan, as JSON.
    fn plan() -> Option<String>;
    /// The functions, in the order of their indices.
    fn functions() -> &'static [Named<Self::Vu>];
    /// The place of the VU's state.
    fn slot() -> &'static Slot<Self::Vu>;
    /// Makes the data, as JSON.
    fn setup() -> Result<String>;
    /// Makes the state of a VU from the data.
    fn start(data: &str) -> Result<Self::Vu>;
    /// Takes the state of a VU that is retired.
    fn end(vu: Self::Vu);
    /// Cleans up, with the data.
    fn teardown(data: &str) -> Result;
}

impl<P: Program> Guest for P {
    fn describe() -> Description {
        panic::log();
        Description {
            plan: P::plan(),
            functions: P::functions().iter().map(|(name, _)| last_segment(name).into()).collect(),
            sdk_name: "wasmload-sdk-rust".into(),
            sdk_version: env!("CARGO_PKG_VERSION").into(),
        }
    }

    fn setup() -> Result<String, Failure> {
        panic::log();
        P::setup().map_err(failure)
    }

    fn vu_start(data: String) -> Result<(), Failure> {
        panic::log();
        let vu = P::start(&data).map_err(failure)?;
        P::slot().set(Some(vu));
        Ok(())
    }

    #[inline]
    fn iteration(function: u32) -> Result<(), Failure> {
        P::slot()
            .with_borrow_mut(|vu| match (vu, P::functions().get(function as usize)) {
                (Some(vu), Some((_, function))) => function(vu),
                (None, _) => fail!("the host called `iteration` before `vu-start`"),
                (_, None) => fail!("the host called function {function}, which there is not"),
            })
            .map_err(failure)
    }

    fn vu_end() {
        if let Some(vu) = P::slot().take() {
            P::end(vu);
        }
    }

    fn teardown(data: String) -> Result<(), Failure> {
        panic::log();
        P::teardown(&data).map_err(failure)
    }
}

/// The name of a function without the path to it. `stringify!` may put spaces around `::`.
fn last_segment(path: &'static str) -> &'static str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

#[cold]
fn failure(error: Error) -> Failure {
    Failure { message: error.to_string(), stack: Some(error.location().to_string()) }
}

/// Uses a program where it cannot be exported, so that it is checked all the same.
pub const fn checked<P: Program>() {}

/// Runs `setup` and writes down what it returns.
pub fn setup<D: Serialize>(setup: impl Fn() -> Result<D>) -> Result<String> {
    Ok(serde_json::to_string(&setup()?)?)
}

/// Makes the state of a VU. `_setup` tells the type of the data.
pub fn start<D: DeserializeOwned, V: Vu<D>>(data: &str, _setup: impl Fn() -> Result<D>) -> Result<V> {
    V::start(read(data)?)
}

/// Retires a VU. `_setup` tells the type of the data.
pub fn end<D, V: Vu<D>>(vu: V, _setup: impl Fn() -> Result<D>) {
    vu.end();
}

/// Runs `teardown`. `_setup` tells the type of the data.
pub fn teardown<D: DeserializeOwned, M>(
    data: &str,
    _setup: impl Fn() -> Result<D>,
    teardown: impl Teardown<D, M>,
) -> Result {
    teardown.call(read(data)?)
}

fn read<D: DeserializeOwned>(data: &str) -> Result<D> {
    serde_json::from_str(if data.is_empty() { "null" } else { data })
        .map_err(|error| Error::new(format!("the data of `setup` cannot be read: {error}")))
}

/// Calls a function of the scenario, of whatever form.
#[inline]
pub fn call<V, M>(function: impl Function<V, M>, vu: &mut V) -> Result {
    function.call(vu)
}

/// What a function of a scenario may return.
#[diagnostic::on_unimplemented(
    message = "a function of a scenario cannot return `{Self}`",
    note = "it returns nothing, or a `Result` without a value"
)]
pub trait Outcome {
    /// As a result.
    fn result(self) -> Result;
}

impl Outcome for () {
    fn result(self) -> Result {
        Ok(())
    }
}

impl<E: Into<Error>> Outcome for Result<(), E> {
    #[inline]
    fn result(self) -> Result {
        self.map_err(Into::into)
    }
}

/// What may be listed as a function of a scenario. `M` tells the forms apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function of this scenario",
    note = "it takes nothing or `&mut {V}`, and returns nothing or a `Result` without a value"
)]
pub trait Function<V, M> {
    /// Runs one iteration.
    fn call(&self, vu: &mut V) -> Result;
}

impl<V, R: Outcome, F: Fn() -> R> Function<V, fn() -> R> for F {
    #[inline]
    fn call(&self, _vu: &mut V) -> Result {
        self().result()
    }
}

impl<V, R: Outcome, F: Fn(&mut V) -> R> Function<V, fn(&mut V) -> R> for F {
    #[inline]
    fn call(&self, vu: &mut V) -> Result {
        self(vu).result()
    }
}

/// What may be given as `teardown`. `M` tells the forms apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `teardown` of this scenario",
    note = "it takes nothing or `{D}`, and returns nothing or a `Result` without a value"
)]
pub trait Teardown<D, M> {
    /// Cleans up.
    fn call(&self, data: D) -> Result;
}

impl<D, R: Outcome, F: Fn() -> R> Teardown<D, fn() -> R> for F {
    fn call(&self, _data: D) -> Result {
        self().result()
    }
}

impl<D, R: Outcome, F: Fn(D) -> R> Teardown<D, fn(D) -> R> for F {
    fn call(&self, data: D) -> Result {
        self(data).result()
    }
}

#[cfg(test)]
mod tests {
    use super::{call, last_segment, setup, start, teardown};
    use crate::{Error, Result, Vu};

    struct Shopper {
        orders: u32,
    }

    impl Vu<u32> for Shopper {
        fn start(data: u32) -> Result<Self> {
            Ok(Self { orders: data })
        }
    }

    #[test]
    fn data_goes_from_setup_to_the_vus_and_to_teardown() {
        let prepare = || Ok(7);
        let data = setup(prepare).unwrap();
        assert_eq!(data, "7");
        assert_eq!(start::<_, Shopper>(&data, prepare).unwrap().orders, 7);
        teardown(&data, prepare, |data: u32| assert_eq!(data, 7)).unwrap();
        assert!(teardown(&data, prepare, || Err::<(), Error>("no".into())).is_err());
        let error = start::<_, Shopper>("[]", prepare).err().unwrap();
        assert!(error.to_string().starts_with("the data of `setup` cannot be read: invalid type"));
    }

    #[test]
    fn functions_may_take_the_vu_or_not_and_return_a_result_or_not() {
        fn buy(shopper: &mut Shopper) {
            shopper.orders += 1;
        }
        fn pay(shopper: &mut Shopper) -> Result {
            shopper.orders += 1;
            Ok(())
        }
        fn fails() -> Result<(), std::fmt::Error> {
            Err(std::fmt::Error)
        }
        let mut shopper = Shopper { orders: 0 };
        call(buy, &mut shopper).unwrap();
        call(pay, &mut shopper).unwrap();
        call(|| {}, &mut shopper).unwrap();
        assert!(call(fails, &mut shopper).is_err());
        assert_eq!(shopper.orders, 2);
    }

    #[test]
    fn a_function_is_called_by_its_name_without_the_path() {
        assert_eq!(last_segment("personas :: developer"), "developer");
        assert_eq!(last_segment("visit"), "visit");
        assert_eq!(last_segment("ci-cd"), "ci-cd");
    }
}
