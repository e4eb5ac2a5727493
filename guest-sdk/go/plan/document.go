package plan

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// object is a JSON object that keeps the order in which it was written, since the summary shows scenarios in the order of
// the plan. It is not checked: the host does that, and names all faults at once.
type object struct {
	keys   []string
	values []any
}

// set sets a key, in place of the value it had.
func (o *object) set(key string, value any) {
	*o.entry(key) = value
}

// object gives the object under a key, made if there is none.
func (o *object) object(key string) *object {
	entry := o.entry(key)
	if inner, ok := (*entry).(*object); ok {
		return inner
	}
	inner := &object{}
	*entry = inner
	return inner
}

// push appends to the list under a key, made if there is none.
func (o *object) push(key string, value any) {
	entry := o.entry(key)
	list, _ := (*entry).([]any)
	*entry = append(list, value)
}

func (o *object) entry(key string) *any {
	for i := range o.keys {
		if o.keys[i] == key {
			return &o.values[i]
		}
	}
	o.keys = append(o.keys, key)
	o.values = append(o.values, nil)
	return &o.values[len(o.values)-1]
}

// MarshalJSON writes the keys in their order.
func (o *object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, key := range o.keys {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encode(&out, key); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		value := o.values[i]
		if d, ok := value.(time.Duration); ok {
			value = duration(d)
		}
		if err := encode(&out, value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// encode writes a value, with < and > as they are: thresholds are read by people too.
func encode(out *bytes.Buffer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	out.Truncate(out.Len() - 1) // the line break
	return nil
}

// duration writes a duration as people do: in the largest unit that leaves a whole number.
func duration(d time.Duration) string {
	units := []struct {
		name string
		size time.Duration
	}{{"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}, {"us", time.Microsecond}}
	if d == 0 {
		return "0s"
	}
	for _, unit := range units {
		if d%unit.size == 0 {
			return strconv.FormatInt(int64(d/unit.size), 10) + unit.name
		}
	}
	return strconv.FormatInt(int64(d), 10) + "ns"
}
