package http

import (
	"encoding/json"
	"errors"
	"math"
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/abi"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/lifecycle"
)

// A Response is a handle on what the host received. Header fields and body cross over when they are asked for. Its fields stay;
// its methods work until the end of the iteration (or of Setup, Start, …) that received it, or until Close. The zero value is a
// response that was closed.
type Response struct {
	// Status is the status code.
	Status int
	// Expected tells whether the status is one of those that the request expects: 200 to 399 unless it says otherwise.
	Expected bool
	// Duration is sending, waiting and receiving together: what http_req_duration records.
	Duration time.Duration
	// BodySize is the size of the body, in bytes.
	BodySize int

	// Where the content is: its place in `open`, counted from 1, in which iteration.
	place, iteration uint32
}

var (
	// What the responses of this iteration hold in the host; nil for those that were closed. Responses are values that point
	// here by number, so that a request leaves nothing to collect, and a response of an earlier iteration is known as such.
	open      []*client.Content
	iteration uint32
)

func init() { lifecycle.AfterEach(closeAll) }

func closeAll() {
	for _, content := range open {
		if content != nil {
			content.Drop()
		}
	}
	clear(open)
	open = open[:0]
	iteration++
}

func newResponse(response client.Response) Response {
	open = append(open, response.Content)
	return Response{
		Status:    int(response.Status),
		Expected:  response.Expected,
		Duration:  duration(response.DurationMs),
		BodySize:  int(response.BodySize),
		place:     uint32(len(open)),
		iteration: iteration,
	}
}

// Close frees what the host keeps, before the end of the iteration does. For iterations with many or large responses.
func (r Response) Close() {
	if content := r.content(); content != nil {
		content.Drop()
		open[r.place-1] = nil
	}
}

// content gives what the host keeps; nil when the response was closed.
func (r Response) content() *client.Content {
	if r.place == 0 || r.iteration != iteration {
		return nil
	}
	return open[r.place-1]
}

// have gives what the host keeps; it panics when the response was closed.
func (r Response) have() *client.Content {
	content := r.content()
	if content == nil {
		panic("http: " + ErrClosed.Error())
	}
	return content
}

// Header gives the first header field of that name, in any case, and whether there is one. It panics when the response was
// closed.
func (r Response) Header(name string) (value string, found bool) {
	return r.have().Header(name).Get()
}

// A Field is one header field.
type Field struct{ Name, Value string }

// Headers gives all header fields, in order, names in lower case. Bytes outside of ASCII are read as Latin-1. It panics when the
// response was closed.
func (r Response) Headers() []Field {
	headers := r.have().Headers()
	fields := make([]Field, len(headers))
	for i, header := range headers {
		fields[i] = Field(header)
	}
	return fields
}

// Text gives the body as text. An error is a [*BodyError].
func (r Response) Text() (string, error) {
	content := r.content()
	if content == nil {
		return "", bodyError(ErrClosed, "")
	}
	abi.Reserve(r.BodySize)
	text := content.Text()
	if !text.IsOk() {
		return "", newBodyError(text.Err())
	}
	return text.Ok(), nil
}

// Bytes gives the body as bytes. An error is a [*BodyError].
func (r Response) Bytes() ([]byte, error) {
	content := r.content()
	if content == nil {
		return nil, bodyError(ErrClosed, "")
	}
	abi.Reserve(r.BodySize)
	bytes := content.Bytes()
	if !bytes.IsOk() {
		return nil, newBodyError(bytes.Err())
	}
	return bytes.Ok(), nil
}

// JSON reads the body into what target points to, as encoding/json does. For a field or two, [Response.JSONPath] is many times
// cheaper. An error is a [*BodyError].
func (r Response) JSON(target any) error {
	body, err := r.Bytes()
	if err != nil {
		return err
	}
	return decode(body, target)
}

func decode(text []byte, target any) error {
	err := json.Unmarshal(text, target)
	if err == nil {
		return nil
	}
	kind := ErrUnexpected
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		kind = ErrNotJSON
	}
	return bodyError(kind, err.Error())
}

// duration makes a duration of the host's fractional milliseconds.
func duration(milliseconds float64) time.Duration {
	return time.Duration(math.Round(milliseconds * float64(time.Millisecond)))
}
