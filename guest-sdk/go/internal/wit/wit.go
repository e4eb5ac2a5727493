// Package wit holds the Go forms of WIT's own types, by the names that the generated bindings use. It holds what this
// world needs and nothing of the asynchronous part, and no user meets it.
package wit

// Unit is the value of a result that carries none.
type Unit struct{}

// Tuple2 is a pair.
type Tuple2[A, B any] struct {
	F0 A
	F1 B
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
func (o Option[T]) Tag() uint8 { return o.tag }

// Some gives the value; it panics when there is none.
func (o Option[T]) Some() T {
	if o.tag != OptionSome {
		panic("the option is none")
	}
	return o.value
}

// Get gives the value, and whether there is one.
func (o Option[T]) Get() (T, bool) { return o.value, o.tag == OptionSome }

// The tags of a Result.
const (
	ResultOk  uint8 = 0
	ResultErr uint8 = 1
)

// Result is a success or a failure, each with its value.
type Result[T, E any] struct {
	tag uint8
	ok  T
	err E
}

// Ok makes a success.
func Ok[T, E any](value T) Result[T, E] { return Result[T, E]{tag: ResultOk, ok: value} }

// Err makes a failure.
func Err[T, E any](value E) Result[T, E] { return Result[T, E]{tag: ResultErr, err: value} }

// Tag tells the case.
func (r Result[T, E]) Tag() uint8 { return r.tag }

// IsOk tells whether it is a success.
func (r Result[T, E]) IsOk() bool { return r.tag == ResultOk }

// Ok gives the value of a success; it panics on a failure.
func (r Result[T, E]) Ok() T {
	if r.tag != ResultOk {
		panic("the result is a failure")
	}
	return r.ok
}

// Err gives the value of a failure; it panics on a success.
func (r Result[T, E]) Err() E {
	if r.tag != ResultErr {
		panic("the result is a success")
	}
	return r.err
}
