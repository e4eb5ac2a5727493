package main

import (
	"errors"
	"slices"
	"strings"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
)

// document has each kind of JSON value in it.
const document = `{"nothing":null,"yes":true,"number":-1.5,"text":"grüße \"x\"","list":[1,2],"a.b":{"c":7}}`

// responses proves what came with a response: header fields, bodies in each form, times, and how it came to be.
func responses() error {
	for _, part := range []func() error{response, headers, texts, values, timings, details} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func response() error {
	page, err := http.Get("/json?delay_ms=20", http.Name("responses"))
	if err != nil {
		return err
	}
	prove("response.status", page.Status == 200)
	prove("response.expected", page.Expected)
	prove("response.duration-ms", page.Duration >= 20*time.Millisecond)
	body, err := page.Bytes()
	prove("response.body-size", err == nil && page.BodySize == len(body))
	text, err := page.Text()
	prove("response.content", strings.HasPrefix(text, "{"))
	return err
}

func headers() error {
	page, err := http.Get("/latin1", http.Name("headers"))
	if err != nil {
		return err
	}
	latin, _ := page.Header("X-Latin1")
	_, there := page.Header("x-not-there")
	prove("content.header", latin == "café" && !there)
	var twice []string
	lower := true
	for _, field := range page.Headers() {
		lower = lower && field.Name == strings.ToLower(field.Name)
		if field.Name == "x-twice" {
			twice = append(twice, field.Value)
		}
	}
	prove("content.headers", len(twice) == 2)
	prove("header.name", lower)
	prove("header.value", slices.Equal(twice, []string{"1", "2"}))
	return nil
}

func texts() error {
	named := http.Name("bodies")
	echo, err := http.Post("/echo", named, http.Text("grüße"))
	if err != nil {
		return err
	}
	text, err := echo.Text()
	prove("content.text", err == nil && text == "grüße")
	sent := []byte{'a', 0xff, 0}
	echo, err = http.Post("/echo", named, http.Bytes(sent))
	if err != nil {
		return err
	}
	back, err := echo.Bytes()
	prove("content.bytes", err == nil && slices.Equal(back, sent))
	_, err = echo.Text()
	fault := new(http.BodyError)
	prove("body-error.not-utf8", errors.Is(err, http.ErrNotUTF8) && errors.As(err, &fault) && fault.Offset == 1)
	page, err := http.Get("/", named)
	if err != nil {
		return err
	}
	prove("body-error.not-json", errors.Is(page.JSONPath("x").Err(), http.ErrNotJSON))
	return nil
}

func values() error {
	page, err := http.Post("/echo", http.Name("json"), http.Text(document))
	if err != nil {
		return err
	}
	nothing := page.JSONPath("nothing")
	_, err = nothing.Text()
	prove("json-value.null", nothing.IsNull() && nothing.Exists() && errors.Is(err, http.ErrUnexpected))
	yes, err := page.JSONPath("yes").Bool()
	prove("json-value.boolean", err == nil && yes)
	number, err := page.JSONPath("number").Float()
	prove("json-value.number", err == nil && number == -1.5)
	text, err := page.JSONPath("text").Text()
	prove("json-value.text", err == nil && text == `grüße "x"`)
	var list []int
	err = page.JSONPath("list").Decode(&list)
	prove("json-value.composite", err == nil && slices.Equal(list, []int{1, 2}))
	second, err := page.JSONPath("list.1").Int()
	deep, deepErr := page.JSONPath(`a\.b.c`).Int()
	_, missing := page.JSONPath("list.9").Int()
	var whole map[string]any
	wholeErr := page.JSONPath("").Decode(&whole)
	prove("content.json", err == nil && second == 2 && deepErr == nil && deep == 7 && errors.Is(missing, http.ErrMissing) &&
		wholeErr == nil && len(whole) == 6)
	return nil
}

func timings() error {
	page, err := http.Get("/json?delay_ms=100", http.Name("timings"))
	if err != nil {
		return err
	}
	spent, reused := page.Timings(), page.Details().ConnectionReused
	prove("content.timings", (page.Duration-spent.Sending-spent.Waiting-spent.Receiving).Abs() < time.Millisecond)
	prove("timings.dns", spent.DNS == 0)
	prove("timings.connecting", (spent.Connecting == 0) == reused)
	prove("timings.waiting", spent.Waiting >= 20*time.Millisecond)
	prove("timings.sending", spent.Sending > 0 && spent.Sending < 20*time.Second)
	chunks, err := http.Get("/chunks/10", http.Name("timings"))
	if err != nil {
		return err
	}
	prove("timings.receiving", chunks.Timings().Receiving >= 20*time.Millisecond)
	url, _ := wasmload.Variable("TLS_URL")
	secure, err := http.Get(url, http.Name("tls"))
	if err != nil {
		return err
	}
	spent, reused = secure.Timings(), secure.Details().ConnectionReused
	prove("timings.tls-handshaking", (spent.TLSHandshaking == 0) == reused)
	prove("timings.blocked", spent.Blocked >= spent.Connecting+spent.TLSHandshaking)
	prove("details.tls-version", secure.Details().TLSVersion == "tls1.3")
	return nil
}

func details() error {
	page, err := http.Get("/json", http.Name("details"))
	if err != nil {
		return err
	}
	details := page.Details()
	target, _ := wasmload.Target()
	prove("content.details", details.TLSVersion == "" && details.Redirects == 0)
	prove("details.protocol", details.Protocol == "HTTP/1.1")
	prove("details.remote-address", target == "http://"+details.RemoteAddress)
	prove("details.connection-reused", details.ConnectionReused)
	return nil
}
