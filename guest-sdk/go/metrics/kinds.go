package metrics

import (
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/metrics"
)

// A Counter is a sum: orders made, bytes stored.
type Counter struct{ metric }

// NewCounter makes a counter. The name must match [A-Za-z_][A-Za-z0-9_]{0,127}.
func NewCounter(name string, unit ...Unit) *Counter {
	return &Counter{newMetric(name, metrics.KindCounter, unit)}
}

// Add adds to the sum. Negative values count too.
func (c *Counter) Add(value float64) { c.add(value, nil) }

// AddWith adds with tags on top of the VU's own.
func (c *Counter) AddWith(value float64, tags *Tags) { c.add(value, tags) }

// A Gauge is a level, of which the latest value counts: items in the basket, the length of a queue. Its minimum and maximum
// are kept.
type Gauge struct{ metric }

// NewGauge makes a gauge. The name must match [A-Za-z_][A-Za-z0-9_]{0,127}.
func NewGauge(name string, unit ...Unit) *Gauge {
	return &Gauge{newMetric(name, metrics.KindGauge, unit)}
}

// Set sets the level.
func (g *Gauge) Set(value float64) { g.add(value, nil) }

// SetWith sets with tags on top of the VU's own.
func (g *Gauge) SetWith(value float64, tags *Tags) { g.add(value, tags) }

// A Rate is a share: orders that were delivered among all orders.
type Rate struct{ metric }

// NewRate makes a rate. The name must match [A-Za-z_][A-Za-z0-9_]{0,127}.
func NewRate(name string) *Rate {
	return &Rate{newMetric(name, metrics.KindRate, nil)}
}

// Add counts a case in which it held, or did not.
func (r *Rate) Add(truth bool) { r.add(number(truth), nil) }

// AddWith counts with tags on top of the VU's own.
func (r *Rate) AddWith(truth bool, tags *Tags) { r.add(number(truth), tags) }

func number(truth bool) float64 {
	if truth {
		return 1
	}
	return 0
}

// A Trend is a distribution: average, minimum, maximum, percentiles. Exact to three digits, from 0.001 up.
type Trend struct{ metric }

// NewTrend makes a trend. The name must match [A-Za-z_][A-Za-z0-9_]{0,127}.
func NewTrend(name string, unit ...Unit) *Trend {
	return &Trend{newMetric(name, metrics.KindTrend, unit)}
}

// Add adds a value to the distribution.
func (t *Trend) Add(value float64) { t.add(value, nil) }

// AddWith adds with tags on top of the VU's own.
func (t *Trend) AddWith(value float64, tags *Tags) { t.add(value, tags) }

// AddDuration adds a duration in milliseconds, with fractions.
func (t *Trend) AddDuration(duration time.Duration) { t.add(milliseconds(duration), nil) }

// AddDurationWith adds a duration with tags on top of the VU's own.
func (t *Trend) AddDurationWith(duration time.Duration, tags *Tags) {
	t.add(milliseconds(duration), tags)
}
