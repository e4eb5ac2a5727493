import wasmload
