package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
)

// shared are settings that are made once for each VU, in Start.
func shared() *http.Params {
	return http.NewParams(
		http.Name("shared"),
		http.Tag("part", "settings"), http.Tag("scenario", "mine"), http.Tag("group", "mine"),
		http.Header("x-shared", "shared"), http.Header("x-both", "shared"),
		http.ExpectStatus(404), http.ExpectStatusRange(500, 503),
	)
}

// requests proves what a request sends, and the settings that many requests share.
func requests(shared *http.Params) error {
	for _, part := range []func() error{
		methods, urls, bodies, func() error { return settings(shared) }, redirects, limits, batches,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func methods() error {
	named := http.Name("methods")
	// Without settings: the tag `name` holds the URL.
	echo, err := http.Get("/echo")
	if err != nil {
		return err
	}
	method, _ := echo.Header("x-method")
	prove("client.send", method == "GET")
	type send func(string, ...http.Option) (http.Response, error)
	all := true
	for method, send := range map[string]send{
		"POST": http.Post, "PUT": http.Put, "PATCH": http.Patch, "DELETE": http.Delete, "OPTIONS": http.Options,
		"PURGE": func(url string, options ...http.Option) (http.Response, error) {
			return http.Do("PURGE", url, options...)
		},
	} {
		echo, err := send("/echo", named)
		if err != nil {
			return err
		}
		seen, _ := echo.Header("x-method")
		all = all && seen == method
	}
	head, err := http.Head("/json", named)
	prove("request.method", all && head.Status == 200 && head.BodySize == 0)
	return err
}

func urls() error {
	target, _ := wasmload.Target()
	absolute, err := http.Get(target+"/json", http.Name("urls"))
	if err != nil {
		return err
	}
	relative, err := http.Get("/json", http.Query("a", "1"), http.Name("urls"))
	if err != nil {
		return err
	}
	prove("request.url", absolute.Details().URL == target+"/json" && strings.HasSuffix(relative.Details().URL, "/json?a=1"))
	return nil
}

func bodies() error {
	named := http.Name("bodies")
	text, err := http.Post("/echo", named, http.Text("tea, Käse"))
	if err != nil {
		return err
	}
	back, err := text.Bytes()
	prove("body.text", err == nil && string(back) == "tea, Käse")
	sent := []byte{0, 0xff, 7}
	bytes, err := http.Post("/echo", named, http.Bytes(sent))
	if err != nil {
		return err
	}
	back, err = bytes.Bytes()
	prove("body.bytes", err == nil && slices.Equal(back, sent))
	nothing, err := http.Post("/echo", named)
	prove("request.body", nothing.BodySize == 0 && text.BodySize == 10)
	return err
}

func settings(shared *http.Params) error {
	var fault error
	expected := func(status int, option http.Option) bool {
		page, err := http.Get(fmt.Sprintf("/status/%d", status), option)
		fault = errors.Join(fault, err)
		return page.Expected
	}
	defaults := func(status int) bool { return expected(status, http.With(http.NewParams(http.Name("defaults")))) }
	ofShared := func(status int) bool { return expected(status, http.With(shared)) }
	prove("params.constructor", defaults(200) && defaults(399) && !defaults(400))
	prove("params.set-expected-statuses", ofShared(404) && !ofShared(200))
	prove("status-range.lowest", ofShared(500) && !ofShared(499))
	prove("status-range.highest", ofShared(503) && !ofShared(504))
	lines := func(options ...http.Option) []string {
		page, err := http.Get("/headers", options...)
		if err != nil {
			fault = errors.Join(fault, err)
			return nil
		}
		text, err := page.Text()
		fault = errors.Join(fault, err)
		return strings.Split(text, "\n")
	}
	sent := lines(http.With(shared), http.Header("x-own", "own"), http.Header("x-both", "own"))
	prove("request.params", slices.Contains(sent, "x-shared: shared"))
	prove("request.headers", slices.Contains(sent, "x-own: own") && slices.Contains(sent, "x-both: own") &&
		!slices.Contains(sent, "x-both: shared"))
	prove("params.add-header", slices.Contains(lines(http.With(shared)), "x-both: shared"))
	// What the tags of the samples are is looked at from outside.
	prove("params.set-name", true)
	prove("params.set-tag", true)
	return fault
}

func redirects() error {
	named := http.Name("redirects")
	followed, err := http.Get("/redirect/2", named)
	if err != nil {
		return err
	}
	none, err := http.Get("/redirect/2", named, http.Redirects(0))
	if err != nil {
		return err
	}
	one, err := http.Get("/redirect/2", named, http.Redirects(1))
	if err != nil {
		return err
	}
	prove("params.set-redirects", followed.Status == 200 && none.Status == 302 && one.Status == 302)
	prove("details.redirects", followed.Details().Redirects == 2 && one.Details().Redirects == 1)
	prove("details.url", strings.HasSuffix(one.Details().URL, "/redirect/1"))
	return nil
}

func limits() error {
	named := http.Name("limits")
	kept, err := http.Get("/bytes/1000", named, http.MaxBody(1000))
	if err != nil {
		return err
	}
	prove("params.set-body-limit", kept.BodySize == 1000)
	body, err := kept.Bytes()
	prove("body-mode.keep", err == nil && len(body) == 1000)
	discarded, err := http.Get("/bytes/1000", named, http.DiscardBody())
	if err != nil {
		return err
	}
	prove("body-mode.discard", discarded.BodySize == 1000)
	_, err = discarded.Bytes()
	prove("params.set-body-mode", errors.Is(err, http.ErrDiscarded))
	_, err = discarded.Text()
	prove("body-error.discarded", errors.Is(err, http.ErrDiscarded))
	inTime, err := http.Get("/?delay_ms=20", named,
		http.ConnectTimeout(30*time.Second), http.FirstByteTimeout(30*time.Second), http.Timeout(time.Minute))
	prove("params.set-timeouts", inTime.Status == 200)
	return err
}

func batches() error {
	named := http.Name("batch")
	sizes := []int{30, 10, 20}
	var asked []http.Request
	for _, size := range sizes {
		asked = append(asked, http.NewRequest("GET", fmt.Sprintf("/bytes/%d?delay_ms=%d", size, size), named))
	}
	inOrder := true
	for i, answer := range http.Batch(asked...) {
		if answer.Err != nil {
			return answer.Err
		}
		inOrder = inOrder && answer.BodySize == sizes[i]
	}
	mixed := http.Batch(
		http.NewRequest("GET", "/", named),
		http.NewRequest("GET", "no such scheme://x", named),
		http.NewRequest("GET", "/status/500", named),
	)
	oneByOne := mixed[0].Err == nil && errors.Is(mixed[1].Err, http.ErrInvalidRequest) && mixed[2].Status == 500
	prove("client.batch", inOrder && oneByOne && len(http.Batch()) == 0)
	return nil
}
