package data

import (
	"fmt"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/rows"
)

// An ErrorKind says why there is no data, or no row. It is an error itself, for errors.Is(err, data.ErrExhausted).
type ErrorKind uint8

// The kinds of error.
const (
	// ErrUnknown is for a name of which no data was granted.
	ErrUnknown = ErrorKind(rows.FaultUnknown)
	// ErrMissing is for a file that is not there, or cannot be read. This one and the next two are only for data that the plan
	// calls optional: without any other the test does not begin.
	ErrMissing = ErrorKind(rows.FaultMissing)
	// ErrMalformed is for a file that is not of its format.
	ErrMalformed = ErrorKind(rows.FaultMalformed)
	// ErrEmpty is for a file without rows.
	ErrEmpty = ErrorKind(rows.FaultEmpty)
	// ErrOutOfRange is for an index that no row has.
	ErrOutOfRange = ErrorKind(rows.FaultOutOfRange)
	// ErrExhausted is for rows that are used up, when the plan says `onEmpty = "fail"`.
	ErrExhausted = ErrorKind(rows.FaultExhausted)
	// ErrEnded is for rows that are used up, when the test ends for it.
	ErrEnded = ErrorKind(rows.FaultEnded)
	// ErrUnexpected is for a row that is not of the type that was asked for.
	ErrUnexpected = ErrEnded + 1
)

func (k ErrorKind) Error() string {
	switch k {
	case ErrUnknown:
		return "there is no data of that name"
	case ErrMissing:
		return "the file of the data cannot be read"
	case ErrMalformed:
		return "the file of the data is not of its format"
	case ErrEmpty:
		return "the file of the data holds no rows"
	case ErrOutOfRange:
		return "there is no row of that index"
	case ErrExhausted:
		return "the rows are used up"
	case ErrEnded:
		return "the rows are used up, and the test ends"
	default:
		return "the row is not what was asked for"
	}
}

// An Error says why there is no data, or no row.
type Error struct {
	// Kind is what to branch on.
	Kind ErrorKind
	// Message is one line for people.
	Message string
}

func newError(err rows.Error) *Error { return &Error{ErrorKind(err.Fault), err.Message} }

func outOfRange(name string, index int) *Error {
	return &Error{ErrOutOfRange, fmt.Sprintf("the data `%s` has no row %d", name, index)}
}

func unexpected(name string, err error) *Error {
	return &Error{ErrUnexpected, fmt.Sprintf("a row of the data `%s` is not what was asked for: %v", name, err)}
}

func (e *Error) Error() string { return e.Message }

// Unwrap makes errors.Is(err, data.ErrExhausted) work.
func (e *Error) Unwrap() error { return e.Kind }
