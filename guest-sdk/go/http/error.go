package http

import (
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/failure"
)

// An ErrorKind says what kept a request from an answer. New kinds may come: have a branch for the rest. It is an error itself, for
// errors.Is(err, http.ErrTimeout).
type ErrorKind uint8

// The kinds of error.
const (
	// ErrInvalidRequest is for a URL, a method, a header or a setting that is not valid, or a body that could not be made.
	ErrInvalidRequest = ErrorKind(client.ErrorKindInvalidRequest)
	// ErrNotGranted is for a host and port that were not granted: start the test with --target or --allow-net.
	ErrNotGranted = ErrorKind(client.ErrorKindNotGranted)
	// ErrDNS is for a name that could not be resolved.
	ErrDNS = ErrorKind(client.ErrorKindDns)
	// ErrConnectionRefused is for a place where nobody listens.
	ErrConnectionRefused = ErrorKind(client.ErrorKindConnectionRefused)
	// ErrConnectionReset is for a connection that the other side broke.
	ErrConnectionReset = ErrorKind(client.ErrorKindConnectionReset)
	// ErrConnectionFailed is for a connection that could not be made, for another reason.
	ErrConnectionFailed = ErrorKind(client.ErrorKindConnectionFailed)
	// ErrTLS is for a TLS handshake that failed, or a certificate that is not trusted.
	ErrTLS = ErrorKind(client.ErrorKindTls)
	// ErrConnectTimeout is for connecting that took longer than ConnectTimeout.
	ErrConnectTimeout = ErrorKind(client.ErrorKindConnectTimeout)
	// ErrFirstByteTimeout is for a first byte that took longer than FirstByteTimeout.
	ErrFirstByteTimeout = ErrorKind(client.ErrorKindFirstByteTimeout)
	// ErrTimeout is for a request that took longer than Timeout in all.
	ErrTimeout = ErrorKind(client.ErrorKindTimeout)
	// ErrProtocol is for an answer that is not HTTP, or that ended early.
	ErrProtocol = ErrorKind(client.ErrorKindProtocol)
	// ErrTooLarge is for a body larger than MaxBody.
	ErrTooLarge = ErrorKind(client.ErrorKindTooLarge)
	// ErrRedirect is for a redirect that cannot be followed.
	ErrRedirect = ErrorKind(client.ErrorKindRedirect)
	// ErrOther is for anything else.
	ErrOther = ErrorKind(client.ErrorKindOther)
)

var kinds = [...]string{
	"the request is not valid", "the host is not granted", "the name cannot be resolved", "the connection was refused",
	"the connection was reset", "the connection failed", "the TLS handshake failed", "connecting took too long",
	"the first byte took too long", "the request took too long", "the answer is not HTTP", "the body is too large",
	"the redirect cannot be followed",
}

func (k ErrorKind) Error() string {
	if int(k) < len(kinds) {
		return kinds[k]
	}
	return "the request failed"
}

// An Error says why there is no response.
type Error struct {
	// Kind is what to branch on.
	Kind ErrorKind
	// Code is a number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, 17xx body.
	Code int
	// Message is one line for people; nobody should parse it.
	Message string
	trace   failure.Trace
}

// newError is called by send and Batch through one function each.
func newError(err client.Error) *Error {
	return &Error{ErrorKind(err.Kind), int(err.Code), err.Message, failure.Here(3)}
}

// newInvalid makes an error that the SDK found before it asked the host. 1000 is k6's code for what has no other.
func newInvalid(message string) *Error {
	return &Error{ErrInvalidRequest, 1000, message, failure.Here(3)}
}

func (e *Error) Error() string { return e.Message }

// Unwrap makes errors.Is(err, http.ErrTimeout) work.
func (e *Error) Unwrap() error { return e.Kind }

// Trace is where the request was sent, for the failure that the host shows.
func (e *Error) Trace() *failure.Trace { return &e.trace }

// Location is the line of the scenario that sent the request; empty when it is not known.
func (e *Error) Location() string { return failure.Line(&e.trace) }
