package http

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
)

// A Value is what [Response.JSONPath] found, or why it found nothing: its methods return that error.
type Value struct {
	path   string
	kind   valueKind
	number float64
	text   string
	err    error
}

type valueKind uint8

const (
	missing valueKind = iota
	null
	boolean
	number
	text
	composite
)

var valueNames = [...]string{"nothing", "null", "a boolean", "a number", "a string", "an array or an object"}

// JSONPath finds a value in a JSON body, in the host: names of members and indices of arrays, joined by dots, such as
// items.0.id; a dot that is part of a name has a backslash before it. The empty path is the whole document.
//
//	id, err := page.JSONPath("items.0.id").Int()
func (r Response) JSONPath(path string) Value {
	content := r.content()
	if content == nil {
		return Value{path: path, err: bodyError(ErrClosed, "")}
	}
	found := content.Json(path)
	if !found.IsOk() {
		return Value{path: path, err: newBodyError(found.Err())}
	}
	value, ok := found.Ok().Get()
	if !ok {
		return Value{path: path}
	}
	return newValue(path, value)
}

func newValue(path string, value client.JsonValue) Value {
	switch value.Tag() {
	case client.JsonValueBoolean:
		truth := 0.0
		if value.Boolean() {
			truth = 1
		}
		return Value{path: path, kind: boolean, number: truth}
	case client.JsonValueNumber:
		return Value{path: path, kind: number, number: value.Number()}
	case client.JsonValueText:
		return Value{path: path, kind: text, text: value.Text()}
	case client.JsonValueComposite:
		return Value{path: path, kind: composite, text: value.Composite()}
	default:
		return Value{path: path, kind: null}
	}
}

// Err says why the body could not be searched; nil when it could, whether there is a value or not.
func (v Value) Err() error { return v.err }

// Exists tells whether there is a value, null included.
func (v Value) Exists() bool { return v.kind != missing }

// IsNull tells whether the value is null.
func (v Value) IsNull() bool { return v.kind == null }

// Text gives a string.
func (v Value) Text() (string, error) {
	if v.kind != text {
		return "", v.not("a string")
	}
	return v.text, nil
}

// Float gives a number: the nearest float64.
func (v Value) Float() (float64, error) {
	if v.kind != number {
		return 0, v.not("a number")
	}
	return v.number, nil
}

// Int gives a whole number. Exact below 2^53.
func (v Value) Int() (int, error) {
	if v.kind != number {
		return 0, v.not("a whole number")
	}
	if v.number != math.Trunc(v.number) || math.Abs(v.number) > 1<<53 {
		return 0, bodyError(ErrUnexpected, fmt.Sprintf("`%s` is %v, and not a whole number below 2^53", v.path, v.number))
	}
	return int(v.number), nil
}

// Bool gives a boolean.
func (v Value) Bool() (bool, error) {
	if v.kind != boolean {
		return false, v.not("a boolean")
	}
	return v.number != 0, nil
}

// Decode reads the value into what target points to, as encoding/json does.
func (v Value) Decode(target any) error {
	var document []byte
	var err error
	switch v.kind {
	case null:
		document = []byte("null")
	case boolean:
		document, err = json.Marshal(v.number != 0)
	case number:
		document, err = json.Marshal(v.number)
	case text:
		document, err = json.Marshal(v.text)
	case composite:
		document = []byte(v.text)
	default:
		return v.not("a value")
	}
	if err != nil {
		return bodyError(ErrUnexpected, err.Error())
	}
	return decode(document, target)
}

// not says that the value is not what was asked for.
func (v Value) not(wanted string) error {
	switch {
	case v.err != nil:
		return v.err
	case v.kind == missing:
		return bodyError(ErrMissing, v.path)
	}
	return bodyError(ErrUnexpected, "`"+v.path+"` is "+valueNames[v.kind]+", and not "+wanted)
}
