package wasmload

import (
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/abi"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/timing"
	"github.com/wasmload/wasmload/guest-sdk/go/random"
)

// Sleep waits. A VU that waits costs nothing. Zero and negative times return at once; a day is the most.
func Sleep(duration time.Duration) {
	abi.Collect()
	timing.Sleep(float64(duration) / float64(time.Millisecond))
}

// ThinkTime waits for a time between two, drawn evenly: what a user takes to read and to decide. The same seed gives a VU
// the same times again.
func ThinkTime(shortest, longest time.Duration) {
	Sleep(shortest + time.Duration(random.Float()*float64(longest-shortest)))
}
