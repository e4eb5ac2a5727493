// Package failure says what went wrong in the words of the scenario: a message, and the lines of the user's own source.
// It does not decide what becomes of it: the host counts it, and goes on.
package failure

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// sdk is the path of the module of the SDK, whose own frames say nothing to users.
const sdk = "github.com/wasmload/wasmload/guest-sdk/go"

// A Trace is where something happened: the innermost frames, as addresses.
type Trace [12]uintptr

// Here remembers where it is called. It skips so many frames above its caller; those of the SDK are left out later.
func Here(skip int) (trace Trace) {
	runtime.Callers(skip+2, trace[:])
	return trace
}

// Located is implemented by errors that know where in the scenario they arose.
type Located interface {
	error
	Trace() *Trace
}

// Of gives the message of an error, and the line where it arose, if it knows; empty if not.
func Of(err error) (message, stack string) {
	var located Located
	if errors.As(err, &located) {
		if lines := lines(located.Trace()[:]); len(lines) > 0 {
			stack = lines[0]
		}
	}
	return err.Error(), stack
}

// Line gives the innermost line of the scenario in a trace; empty if there is none.
func Line(trace *Trace) string {
	if lines := lines(trace[:]); len(lines) > 0 {
		return lines[0]
	}
	return ""
}

// Panicked gives the message of a panic, and the lines of the scenario that led to it, innermost first. It is called in
// the deferred function that recovered.
func Panicked(value any) (message, stack string) {
	pcs := make([]uintptr, 64)
	pcs = pcs[:runtime.Callers(2, pcs)]
	return "panic: " + text(value), strings.Join(lines(pcs), "\n")
}

func text(value any) string {
	switch value := value.(type) {
	case error:
		return value.Error()
	case string:
		return value
	default:
		return fmt.Sprint(value)
	}
}

// lines gives the frames of the scenario; when there are none, all that are not of the SDK.
func lines(pcs []uintptr) []string {
	var own, others []string
	module, dependencies := modules()
	for frames := runtime.CallersFrames(pcs); ; {
		frame, more := frames.Next()
		from := origin(frame.Function, module, dependencies)
		if within(frame.File, sdk) {
			// A closure of the SDK that was inlined has the name of the function around it.
			from = hidden
		}
		switch from {
		case scenario:
			own = append(own, line(frame, module))
		case library:
			others = append(others, line(frame, module))
		}
		if !more {
			break
		}
	}
	if len(own) == 0 {
		return others
	}
	return own
}

// modules gives the path of the scenario's module and those that it depends on.
func modules() (module string, dependencies []string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", nil
	}
	for _, dependency := range info.Deps {
		dependencies = append(dependencies, dependency.Path)
	}
	return info.Main.Path, dependencies
}

type source int

const (
	hidden source = iota
	library
	scenario
)

// origin tells whose function it is: the user's, or a library's, or one that nobody needs to see.
func origin(function, module string, dependencies []string) source {
	switch {
	case function == "" || within(function, sdk) || strings.HasPrefix(function, "runtime."):
		return hidden
	case strings.HasPrefix(function, "main.") || module != "" && within(function, module):
		return scenario
	}
	for _, dependency := range dependencies {
		if within(function, dependency) {
			return library
		}
	}
	return library
}

// within tells whether a function, or a file, belongs to a package of the module.
func within(function, module string) bool {
	rest, found := strings.CutPrefix(function, module)
	return found && rest != "" && strings.ContainsRune("./@", rune(rest[0]))
}

// line writes a frame as `main.visit (main.go:12)`. Files of the scenario's module are named from its root.
func line(frame runtime.Frame, module string) string {
	file := strings.TrimPrefix(frame.File, module+"/")
	return fmt.Sprintf("%s (%s:%d)", frame.Function, file, frame.Line)
}
