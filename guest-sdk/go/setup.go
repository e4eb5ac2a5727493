package wasmload

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

// Plan proposes what runs, how often, and what has to hold. A plan file and command-line flags override it, key by key.
// Without it one VU runs one iteration.
func Plan(proposed plan.Plan) Option {
	return option(func(p *program) { p.plan = &proposed })
}

// Setup runs once, before the first VU starts. What it returns is handed to [StartWith] in every VU, and to [TeardownWith];
// it travels as JSON, so that only exported fields arrive. An error ends the test before any load is made.
func Setup[D any](setup func() (D, error)) Option {
	return option(func(p *program) {
		p.data = reflect.TypeFor[D]()
		p.setup = func() (string, error) {
			data, err := setup()
			if err != nil {
				return "", err
			}
			text, err := json.Marshal(data)
			if err != nil {
				return "", fmt.Errorf("what Setup returned cannot be made JSON: %w", err)
			}
			return string(text), nil
		}
	})
}

// Start makes the state of a VU, before its first iteration and outside of any measurement. An error means that the VU
// cannot start; the host says so, and goes on without it.
func Start[S any](start func() (*S, error)) Option {
	return startWith(func(string) (*S, error) { return start() })
}

// StartWith is Start for scenarios with a [Setup], whose data it gets.
func StartWith[D, S any](start func(data D) (*S, error)) Option {
	return option(func(p *program) {
		p.uses("StartWith", reflect.TypeFor[D]())
		startWith(func(text string) (*S, error) {
			data, err := read[D](text)
			if err != nil {
				return nil, err
			}
			return start(data)
		}).apply(p)
	})
}

func startWith[S any](start func(string) (*S, error)) Option {
	return option(func(p *program) {
		p.started = reflect.TypeFor[S]()
		p.start = func(data string) (any, error) {
			state, err := start(data)
			if err == nil && state == nil {
				err = fmt.Errorf("Start returned neither a %s nor an error", p.started)
			}
			return state, err
		}
	})
}

// End takes the state of a VU that is retired in good order: not after its instance was lost, and not when it was
// interrupted.
func End[S any](end func(vu *S)) Option {
	return option(func(p *program) {
		p.ended = reflect.TypeFor[S]()
		p.end = func(state any) { end(state.(*S)) }
	})
}

// Teardown runs once, after the last iteration, also after the test was aborted.
func Teardown(teardown func() error) Option {
	return option(func(p *program) { p.teardown = func(string) error { return teardown() } })
}

// TeardownWith is Teardown for scenarios with a [Setup], whose data it gets.
func TeardownWith[D any](teardown func(data D) error) Option {
	return option(func(p *program) {
		p.uses("TeardownWith", reflect.TypeFor[D]())
		p.teardown = func(text string) error {
			data, err := read[D](text)
			if err != nil {
				return err
			}
			return teardown(data)
		}
	})
}

// read makes a value of the data that Setup returned.
func read[D any](text string) (data D, err error) {
	if err = json.Unmarshal([]byte(text), &data); err != nil {
		err = fmt.Errorf("the data of Setup cannot be read: %w", err)
	}
	return data, err
}
