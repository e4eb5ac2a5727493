package wasmload

import (
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/checks"
	"github.com/wasmload/wasmload/guest-sdk/go/metrics"
)

// remembered is how many checks the SDK knows by name. Scenarios have a few; one that makes names up as it goes shall not
// fill the VU's memory with them.
const remembered = 256

var known = map[string]uint32{}

// Check records that a truth about the system under test held, or did not, and returns which. It never stops anything: it is
// counted, and thresholds may look at it.
func Check(name string, passed bool) bool {
	checks.Record(check(name), passed, 0)
	return passed
}

// CheckWith is [Check] with tags on top of the VU's own.
func CheckWith(name string, passed bool, tags *metrics.Tags) bool {
	checks.Record(check(name), passed, tags.ID())
	return passed
}

// check gives the host's number of a check.
func check(name string) uint32 {
	number, ok := known[name]
	if !ok {
		number = checks.Register(name)
		if len(known) < remembered {
			known[name] = number
		}
	}
	return number
}
