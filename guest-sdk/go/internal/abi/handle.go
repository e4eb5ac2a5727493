package abi

// Handle is the number of a resource in the component's table. Zero is no resource.
type Handle struct {
	value int32
}

// MakeHandle wraps a number that the host gave.
func MakeHandle(value int32) *Handle {
	if value == 0 {
		panic("the handle is nil")
	}
	return &Handle{value}
}

// Use gives the number and leaves the resource where it is.
func (h *Handle) Use() int32 {
	if h.value == 0 {
		panic("the resource was dropped")
	}
	return h.value
}

// Take gives the number away, with the duty to drop the resource.
func (h *Handle) Take() int32 {
	value := h.Use()
	h.value = 0
	return value
}

// TakeOrNil is Take for a resource that may be gone: then it gives zero.
func (h *Handle) TakeOrNil() int32 {
	value := h.value
	h.value = 0
	return value
}

// Set puts a number into a handle that holds none.
func (h *Handle) Set(value int32) {
	if value == 0 || h.value != 0 {
		panic("the handle cannot be set")
	}
	h.value = value
}
