package plan

import "time"

// A Setting is a part that all executors take, and mixes through them.
type Setting func(*object)

func (s Setting) iterations(o *object)   { s(o) }
func (s Setting) constantVUs(o *object)  { s(o) }
func (s Setting) rampingVUs(o *object)   { s(o) }
func (s Setting) constantRate(o *object) { s(o) }
func (s Setting) rampingRate(o *object)  { s(o) }

// Exec is the function that the VUs call. Without it the one named default, or the first one.
func Exec(function string) Setting {
	return func(o *object) { o.set("exec", function) }
}

// StartTime is when the scenario starts, after the test does.
func StartTime(after time.Duration) Setting {
	return func(o *object) { o.set("startTime", after) }
}

// GracefulStop is how long iterations may go on after the scenario's end before they are interrupted. 30 seconds without it.
func GracefulStop(limit time.Duration) Setting {
	return func(o *object) { o.set("gracefulStop", limit) }
}

// ScenarioEnv sets a variable for the VUs, over that of the plan.
func ScenarioEnv(name, value string) Setting {
	return func(o *object) { o.object("env").set(name, value) }
}

// ScenarioTag adds a tag to the samples. The tag scenario is there by itself.
func ScenarioTag(name, value string) Setting {
	return func(o *object) { o.object("tags").set(name, value) }
}

// A Limit is a part that the executors of iterations take.
type Limit func(*object)

func (l Limit) iterations(o *object) { l(o) }

// MaxDuration is when the rest of the iterations is dropped. 10 minutes without it.
func MaxDuration(limit time.Duration) Limit {
	return func(o *object) { o.set("maxDuration", limit) }
}

// A Ramp is a part that RampingVUs takes.
type Ramp func(*object)

func (r Ramp) rampingVUs(o *object) { r(o) }

// StartVUs is the number of VUs at the beginning. 1 without it.
func StartVUs(vus int) Ramp {
	return func(o *object) { o.set("startVUs", vus) }
}

// GracefulRampDown is how long an iteration may go on when its VU is ramped down. 30 seconds without it.
func GracefulRampDown(limit time.Duration) Ramp {
	return func(o *object) { o.set("gracefulRampDown", limit) }
}

// An Arrival is a part that both executors of rates take.
type Arrival func(*object)

func (a Arrival) constantRate(o *object) { a(o) }
func (a Arrival) rampingRate(o *object)  { a(o) }

// TimeUnit is the unit of the rate. One second without it: for 3 starts a minute, a rate of 3 and a unit of a minute.
func TimeUnit(unit time.Duration) Arrival {
	return func(o *object) { o.set("timeUnit", unit) }
}

// MaxVUs is up to how many VUs may be made during the test. No more than before it without this.
func MaxVUs(vus int) Arrival {
	return func(o *object) { o.set("maxVUs", vus) }
}

// Poisson has starts come independently of each other, as users do, instead of evenly spaced.
func Poisson() Arrival {
	return func(o *object) { o.set("distribution", "poisson") }
}

// A RampingRate is a part that RampingArrivalRate takes.
type RampingRate func(*object)

func (r RampingRate) rampingRate(o *object) { r(o) }

// StartRate is the rate at the beginning. 0 without it.
func StartRate(rate int) RampingRate {
	return func(o *object) { o.set("startRate", rate) }
}
