// Package lifecycle leads from what the host calls to the scenario's own functions. What the scenario is made of, package
// wasmload says; what a component exports, package exports does.
package lifecycle

import (
	"errors"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/abi"
	lifecycle "github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/lifecycle"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/failure"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// What `wasmload inspect` prints about the SDK.
const (
	name    = "wasmload-sdk-go"
	version = "0.1.0"
)

// A Program is a scenario as the host sees it.
type Program interface {
	// Plan gives the plan as JSON; empty without one.
	Plan() (string, error)
	// Functions names the functions in the order of their indices.
	Functions() []string
	// Setup gives the data for all VUs, as JSON.
	Setup() (string, error)
	// Start prepares the VU.
	Start(data string) error
	// Iterate runs a function once.
	Iterate(function int) error
	// End retires the VU.
	End()
	// Teardown ends the test.
	Teardown(data string) error
}

var (
	program Program
	// Whether `main` was called.
	called bool
	// What is to be done at the end of each step.
	after []func()
)

// Install is called by wasmload.Run, in the scenario's `main`.
func Install(p Program) {
	if program != nil {
		panic("wasmload.Run was called twice: a component is one scenario; give it several functions")
	}
	program = p
}

// AfterEach has something done after each iteration and each other step of the lifecycle.
func AfterEach(do func()) { after = append(after, do) }

// prepare calls `main`, once, as the runtime does in a program but not in a component.
func prepare() {
	if !called {
		called = true
		main()
	}
	if program == nil {
		panic("wasmload: `main` did not call wasmload.Run")
	}
}

// Describe says what the component is. It cannot fail: what it meets is a panic, which the host shows.
func Describe() lifecycle.Description {
	prepare()
	plan, err := program.Plan()
	if err != nil {
		panic(err)
	}
	description := lifecycle.Description{Functions: program.Functions(), SdkName: name, SdkVersion: version}
	if plan != "" {
		description.Plan = wit.Some(plan)
	}
	return description
}

// Setup runs once before the test.
func Setup() (outcome wit.Result[string, lifecycle.Failure]) {
	var data string
	if fault := guarded(func() (err error) {
		data, err = program.Setup()
		return err
	}); fault.Tag() == wit.ResultErr {
		return wit.Err[string](fault.Err())
	}
	return wit.Ok[string, lifecycle.Failure](data)
}

// VuStart prepares the VU.
func VuStart(data string) Done {
	return guarded(func() error { return program.Start(data) })
}

// VuEnd retires the VU. What goes wrong there is a panic of the instance: nobody is left to tell.
func VuEnd() {
	prepare()
	program.End()
	finish()
}

// Teardown runs once after the test.
func Teardown(data string) Done {
	return guarded(func() error { return program.Teardown(data) })
}

// Iteration runs one iteration.
func Iteration(function uint32) (outcome Done) {
	returned := false
	defer func() {
		if !returned {
			outcome = stopped(recover())
		}
		finish()
	}()
	err := program.Iterate(int(function))
	returned = true
	if err != nil {
		outcome = failed(err)
	}
	return outcome
}

// guarded runs a step of the lifecycle that may be the first one.
func guarded(step func() error) (outcome Done) {
	returned := false
	defer func() {
		if !returned {
			outcome = stopped(recover())
		}
		finish()
	}()
	prepare()
	err := step()
	returned = true
	if err != nil {
		outcome = failed(err)
	}
	return outcome
}

// Done is the outcome of a step that gives nothing. Its zero value is a success.
type Done = wit.Result[wit.Unit, lifecycle.Failure]

func failed(err error) Done {
	return done(failure.Of(err))
}

// stopped tells of a function that did not return. What was recovered is nil when it ended its own goroutine, which
// nothing can prevent: the instance is lost, but not without a word.
func stopped(recovered any) Done {
	if recovered == nil {
		goexit()
		return failed(errors.New("the function called runtime.Goexit"))
	}
	return done(failure.Panicked(recovered))
}

func done(message, stack string) Done {
	fault := lifecycle.Failure{Message: message}
	if stack != "" {
		fault.Stack = wit.Some(stack)
	}
	return wit.Err[wit.Unit](fault)
}

// finish ends a step: what it left is dropped, and garbage is collected if there is enough of it.
func finish() {
	for _, do := range after {
		do()
	}
	abi.Collect()
}
