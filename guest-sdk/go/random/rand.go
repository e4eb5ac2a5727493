package random

import "fmt"

// A Rand is a generator of random numbers. It is not safe for use by several goroutines at the same time.
//
// It is a Source of math/rand/v2: rand.New(random.New(7)) has that package's distributions.
type Rand struct {
	state xoshiro
}

// New makes a generator from a seed. Equal seeds give equal numbers, in every language that has an SDK.
func New(seed uint64) *Rand {
	return &Rand{seeded(seed)}
}

// Uint32 draws a number of 32 random bits.
func (r *Rand) Uint32() uint32 { return r.state.next() }

// Uint64 draws a number of 64 random bits. It makes a Rand a Source of math/rand/v2.
func (r *Rand) Uint64() uint64 {
	high := uint64(r.state.next())
	return high<<32 | uint64(r.state.next())
}

// Float draws a number from 0.0 up to, but not including, 1.0, of 53 random bits.
func (r *Rand) Float() float64 {
	high := r.state.next() >> 5
	low := r.state.next() >> 6
	return (float64(high)*(1<<26) + float64(low)) / (1 << 53)
}

// Range draws a whole number from low up to, but not including, high. It panics when there is none, or when they are more
// than 2^53 apart.
func (r *Rand) Range(low, high int) int {
	if span := high - low; low >= high || span > 1<<53 || span <= 0 {
		panic(fmt.Sprintf("random: no number can be drawn from %d up to %d: the range is empty, or longer than 2^53", low, high))
	}
	return low + int(r.Float()*float64(high-low))
}

// Chance is true with a probability from 0.0 to 1.0.
func (r *Rand) Chance(probability float64) bool { return r.Float() < probability }

// Shuffle puts n items in a random order; swap exchanges the items at two indices.
func (r *Rand) Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, int(r.Float()*float64(i+1)))
	}
}

// index draws an index into n items.
func (r *Rand) index(n int) int { return int(r.Float() * float64(n)) }
