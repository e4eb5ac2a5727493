//go:build !wasip1

package abi

// NoHost is what the stand-ins for the host's functions panic with.
func NoHost(function string) string {
	return "wasmload: there is no host here to call " + function +
		": the scenario runs in a component only (`wasmload run .`). Unit tests can reach what does not call the host"
}

func pin()   {}
func unpin() {}

// Collect does nothing: outside of a component the collector comes by itself.
func Collect() {}

// Reserve does nothing: there is no host that would write.
func Reserve(int) {}

func prepare() {}
