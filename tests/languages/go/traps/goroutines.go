package main

import (
	"sync"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
)

// goroutines: 2 iterations with 3 requests each, one after the other; the check `all were answered` holds.
func goroutines(*state) error {
	var group sync.WaitGroup
	statuses := make([]int, 3)
	for i := range statuses {
		group.Go(func() {
			page, err := http.Get("/")
			if err == nil {
				statuses[i] = page.Status
			}
		})
	}
	group.Wait()
	wasmload.Check("all were answered", statuses[0] == 200 && statuses[1] == 200 && statuses[2] == 200)
	return nil
}

var left int

// leftOver: goroutines that outlive their iteration go on in a later one; the check `those of before have run` holds twice.
func leftOver(s *state) error {
	if s.Iteration().InVU > 0 {
		time.Sleep(time.Millisecond)
		wasmload.Check("those of before have run", left >= int(s.Iteration().InVU))
	}
	go func() { left++ }()
	return nil
}

// goroutinePanics: 2 failed iterations, for which the VU is replaced; the log has the message of the panic.
func goroutinePanics(*state) error {
	go func() { panic("nobody recovers this") }()
	time.Sleep(time.Millisecond)
	return nil
}
