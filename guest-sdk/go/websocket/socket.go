package websocket

import (
	"errors"
	"iter"
	"runtime"
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/abi"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/sockets"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// A Socket is an open socket, or one that has ended. Close it when done; the host closes what is left at the end of the VU.
type Socket struct {
	// nil once it was closed.
	host *sockets.Socket
	end  Closure
}

// A HeaderField is a header field of the answer to the handshake.
type HeaderField struct{ Name, Value string }

// closed is what a call on a socket that the scenario closed itself gives.
func (s *Socket) closed() *Error {
	return newError(sockets.Error{
		Kind: sockets.ErrorKindClosed, Code: 1803, Message: "the socket is closed: the scenario closed it",
		Closure: wit.Some(sockets.Closure{Code: uint16(s.end.Code), Reason: s.end.Reason}),
	})
}

// Send sends a message, and waits until the system has taken it.
func (s *Socket) Send(message Message) error {
	abi.Collect()
	if s.host == nil {
		return s.closed()
	}
	sent := s.host.Send(message.host())
	runtime.KeepAlive(message)
	if !sent.IsOk() {
		return newError(sent.Err())
	}
	return nil
}

// SendText sends a message of text: see [Socket.Send].
func (s *Socket) SendText(text string) error { return s.Send(Text(text)) }

// Receive waits for the next message, for as long as the iteration lasts. Messages that came before the socket ended are still
// received; then the error says how it ended.
func (s *Socket) Receive() (Arrival, error) {
	arrival, _, err := s.receive(wit.None[uint32]())
	return arrival, err
}

// ReceiveWithin waits for the next message, at most so long: came tells whether one did.
func (s *Socket) ReceiveWithin(limit time.Duration) (arrival Arrival, came bool, err error) {
	return s.receive(wit.Some(milliseconds(limit)))
}

func (s *Socket) receive(limit wit.Option[uint32]) (Arrival, bool, error) {
	abi.Collect()
	if s.host == nil {
		return Arrival{}, false, s.closed()
	}
	received := s.host.Receive(limit)
	if !received.IsOk() {
		return Arrival{}, false, newError(received.Err())
	}
	arrival, came := received.Ok().Get()
	if !came {
		return Arrival{}, false, nil
	}
	return newArrival(arrival), true, nil
}

// Messages gives the messages that come, one after the other, until the other side closes the socket. What breaks it is an error,
// and comes last.
func (s *Socket) Messages() iter.Seq2[Arrival, error] {
	return func(yield func(Arrival, error) bool) {
		for {
			arrival, err := s.Receive()
			if errors.Is(err, ErrClosed) || !yield(arrival, err) || err != nil {
				return
			}
		}
	}
}

// Exchange sends a message and waits for the first one that comes after it, at most so long: a request and its answer, where the
// protocol has one answer for each request. It records ws_msg_rtt. Messages that came before are left to [Socket.Receive].
func (s *Socket) Exchange(message Message, limit time.Duration) (Arrival, error) {
	abi.Collect()
	if s.host == nil {
		return Arrival{}, s.closed()
	}
	answer := s.host.Exchange(message.host(), wit.Some(milliseconds(limit)))
	runtime.KeepAlive(message)
	if !answer.IsOk() {
		return Arrival{}, newError(answer.Err())
	}
	return newArrival(answer.Ok()), nil
}

// Ping sends a ping and waits for its pong, at most so long: the round trip, which ws_ping records too.
func (s *Socket) Ping(limit time.Duration) (time.Duration, error) {
	abi.Collect()
	if s.host == nil {
		return 0, s.closed()
	}
	pong := s.host.Ping(wit.Some(milliseconds(limit)))
	if !pong.IsOk() {
		return 0, newError(pong.Err())
	}
	return time.Duration(pong.Ok() * float64(time.Millisecond)), nil
}

// Close closes the socket with code 1000, and waits up to ten seconds for the other side to do so too. It says how the socket ended,
// also when it had ended before.
func (s *Socket) Close() (Closure, error) { return s.CloseWith(1000, "", 10*time.Second) }

// CloseWith closes the socket with a code (1000, 1001, or from 3000 to 4999) and a reason of at most 123 bytes, and waits at most so
// long for the other side to do so too; then the connection ends anyway, and the code is 1006.
func (s *Socket) CloseWith(code int, reason string, limit time.Duration) (Closure, error) {
	abi.Collect()
	if s.host == nil {
		return s.end, nil
	}
	// What is no 16-bit number is no code either.
	closed := s.host.Close(uint16(max(0, min(code, 1<<16-1))), reason, wit.Some(milliseconds(limit)))
	if !closed.IsOk() {
		return Closure{}, newError(closed.Err())
	}
	s.end = newClosure(closed.Ok())
	s.host.Drop()
	s.host = nil
	return s.end, nil
}

// Closure tells how the socket ended, and whether it has. Messages may still be waiting.
func (s *Socket) Closure() (end Closure, ended bool) {
	if s.host == nil {
		return s.end, true
	}
	closure, ended := s.host.Closure().Get()
	return newClosure(closure), ended
}

// Subprotocol is the one that the server chose; empty when it chose none, and once the socket is closed.
func (s *Socket) Subprotocol() string {
	if s.host == nil {
		return ""
	}
	return s.host.Subprotocol()
}

// Headers are the header fields of the answer to the handshake, in order, names in lower case; none once the socket is closed.
func (s *Socket) Headers() []HeaderField {
	if s.host == nil {
		return nil
	}
	var fields []HeaderField
	for _, field := range s.host.Headers() {
		fields = append(fields, HeaderField{field.F0, field.F1})
	}
	return fields
}

// ReceiveAny waits for the first of several sockets that has a message or has ended, at most so long: its index, and what it said.
// The index is -1 when nothing happened, or there are no sockets. Sockets take turns.
func ReceiveAny(limit time.Duration, all ...*Socket) (int, Arrival, error) {
	abi.Collect()
	lent := make([]*sockets.Socket, 0, len(all))
	for index, socket := range all {
		if socket.host == nil {
			return index, Arrival{}, socket.closed()
		}
		lent = append(lent, socket.host)
	}
	heard, any := sockets.ReceiveAny(lent, wit.Some(milliseconds(limit))).Get()
	runtime.KeepAlive(lent)
	switch {
	case !any:
		return -1, Arrival{}, nil
	case !heard.F1.IsOk():
		return int(heard.F0), Arrival{}, newError(heard.F1.Err())
	default:
		return int(heard.F0), newArrival(heard.F1.Ok()), nil
	}
}
