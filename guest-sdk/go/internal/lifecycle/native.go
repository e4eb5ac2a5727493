//go:build !wasip1

package lifecycle

// main has run already where this can be reached: in a unit test, by hand.
func main() {}

func goexit() {}
