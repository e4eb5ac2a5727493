//! The macro that makes a component out of functions. Not what it expands to: that is [`lifecycle`](crate::lifecycle).

/// Makes a scenario out of functions: the last line of a component.
///
/// The smallest one names the function that an iteration calls:
///
/// ```no_run
/// use wasmload_sdk::prelude::*;
///
/// fn visit() -> Result {
///     let page = http::get("/")?;
///     check!(page.status() == 200);
///     Ok(())
/// }
/// scenario!(visit);
/// ```
///
/// Several functions are chosen from by a plan's `exec`. A function is called by its own name, or by one before an
/// arrow:
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # fn browse() -> Result { Ok(()) }
/// # fn check_out() -> Result { Ok(()) }
/// scenario!(browse, "check-out" => check_out);
/// ```
///
/// The other parts have names. All but `functions` may be left out, and they come in any order:
///
/// ```no_run
/// use wasmload_sdk::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// /// The data: made once by `setup`, handed to every VU and to `teardown`.
/// #[derive(Serialize, Deserialize)]
/// struct Shop {
///     token: String,
/// }
///
/// /// The state of a VU.
/// struct Shopper {
///     api: Params,
///     orders: u32,
/// }
///
/// impl Vu<Shop> for Shopper {
///     fn start(shop: Shop) -> Result<Self> {
///         Ok(Self { api: Params::new().bearer(&shop.token), orders: 0 })
///     }
/// }
///
/// fn plan() -> Plan {
///     Plan::new().mix("users", Mix::new(ConstantVus::new(10, secs(30))).persona("browse", 4).persona("check-out", 1))
/// }
///
/// fn open() -> Result<Shop> {
///     let login = http::post("/login").form([("user", "demo"), ("password", "demo")]).send()?;
///     Ok(Shop { token: login.json_path("token")? })
/// }
///
/// fn browse(shopper: &mut Shopper) -> Result {
///     http::Request::get("/items").params(&shopper.api).send()?;
///     Ok(())
/// }
///
/// fn check_out(shopper: &mut Shopper) -> Result {
///     http::post("/orders").params(&shopper.api).json(&["tea"]).send()?;
///     shopper.orders += 1;
///     Ok(())
/// }
///
/// fn close(shop: Shop) -> Result {
///     http::delete("/orders").bearer(&shop.token).send()?;
///     Ok(())
/// }
///
/// scenario! {
///     plan: plan,
///     setup: open,
///     vu: Shopper,
///     functions: [browse, "check-out" => check_out],
///     teardown: close,
/// }
/// ```
///
/// | part | what it is | without it |
/// | --- | --- | --- |
/// | `plan` | `fn() -> Plan` | one VU, one iteration |
/// | `setup` | `fn() -> Result<Data>`; `Data` is any type that serde can write and read | the data is `()` |
/// | `vu` | a type that is [`Vu<Data>`](crate::Vu) | the state is `()` |
/// | `functions` | a list of `fn()` or `fn(&mut State)`, which return nothing or a [`Result`](crate::Result) | |
/// | `teardown` | `fn()` or `fn(Data)`, which returns nothing or a [`Result`](crate::Result) | |
#[macro_export]
macro_rules! scenario {
    ($part:ident : $($rest:tt)*) => {
        $crate::__scenario! { @parts [] [] [] [] [] $part : $($rest)* }
    };
    ($($functions:tt)+) => {
        $crate::__scenario! { @parts [] [] [] [] [] functions : [$($functions)+] }
    };
}

/// Sorts the parts of a scenario into slots (plan, setup, vu, functions, teardown), then writes the component.
#[doc(hidden)]
#[macro_export]
macro_rules! __scenario {
    (@parts [] $setup:tt $vu:tt $functions:tt $teardown:tt plan : $value:expr $(, $($rest:tt)*)?) => {
        $crate::__scenario! { @parts [$value] $setup $vu $functions $teardown $($($rest)*)? }
    };
    (@parts $plan:tt [] $vu:tt $functions:tt $teardown:tt setup : $value:expr $(, $($rest:tt)*)?) => {
        $crate::__scenario! { @parts $plan [$value] $vu $functions $teardown $($($rest)*)? }
    };
    (@parts $plan:tt $setup:tt [] $functions:tt $teardown:tt vu : $value:ty $(, $($rest:tt)*)?) => {
        $crate::__scenario! { @parts $plan $setup [$value] $functions $teardown $($($rest)*)? }
    };
    (@parts $plan:tt $setup:tt $vu:tt [] $teardown:tt functions : [$($value:tt)+] $(, $($rest:tt)*)?) => {
        $crate::__scenario! { @parts $plan $setup $vu [$($value)+] $teardown $($($rest)*)? }
    };
    (@parts $plan:tt $setup:tt $vu:tt $functions:tt [] teardown : $value:expr $(, $($rest:tt)*)?) => {
        $crate::__scenario! { @parts $plan $setup $vu $functions [$value] $($($rest)*)? }
    };
    // All parts are in their slots: fill the empty ones.
    (@parts $plan:tt [] $vu:tt $functions:tt $teardown:tt) => {
        $crate::__scenario! { @parts $plan [|| $crate::Result::Ok(())] $vu $functions $teardown }
    };
    (@parts $plan:tt $setup:tt [] $functions:tt $teardown:tt) => {
        $crate::__scenario! { @parts $plan $setup [()] $functions $teardown }
    };
    (@parts [$($plan:expr)?] [$setup:expr] [$vu:ty] [$($functions:tt)+] [$($teardown:expr)?]) => {
        const _: () = {
            struct Component;

            ::std::thread_local! {
                static VU: ::std::cell::RefCell<::std::option::Option<$vu>> = const { ::std::cell::RefCell::new(None) };
            }

            impl $crate::lifecycle::Program for Component {
                type Vu = $vu;

                fn plan() -> ::std::option::Option<::std::string::String> {
                    let plans: &[fn() -> $crate::plan::Plan] = &[$($plan)?];
                    plans.first().map(|plan| plan().to_json())
                }

                fn functions() -> &'static [$crate::lifecycle::Named<$vu>] {
                    const { $crate::__scenario!(@functions [$vu] [] $($functions)+) }
                }

                fn slot() -> &'static $crate::lifecycle::Slot<$vu> {
                    &VU
                }

                fn setup() -> $crate::Result<::std::string::String> {
                    $crate::lifecycle::setup($setup)
                }

                fn start(data: &str) -> $crate::Result<$vu> {
                    $crate::lifecycle::start(data, $setup)
                }

                fn end(vu: $vu) {
                    $crate::lifecycle::end(vu, $setup)
                }

                fn teardown(data: &str) -> $crate::Result {
                    $($crate::lifecycle::teardown(data, $setup, $teardown)?;)?
                    let _ = data;
                    ::std::result::Result::Ok(())
                }
            }

            // Elsewhere (in an editor, in unit tests) the exports have no meaning, and their names do not link.
            #[cfg(target_family = "wasm")]
            $crate::wit::export!(Component with_types_in $crate::wit);
            #[cfg(not(target_family = "wasm"))]
            $crate::lifecycle::checked::<Component>();
        };
    };
    (@functions [$vu:ty] [$($done:tt)*]) => {
        &[$($done)*]
    };
    (@functions [$vu:ty] [$($done:tt)*] $name:literal => $function:path $(, $($rest:tt)*)?) => {
        $crate::__scenario!(@functions [$vu]
            [$($done)* ($name, |vu: &mut $vu| $crate::lifecycle::call($function, vu)),]
            $($($rest)*)?)
    };
    (@functions [$vu:ty] [$($done:tt)*] $function:path $(, $($rest:tt)*)?) => {
        $crate::__scenario!(@functions [$vu]
            [$($done)* (::core::stringify!($function), |vu: &mut $vu| $crate::lifecycle::call($function, vu)),]
            $($($rest)*)?)
    };
    (@$($rest:tt)*) => {
        ::core::compile_error!(
            "expected `scenario!(function)`, or the parts `plan`, `setup`, `vu`, `functions` and `teardown`, each at most once"
        );
    };
}
