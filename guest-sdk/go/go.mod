module github.com/wasmload/wasmload/guest-sdk/go

go 1.25
