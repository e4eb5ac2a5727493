package http

import (
	"runtime"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/abi"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// Get sends a GET request and waits for the whole response. An error is an [*Error]: there is no response. A status such as
// 500 is a response.
func Get(url string, options ...Option) (Response, error) { return send("GET", url, options) }

// Head sends a HEAD request: see [Get].
func Head(url string, options ...Option) (Response, error) { return send("HEAD", url, options) }

// Post sends a POST request: see [Get]. Its body is an option: [Text], [Bytes], [JSON] or [Form].
func Post(url string, options ...Option) (Response, error) { return send("POST", url, options) }

// Put sends a PUT request: see [Post].
func Put(url string, options ...Option) (Response, error) { return send("PUT", url, options) }

// Patch sends a PATCH request: see [Post].
func Patch(url string, options ...Option) (Response, error) { return send("PATCH", url, options) }

// Delete sends a DELETE request: see [Get].
func Delete(url string, options ...Option) (Response, error) { return send("DELETE", url, options) }

// Options sends an OPTIONS request: see [Get].
func Options(url string, options ...Option) (Response, error) { return send("OPTIONS", url, options) }

// Do sends a request with any method: see [Get].
func Do(method, url string, options ...Option) (Response, error) {
	return send(method, url, options)
}

func send(method, url string, options []Option) (Response, error) {
	abi.Collect()
	var request client.Request
	drop, err := fill(&request, method, url, options)
	if err != nil {
		return Response{}, err
	}
	answer := client.Send(request)
	runtime.KeepAlive(request)
	drop.now()
	return received(answer)
}

func received(answer wit.Result[client.Response, client.Error]) (Response, error) {
	if answer.IsOk() {
		return newResponse(answer.Ok()), nil
	}
	return Response{}, newError(answer.Err())
}

func answer(answer wit.Result[client.Response, client.Error]) Answer {
	response, err := received(answer)
	return Answer{response, err}
}
