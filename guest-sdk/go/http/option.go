package http

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"
)

// An Option says something about a request, or about all requests that share [Params]. It is a plain value: making one allocates
// nothing.
type Option struct {
	kind   optionKind
	name   string
	value  string
	number uint64
	more   any
}

type optionKind uint8

const (
	nothing optionKind = iota
	// What a request has for itself.
	header
	query
	bodyText
	bodyBytes
	invalid
	shared
	// Settings, which the host is told in the form of `params`.
	settingName
	settingTag
	settingExpect
	settingRedirects
	settingTimeout
	settingConnectTimeout
	settingFirstByteTimeout
	settingDiscard
	settingMaxBody
)

// Header adds a header field; it replaces one of that name in [Params].
func Header(name, value string) Option { return Option{kind: header, name: name, value: value} }

// Bearer adds the header field authorization with a bearer token (RFC 6750).
func Bearer(token string) Option { return Header("authorization", "Bearer "+token) }

// Query appends a name and a value to the query of the URL, encoded.
func Query(name, value string) Option { return Option{kind: query, name: name, value: value} }

// Text sends text, as UTF-8.
func Text(body string) Option { return Option{kind: bodyText, value: body} }

// Bytes sends bytes, as they are.
func Bytes(body []byte) Option { return Option{kind: bodyBytes, more: body} }

// JSON sends a value as JSON, with the header field content-type. A value that cannot be JSON makes the request fail, with an error of the
// kind [ErrInvalidRequest].
func JSON(value any) Option {
	text, err := json.Marshal(value)
	if err != nil {
		return Option{kind: invalid, value: "the body cannot be made JSON: " + err.Error()}
	}
	return Option{kind: bodyText, name: "application/json", value: string(text)}
}

// Form sends names and values as a browser's form does, with the header field content-type.
func Form(fields url.Values) Option {
	return Option{kind: bodyText, name: "application/x-www-form-urlencoded", value: fields.Encode()}
}

// With takes settings that requests share. What a request sets itself comes on top of them.
func With(params *Params) Option { return Option{kind: shared, more: params} }

// Name is the value of the tag name, which groups samples; without it the tag holds the URL. Name requests whose URL holds an
// identity, or every one of them becomes a series of its own.
func Name(name string) Option { return Option{kind: settingName, value: name} }

// Tag adds a tag to the samples. scenario and group belong to the host and stay as they are.
func Tag(name, value string) Option { return Option{kind: settingTag, name: name, value: value} }

// ExpectStatus expects these statuses instead of 200 to 399; it may be given again for more. Others count in http_req_failed.
// Without a status none is expected.
func ExpectStatus(statuses ...int) Option {
	var ranges strings.Builder
	for _, status := range statuses {
		writeRange(&ranges, status, status)
	}
	return Option{kind: settingExpect, value: ranges.String()}
}

// ExpectStatusRange expects the statuses from lowest to highest, both included: see [ExpectStatus].
func ExpectStatusRange(lowest, highest int) Option {
	var ranges strings.Builder
	writeRange(&ranges, lowest, highest)
	return Option{kind: settingExpect, value: ranges.String()}
}

// Redirects is how many redirects to follow; 0 follows none. 10 without it. The response after the last one is returned as it is.
func Redirects(most int) Option { return Option{kind: settingRedirects, number: uint64(most)} }

// Timeout is how long a whole request may take, redirects included. Rounded up to milliseconds; one minute without it.
func Timeout(limit time.Duration) Option { return timeout(settingTimeout, limit) }

// ConnectTimeout is how long name look-up, connection and TLS handshake may take together. Rounded up to milliseconds.
func ConnectTimeout(limit time.Duration) Option { return timeout(settingConnectTimeout, limit) }

// FirstByteTimeout is how long it may take from the end of sending to the first byte of the response. Rounded up to
// milliseconds.
func FirstByteTimeout(limit time.Duration) Option { return timeout(settingFirstByteTimeout, limit) }

// DiscardBody counts the bytes of the response's body and forgets them: for bodies that nobody looks at.
func DiscardBody() Option { return Option{kind: settingDiscard} }

// MaxBody is how large the response's body may be, in bytes; a larger one is an error of the kind [ErrTooLarge]. 32 MiB
// without it.
func MaxBody(bytes int) Option { return Option{kind: settingMaxBody, number: uint64(bytes)} }

func timeout(kind optionKind, limit time.Duration) Option {
	return Option{kind: kind, number: uint64(milliseconds(limit))}
}

// milliseconds are whole ones, rounded up, so that a short limit does not become none.
func milliseconds(limit time.Duration) uint32 {
	if limit <= 0 {
		return 0
	}
	return uint32(min((limit-1)/time.Millisecond+1, 1<<32-1))
}
