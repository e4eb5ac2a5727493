package main

import "testing"

func TestAMebibyteIsNotSmall(t *testing.T) {
	if !isSmall(80) || isSmall(1<<20) {
		t.Error("80 bytes are small, a mebibyte is not")
	}
}
