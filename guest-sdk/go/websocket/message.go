package websocket

import (
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/sockets"
)

// A Message is text or bytes.
type Message struct {
	text   string
	bytes  []byte
	isText bool
}

// Text is a message of text.
func Text(text string) Message { return Message{text: text, isText: true} }

// Binary is a message of bytes.
func Binary(bytes []byte) Message { return Message{bytes: bytes} }

// IsText tells whether it is text.
func (m Message) IsText() bool { return m.isText }

// Text gives the text; bytes are taken for UTF-8.
func (m Message) Text() string {
	if m.isText {
		return m.text
	}
	return string(m.bytes)
}

// Bytes gives the bytes, those of a text as UTF-8.
func (m Message) Bytes() []byte {
	if m.isText {
		return []byte(m.text)
	}
	return m.bytes
}

func (m Message) host() sockets.Message {
	if m.isText {
		return sockets.MakeMessageText(m.text)
	}
	return sockets.MakeMessageBinary(m.bytes)
}

// An Arrival is a message that came.
type Arrival struct {
	Message
	// At is when its last byte was read, since the test began: on the clock of [wasmload.Elapsed], and whatever the VU was doing
	// then.
	At time.Duration
}

func newArrival(arrival sockets.Arrival) Arrival {
	at := time.Duration(arrival.AtUs) * time.Microsecond
	if arrival.Message.Tag() == sockets.MessageText {
		return Arrival{Text(arrival.Message.Text()), at}
	}
	return Arrival{Binary(arrival.Message.Binary()), at}
}
