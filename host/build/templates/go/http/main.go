// One kind of user: asks for the front page, and looks at the answer.
package main

import (
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

// proposed is what runs without flags; a plan file or flags override it.
var proposed = plan.New(
	plan.Scenario("visits", plan.ConstantVUs(5, 10*time.Second)),
	plan.Threshold("http_req_duration", "p(95)<500"),
	plan.Threshold("checks", "rate>0.99"),
)

// visit is one iteration.
func visit(vu *wasmload.VU) error {
	page, err := http.Get("/")
	if err != nil {
		return err
	}
	wasmload.Check("status is 200", page.Status == 200)
	wasmload.Check("the page is small", isSmall(page.BodySize))
	wasmload.ThinkTime(500*time.Millisecond, 1500*time.Millisecond)
	return nil
}

// isSmall tells whether a page weighs what it may, in bytes.
func isSmall(bytes int) bool { return bytes < 1<<20 }

func main() { wasmload.Run(visit, wasmload.Plan(proposed)) }
