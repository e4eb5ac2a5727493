package wasmload

import (
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/execution"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// A VU is the virtual user that runs the scenario: who it is, and what its samples are tagged with.
//
// It holds nothing, and is the state of scenarios without one of their own. A type that embeds it has its methods:
//
//	type shopper struct {
//		wasmload.VU
//		basket []string
//	}
type VU struct{}

// ID is the number of the VU, unique in the test. It begins at 1, as in k6; it is 0 in Setup and Teardown.
func (VU) ID() int { return int(execution.CurrentVu().IdInTest) }

// IDInScenario is the number of the VU, unique in its scenario. It begins at 1; it is 0 in Setup and Teardown.
func (VU) IDInScenario() int { return int(execution.CurrentVu().IdInScenario) }

// An Iteration is one call of a function by one VU. The numbers begin at 0.
type Iteration struct {
	// InTest is unique in the test, over all scenarios.
	InTest uint64
	// InScenario is unique in the scenario, over all VUs.
	InScenario uint64
	// InVU is how many iterations this VU finished before.
	InVU uint64
	// Scheduled is when the schedule wanted it to start, after the test began. Closed executors have no schedule of
	// starts: there it equals Started.
	Scheduled time.Duration
	// Started is when it did start, after the test began.
	Started time.Duration
}

// Iteration tells which iteration this is. In Start it is the first one to come.
func (VU) Iteration() Iteration {
	now := execution.CurrentIteration()
	return Iteration{
		InTest:     now.InTest,
		InScenario: now.InScenario,
		InVU:       now.InVu,
		Scheduled:  microseconds(now.ScheduledUs),
		Started:    microseconds(now.StartedUs),
	}
}

// A Scenario is a named part of the plan. All strings are empty in Setup and Teardown.
type Scenario struct {
	// Name is its name in the plan.
	Name string
	// Executor is its executor, such as constant-vus.
	Executor string
	// Function is the name of the function that it calls.
	Function string
}

// Scenario tells which scenario the VU belongs to.
func (VU) Scenario() Scenario {
	current := execution.CurrentScenario()
	return Scenario{Name: current.Name, Executor: current.Executor, Function: current.Function}
}

// SetTag sets a tag on every sample that the VU records from now on. A few values for each name at most: each combination of
// tags is a series of its own. The tags scenario and group belong to the host and stay as they are.
func (VU) SetTag(name, value string) { execution.SetTag(name, value) }

// RemoveTag removes a tag that SetTag set. Nothing happens when it is not there.
func (VU) RemoveTag(name string) { execution.RemoveTag(name) }

// Tags gives the tags of the VU: the plan's, the scenario's and those of SetTag, also scenario and, inside a group, group.
func (VU) Tags() map[string]string { return dictionary(execution.Tags()) }

// Seed is where the VU's random numbers begin, from 0 to 2^53 - 1: the same in every call, and again in a run with the same
// --seed. Package random draws from it.
func (VU) Seed() uint64 { return execution.RandomSeed() }

func dictionary(pairs []wit.Tuple2[string, string]) map[string]string {
	values := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		values[pair.F0] = pair.F1
	}
	return values
}

func microseconds(count uint64) time.Duration { return time.Duration(count) * time.Microsecond }
