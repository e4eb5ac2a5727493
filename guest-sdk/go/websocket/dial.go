package websocket

import (
	"runtime"
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/abi"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/sockets"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// An Option says something about a socket that is to be opened.
type Option func(*sockets.Options)

// Header adds a header field to the handshake. Those that make it a handshake belong to the host.
func Header(name, value string) Option {
	return func(o *sockets.Options) { o.Headers = append(o.Headers, pair(name, value)) }
}

// Subprotocols offers subprotocols, the most wanted first (RFC 6455, section 1.9).
func Subprotocols(names ...string) Option {
	return func(o *sockets.Options) { o.Subprotocols = append(o.Subprotocols, names...) }
}

// Compression offers permessage-deflate (RFC 7692). The server decides.
func Compression() Option { return func(o *sockets.Options) { o.Compression = true } }

// Timeout is how long opening may take: look-up, connection, TLS and handshake together. Rounded up to milliseconds; one minute
// without it.
func Timeout(limit time.Duration) Option {
	return func(o *sockets.Options) { o.TimeoutMs = wit.Some(milliseconds(limit)) }
}

// MessageLimit is how large a message may be that comes, in bytes; 1 MiB without it. A larger one closes the socket with code 1009.
func MessageLimit(bytes uint32) Option {
	return func(o *sockets.Options) { o.MessageLimit = wit.Some(bytes) }
}

// Name is the value of the tag name, which groups samples; without it the tag holds the URL. Name sockets whose URL holds an
// identity, or every one of them becomes a series of its own.
func Name(name string) Option { return func(o *sockets.Options) { o.Name = wit.Some(name) } }

// Tag adds a tag to the samples of this socket. scenario and group belong to the host and stay as they are.
func Tag(name, value string) Option {
	return func(o *sockets.Options) { o.Tags = append(o.Tags, pair(name, value)) }
}

// Dial opens a socket to an absolute URL (ws, wss; http and https stand for them), or one that is relative to --target. An error is
// an [*Error].
func Dial(url string, options ...Option) (*Socket, error) {
	abi.Collect()
	var all sockets.Options
	for _, option := range options {
		option(&all)
	}
	opened := sockets.Connect(url, all)
	runtime.KeepAlive(all)
	if !opened.IsOk() {
		return nil, newError(opened.Err())
	}
	return &Socket{host: opened.Ok()}, nil
}

func pair(name, value string) wit.Tuple2[string, string] {
	return wit.Tuple2[string, string]{F0: name, F1: value}
}

// milliseconds are whole ones, rounded up, so that a short limit does not become none.
func milliseconds(limit time.Duration) uint32 {
	if limit <= 0 {
		return 0
	}
	return uint32(min((limit-1)/time.Millisecond+1, 1<<32-1))
}
