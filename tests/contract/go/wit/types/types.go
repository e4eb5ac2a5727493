// Package wit_types holds the Go forms of WIT's own types, by the names that the generated bindings use. It holds what
// this world needs and nothing of the asynchronous part.
package wit_types

// Unit is the value of a result that carries none.
type Unit struct{}

// Tuple2 is a pair.
type Tuple2[T0 any, T1 any] struct {
	F0 T0
	F1 T1
}

// The tags of an Option.
const (
	OptionNone uint8 = 0
	OptionSome uint8 = 1
)

// Option is a value, or none.
type Option[T any] struct {
	tag   uint8
	value T
}

// None makes an option without a value.
func None[T any]() Option[T] { return Option[T]{} }

// Some makes an option that holds a value.
func Some[T any](value T) Option[T] { return Option[T]{OptionSome, value} }

// Tag tells the case.
func (self Option[T]) Tag() uint8 { return self.tag }

// IsNone tells whether there is no value.
func (self Option[T]) IsNone() bool { return self.tag == OptionNone }

// Some gives the value; it panics when there is none.
func (self Option[T]) Some() T {
	if self.tag != OptionSome {
		panic("the option is none")
	}
	return self.value
}

// SomeOr gives the value, or `other` when there is none.
func (self Option[T]) SomeOr(other T) T {
	if self.tag != OptionSome {
		return other
	}
	return self.value
}

// The tags of a Result.
const (
	ResultOk  uint8 = 0
	ResultErr uint8 = 1
)

// Result is a success or a failure, each with its value.
type Result[T any, U any] struct {
	tag uint8
	ok  T
	err U
}

// Ok makes a success.
func Ok[T any, U any](value T) Result[T, U] { return Result[T, U]{tag: ResultOk, ok: value} }

// Err makes a failure.
func Err[T any, U any](value U) Result[T, U] { return Result[T, U]{tag: ResultErr, err: value} }

// Tag tells the case.
func (self Result[T, U]) Tag() uint8 { return self.tag }

// IsOk tells whether it is a success.
func (self Result[T, U]) IsOk() bool { return self.tag == ResultOk }

// Ok gives the value of a success; it panics on a failure.
func (self Result[T, U]) Ok() T {
	if self.tag != ResultOk {
		panic("the result is a failure")
	}
	return self.ok
}

// Err gives the value of a failure; it panics on a success.
func (self Result[T, U]) Err() U {
	if self.tag != ResultErr {
		panic("the result is a success")
	}
	return self.err
}
