package plan

import "time"

// Threshold adds a condition on a metric, or on metric{tag:value}, in k6's grammar, such as p(95)<500 or rate<0.01. The test
// fails when it does not hold.
func Threshold(metric, condition string, options ...ThresholdOption) Option {
	return func(o *object) {
		if len(options) == 0 {
			o.object("thresholds").push(metric, condition)
			return
		}
		threshold := &object{}
		threshold.set("threshold", condition)
		for _, option := range options {
			option(threshold)
		}
		o.object("thresholds").push(metric, threshold)
	}
}

// A ThresholdOption says what else becomes of a threshold.
type ThresholdOption func(*object)

// AbortOnFail ends the test as soon as the condition does not hold.
func AbortOnFail() ThresholdOption {
	return func(o *object) { o.set("abortOnFail", true) }
}

// DelayAbortEval is how long after the start of the test a condition is first able to end it.
func DelayAbortEval(delay time.Duration) ThresholdOption {
	return func(o *object) { o.set("delayAbortEval", delay) }
}
