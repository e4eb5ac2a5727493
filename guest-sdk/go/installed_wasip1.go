package wasmload

import _ "github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/exports" // what the host calls

// installed has nothing to say in a component: the host calls next.
func installed() {}
