package abi

import _ "unsafe" // for go:linkname

//go:linkname procPin runtime.procPin
func procPin() int

//go:linkname procUnpin runtime.procUnpin
func procUnpin()

//go:linkname sbrk runtime.sbrk
func sbrk(size uintptr) uintptr

func pin()   { procPin() }
func unpin() { procUnpin() }
