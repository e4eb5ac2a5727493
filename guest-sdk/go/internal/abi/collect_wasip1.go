package abi

import (
	"runtime"
	"runtime/debug"
)

const (
	// How many bytes may be allocated before a collection is worth while: the memory that a VU has on top of what it keeps.
	budget = 128 << 10
	// How many chances to collect may pass without looking, at most.
	patience = 256
	// How much memory the instance may have before the collector comes by itself, if most of it is not in use.
	limit = 16 << 20
)

var (
	// The runtime's figures, in a place of their own: on the stack they would make it grow. Package runtime/metrics would
	// tell the one that is needed for less time, and for 60 KiB more in each VU.
	stats runtime.MemStats
	// How many bytes had been allocated at the last collection and at the last look.
	collected, looked uint64
	// How many chances there are between two looks, and how many are left until the next one. A look is not free.
	stride, left = 1, 1
	// How many bytes were in use after the last collection: a VU that keeps much collects less often.
	live uint64
	// The limit that holds now.
	most uint64 = limit
)

func init() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(limit)
}

// Collect frees what is not used any more, if enough was allocated for it to be worth while. It may be called wherever
// the component may call the host.
func Collect() {
	if left--; left > 0 && received < budget/4 {
		return
	}
	runtime.ReadMemStats(&stats)
	now := stats.TotalAlloc
	switch {
	case collected == 0:
		// What the runtime and the packages made at the start is not garbage.
		collected = now
	case now-collected >= max(budget, live/2):
		runtime.GC()
		runtime.ReadMemStats(&stats)
		collected, live = now, stats.HeapAlloc
		keepAbove(live)
	}
	stride = next(stride-left, now-looked)
	looked, left, received = now, stride, 0
}

// next says after how many chances to look again, so that about an eighth of the budget is allocated until then, when so
// many chances brought so many bytes.
func next(chances int, grown uint64) int {
	each := grown/uint64(chances) + 1
	return int(min(max(budget/8/each, 1), patience))
}

// keepAbove keeps the limit well above what is in use: at the limit, the collector would come again and again.
func keepAbove(live uint64) {
	if wanted := max(limit, 3*live); wanted > most || wanted < most/2 {
		most = wanted
		debug.SetMemoryLimit(int64(most))
	}
}
