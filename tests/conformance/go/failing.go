package main

import (
	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/metrics"
)

// Iterations and tests that end otherwise than well. What comes of them is looked at from outside.

var meant = metrics.NewTags("meant", "yes")

// failing fails each iteration, after a check that does not hold.
func failing(s *session) error {
	s.iterations++
	wasmload.CheckWith("meant to fail", false, meant)
	return wasmload.Errorf("meant to fail")
}

// aborting ends the test in its first iteration.
func aborting(s *session) error {
	s.iterations++
	wasmload.Abort("the first reason")
	wasmload.Abort("the second reason")
	return nil
}

// marking marks the test as failed, and lets it go on.
func marking(s *session) error {
	s.iterations++
	wasmload.FailTest("the first reason")
	wasmload.FailTest("the second reason")
	return nil
}
