package main

import "testing"

func TestABasketIsListed(t *testing.T) {
	if got := described([]int{7, 1}); got != "item 7, item 1" {
		t.Error(got)
	}
}
