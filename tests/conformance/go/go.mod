module conformance

go 1.25

require github.com/wasmload/wasmload/guest-sdk/go v0.1.0

replace github.com/wasmload/wasmload/guest-sdk/go => ../../../guest-sdk/go
