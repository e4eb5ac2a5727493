package abi

import "unsafe"

// A Pinner marks one call: from the lowering of its arguments to the lifting of its result.
type Pinner struct {
	pinned bool
}

var (
	// The call of the host that goes on. Calls do not overlap.
	call Pinner
	// Memory for the arguments and results of a call, used again and again: it costs the collector nothing.
	scratch [256]uint64
	// How many words of it are taken.
	taken int
	// What did not fit, and must live as long as the call.
	kept [][]uint64
	// Where pointers go so that the compiler keeps what they point to off the stack, which moves.
	escaped unsafe.Pointer
)

// Begin begins a call of the host. Until its end nothing is collected, and no other goroutine runs.
func Begin() *Pinner {
	prepare()
	pin()
	call.pinned = true
	return &call
}

// Pin keeps the memory where it is, until the end of the call.
func (p *Pinner) Pin(pointer unsafe.Pointer) { escaped = pointer }

// Unpin ends the call, and gives its memory back.
func (p *Pinner) Unpin() {
	taken = 0
	if kept != nil {
		kept = nil
	}
	if p.pinned {
		p.pinned = false
		unpin()
	}
}

// Allocate gives memory that lives until the end of the call. It is aligned for everything that WIT knows, and not cleared.
func Allocate(_ *Pinner, size, _ uintptr) unsafe.Pointer {
	words := int(size+7) / 8
	if words <= len(scratch)-taken {
		at := unsafe.Pointer(&scratch[taken])
		taken += words
		return at
	}
	memory := make([]uint64, words)
	kept = append(kept, memory)
	return unsafe.Pointer(unsafe.SliceData(memory))
}

// Static gives the address of memory that lives as long as the instance.
func Static(size, _ uintptr) uintptr {
	memory := make([]uint64, (size+7)/8)
	static = append(static, memory)
	return uintptr(unsafe.Pointer(unsafe.SliceData(memory)))
}

var static [][]uint64

// At makes a pointer of an address that the host gave, or that Allocate did.
func At(address uintptr) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&address))
}

// Unpin is called by the bindings when they have taken over what the host wrote. It is alive through the strings and
// slices that point there.
func Unpin() {}
