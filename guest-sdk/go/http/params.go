package http

import (
	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
	"github.com/wasmload/wasmload/guest-sdk/go/internal/wit"
)

// Params are settings that many requests share: handed to the host once in each VU, on first use, and lent to each request.
//
//	var item = http.NewParams(http.Name("item"), http.ExpectStatus(200))
//
//	page, err := http.Get(url, http.With(item))
type Params struct {
	options []Option
	made    *client.Params
}

// NewParams makes settings of options: all but bodies, queries and [With], which belong to one request; it panics when it
// meets one of these.
func NewParams(options ...Option) *Params {
	for _, option := range options {
		if option.kind < settingName && option.kind != header {
			panic("http.NewParams: bodies, queries and With belong to one request")
		}
	}
	return &Params{options: options}
}

func (p *Params) host() *client.Params {
	if p.made == nil {
		p.made = tell(p.options)
	}
	return p.made
}

// tell hands settings to the host.
func tell(options []Option) *client.Params {
	params := client.MakeParams()
	var timeouts client.Timeouts
	var expected []client.StatusRange
	limited, expecting := false, false
	for _, option := range options {
		switch option.kind {
		case header:
			params.AddHeader(option.name, option.value)
		case settingName:
			params.SetName(option.value)
		case settingTag:
			params.SetTag(option.name, option.value)
		case settingExpect:
			expected, expecting = append(expected, readRanges(option.value)...), true
		case settingRedirects:
			params.SetRedirects(uint32(option.number))
		case settingTimeout:
			timeouts.TotalMs, limited = wit.Some(uint32(option.number)), true
		case settingConnectTimeout:
			timeouts.ConnectMs, limited = wit.Some(uint32(option.number)), true
		case settingFirstByteTimeout:
			timeouts.FirstByteMs, limited = wit.Some(uint32(option.number)), true
		case settingDiscard:
			params.SetBodyMode(client.BodyModeDiscard)
		case settingMaxBody:
			params.SetBodyLimit(option.number)
		}
	}
	if expecting {
		params.SetExpectedStatuses(expected)
	}
	if limited {
		params.SetTimeouts(timeouts)
	}
	return params
}
