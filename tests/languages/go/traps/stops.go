package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
)

// lives fails the iteration when the VU did not keep its state.
func lives(s *state) {
	if uint64(s.iterations) != s.Iteration().InVU {
		wasmload.FailTest("the VU lost its state")
	}
	s.iterations++
}

// panics: 3 failed iterations, `panic: sold out after 3 items`, the lines of `order` and `panics` in this file; the VU lives on.
func panics(s *state) error {
	lives(s)
	order(3)
	return nil
}

func order(items int) {
	panic(fmt.Sprintf("sold out after %d items", items))
}

// nilMap: 3 failed iterations, `panic: assignment to entry in nil map`; the VU lives on.
func nilMap(s *state) error {
	lives(s)
	var basket map[string]int
	basket["tea"]++
	return nil
}

type stubborn struct{}

func (stubborn) MarshalJSON() ([]byte, error) { panic("not me") }

// dependency: a panic below other people's code shows the scenario's own lines, `MarshalJSON` and `dependency`, only.
func dependency(*state) error {
	_, err := json.Marshal([]any{stubborn{}})
	return err
}

// returnsError: `cannot order: no seats left`, with the line of Errorf in `seats`.
func returnsError(*state) error {
	return fmt.Errorf("cannot order: %w", seats())
}

func seats() error { return wasmload.Errorf("no seats left") }

// requestError: an error of the kind not-granted, with the line of the request.
func requestError(*state) error {
	_, err := http.Get("http://not-granted.invalid/")
	return err
}

// plainError: the message alone.
func plainError(*state) error { return errors.New("plain") }

// goexit: 2 failed iterations, for which the VU is replaced; the log says that runtime.Goexit was called.
func goexit(*state) error {
	runtime.Goexit()
	return nil
}

// deadlock: 2 failed iterations, for which the VU is replaced; the log says that all goroutines are asleep.
func deadlock(*state) error {
	<-make(chan int)
	return nil
}

// exits: 2 failed iterations, for which the VU is replaced.
func exits(*state) error {
	os.Exit(3)
	return nil
}

// sleeps: one iteration of 300 ms or more, almost all of it without CPU.
func sleeps(*state) error {
	time.Sleep(300 * time.Millisecond)
	return nil
}

// environment: the check `nothing of the environment` holds.
func environment(*state) error {
	wasmload.Check("nothing of the environment", len(os.Environ()) == 0 && len(os.Args) <= 1)
	return nil
}
