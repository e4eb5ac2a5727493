// Package export_wasmload_scenario_lifecycle is the contract guest in Go, on the bindings that wit-bindgen makes out of
// `wit/`. It is not an example to copy: scenarios are written on an SDK. The guests in the other languages do the same,
// check by check. The package's name is the one that the generated exports import.
package export_wasmload_scenario_lifecycle

import (
	"encoding/json"
	"fmt"

	execution "contract/bindings/wasmload_scenario_execution"
	lifecycle "contract/bindings/wasmload_scenario_lifecycle"
	log "contract/bindings/wasmload_scenario_log"
	witRuntime "contract/wit/runtime"
	witTypes "contract/wit/types"
)

const data = `{"greeting":"hello"}`

// What a VU keeps between its iterations.
var vu *user

type done = witTypes.Result[witTypes.Unit, lifecycle.Failure]

func ok() done {
	return witTypes.Ok[witTypes.Unit, lifecycle.Failure](witTypes.Unit{})
}

func failed(message string) done {
	return witTypes.Err[witTypes.Unit](failure(message))
}

func failure(message string) lifecycle.Failure {
	return lifecycle.Failure{Message: message, Stack: witTypes.None[string]()}
}

// Describe says what the component is.
func Describe() lifecycle.Description {
	scenario := map[string]any{"executor": "per-vu-iterations", "vus": 2, "iterations": 3, "exec": "default"}
	plan, err := json.Marshal(map[string]any{"scenarios": map[string]any{"contract": scenario}})
	if err != nil {
		panic(err)
	}
	return lifecycle.Description{
		Plan:      witTypes.Some(string(plan)),
		Functions: []string{"default", "failing"},
	}
}

// Setup runs outside of any VU and hands data on.
func Setup() witTypes.Result[string, lifecycle.Failure] {
	if vu := execution.CurrentVu(); vu.IdInTest != 0 || vu.IdInScenario != 0 {
		return witTypes.Err[string](failure("`setup` runs in a VU"))
	}
	if execution.CurrentScenario().Name != "" {
		return witTypes.Err[string](failure("`setup` belongs to a scenario"))
	}
	return witTypes.Ok[string, lifecycle.Failure](data)
}

// VuStart prepares a VU.
func VuStart(handed string) done {
	if handed != data {
		return failed("`vu-start` got " + handed)
	}
	vu = newUser()
	return ok()
}

// Iteration runs one of the two functions.
func Iteration(function uint32) done {
	defer witRuntime.Collect()
	if function == 1 {
		vu.iterations++
		stack := witTypes.Some("contract guest, function `failing`")
		return witTypes.Err[witTypes.Unit](lifecycle.Failure{Message: "meant to fail", Stack: stack})
	}
	if broken := vu.iterate(); broken != "" {
		return failed("not as agreed: " + broken)
	}
	return ok()
}

// VuEnd retires a VU.
func VuEnd() {
	vu.params.Drop()
	vu.discarding.Drop()
	log.Write(log.LevelInfo, "the VU ends")
}

// Teardown ends the test.
func Teardown(handed string) done {
	if handed != data {
		return failed(fmt.Sprintf("`teardown` got %s", handed))
	}
	log.Write(log.LevelInfo, "teardown is done")
	return ok()
}
