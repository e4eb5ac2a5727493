package main

import (
	"fmt"

	"github.com/wasmload/wasmload/guest-sdk/go/metrics"
	"github.com/wasmload/wasmload/guest-sdk/go/random"
)

var drawn = metrics.NewGauge("conformance_random")

// draw records random numbers in an order that all languages keep: each draw is one value of the gauge.
func draw(s *session) {
	vu := fmt.Sprint(s.ID())
	put := func(of string, draws int, value func() float64) {
		for i := range draws {
			drawn.SetWith(value(), metrics.NewTags("vu", vu, "of", of, "draw", fmt.Sprintf("%02d", i)))
		}
	}
	put("u32", 20, func() float64 { return float64(random.Uint32()) })
	put("float", 4, random.Float)
	put("range", 4, func() float64 { return float64(random.Range(10, 20)) })
	put("wide-range", 2, func() float64 { return float64(random.Range(0, 1<<53)) })
	put("chance", 4, func() float64 {
		if random.Chance(0.25) {
			return 1
		}
		return 0
	})
	put("pick", 4, func() float64 { return random.Pick([]float64{1, 2, 3}) })
	put("weighted", 4, func() float64 {
		return random.Weighted([]random.Choice[float64]{{Weight: 2, Item: 1}, {Weight: 0, Item: 2}, {Weight: 3, Item: 3}})
	})
	items := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	random.Shuffle(items)
	put("shuffle", len(items), func() float64 {
		item := items[0]
		items = items[1:]
		return item
	})
}
