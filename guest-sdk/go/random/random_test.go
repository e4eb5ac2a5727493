package random

import (
	"math/rand/v2"
	"slices"
	"testing"
)

var _ rand.Source = (*Rand)(nil)

// The reference: xoshiro128starstar.c and splitmix64.c, computed by another implementation (Python), seed 42.
func TestTheNumbersAreThoseOfTheOtherLanguages(t *testing.T) {
	r := New(42)
	var drawn []uint32
	for range 6 {
		drawn = append(drawn, r.Uint32())
	}
	if !slices.Equal(drawn, vector) {
		t.Fatalf("drew %v, not %v", drawn, vector)
	}
	if float := New(42).Float(); float != vectorFloat {
		t.Fatalf("drew %v, not %v", float, vectorFloat)
	}
	if high := New(42).Uint64(); high != uint64(vector[0])<<32|uint64(vector[1]) {
		t.Fatalf("%x is not made of the first two outputs", high)
	}
}

func TestAFloatIsBelowOneAndARangeStaysInside(t *testing.T) {
	r := New(7)
	seen := map[int]bool{}
	for range 10_000 {
		if f := r.Float(); f < 0 || f >= 1 {
			t.Fatalf("drew %v", f)
		}
		seen[r.Range(-2, 3)] = true
	}
	if len(seen) != 5 || !seen[-2] || !seen[2] {
		t.Fatalf("drew %v out of -2..3", seen)
	}
}

func TestAnEmptyRangePanics(t *testing.T) {
	for _, draw := range []func(){
		func() { New(1).Range(3, 3) },
		func() { New(1).Range(0, 1<<53+1) },
		func() { New(1).Range(-1<<62, 1<<62) },
		func() { PickFrom(New(1), []int(nil)) },
		func() { WeightedFrom(New(1), []Choice[int]{{0, 1}}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("nothing to draw from, and yet something was drawn")
				}
			}()
			draw()
		}()
	}
}

func TestEachItemIsAsLikelyAsItsWeight(t *testing.T) {
	choices := []Choice[rune]{{2, 'a'}, {0, 'b'}, {3, 'c'}}
	var chosen []rune
	for point := range 5 {
		chosen = append(chosen, at(choices, point))
	}
	if string(chosen) != "aaccc" {
		t.Fatalf("chose %s", string(chosen))
	}
}

func TestShuffleKeepsAllItemsAndDrawsFromTheBack(t *testing.T) {
	items := []int{0, 1, 2, 3, 4}
	swapped := slices.Clone(items)
	r, same := New(42), New(42)
	r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	for i := len(swapped) - 1; i > 0; i-- {
		j := int(same.Float() * float64(i+1))
		swapped[i], swapped[j] = swapped[j], swapped[i]
	}
	if !slices.Equal(items, swapped) {
		t.Fatalf("shuffled to %v, not %v", items, swapped)
	}
	slices.Sort(items)
	if !slices.Equal(items, []int{0, 1, 2, 3, 4}) {
		t.Fatalf("items were lost: %v", items)
	}
}

var vector = []uint32{1776835114, 4165204688, 17111135, 2317295270, 2792088233, 2554630222}

const vectorFloat = 0.4137016681565887
