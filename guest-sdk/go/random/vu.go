package random

import "github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/execution"

var vu *Rand

// VU gives the VU's own generator, which begins at the VU's seed.
func VU() *Rand {
	if vu == nil {
		vu = New(execution.RandomSeed())
	}
	return vu
}

// Uint32 draws a number of 32 random bits.
func Uint32() uint32 { return VU().Uint32() }

// Float draws a number from 0.0 up to, but not including, 1.0.
func Float() float64 { return VU().Float() }

// Range draws a whole number from low up to, but not including, high. It panics when there is none, or when they are more
// than 2^53 apart.
func Range(low, high int) int { return VU().Range(low, high) }

// Chance is true with a probability from 0.0 to 1.0.
func Chance(probability float64) bool { return VU().Chance(probability) }

// Pick draws one of the items, each as likely as the others. It panics when there are none.
func Pick[T any](items []T) T { return PickFrom(VU(), items) }

// Weighted draws one of the items, as likely as its weight says. It panics when no weight is above 0.
func Weighted[T any](choices []Choice[T]) T { return WeightedFrom(VU(), choices) }

// Shuffle puts the items in a random order.
func Shuffle[T any](items []T) {
	VU().Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
}
