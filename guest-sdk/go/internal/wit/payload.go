package wit

import (
	"math"
	"unsafe"
)

// Payload is what a case of a variant carries: a number, or text or bytes. It is held in place, where an `any` would allocate.
type Payload struct {
	number uint64
	data   *byte
}

// Float64Payload holds a float64.
func Float64Payload(value float64) Payload { return Payload{number: math.Float64bits(value)} }

// Uint64Payload holds a uint64.
func Uint64Payload(value uint64) Payload { return Payload{number: value} }

// Uint32Payload holds a uint32.
func Uint32Payload(value uint32) Payload { return Payload{number: uint64(value)} }

// BoolPayload holds a bool.
func BoolPayload(value bool) Payload {
	if value {
		return Payload{number: 1}
	}
	return Payload{}
}

// StringPayload holds a string.
func StringPayload(value string) Payload {
	return Payload{number: uint64(len(value)), data: unsafe.StringData(value)}
}

// BytesPayload holds bytes.
func BytesPayload(value []byte) Payload {
	return Payload{number: uint64(len(value)), data: unsafe.SliceData(value)}
}

// Float64 gives a float64 back.
func (p Payload) Float64() float64 { return math.Float64frombits(p.number) }

// Uint64 gives a uint64 back.
func (p Payload) Uint64() uint64 { return p.number }

// Uint32 gives a uint32 back.
func (p Payload) Uint32() uint32 { return uint32(p.number) }

// Bool gives a bool back.
func (p Payload) Bool() bool { return p.number != 0 }

// String gives a string back.
func (p Payload) String() string { return unsafe.String(p.data, p.number) }

// Bytes gives bytes back.
func (p Payload) Bytes() []byte { return unsafe.Slice(p.data, p.number) }
