package websocket

import (
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/sockets"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/failure"
)

// An ErrorKind says what went wrong. New kinds may come: have a branch for the rest. It is an error itself, for
// errors.Is(err, websocket.ErrClosed).
type ErrorKind uint8

// The kinds of error.
const (
	// ErrInvalidRequest is for a URL, a header, a subprotocol, a close code or a message that is not valid.
	ErrInvalidRequest = ErrorKind(sockets.ErrorKindInvalidRequest)
	// ErrNotGranted is for a host and port that were not granted: start the test with --target or --allow-net.
	ErrNotGranted = ErrorKind(sockets.ErrorKindNotGranted)
	// ErrDNS is for a name that could not be resolved.
	ErrDNS = ErrorKind(sockets.ErrorKindDns)
	// ErrConnectionRefused is for a place where nobody listens.
	ErrConnectionRefused = ErrorKind(sockets.ErrorKindConnectionRefused)
	// ErrConnectionReset is for a connection that the other side broke.
	ErrConnectionReset = ErrorKind(sockets.ErrorKindConnectionReset)
	// ErrConnectionFailed is for a connection that could not be made, for another reason.
	ErrConnectionFailed = ErrorKind(sockets.ErrorKindConnectionFailed)
	// ErrTLS is for a TLS handshake that failed, or a certificate that is not trusted.
	ErrTLS = ErrorKind(sockets.ErrorKindTls)
	// ErrTimeout is for what took longer than it may.
	ErrTimeout = ErrorKind(sockets.ErrorKindTimeout)
	// ErrRejected is for a server that answered the handshake, and did not agree to it.
	ErrRejected = ErrorKind(sockets.ErrorKindRejected)
	// ErrProtocol is for a server that does not keep to the protocol: of HTTP, WebSocket, or UTF-8 in text.
	ErrProtocol = ErrorKind(sockets.ErrorKindProtocol)
	// ErrTooLarge is for a message that is larger than MessageLimit.
	ErrTooLarge = ErrorKind(sockets.ErrorKindTooLarge)
	// ErrClosed is for a socket that is closed.
	ErrClosed = ErrorKind(sockets.ErrorKindClosed)
	// ErrOther is for anything else.
	ErrOther = ErrorKind(sockets.ErrorKindOther)
)

var kinds = [...]string{
	"the request is not valid", "the host is not granted", "the name cannot be resolved", "the connection was refused",
	"the connection was reset", "the connection failed", "the TLS handshake failed", "it took too long",
	"the handshake was rejected", "the server does not keep to the protocol", "the message is too large", "the socket is closed",
}

func (k ErrorKind) Error() string {
	if int(k) < len(kinds) {
		return kinds[k]
	}
	return "the socket failed"
}

// A Closure is how a socket ended.
type Closure struct {
	// Code is that of the close frame (RFC 6455, section 7.4). 1005 when there was a frame without a code, 1006 when there was
	// none: the connection broke.
	Code int
	// Reason is that of the close frame; empty without one.
	Reason string
}

// An Error says why a socket does not do what it was asked for.
type Error struct {
	// Kind is what to branch on.
	Kind ErrorKind
	// Code is a number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, and 18xx WebSocket; or
	// 1000 and the status of the answer, such as 1403, when the handshake was rejected.
	Code int
	// Message is one line for people; nobody should parse it.
	Message string
	// Closure is how the socket ended; nil if it has not.
	Closure *Closure
	trace   failure.Trace
}

// newError is called by the functions that users call.
func newError(err sockets.Error) *Error {
	made := &Error{Kind: ErrorKind(err.Kind), Code: int(err.Code), Message: err.Message, trace: failure.Here(2)}
	if closure, ended := err.Closure.Get(); ended {
		end := newClosure(closure)
		made.Closure = &end
	}
	return made
}

func (e *Error) Error() string { return e.Message }

// Unwrap makes errors.Is(err, websocket.ErrClosed) work.
func (e *Error) Unwrap() error { return e.Kind }

// Trace is where the socket was used, for the failure that the host shows.
func (e *Error) Trace() *failure.Trace { return &e.trace }

// Location is the line of the scenario that used the socket; empty when it is not known.
func (e *Error) Location() string { return failure.Line(&e.trace) }

func newClosure(closure sockets.Closure) Closure { return Closure{int(closure.Code), closure.Reason} }
