package plan

import "time"

// An Executor is a rule for how the iterations of a scenario start. The host runs it, with k6's semantics.
type Executor struct {
	document *object
}

// Executors differ in what they take; what all take is a Setting. The compiler tells them apart.
type (
	// IterationsOption is what SharedIterations and PerVUIterations take.
	IterationsOption interface{ iterations(*object) }
	// ConstantVUsOption is what ConstantVUs takes.
	ConstantVUsOption interface{ constantVUs(*object) }
	// RampingVUsOption is what RampingVUs takes.
	RampingVUsOption interface{ rampingVUs(*object) }
	// ConstantArrivalRateOption is what ConstantArrivalRate takes.
	ConstantArrivalRateOption interface{ constantRate(*object) }
	// RampingArrivalRateOption is what RampingArrivalRate takes.
	RampingArrivalRateOption interface{ rampingRate(*object) }
)

func executor[O any](name string, options []O, apply func(O, *object), pairs ...any) Executor {
	o := &object{}
	o.set("executor", name)
	for i := 0; i < len(pairs); i += 2 {
		o.set(pairs[i].(string), pairs[i+1])
	}
	for _, option := range options {
		apply(option, o)
	}
	return Executor{o}
}

// SharedIterations has VUs take iterations from one pool until it is empty.
func SharedIterations(vus, iterations int, options ...IterationsOption) Executor {
	return executor("shared-iterations", options, IterationsOption.iterations, "vus", vus, "iterations", iterations)
}

// PerVUIterations has each VU run so many iterations.
func PerVUIterations(vus, iterations int, options ...IterationsOption) Executor {
	return executor("per-vu-iterations", options, IterationsOption.iterations, "vus", vus, "iterations", iterations)
}

// ConstantVUs has so many VUs loop for so long.
func ConstantVUs(vus int, duration time.Duration, options ...ConstantVUsOption) Executor {
	return executor("constant-vus", options, ConstantVUsOption.constantVUs, "vus", vus, "duration", duration)
}

// RampingVUs has a number of VUs loop that changes over time. It begins at [StartVUs], which is 1.
func RampingVUs(stages []Stage, options ...RampingVUsOption) Executor {
	return executor("ramping-vus", options, RampingVUsOption.rampingVUs, "stages", list(stages))
}

// ConstantArrivalRate starts so many iterations in each second, whether earlier ones ended or not. The VUs are made before the
// test starts; what is due when none of them is idle is dropped and counted.
func ConstantArrivalRate(rate int, duration time.Duration, vus int, options ...ConstantArrivalRateOption) Executor {
	return executor("constant-arrival-rate", options, ConstantArrivalRateOption.constantRate,
		"rate", rate, "duration", duration, "preAllocatedVUs", vus)
}

// RampingArrivalRate starts iterations at a rate that changes over time. It begins at [StartRate], which is 0. The VUs are made
// before the test starts.
func RampingArrivalRate(stages []Stage, vus int, options ...RampingArrivalRateOption) Executor {
	return executor("ramping-arrival-rate", options, RampingArrivalRateOption.rampingRate,
		"preAllocatedVUs", vus, "stages", list(stages))
}

// A Stage is a linear change towards a number of VUs, or towards a rate. A stage of no duration jumps there.
type Stage struct {
	// Duration is how long it takes.
	Duration time.Duration
	// Target is the number of VUs, or the rate, at its end.
	Target int
}

func list(stages []Stage) []any {
	list := make([]any, len(stages))
	for i, stage := range stages {
		o := &object{}
		o.set("duration", stage.Duration)
		o.set("target", stage.Target)
		list[i] = o
	}
	return list
}
