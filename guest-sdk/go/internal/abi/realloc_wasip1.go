package abi

import "unsafe"

const (
	// What the host writes into the component's memory comes out of chunks of this size.
	chunkSize = 4 << 10
	// What is larger gets memory of its own, which does not outlive it in the shadow of a small string.
	ownSize = chunkSize / 4
)

var (
	// The rest of the current chunk. What was cut off it is kept alive by the strings and slices that point there.
	chunk []byte
	// What was reserved for one large value.
	reserved []byte
	// How many bytes the host has written since the last look of the collector.
	received uintptr
	// Whether the Go runtime is up; the adapter of WASI asks for memory before.
	started bool
)

func init() {
	prepare()
	started = true
}

// prepare sees to it that the next call finds memory.
func prepare() {
	if len(chunk) < chunkSize/2 {
		chunk = fresh(chunkSize)
	}
}

// Reserve gets memory for a value of so many bytes that the next call of the host is going to return.
func Reserve(size int) {
	if uintptr(size) > ownSize {
		reserved = fresh(uintptr(size))
	}
}

// The host calls this to get room for strings and lists, in the middle of a call.
//
//go:wasmexport cabi_realloc
func cabiRealloc(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	if !started {
		return At(sbrk((size + 15) &^ 15))
	}
	pin()
	pointer := cut(align, size)
	if oldSize != 0 {
		copy(unsafe.Slice((*byte)(pointer), size), unsafe.Slice((*byte)(old), min(oldSize, size)))
	}
	unpin()
	return pointer
}

// cut takes memory off what is there. Alignments are 1, 2, 4 and 8.
func cut(align, size uintptr) unsafe.Pointer {
	received += size
	if size > ownSize {
		memory := reserved
		if reserved = nil; uintptr(len(memory)) < size {
			memory = fresh(size)
		}
		return unsafe.Pointer(unsafe.SliceData(memory))
	}
	skip := -uintptr(unsafe.Pointer(unsafe.SliceData(chunk))) & (align - 1)
	if skip+size > uintptr(len(chunk)) {
		chunk, skip = fresh(chunkSize), 0
	}
	pointer := unsafe.Pointer(unsafe.SliceData(chunk[skip:]))
	chunk = chunk[skip+size:]
	return pointer
}

// fresh gives memory that is aligned to 8 bytes.
func fresh(size uintptr) []byte {
	words := make([]uint64, (size+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*8)
}
