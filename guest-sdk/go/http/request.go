package http

import (
	"encoding/binary"
	"net/url"
	"strings"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// remembered is how many sets of settings that stand in requests the host keeps for a VU. Scenarios have a few; those of one
// that makes them up as it goes are dropped after each request.
const remembered = 64

var (
	known = map[string]*client.Params{}
	// Where the key of a set of settings is written, again and again.
	key []byte
)

// dropper drops settings that only one request had.
type dropper struct{ params *client.Params }

func (d dropper) now() {
	if d.params != nil {
		d.params.Drop()
	}
}

// fill puts a request together.
func fill(request *client.Request, method, address string, options []Option) (drop dropper, err error) {
	request.Method = method
	var base *Params
	own := false
	for i := range options {
		option := &options[i]
		switch option.kind {
		case nothing:
		case header:
			request.Headers = append(request.Headers, client.Header{Name: option.name, Value: option.value})
		case query:
			address = withQuery(address, option.name, option.value)
		case bodyText:
			request.Body = wit.Some(client.MakeBodyText(option.value))
			if option.name != "" {
				request.Headers = append(request.Headers, client.Header{Name: "content-type", Value: option.name})
			}
		case bodyBytes:
			request.Body = wit.Some(client.MakeBodyBytes(option.more.([]byte)))
		case invalid:
			return drop, newInvalid(option.value)
		case shared:
			base = option.more.(*Params)
		default:
			own = true
		}
	}
	request.Url = address
	switch {
	case own:
		params, mine := settings(base, options)
		request.Params = wit.Some(params)
		if mine {
			drop.params = params
		}
	case base != nil:
		request.Params = wit.Some(base.host())
	}
	return drop, nil
}

// settings gives the host's form of the settings of a request on top of those that it shares, and whether it has to be dropped
// after the request.
func settings(base *Params, options []Option) (params *client.Params, mine bool) {
	key = key[:0]
	if base != nil {
		for _, option := range base.options {
			key = option.identify(key)
		}
	}
	for i := range options {
		if options[i].kind >= settingName {
			key = options[i].identify(key)
		}
	}
	if params, ok := known[string(key)]; ok {
		return params, false
	}
	var all []Option
	if base != nil {
		all = append(all, base.options...)
		if expects(options) {
			all = without(all, settingExpect)
		}
	}
	for _, option := range options {
		if option.kind >= settingName {
			all = append(all, option)
		}
	}
	params = tell(all)
	if len(known) >= remembered {
		return params, true
	}
	known[string(key)] = params
	return params, false
}

// identify appends what tells this option from all others.
func (o *Option) identify(key []byte) []byte {
	key = append(key, byte(o.kind))
	key = binary.AppendUvarint(key, o.number)
	key = binary.AppendUvarint(key, uint64(len(o.name)))
	key = append(key, o.name...)
	key = binary.AppendUvarint(key, uint64(len(o.value)))
	return append(key, o.value...)
}

func expects(options []Option) bool {
	for i := range options {
		if options[i].kind == settingExpect {
			return true
		}
	}
	return false
}

func without(options []Option, kind optionKind) []Option {
	kept := options[:0]
	for _, option := range options {
		if option.kind != kind {
			kept = append(kept, option)
		}
	}
	return kept
}

func withQuery(address, name, value string) string {
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return address + separator + url.QueryEscape(name) + "=" + url.QueryEscape(value)
}
