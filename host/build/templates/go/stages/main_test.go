package main

import (
	"testing"
	"time"
)

func TestHalfASecondIsSlow(t *testing.T) {
	if !isSlow(500*time.Millisecond) || isSlow(20*time.Millisecond) {
		t.Error("half a second is slow, 20 ms are not")
	}
}
