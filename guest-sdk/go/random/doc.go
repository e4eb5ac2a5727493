// Package random draws numbers from the run's seed: the same --seed gives each VU the same numbers again, and the same
// numbers in every language. It is not for secrets, and not for what has to be unique: make that from the VU's and the
// iteration's numbers.
//
// The functions of the package draw from the VU's generator, which only exists in a running component. [New] makes a
// generator that works anywhere, unit tests included.
package random
