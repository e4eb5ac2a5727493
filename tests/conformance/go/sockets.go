package main

import (
	"errors"
	"slices"
	"strings"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/websocket"
)

const (
	// long is how long what has to come may take.
	long = time.Minute
	// moment is how long nothing may come.
	moment = 20 * time.Millisecond
)

// sockets proves `wasmload:websocket`: what is sent and received, how a socket is opened, how it ends, and why it is not opened.
func sockets() error {
	// First of all, and looked at last: by then it is over on both sides.
	ending, err := to("close/4001")
	if err != nil {
		return err
	}
	_, ended := ending.Receive()
	for _, part := range []func() error{exchanges, handshakes, several, broken, notValid, notOpened} {
		if err := part(); err != nil {
			return err
		}
	}
	prove("sockets.error-kind.closed", errors.Is(ended, websocket.ErrClosed))
	closed, err := ending.Close()
	fault := new(websocket.Error)
	told := errors.As(ended, &fault) && fault.Closure != nil && *fault.Closure == closed
	prove("sockets.error.closure", told)
	prove("closure.code", closed.Code == 4001)
	prove("closure.reason", closed.Reason == "told to")
	return err
}

func exchanges() error {
	plain, err := websocket.Dial(at("WEBSOCKET_URL") + "echo")
	if err != nil {
		return err
	}
	hello, err := plain.Exchange(websocket.Text("hello"), long)
	prove("sockets.connect", err == nil && hello.Text() == "hello")
	if _, err := plain.Close(); err != nil {
		return err
	}

	echo, err := to("echo")
	if err != nil {
		return err
	}
	prove("socket.send", echo.SendText("tea, Käse") == nil)
	text, err := echo.Receive()
	prove("message.text", err == nil && text.IsText() && text.Text() == "tea, Käse")
	sent := []byte{0, 0xff, 7}
	err = echo.Send(websocket.Binary(sent))
	bytes, receiveErr := echo.Receive()
	prove("message.binary", err == nil && receiveErr == nil && !bytes.IsText() && slices.Equal(bytes.Bytes(), sent))
	_, came, err := echo.ReceiveWithin(moment)
	prove("socket.receive", err == nil && !came)
	before := wasmload.Elapsed()
	answer, err := echo.Exchange(websocket.Text("when"), long)
	after := wasmload.Elapsed()
	prove("socket.exchange", err == nil)
	prove("arrival.message", answer.IsText() && answer.Text() == "when")
	prove("arrival.at-us", before <= answer.At && answer.At <= after)
	trip, err := echo.Ping(long)
	prove("socket.ping", err == nil && trip >= 0 && trip <= long)
	_, closed := echo.Closure()
	prove("socket.closure", !closed)
	end, err := echo.CloseWith(3000, "enough", long)
	prove("socket.close", err == nil && end == websocket.Closure{Code: 3000, Reason: "enough"})
	return nil
}

func handshakes() error {
	plain, err := to("headers", websocket.Header("x-own", "own"), websocket.Subprotocols("a", "b"),
		websocket.Tag("part", "sockets"), websocket.Tag("scenario", "mine"), websocket.Tag("group", "mine"))
	if err != nil {
		return err
	}
	fields, err := plain.Receive()
	if err != nil {
		return err
	}
	lines := strings.Split(fields.Text(), "\n")
	prove("options.headers", slices.Contains(lines, "x-own: own"))
	prove("options.subprotocols", slices.Contains(lines, "sec-websocket-protocol: a, b"))
	prove("socket.headers", slices.Contains(plain.Headers(), websocket.HeaderField{Name: "x-served-by", Value: "tests"}))
	// What the tags of the samples are is looked at from outside.
	prove("options.name", true)
	prove("options.tags", true)
	noneChosen := plain.Subprotocol() == ""
	if _, err := plain.Close(); err != nil {
		return err
	}

	compressing, err := to("headers", websocket.Compression())
	if err != nil {
		return err
	}
	offering, err := compressing.Receive()
	const offer = "permessage-deflate"
	prove("options.compression", err == nil && strings.Contains(offering.Text(), offer) && !strings.Contains(fields.Text(), offer))
	if _, err := compressing.Close(); err != nil {
		return err
	}

	chosen, err := to("subprotocol/b", websocket.Subprotocols("a", "b"))
	if err != nil {
		return err
	}
	prove("socket.subprotocol", chosen.Subprotocol() == "b" && noneChosen)
	_, err = chosen.Close()
	return err
}

func several() error {
	quiet, err := to("echo")
	if err != nil {
		return err
	}
	loud, err := to("greeting")
	if err != nil {
		return err
	}
	heard := 0
	for range 3 {
		if index, said, err := websocket.ReceiveAny(long, quiet, loud); index == 1 && err == nil && said.Text() == "hello" {
			heard++
		}
	}
	more, _, _ := websocket.ReceiveAny(moment, quiet, loud)
	nobody, _, _ := websocket.ReceiveAny(long)
	prove("sockets.receive-any", heard == 3 && more == -1 && nobody == -1)
	_, err = quiet.Close()
	_, loudErr := loud.Close()
	return errors.Join(err, loudErr)
}

// broken opens sockets whose other side does not keep to what was agreed.
func broken() error {
	fits, err := to("large/1000", websocket.MessageLimit(1000))
	if err != nil {
		return err
	}
	large, err := fits.Receive()
	prove("options.message-limit", err == nil && len(large.Bytes()) == 1000)
	if _, err := fits.Close(); err != nil {
		return err
	}
	for _, expected := range []struct {
		name, path string
		kind       websocket.ErrorKind
	}{
		{"too-large", "large/1000", websocket.ErrTooLarge},
		{"connection-reset", "end", websocket.ErrConnectionReset},
		{"protocol", "reserved", websocket.ErrProtocol},
	} {
		socket, err := to(expected.path, websocket.MessageLimit(999))
		if err != nil {
			return err
		}
		_, err = socket.Receive()
		prove("sockets.error-kind."+expected.name, errors.Is(err, expected.kind))
		if _, err := socket.Close(); err != nil {
			return err
		}
	}
	return nil
}

func notValid() error {
	open, err := to("echo")
	if err != nil {
		return err
	}
	_, code := open.CloseWith(1002, "", long)
	if _, err := open.Close(); err != nil {
		return err
	}
	_, url := websocket.Dial("http://[", websocket.Name("sockets"))
	_, header := to("echo", websocket.Header("sec-websocket-key", "x"))
	_, subprotocol := to("echo", websocket.Subprotocols("a b"))
	all := true
	for _, refused := range []error{code, url, header, subprotocol} {
		all = all && errors.Is(refused, websocket.ErrInvalidRequest)
	}
	prove("sockets.error-kind.invalid-request", all)
	return nil
}

func notOpened() error {
	failed := func(url string) error {
		_, err := websocket.Dial(url, websocket.Name("sockets"))
		return err
	}
	for _, expected := range []struct {
		name, variable string
		kind           websocket.ErrorKind
	}{
		{"not-granted", "NOT_GRANTED_URL", websocket.ErrNotGranted},
		{"dns", "DNS_URL", websocket.ErrDNS},
		{"connection-refused", "REFUSED_URL", websocket.ErrConnectionRefused},
		{"connection-failed", "UNREACHABLE_URL", websocket.ErrConnectionFailed},
		{"tls", "UNTRUSTED_URL", websocket.ErrTLS},
	} {
		prove("sockets.error-kind."+expected.name, errors.Is(failed(at(expected.variable)), expected.kind))
	}
	rejected := new(websocket.Error)
	prove("sockets.error-kind.rejected", errors.As(failed("/status/403"), &rejected) &&
		rejected.Kind == websocket.ErrRejected && rejected.Code == 1403)
	_, err := to("silent", websocket.Timeout(short))
	late := errors.Is(err, websocket.ErrTimeout)
	prove("sockets.error-kind.timeout", late)
	prove("options.timeout-ms", late)
	refused := new(websocket.Error)
	if !errors.As(failed(at("REFUSED_URL")), &refused) {
		return wasmload.Errorf("a socket that should not have been opened was")
	}
	prove("sockets.error.kind", refused.Kind == websocket.ErrConnectionRefused)
	prove("sockets.error.code", refused.Code == 1212)
	prove("sockets.error.message", strings.Contains(refused.Message, "refused") && refused.Closure == nil)
	return nil
}

// to opens a socket at the server of WebSockets.
func to(path string, options ...websocket.Option) (*websocket.Socket, error) {
	return websocket.Dial(at("WEBSOCKET_URL")+path, append(options, websocket.Name("sockets"))...)
}

// at is the URL in a variable; empty, which is no URL of a socket, when it is missing.
func at(variable string) string {
	url, _ := wasmload.Variable(variable)
	return url
}
