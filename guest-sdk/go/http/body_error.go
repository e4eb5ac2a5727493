package http

import (
	"fmt"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/failure"
)

// A BodyErrorKind says why a body cannot be had, or is not what was asked for. It is an error itself, for errors.Is.
type BodyErrorKind uint8

// The kinds of error of a body.
const (
	// ErrDiscarded is for a body that the request said to discard.
	ErrDiscarded = BodyErrorKind(client.BodyErrorDiscarded)
	// ErrNotUTF8 is for a body that is not text.
	ErrNotUTF8 = BodyErrorKind(client.BodyErrorNotUtf8)
	// ErrNotJSON is for a body that is not JSON.
	ErrNotJSON = BodyErrorKind(client.BodyErrorNotJson)
	// ErrUnexpected is for JSON that is not of the type that was asked for.
	ErrUnexpected BodyErrorKind = 100
	// ErrMissing is for a path at which there is nothing.
	ErrMissing BodyErrorKind = 101
	// ErrClosed is for a response whose iteration has ended, or that was closed.
	ErrClosed BodyErrorKind = 102
)

func (k BodyErrorKind) Error() string {
	switch k {
	case ErrDiscarded:
		return "the body was discarded, as the request said"
	case ErrNotUTF8:
		return "the body is not UTF-8"
	case ErrNotJSON:
		return "the body is not JSON"
	case ErrUnexpected:
		return "the JSON is not what was expected"
	case ErrMissing:
		return "the JSON has nothing there"
	case ErrClosed:
		return "the response was closed: it lives until the end of its iteration"
	}
	return "the body cannot be had"
}

// A BodyError says why a body cannot be had, or is not what was asked for.
type BodyError struct {
	// Kind is what to branch on.
	Kind BodyErrorKind
	// Detail is for people: what is wrong, and where. It may be empty.
	Detail string
	// Offset is the first byte that is not UTF-8, for ErrNotUTF8.
	Offset int
	trace  failure.Trace
}

func newBodyError(err client.BodyError) *BodyError {
	made := bodyError(BodyErrorKind(err.Tag()), "")
	switch made.Kind {
	case ErrNotUTF8:
		made.Offset = int(err.NotUtf8())
		made.Detail = fmt.Sprintf("byte %d is the first that is wrong", made.Offset)
	case ErrNotJSON:
		made.Detail = err.NotJson()
	}
	return made
}

func bodyError(kind BodyErrorKind, detail string) *BodyError {
	return &BodyError{Kind: kind, Detail: detail, trace: failure.Here(1)}
}

func (e *BodyError) Error() string {
	if e.Detail == "" {
		return e.Kind.Error()
	}
	return e.Kind.Error() + ": " + e.Detail
}

// Unwrap makes errors.Is(err, http.ErrDiscarded) work.
func (e *BodyError) Unwrap() error { return e.Kind }

// Trace is where the body was asked for, for the failure that the host shows.
func (e *BodyError) Trace() *failure.Trace { return &e.trace }
