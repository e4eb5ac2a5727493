package wasmload

import (
	"fmt"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/failure"
)

// Errorf makes an error as fmt.Errorf does, %w included, that knows the line where it was made. Returned from a function of the
// scenario, it is logged with that line. The errors of package http know theirs too; other errors know none.
func Errorf(format string, arguments ...any) error {
	return &fault{fmt.Errorf(format, arguments...), failure.Here(1)}
}

// fault is an error and its place.
type fault struct {
	err   error
	trace failure.Trace
}

func (f *fault) Error() string         { return f.err.Error() }
func (f *fault) Unwrap() error         { return f.err }
func (f *fault) Trace() *failure.Trace { return &f.trace }
