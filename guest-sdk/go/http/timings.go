package http

import "time"

// Timings say where the time of a request went, by k6's names. The last hop only, if there were redirects.
type Timings struct {
	// Blocked is waiting for a connection of this VU to become free, and the three that follow.
	Blocked time.Duration
	// DNS is looking up the name; zero on a connection that was open.
	DNS time.Duration
	// Connecting is making the TCP connection; zero on a connection that was open.
	Connecting time.Duration
	// TLSHandshaking is the TLS handshake; zero on a connection that was open, and without TLS.
	TLSHandshaking time.Duration
	// Sending is writing the request.
	Sending time.Duration
	// Waiting is from the last byte written to the first byte of the response.
	Waiting time.Duration
	// Receiving is from the first byte of the response to its last.
	Receiving time.Duration
}

// Timings says where the time went. It panics when the response was closed.
func (r Response) Timings() Timings {
	spent := r.have().Timings()
	return Timings{
		Blocked:        duration(spent.Blocked),
		DNS:            duration(spent.Dns),
		Connecting:     duration(spent.Connecting),
		TLSHandshaking: duration(spent.TlsHandshaking),
		Sending:        duration(spent.Sending),
		Waiting:        duration(spent.Waiting),
		Receiving:      duration(spent.Receiving),
	}
}

// Details say how a response came to be.
type Details struct {
	// URL is the one that answered, after redirects.
	URL string
	// Protocol is HTTP/1.0 or HTTP/1.1.
	Protocol string
	// RemoteAddress is the address and the port of the server.
	RemoteAddress string
	// TLSVersion is tls1.2 or tls1.3; empty without TLS.
	TLSVersion string
	// Redirects is how many redirects were followed.
	Redirects int
	// ConnectionReused tells whether the connection had been used before.
	ConnectionReused bool
}

// Details says how the response came to be. It panics when the response was closed.
func (r Response) Details() Details {
	found := r.have().Details()
	version, _ := found.TlsVersion.Get()
	return Details{
		URL:              found.Url,
		Protocol:         found.Protocol,
		RemoteAddress:    found.RemoteAddress,
		TLSVersion:       version,
		Redirects:        int(found.Redirects),
		ConnectionReused: found.ConnectionReused,
	}
}
