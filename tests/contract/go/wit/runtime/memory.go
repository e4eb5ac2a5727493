package wit_runtime

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"unsafe"
)

const (
	// What the host writes into the component's memory comes out of chunks of this size.
	chunkSize = 16 << 10
	// How many bytes may be allocated before Collect does anything.
	collectAfter = 4 << 20
)

var (
	// The rest of the current chunk. What was cut off it is kept alive by the strings and slices that point there.
	chunk []byte
	// All bytes ever allocated, and how many they were at the last collection.
	allocated = []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	collected uint64
	// Whether the Go runtime is up; the adapter may ask for memory before.
	started bool
)

// The collector reads the wall clock when it ends a cycle, and a call out of `cabi_realloc` is a trap. So it never runs
// by itself, only in Collect.
func init() {
	debug.SetGCPercent(-1)
	started = true
}

//go:linkname sbrk runtime.sbrk
func sbrk(size uintptr) unsafe.Pointer

// Allocate gives memory for one call. Nothing moves and nothing is collected during a call; `pinner` keeps the memory
// until the bindings let go of it.
func Allocate(pinner *runtime.Pinner, size, align uintptr) unsafe.Pointer {
	if size == 0 {
		return nil
	}
	// Words of eight bytes are aligned for everything that WIT knows.
	memory := make([]uint64, (size+7)/8)
	pointer := unsafe.Pointer(unsafe.SliceData(memory))
	pinner.Pin(pointer)
	return pointer
}

// Unpin is called by the bindings when they have taken over what the host wrote. Nothing was pinned: see `chunk`.
func Unpin() {}

// The host calls this to get room for strings and lists, in the middle of a call.
//
//go:wasmexport cabi_realloc
func cabiRealloc(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	pointer := cut(align, size)
	if oldSize != 0 {
		copy(unsafe.Slice((*byte)(pointer), size), unsafe.Slice((*byte)(old), min(oldSize, size)))
	}
	return pointer
}

// cut takes `size` bytes off the current chunk, or off a new one.
func cut(align, size uintptr) unsafe.Pointer {
	if !started {
		return sbrk((size + 15) &^ 15)
	}
	start := uintptr(unsafe.Pointer(unsafe.SliceData(chunk)))
	skip := -start & (align - 1)
	if skip+size > uintptr(len(chunk)) {
		words := make([]uint64, (max(size, chunkSize)+7)/8)
		chunk = unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*8)
		skip = 0
	}
	pointer := unsafe.Pointer(unsafe.SliceData(chunk[skip:]))
	chunk = chunk[skip+size:]
	return pointer
}

// Collect frees what is not used any more, if enough was allocated for it to be worth while. It may be called wherever
// the component may call the host, and nowhere else.
func Collect() {
	metrics.Read(allocated)
	if allocated[0].Value.Uint64()-collected < collectAfter {
		return
	}
	collected = allocated[0].Value.Uint64()
	runtime.GC()
	// Cleanups drop the resources that were forgotten. They must run now: the scheduler may otherwise pick them inside
	// `cabi_realloc`.
	for range 4 {
		runtime.Gosched()
	}
}
