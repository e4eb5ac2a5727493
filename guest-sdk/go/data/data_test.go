package data

import (
	"errors"
	"testing"
)

func TestARowBecomesWhatIsAskedFor(t *testing.T) {
	dataset := &Dataset{name: "users"}
	var user struct{ Name string }
	if err := dataset.parse(`{"name":"alice"}`, &user); err != nil || user.Name != "alice" {
		t.Fatal(err, user)
	}
	err := dataset.parse(`[1]`, &user)
	if !errors.Is(err, ErrUnexpected) {
		t.Fatal(err)
	}
}

func TestNoIndexIsCut(t *testing.T) {
	for _, index := range []int{-1, 1 << 32} {
		if err := (&Dataset{name: "users"}).Row(index, new(any)); !errors.Is(err, ErrOutOfRange) {
			t.Fatal(index, err)
		}
	}
}
