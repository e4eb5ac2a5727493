package wasmload

import (
	"fmt"
	"reflect"

	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

// program is what Run was given, in the form in which the host's calls need it. The state of the VU is kept here.
type program struct {
	plan      *plan.Plan
	functions []namedFunction
	state     any
	zero      func() any

	setup    func() (string, error)
	start    func(data string) (any, error)
	end      func(state any)
	teardown func(data string) error

	// What the parts were made for, to see whether they fit together.
	data    reflect.Type
	started reflect.Type
	ended   reflect.Type
	users   []dataUser
}

type namedFunction struct {
	name  string
	state reflect.Type
	call  func(state any) error
}

// dataUser is an option that takes the data of Setup.
type dataUser struct {
	option string
	data   reflect.Type
}

func (p *program) uses(option string, data reflect.Type) {
	p.users = append(p.users, dataUser{option, data})
}

func (p *program) Plan() (string, error) {
	if p.plan == nil {
		return "", nil
	}
	return p.plan.JSON()
}

func (p *program) Functions() []string {
	names := make([]string, len(p.functions))
	for i, function := range p.functions {
		names[i] = function.name
	}
	return names
}

func (p *program) Setup() (string, error) {
	if p.setup == nil {
		return "", nil
	}
	return p.setup()
}

func (p *program) Start(data string) error {
	if p.start == nil {
		p.state = p.zero()
		return nil
	}
	state, err := p.start(data)
	if err != nil {
		return err
	}
	p.state = state
	return nil
}

func (p *program) Iterate(function int) error {
	if p.state == nil || function >= len(p.functions) {
		return fmt.Errorf("the host called function %d of %d out of turn", function, len(p.functions))
	}
	return p.functions[function].call(p.state)
}

func (p *program) End() {
	if p.end != nil && p.state != nil {
		p.end(p.state)
	}
}

func (p *program) Teardown(data string) error {
	if p.teardown == nil {
		return nil
	}
	return p.teardown(data)
}
