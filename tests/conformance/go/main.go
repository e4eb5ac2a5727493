// The conformance scenario in Go: every function of every interface in `wit/`, and every error case, each proved by a
// check that is named after it. The specification is `tests/conformance/README.md`; all languages follow it to the letter.
//
// It is not an example: scenarios are shorter.
package main

import (
	"slices"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
	"github.com/wasmload/wasmload/guest-sdk/go/log"
	"github.com/wasmload/wasmload/guest-sdk/go/metrics"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

// ended grows by one in each VU that is retired.
var ended = metrics.NewCounter("conformance_ended")

// handed is what Setup hands to every VU and to Teardown.
type handed struct {
	Greeting string `json:"greeting"`
	Numbers  []int  `json:"numbers"`
}

func (d handed) agreed() bool {
	return d.Greeting == "grüße" && slices.Equal(d.Numbers, []int{1, 2, 3})
}

// session is what a VU keeps between its iterations.
type session struct {
	wasmload.VU
	shared     *http.Params
	iterations uint64
}

// prove records the check of that name, and says in the log when it does not hold.
func prove(name string, holds bool) {
	if !wasmload.Check(name, holds) {
		log.Errorf("%s does not hold", name)
	}
}

func prepare() (handed, error) {
	var vu wasmload.VU
	if vu.ID() != 0 || vu.IDInScenario() != 0 || vu.Scenario().Name != "" || wasmload.Elapsed() != 0 {
		return handed{}, wasmload.Errorf("setup runs in no VU, in no scenario, and before the test begins")
	}
	return handed{"grüße", []int{1, 2, 3}}, nil
}

func start(data handed) (*session, error) {
	s := &session{shared: shared()}
	prove("lifecycle.setup", data.agreed())
	if s.Scenario().Name == "everything" {
		// First of all: the numbers of a VU begin with its first draw.
		draw(s)
	}
	return s, nil
}

func end(s *session) {
	prove("lifecycle.vu-end", s.iterations > 0)
	ended.Add(1)
}

func everything(s *session) error {
	prove("lifecycle.iteration", true)
	prove("lifecycle.vu-start", s.Iteration().InVU == s.iterations)
	s.iterations++
	run(s)
	if err := rows(s); err != nil {
		return err
	}
	figures(s)
	for _, part := range []func() error{func() error { return requests(s.shared) }, responses, failures, sockets} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func cleanUp(data handed) error {
	prove("lifecycle.teardown", data.agreed())
	tooMany()
	return nil
}

func main() {
	wasmload.Run(everything,
		wasmload.Function("failing", failing),
		wasmload.Function("aborting", aborting),
		wasmload.Function("marking", marking),
		wasmload.Function("ending", ending),
		wasmload.Setup(prepare),
		wasmload.StartWith(start),
		wasmload.End(end),
		wasmload.TeardownWith(cleanUp),
		wasmload.Plan(plan.New(
			plan.Scenario("everything", plan.PerVUIterations(2, 2, plan.Exec("everything"))),
			plan.Scenario("failing", plan.PerVUIterations(2, 2, plan.Exec("failing"))),
			plan.Scenario("aborting", plan.PerVUIterations(1, 1000, plan.Exec("aborting"))),
			plan.Scenario("marking", plan.PerVUIterations(1, 3, plan.Exec("marking"))),
			plan.Scenario("ending", plan.PerVUIterations(1, 1000, plan.Exec("ending"))),
			plan.Tag("suite", "conformance"),
			plan.Env("FROM_PLAN", "yes"),
		)),
	)
}
