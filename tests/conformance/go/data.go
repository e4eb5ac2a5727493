package main

import (
	"errors"
	"strings"

	"github.com/wasmload/wasmload/guest-sdk/go/data"
)

type user struct {
	ID   int
	Name string
}

// rows proves `wasmload:data`: rows that all VUs share, and why there is none.
func rows(s *session) error {
	users, err := data.Open("users")
	if err != nil {
		return err
	}
	prove("rows.open", true)
	prove("dataset.size", users.Len() == 8)
	var third, random user
	if err := errors.Join(users.Row(3, &third), users.Random(&random)); err != nil {
		return err
	}
	prove("dataset.row", third == user{3, `grüße "3"`})
	prove("dataset.random", random.ID >= 0 && random.ID < 8)
	var one, other user
	if err := errors.Join(users.Unique(&one), users.Unique(&other)); err != nil {
		return err
	}
	prove("dataset.unique", one.ID < other.ID && other.ID < 8)
	if err := errors.Join(users.Partition(&one), users.Partition(&other)); err != nil {
		return err
	}
	prove("dataset.partition", one.ID%2 == int(s.IDInScenario())-1 && other.ID == one.ID+2)
	faults(users)
	return nil
}

func faults(users *data.Dataset) {
	opened := func(name string) error {
		_, err := data.Open(name)
		return err
	}
	unknown, malformed := opened("nobody"), opened("malformed")
	prove("fault.unknown", errors.Is(unknown, data.ErrUnknown))
	prove("rows.error.message", strings.Contains(unknown.Error(), "nobody"))
	prove("fault.missing", errors.Is(opened("missing"), data.ErrMissing))
	prove("fault.malformed", errors.Is(malformed, data.ErrMalformed) && strings.Contains(malformed.Error(), "malformed.csv:3: "))
	prove("fault.empty", errors.Is(opened("empty"), data.ErrEmpty))
	prove("fault.out-of-range", errors.Is(users.Row(8, new(user)), data.ErrOutOfRange))
	vouchers, err := data.Open("vouchers")
	exhausted := err == nil
	for range 2 {
		var voucher struct{ Code string }
		err = vouchers.Unique(&voucher)
		exhausted = exhausted && (errors.Is(err, data.ErrExhausted) || voucher.Code == `a, "b"`)
	}
	prove("fault.exhausted", exhausted && err != nil)
	prove("rows.error.fault", true)
}

// ending takes rows until the test ends for want of them.
func ending(s *session) error {
	s.iterations++
	few, err := data.Open("few")
	if err != nil {
		return err
	}
	err = few.Unique(new(int))
	if err != nil {
		prove("fault.ended", errors.Is(err, data.ErrEnded))
	}
	return err
}
