package metrics

import (
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/metrics"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// Tags is a set of names and values that samples are recorded with, on top of the VU's own tags. It is registered with the host on
// first use. A few values for each name at most: each combination of tags is a series of its own.
type Tags struct {
	pairs []wit.Tuple2[string, string]
	id    lazy
}

// NewTags makes a set of tags from names and values in turn. It panics when a name has no value.
//
//	var express = metrics.NewTags("delivery", "express")
func NewTags(namesAndValues ...string) *Tags {
	if len(namesAndValues)%2 != 0 {
		panic("metrics.NewTags: `" + namesAndValues[len(namesAndValues)-1] + "` has no value")
	}
	tags := &Tags{}
	for i := 0; i < len(namesAndValues); i += 2 {
		tags.pairs = append(tags.pairs, wit.Tuple2[string, string]{F0: namesAndValues[i], F1: namesAndValues[i+1]})
	}
	return tags
}

// ID gives the host's number of the set, in this VU. Nil is the empty set.
func (t *Tags) ID() uint32 {
	if t == nil {
		return 0
	}
	if !t.id.known {
		t.id.set(metrics.RegisterTags(t.pairs))
	}
	return t.id.number
}

// lazy is a number that the host gives out on first use.
type lazy struct {
	number uint32
	known  bool
}

func (l *lazy) set(number uint32) { l.number, l.known = number, true }
