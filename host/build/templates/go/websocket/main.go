// Users who stay connected: each opens one WebSocket, and asks again and again over it. The target answers each message.
package main

import (
	"fmt"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
	"github.com/wasmload/wasmload/guest-sdk/go/websocket"
)

// proposed is what runs without flags; a plan file or flags override it.
var proposed = plan.New(
	plan.Scenario("conversations", plan.ConstantVUs(5, 10*time.Second)),
	plan.Threshold("ws_msg_rtt", "p(95)<500"),
	plan.Threshold("ws_dropped", "count<1"),
	plan.Threshold("checks", "rate>0.99"),
)

// talker is the state of a VU: its socket lives as long as it does.
type talker struct {
	wasmload.VU
	socket *websocket.Socket
}

// connect makes the state of a VU.
func connect() (*talker, error) {
	socket, err := websocket.Dial("/", websocket.Name("conversation"), websocket.Timeout(10*time.Second))
	return &talker{socket: socket}, err
}

// ask is one iteration.
func (t *talker) ask() error {
	question := question(t.Iteration().InVU)
	answer, err := t.socket.Exchange(websocket.Text(question), 5*time.Second)
	if err != nil {
		return err
	}
	wasmload.Check("it answers", answer.Text() == question)
	wasmload.ThinkTime(500*time.Millisecond, 1500*time.Millisecond)
	return nil
}

// question is what is asked in an iteration.
func question(iteration uint64) string { return fmt.Sprintf("question %d", iteration+1) }

func main() { wasmload.Run((*talker).ask, wasmload.Start(connect), wasmload.Plan(proposed)) }
