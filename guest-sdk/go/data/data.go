// Package data is for rows of files that all VUs share: `--data NAME=FILE`, or data in the plan.
//
// Which file a name stands for is the affair of who starts the test. The host reads it once, and a row crosses over when it is
// asked for.
//
//	type User struct{ Name, Password string }
//
//	func login(vu *wasmload.VU) error {
//		users, err := data.Open("users")
//		if err != nil {
//			return err
//		}
//		var user User
//		if err := users.Random(&user); err != nil {
//			return err
//		}
//		…
//	}
package data

import (
	"encoding/json"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/rows"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// A Dataset is data of a name. A row is read into what its methods are given a pointer to, as encoding/json does. A row of CSV is
// an object of strings by the names of the columns.
type Dataset struct {
	name   string
	handle *rows.Dataset
}

// What was opened in this VU: opening again is free, and leaves nothing behind in the host.
var opened = map[string]*Dataset{}

// Open opens data by its name. Ask in a function, and not in a package variable: before the test there is no data. An error is an
// [*Error].
func Open(name string) (*Dataset, error) {
	if dataset, ok := opened[name]; ok {
		return dataset, nil
	}
	result := rows.Open(name)
	if !result.IsOk() {
		return nil, newError(result.Err())
	}
	dataset := &Dataset{name, result.Ok()}
	opened[name] = dataset
	return dataset, nil
}

// Len gives how many rows there are: at least one.
func (d *Dataset) Len() int { return int(d.handle.Size()) }

// Row reads the row of that index, from 0. An error is an [*Error].
func (d *Dataset) Row(index int, into any) error {
	if index < 0 || uint64(index) > 1<<32-1 {
		return outOfRange(d.name, index)
	}
	return d.read(d.handle.Row(uint32(index)), into)
}

// Random reads a row at random, with repetitions. The same --seed gives each VU the same rows again. An error is an [*Error].
func (d *Dataset) Random(into any) error { return d.parse(d.handle.Random(), into) }

// Unique reads the next row that nobody had, over all VUs of the test. An error is an [*Error]: of the kind [ErrExhausted] or
// [ErrEnded] when the rows are used up. Return the latter: the test ends, and the iteration does not count as failed.
func (d *Dataset) Unique(into any) error { return d.read(d.handle.Unique(), into) }

// Partition reads the next row of this VU's own part: every n-th row, where n is the most VUs that its scenario may have. Errors
// are those of [Dataset.Unique].
func (d *Dataset) Partition(into any) error { return d.read(d.handle.Partition(), into) }

func (d *Dataset) read(row wit.Result[string, rows.Error], into any) error {
	if !row.IsOk() {
		return newError(row.Err())
	}
	return d.parse(row.Ok(), into)
}

func (d *Dataset) parse(row string, into any) error {
	if err := json.Unmarshal([]byte(row), into); err != nil {
		return unexpected(d.name, err)
	}
	return nil
}
