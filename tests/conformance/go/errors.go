package main

import (
	"errors"
	"strings"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
)

// short is a limit on time that will be reached.
const short = 100 * time.Millisecond

// failures proves why there is no response: each kind of error, provoked by a server that is there for it.
func failures() error {
	var answered error
	named := http.Name("errors")
	failed := func(method, url string, options ...http.Option) error {
		page, err := http.Do(method, url, append(options, named)...)
		if err == nil {
			answered = errors.Join(answered, wasmload.Errorf("%s should not have answered %d", url, page.Status))
		}
		return err
	}
	get := func(url string, options ...http.Option) error { return failed("GET", url, options...) }
	at := func(variable string, options ...http.Option) error {
		url, there := wasmload.Variable(variable)
		if !there {
			answered = errors.Join(answered, wasmload.Errorf("the variable %s is missing", variable))
			return nil
		}
		return get(url, options...)
	}

	method, broken, header := failed("A B", "/"), get("http://["), get("/", http.Header("x", "a\r\nb"))
	prove("client.error-kind.invalid-request", errors.Is(method, http.ErrInvalidRequest) &&
		errors.Is(broken, http.ErrInvalidRequest) && errors.Is(header, http.ErrInvalidRequest))
	for _, expected := range []struct {
		name, variable string
		kind           http.ErrorKind
	}{
		{"not-granted", "NOT_GRANTED_URL", http.ErrNotGranted},
		{"dns", "DNS_URL", http.ErrDNS},
		{"connection-refused", "REFUSED_URL", http.ErrConnectionRefused},
		{"connection-reset", "RESET_URL", http.ErrConnectionReset},
		{"connection-failed", "UNREACHABLE_URL", http.ErrConnectionFailed},
		{"tls", "UNTRUSTED_URL", http.ErrTLS},
		{"protocol", "GARBAGE_URL", http.ErrProtocol},
	} {
		prove("client.error-kind."+expected.name, errors.Is(at(expected.variable), expected.kind))
	}
	prove("client.error-kind.too-large", errors.Is(get("/bytes/1000", http.MaxBody(999)), http.ErrTooLarge))
	prove("client.error-kind.redirect", errors.Is(get("/redirect-to?ftp://a/"), http.ErrRedirect))

	// A handshake that is never answered: connecting includes it.
	connect := errors.Is(at("SILENT_TLS_URL", http.ConnectTimeout(short)), http.ErrConnectTimeout)
	prove("client.error-kind.connect-timeout", connect)
	prove("timeouts.connect-ms", connect)
	firstByte := errors.Is(at("SILENT_URL", http.FirstByteTimeout(short)), http.ErrFirstByteTimeout)
	prove("client.error-kind.first-byte-timeout", firstByte)
	prove("timeouts.first-byte-ms", firstByte)
	total := errors.Is(at("SILENT_URL", http.Timeout(short)), http.ErrTimeout)
	prove("client.error-kind.timeout", total)
	prove("timeouts.total-ms", total)

	refused := new(http.Error)
	if !errors.As(at("REFUSED_URL"), &refused) {
		return answered
	}
	prove("client.error.kind", refused.Kind == http.ErrConnectionRefused)
	prove("client.error.code", refused.Code == 1212)
	prove("client.error.message", strings.Contains(refused.Message, "refused"))
	return answered
}
