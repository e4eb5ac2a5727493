package main

import (
	"fmt"
	"strings"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
)

// leaksResponses: 200 iterations that close nothing; the host keeps none of the 1,000 responses. No warning about handles.
func leaksResponses(*state) error {
	for range 5 {
		if _, err := http.Get("/"); err != nil {
			return err
		}
	}
	return nil
}

var kept http.Response

// staleResponse: a response of an earlier iteration panics, `the response was closed`, in the second iteration.
func staleResponse(s *state) error {
	if s.Iteration().InVU > 0 {
		kept.Headers()
	}
	var err error
	kept, err = http.Get("/")
	return err
}

var sink []string

// garbage: 2,000 iterations that allocate 40 KiB each in the middle of requests; none traps, and memory stays below 8 MiB.
func garbage(*state) error {
	for i := range 10 {
		sink = append(sink[:0], strings.Repeat("garbage ", 512), fmt.Sprint(i))
	}
	page, err := http.Get("/")
	if err != nil {
		return err
	}
	text, err := page.Text()
	wasmload.Check("the text is whole", err == nil && len(text) == page.BodySize)
	return err
}

// oneBigIteration: 3 iterations that allocate 400 MB without asking the host for anything: the collector comes by itself.
func oneBigIteration(*state) error {
	for i := range 100_000 {
		sink = append(sink[:0], strings.Repeat("x", 4096+i%7))
	}
	page, err := http.Get("/")
	if err != nil {
		return err
	}
	_, err = page.Text()
	return err
}

// bigBodies: 300 iterations that read a body of 300,000 bytes as text and as bytes; none traps. It needs a target that answers
// /bytes/N with N bytes.
func bigBodies(*state) error {
	page, err := http.Get("/bytes/300000")
	if err != nil {
		return err
	}
	text, err := page.Text()
	if err != nil {
		return err
	}
	bytes, err := page.Bytes()
	wasmload.Check("the body is whole", err == nil && len(text) == 300_000 && len(bytes) == 300_000)
	return err
}

var basket [][]byte

// keepsMuch: 200 iterations, each of which keeps 100 KB more: the VU has 20 MB in the end, and none of its iterations traps.
func keepsMuch(*state) error {
	page, err := http.Get("/bytes/100000")
	if err != nil {
		return err
	}
	bytes, err := page.Bytes()
	basket = append(basket, bytes)
	return err
}

// strings_: 20,000 iterations that take strings and lists of the host, in which cabi_realloc works; none traps.
func strings_(s *state) error {
	page, err := http.Get("/")
	if err != nil {
		return err
	}
	fields := page.Headers()
	text, err := page.Text()
	wasmload.Check("they are whole", err == nil && len(fields) > 0 && len(text) == page.BodySize && s.Tags()["scenario"] == "strings")
	return err
}
