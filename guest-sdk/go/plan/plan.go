// Package plan says what a scenario proposes: what runs, how often, and what has to hold. It is not the last word: a plan file
// and command-line flags override it, key by key.
//
//	plan.New(
//		plan.Scenario("visitors", plan.ConstantVUs(10, 30*time.Second, plan.Exec("browse"))),
//		plan.Scenario("orders", plan.ConstantArrivalRate(5, 30*time.Second, 20, plan.Exec("buy"))),
//		plan.Threshold("http_req_duration", "p(95)<500"),
//		plan.Threshold("checks", "rate>0.99", plan.AbortOnFail()),
//		plan.Profile("smoke", plan.VUs(1), plan.Iterations(1)),
//	)
//
// The functions write the JSON document whose schema `wasmload schema` prints. They check nothing: the host does, and names
// all faults at once.
package plan

import (
	"bytes"
	"time"
)

// A Plan is what a scenario proposes. The zero value says nothing: one VU runs one iteration.
type Plan struct {
	document object
}

// New makes a plan.
func New(options ...Option) Plan {
	var p Plan
	for _, option := range options {
		option(&p.document)
	}
	return p
}

// JSON gives the document that the host reads.
func (p Plan) JSON() (string, error) {
	var out bytes.Buffer
	if err := encode(&out, &p.document); err != nil {
		return "", err
	}
	return out.String(), nil
}

// An Option is a part of a plan.
type Option func(*object)

func set(key string, value any) Option {
	return func(o *object) { o.set(key, value) }
}

// Scenario adds a scenario. All scenarios run at the same time, unless they have a [StartTime]. A name has letters, digits, _
// and -.
func Scenario(name string, executor Executor) Option {
	return func(o *object) { o.object("scenarios").set(name, executor.document) }
}

// WithoutScenario leaves out a scenario of the plan that a profile is laid over.
func WithoutScenario(name string) Option {
	return func(o *object) { o.object("scenarios").set(name, nil) }
}

// WithoutMix leaves out a mix of the plan that a profile is laid over.
func WithoutMix(name string) Option {
	return func(o *object) { o.object("mixes").set(name, nil) }
}

// Profile adds a variant of the plan, chosen with --profile NAME: what it says is laid over the plan.
func Profile(name string, over ...Option) Option {
	return func(o *object) {
		profile := New(over...)
		o.object("profiles").set(name, &profile.document)
	}
}

// VUs is a shortcut for plans without scenarios, together with [Duration], [Iterations] or [Stages]: the number of VUs.
func VUs(count int) Option { return set("vus", count) }

// Duration is a shortcut for one scenario of [ConstantVUs]: how long its VUs loop.
func Duration(duration time.Duration) Option { return set("duration", duration) }

// Iterations is a shortcut for one scenario of [SharedIterations]: how many iterations there are in all.
func Iterations(count int) Option { return set("iterations", count) }

// Stages is a shortcut for one scenario of [RampingVUs].
func Stages(stages ...Stage) Option { return set("stages", list(stages)) }

// Target is the base URL for requests with a relative one. --target overrides it.
func Target(url string) Option { return set("target", url) }

// AllowNet asks for a host that the scenario wants to reach beside the target, as HOST[:PORT]. The person who starts the test
// grants it.
func AllowNet(host string) Option {
	return func(o *object) { o.push("allowNet", host) }
}

// AllowDir asks for a directory that the scenario wants to read, as HOST[:GUEST][:rw]; write too with rw. The person who starts
// the test grants it.
func AllowDir(directory string) Option {
	return func(o *object) { o.push("allowDirs", directory) }
}

// SummaryTrendStats are the columns of trends in the summary: avg, min, med, max, count and p(N).
func SummaryTrendStats(columns ...string) Option { return set("summaryTrendStats", columns) }

// SetupTimeout is how long Setup may take. One minute without it.
func SetupTimeout(limit time.Duration) Option { return set("setupTimeout", limit) }

// TeardownTimeout is how long Teardown may take. One minute without it.
func TeardownTimeout(limit time.Duration) Option { return set("teardownTimeout", limit) }

// MinIterationDuration makes a VU wait at the end of a shorter iteration until this time is over.
func MinIterationDuration(least time.Duration) Option { return set("minIterationDuration", least) }

// VUMemory is the linear memory that one VU may have, in bytes. 64 MiB without it.
func VUMemory(bytes int) Option { return set("vuMemory", bytes) }

// GuestStall is how long the scenario may compute without waiting before its VU is stopped. 5 seconds without it.
func GuestStall(limit time.Duration) Option { return set("guestStall", limit) }

// MaxSeries is how many series, each a metric with one set of tags, are kept apart. 10,000 without it.
func MaxSeries(count int) Option { return set("maxSeries", count) }

// Seed is where all random numbers of the run begin. A random one without it, shown in the summary.
func Seed(seed int) Option { return set("seed", seed) }
