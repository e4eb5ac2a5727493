package wasmload

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/lifecycle"
)

// Run makes a scenario out of functions. It is called once, in `main`, and returns at once: the host decides when
// the functions run.
//
// An iteration calls the function, with the state of its VU: a [VU], or a type of the scenario's own, of which [Start] makes
// the value that the VU keeps. Without Start that is the zero value. The function is called in plans by its own name, or by
// that of [Name]; a function literal is called `default`.
//
// Run panics when the parts do not fit together.
func Run[S any](function func(vu *S) error, options ...Option) {
	p := &program{}
	first := Function("", function)
	first.apply(p)
	for _, option := range options {
		option.apply(p)
	}
	if p.functions[0].name == "" {
		p.functions[0].name = nameOf(runtime.FuncForPC(reflect.ValueOf(function).Pointer()).Name())
	}
	if fault := p.fault(); fault != "" {
		panic("wasmload.Run: " + fault)
	}
	lifecycle.Install(p)
	installed()
}

// An Option is a part of a scenario.
type Option interface {
	apply(*program)
}

type option func(*program)

func (o option) apply(p *program) { o(p) }

// Function adds a function, under the name by which plans call it. All functions of a scenario have the same state.
func Function[S any](name string, function func(vu *S) error) Option {
	return option(func(p *program) {
		call := func(state any) error { return function(state.(*S)) }
		p.functions = append(p.functions, namedFunction{name, reflect.TypeFor[S](), call})
		if p.zero == nil {
			p.zero = func() any { return new(S) }
		}
	})
}

// Name names the function that Run was given first, where its own name will not do.
func Name(name string) Option {
	return option(func(p *program) { p.functions[0].name = name })
}

// nameOf gives the name of a function without its package, its receiver and what the compiler adds.
func nameOf(function string) string {
	name := strings.TrimSuffix(function, "-fm")
	name = strings.TrimSuffix(name, "[...]")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = name[strings.LastIndexByte(name, '.')+1:]
	if rest, found := strings.CutPrefix(name, "func"); found && strings.Trim(rest, "0123456789") == "" {
		return "default"
	}
	return name
}

// fault says what is wrong with the parts; empty when nothing is.
func (p *program) fault() string {
	state := p.functions[0].state
	names := map[string]bool{}
	for _, function := range p.functions {
		if function.state != state {
			return fmt.Sprintf("the functions `%s` and `%s` have different states: *%s and *%s",
				p.functions[0].name, function.name, state, function.state)
		}
		if function.name == "" || names[function.name] {
			return fmt.Sprintf("each function needs a name of its own, and `%s` is not one", function.name)
		}
		names[function.name] = true
	}
	if p.start != nil && p.started != state {
		return fmt.Sprintf("Start makes a *%s, and the functions take a *%s", p.started, state)
	}
	if p.ended != nil && p.ended != state {
		return fmt.Sprintf("End takes a *%s, and the functions take a *%s", p.ended, state)
	}
	for _, user := range p.users {
		if user.data != p.data {
			return fmt.Sprintf("%s takes %s, and Setup returns %s", user.option, user.data, typeName(p.data))
		}
	}
	return ""
}

func typeName(t reflect.Type) string {
	if t == nil {
		return "nothing"
	}
	return t.String()
}
