// What can go wrong in a scenario in Go, one scenario of the plan for each. What each of them has to show is said beside it; it
// is looked at from outside.
package main

import (
	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

// state is what a VU keeps: it tells whether the VU lived on.
type state struct {
	wasmload.VU
	iterations int
}

var functions = []struct {
	name       string
	function   func(*state) error
	iterations int
}{
	{"panics", panics, 3},
	{"nil-map", nilMap, 3},
	{"dependency", dependency, 1},
	{"returns-error", returnsError, 1},
	{"request-error", requestError, 1},
	{"plain-error", plainError, 1},
	{"goexit", goexit, 2},
	{"deadlock", deadlock, 2},
	{"exits", exits, 2},
	{"sleeps", sleeps, 1},
	{"goroutines", goroutines, 2},
	{"left-over", leftOver, 3},
	{"goroutine-panics", goroutinePanics, 2},
	{"leaks-responses", leaksResponses, 200},
	{"stale-response", staleResponse, 2},
	{"garbage", garbage, 2000},
	{"one-big-iteration", oneBigIteration, 3},
	{"big-bodies", bigBodies, 300},
	{"keeps-much", keepsMuch, 200},
	{"strings", strings_, 20000},
	{"environment", environment, 1},
}

func main() {
	options := []plan.Option{}
	rest := []wasmload.Option{}
	for _, f := range functions {
		rest = append(rest, wasmload.Function(f.name, f.function))
		options = append(options, plan.Scenario(f.name, plan.PerVUIterations(1, f.iterations, plan.Exec(f.name))))
	}
	wasmload.Run(func(*state) error { return nil }, append(rest, wasmload.Plan(plan.New(options...)))...)
}
