//go:build !wasip1

package wasmload

import (
	"fmt"
	"os"
)

// installed ends a program that was started as such: nobody would call its functions.
func installed() {
	fmt.Fprintln(os.Stderr, "this is a scenario for wasmload; start it with: wasmload run .")
	os.Exit(2)
}
