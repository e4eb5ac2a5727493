package wasmload

import (
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/execution"
)

// Abort ends the whole test: no further iterations start, those that run are interrupted, Teardown and the summary follow,
// and the exit code says so. It returns at once; return from the function after it. Only the first reason is kept.
func Abort(reason string) { execution.Abort(reason) }

// FailTest marks the test as failed and lets it go on; the exit code says so at the end. Only the first reason is kept.
func FailTest(reason string) { execution.FailTest(reason) }

// Progress tells how much of the scenario is done, from 0.0 to 1.0: by time, or by iterations where those are the limit.
func Progress() float64 { return execution.Progress() }

// Elapsed is the time since the test began, on a monotonic clock; zero during Setup.
func Elapsed() time.Duration { return microseconds(execution.ElapsedUs()) }
