// Package websocket opens WebSockets (RFC 6455) whose every message the host measures. A socket lives until it is closed, or its VU
// ends: keep it in the VU, and the next iteration uses the same connection.
//
//	socket, err := websocket.Dial("/chat")
//	if err != nil {
//		return err
//	}
//	defer socket.Close()
//	answer, err := socket.Exchange(websocket.Text("hello"), 5*time.Second)
//
// Between the calls of a scenario the host answers pings and takes messages in: each [Arrival] says when its message came, not when
// it was asked for.
package websocket
