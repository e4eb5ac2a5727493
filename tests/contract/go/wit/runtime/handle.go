// Package wit_runtime is what the generated bindings stand on: handles of resources, memory for calls in both
// directions, and the moments at which garbage may be collected. It is not an SDK.
package wit_runtime

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
func (self *Handle) Use() int32 {
	if self.value == 0 {
		panic("the resource was dropped")
	}
	return self.value
}

// Take gives the number away, with the duty to drop the resource.
func (self *Handle) Take() int32 {
	value := self.Use()
	self.value = 0
	return value
}

// TakeOrNil is Take for a resource that may be gone: then it gives zero.
func (self *Handle) TakeOrNil() int32 {
	value := self.value
	self.value = 0
	return value
}

// Set puts a number into a handle that holds none.
func (self *Handle) Set(value int32) {
	if value == 0 || self.value != 0 {
		panic("the handle cannot be set")
	}
	self.value = value
}
