package http

import (
	"runtime"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/abi"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
)

// A Request is what a [Batch] sends.
type Request struct {
	method  string
	url     string
	options []Option
}

// NewRequest makes a request. Nothing is sent.
func NewRequest(method, url string, options ...Option) Request {
	return Request{method, url, options}
}

// An Answer is what a request of a batch led to: a response or an error, as [Get] returns them.
type Answer struct {
	Response
	// Err says why there is no response; it is an [*Error].
	Err error
}

// Batch sends requests at the same time, at most six to one host and port and twenty in all, and waits for all of them. The
// answers are in the order of the requests.
func Batch(requests ...Request) []Answer {
	abi.Collect()
	answers := make([]Answer, len(requests))
	sent := make([]client.Request, 0, len(requests))
	drops := make([]dropper, 0, len(requests))
	for i, request := range requests {
		var made client.Request
		drop, err := fill(&made, request.method, request.url, request.options)
		if err != nil {
			// What could not be put together is not sent.
			answers[i].Err = err
			continue
		}
		sent = append(sent, made)
		drops = append(drops, drop)
	}
	received := client.Batch(sent)
	runtime.KeepAlive(sent)
	for _, drop := range drops {
		drop.now()
	}
	for i := range answers {
		if answers[i].Err == nil {
			answers[i] = answer(received[0])
			received = received[1:]
		}
	}
	return answers
}
