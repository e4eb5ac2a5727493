package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/metrics"
)

var (
	counter = metrics.NewCounter("conformance_counter")
	bytes   = metrics.NewCounter("conformance_bytes", metrics.Bytes)
	gauge   = metrics.NewGauge("conformance_gauge")
	rate    = metrics.NewRate("conformance_rate")
	trend   = metrics.NewTrend("conformance_trend", metrics.Milliseconds)
	own     = metrics.NewTags("kind", "own", "scenario", "mine", "group", "mine")
)

// depth is more groups than may be open at once.
const depth = 18

// figures proves `wasmload:metrics`: custom metrics, checks and groups.
func figures(s *session) {
	kinds()
	refused()
	prove("checks.register", wasmload.Check("registered by its name", true))
	prove("checks.record", wasmload.CheckWith("with tags", true, own))
	groups(s)
}

func kinds() {
	prove("kind.counter", counter.Register() == nil)
	prove("kind.gauge", gauge.Register() == nil)
	prove("kind.rate", rate.Register() == nil)
	prove("kind.trend", trend.Register() == nil)
	prove("metrics.register", counter.Register() == nil)
	// The last three are left out, and counted in `values_rejected`.
	for _, value := range []float64{1, 2.5, math.NaN(), math.Inf(1), math.Inf(-1)} {
		counter.Add(value)
	}
	for _, value := range []float64{3, -2, 7} {
		gauge.Set(value)
	}
	for _, truth := range []bool{true, true, false} {
		rate.Add(truth)
	}
	for _, value := range []float64{10, 20, 30} {
		trend.Add(value)
	}
	prove("metrics.add", true)
	counter.AddWith(10, own)
	gauge.SetWith(70, own)
	rate.AddWith(false, own)
	trend.AddWith(100, own)
	prove("metrics.register-tags", true)
	prove("unit.none", counter.Register() == nil)
	prove("unit.milliseconds", trend.Register() == nil)
	bytes.Add(1024)
	prove("unit.bytes", bytes.Register() == nil)
}

func refused() {
	err := metrics.NewCounter("not a name").Register()
	reason := new(metrics.Error)
	prove("metrics.error.invalid-name", errors.Is(err, metrics.ErrInvalidName) && errors.As(err, &reason) && reason.Reason != "")
	err = metrics.NewTrend("conformance_counter").Register()
	prove("metrics.error.conflict", errors.Is(err, metrics.ErrConflict) && strings.Contains(err.Error(), "counter"))
}

// tooMany registers metrics until there are too many. Last of all: no other metric can be registered after it.
func tooMany() {
	for i := range 20_000 {
		err := metrics.NewCounter(fmt.Sprintf("filler_%d", i)).Register()
		if reason := new(metrics.Error); errors.As(err, &reason) {
			prove("metrics.error.too-many", errors.Is(err, metrics.ErrTooMany) && reason.Limit == 10_000)
			return
		}
	}
	prove("metrics.error.too-many", false)
}

func groups(s *session) {
	path := func(levels int) string {
		var path strings.Builder
		for level := 1; level <= min(levels, 16); level++ {
			fmt.Fprintf(&path, "::%d", level)
		}
		return path.String()
	}
	var leave []func()
	entered, left := true, true
	for level := 1; level <= depth; level++ {
		leave = append(leave, wasmload.EnterGroup(fmt.Sprint(level)))
		entered = entered && s.Tags()["group"] == path(level)
	}
	counter.Add(100)
	for level := depth - 1; level >= 0; level-- {
		leave[level]()
		group, there := s.Tags()["group"]
		left = left && there == (level > 0) && group == path(level)
	}
	prove("groups.enter", entered)
	prove("groups.leave", left)
}
