package lifecycle

import (
	_ "unsafe" // for go:linkname

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/log"
)

// main is the scenario's. The runtime does not call it in a component, which is a library to Go.
//
//go:linkname main main.main
func main()

// goexit tells of the end of the goroutine that the host called.
func goexit() {
	log.Write(log.LevelError, "the function called runtime.Goexit, which ends the VU's only thread; return an error instead")
}
