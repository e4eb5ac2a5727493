// Package abi is what the generated bindings stand on: memory for calls in both directions, handles, and the moments at
// which garbage may be collected. It knows nothing of the interfaces themselves.
//
// The one trap that it closes: the host writes strings and lists into the component's memory through cabi_realloc, in the
// middle of a call, when a call out of the component is forbidden. Go's runtime reads the clock, which is such a call, when
// it begins or ends a collection, and sometimes when its heap grows. So:
//
//   - During every call the goroutine is pinned to its thread ([Begin], [Pinner.Unpin]): no collection begins, and this
//     goroutine helps none that goes on. cabi_realloc pins too, for the calls that the host makes.
//   - cabi_realloc hands out memory that was allocated before the call: a chunk for what is small, and what [Reserve] got for
//     a body. Only what is larger than expected is allocated there.
//   - The collector does not follow the size of the heap, for then a growing heap would read the clock. It comes when
//     [Collect] finds it worth while, and by itself in a function that allocates megabytes without a pause.
package abi
