//! What a VU keeps between its iterations. Not shared: each VU has an instance, and so a state, of its own.

use crate::Result;

/// The state of a virtual user: made before its first iteration, lent to each of them, dropped after the last.
///
/// `Data` is what the scenario's `setup` returns. A scenario without a state has `()`.
///
/// ```no_run
/// use wasmload_sdk::prelude::*;
///
/// struct Shopper {
///     basket: Vec<u64>,
/// }
///
/// impl Vu for Shopper {
///     fn start(_: ()) -> Result<Self> {
///         Ok(Self { basket: Vec::new() })
///     }
/// }
///
/// fn browse(shopper: &mut Shopper) -> Result {
///     let item = random::range(1..1000);
///     http::Request::get(format!("/items/{item}")).name("item").send()?;
///     shopper.basket.push(item);
///     Ok(())
/// }
///
/// scenario! { vu: Shopper, functions: [browse] }
/// ```
#[diagnostic::on_unimplemented(
    message = "a VU of the type `{Self}` cannot start from `{Data}`, which is what the scenario's `setup` returns",
    label = "implement `Vu<{Data}>` for it"
)]
pub trait Vu<Data = ()>: Sized + 'static {
    /// Makes the state, outside of any measurement.
    ///
    /// # Errors
    ///
    /// The VU cannot start; the host says so, and goes on without it.
    fn start(data: Data) -> Result<Self>;

    /// Takes leave, when the VU is retired in good order: not after a trap, and not when it was interrupted.
    fn end(self) {}
}

impl<Data> Vu<Data> for () {
    fn start(_: Data) -> Result<Self> {
        Ok(())
    }
}
