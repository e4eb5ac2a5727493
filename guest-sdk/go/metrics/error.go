package metrics

import (
	"fmt"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/metrics"
)

// An ErrorKind says why the host does not take a metric. It is an error itself, for errors.Is.
type ErrorKind uint8

// The kinds of error.
const (
	// ErrInvalidName is for a name that is not one: it must match [A-Za-z_][A-Za-z0-9_]{0,127}.
	ErrInvalidName ErrorKind = ErrorKind(metrics.ErrorInvalidName)
	// ErrConflict is for a name that stands for another kind or unit already.
	ErrConflict ErrorKind = ErrorKind(metrics.ErrorConflict)
	// ErrTooMany is for one metric more than the test may have.
	ErrTooMany ErrorKind = ErrorKind(metrics.ErrorTooMany)
)

func (k ErrorKind) Error() string {
	switch k {
	case ErrInvalidName:
		return "the name of the metric is not valid"
	case ErrConflict:
		return "there is a metric of that name already"
	default:
		return "the test may not have more metrics"
	}
}

// An Error says which metric the host does not take, and why.
type Error struct {
	// Metric is its name.
	Metric string
	// Kind is what to branch on.
	Kind ErrorKind
	// Reason is for people: what is wrong with the name, what there is by that name, or how many metrics there may be.
	Reason string
	// Limit is how many metrics there may be, for ErrTooMany.
	Limit int
}

func newError(name string, err metrics.Error) *Error {
	made := &Error{Metric: name, Kind: ErrorKind(err.Tag())}
	switch made.Kind {
	case ErrInvalidName:
		made.Reason = err.InvalidName()
	case ErrConflict:
		made.Reason = err.Conflict()
	case ErrTooMany:
		made.Limit = int(err.TooMany())
		made.Reason = fmt.Sprintf("%d is the most", made.Limit)
	}
	return made
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Kind.Error(), e.Reason) }

// Unwrap makes errors.Is(err, metrics.ErrConflict) work.
func (e *Error) Unwrap() error { return e.Kind }
