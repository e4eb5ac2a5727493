package main

import "testing"

func TestQuestionsAreCountedFromOne(t *testing.T) {
	if got := question(0); got != "question 1" {
		t.Error(got)
	}
}
