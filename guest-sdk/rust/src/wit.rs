//! The bindings that `wit-bindgen` makes of the folder `wit/`.
//!
//! Not for users: its names follow the WIT and the generator, and change with them. The modules beside it are the API.

wit_bindgen::generate!({
    path: "wit",
    world: "scenario",
    generate_all,
    // Requests are lent to the host as slices: sending one copies nothing in the guest.
    ownership: Borrowing { duplicate_if_necessary: true },
    pub_export_macro: true,
    default_bindings_module: "wasmload_sdk::wit",
});
