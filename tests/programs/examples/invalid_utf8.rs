//! Passes a string that is not UTF-8 to `log`, by the raw import: no SDK lets that happen. The host must trap the call, show
//! `iterations_failed` with the reason `trap`, and go on.

#![expect(unsafe_code, reason = "the raw import is the point")]

use wasmload_sdk::prelude::*;

#[link(wasm_import_module = "wasmload:scenario/log@0.1.0")]
unsafe extern "C" {
    /// `write: func(level: level, message: string)`, as the canonical ABI lowers it.
    #[link_name = "write"]
    fn write(level: i32, pointer: *const u8, length: usize);
}

fn babble() {
    let message = b"\xff\xfe not UTF-8";
    // Safety: pointer and length are those of one array.
    unsafe { write(1, message.as_ptr(), message.len()) };
}

scenario!(babble);
