// Load that grows in stages: where does the target begin to slow down?
package main

import (
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
	"github.com/wasmload/wasmload/guest-sdk/go/metrics"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

// slowAnswers is the share of answers that users would call slow.
var slowAnswers = metrics.NewRate("slow_answers")

// proposed goes up to 10 VUs, up to 30, and down again. The test ends early when more than one answer in ten is slow.
var proposed = plan.New(
	plan.Scenario("growing", plan.RampingVUs([]plan.Stage{
		{Duration: 5 * time.Second, Target: 10},
		{Duration: 10 * time.Second, Target: 30},
		{Duration: 5 * time.Second, Target: 0},
	})),
	plan.Threshold("slow_answers", "rate<0.1", plan.AbortOnFail()),
	plan.Profile("smoke", plan.Scenario("growing", plan.ConstantVUs(1, 3*time.Second))),
)

// visit is one iteration.
func visit(vu *wasmload.VU) error {
	page, err := http.Get("/")
	if err != nil {
		return err
	}
	wasmload.Check("status is 200", page.Status == 200)
	slowAnswers.Add(isSlow(page.Duration))
	wasmload.ThinkTime(200*time.Millisecond, 800*time.Millisecond)
	return nil
}

// isSlow tells whether users would notice.
func isSlow(duration time.Duration) bool { return duration > 300*time.Millisecond }

func main() { wasmload.Run(visit, wasmload.Plan(proposed)) }
