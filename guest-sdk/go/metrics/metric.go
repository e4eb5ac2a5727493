// Package metrics has a test's own figures beside the built-in ones. It is not for truths about an answer: those are
// wasmload.Check's.
//
// A metric is a package variable, which registers itself with the host on first use; from then on adding a value passes
// numbers and no string.
//
//	var orders = metrics.NewCounter("orders")
//
//	orders.Add(1)
package metrics

import (
	"fmt"
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/log"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/metrics"
)

// A Unit says what the values are, for display.
type Unit uint8

// The units.
const (
	// None is for plain numbers.
	None Unit = Unit(metrics.UnitNone)
	// Milliseconds is for durations.
	Milliseconds Unit = Unit(metrics.UnitMilliseconds)
	// Bytes is for sizes.
	Bytes Unit = Unit(metrics.UnitBytes)
)

// refused stands for a metric that the host did not take. The host counts what is added to unknown numbers, so that a refusal
// loses values in the open.
const refused = 1<<32 - 2

// metric is what all four kinds are made of.
type metric struct {
	name string
	kind metrics.Kind
	unit Unit
	id   lazy
}

func newMetric(name string, kind metrics.Kind, units []Unit) metric {
	if len(units) > 1 {
		panic("metrics: `" + name + "` has more than one unit")
	}
	unit := None
	if len(units) == 1 {
		unit = units[0]
	}
	return metric{name: name, kind: kind, unit: unit}
}

// Register registers the metric now instead of on first use, and says what is wrong with it: an error is an [*Error].
func (m *metric) Register() error {
	result := metrics.Register(m.name, m.kind, uint8(m.unit))
	if result.IsOk() {
		m.id.set(result.Ok())
		return nil
	}
	return newError(m.name, result.Err())
}

func (m *metric) add(value float64, tags *Tags) {
	if !m.id.known {
		if err := m.Register(); err != nil {
			log.Write(log.LevelError, fmt.Sprintf("the values of the metric `%s` are lost: %s", m.name, err))
			m.id.set(refused)
		}
	}
	metrics.Add(m.id.number, value, tags.ID())
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration) / float64(time.Millisecond)
}
