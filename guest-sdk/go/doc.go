// Package wasmload is for writing load test scenarios for wasmload in Go.
//
//	func visit(vu *wasmload.VU) error {
//		page, err := http.Get("/")
//		if err != nil {
//			return err
//		}
//		wasmload.Check("status is 200", page.Status == 200)
//		return nil
//	}
//
//	func main() { wasmload.Run(visit) }
//
// It is not a load generator: it is what a scenario is written with, a WebAssembly component that `wasmload run`
// instantiates once for each virtual user (VU). `wasmload build` makes the component.
//
// The parts of a scenario are given to [Run]. Requests are in package http, sockets in websocket, figures of one's own in
// metrics, what runs, how often, and what has to hold in plan, numbers from the run's seed in random, messages in log, rows of
// files that all VUs share in data.
//
// # What is different in a component
//
// Each VU is an instance of its own: package variables belong to the VU, and VUs share nothing. A VU has one thread. Other
// goroutines run while the function waits for them, and not while it waits for the host: requests at the same time are
// what http.Batch is for. A goroutine that is left over goes on when the next function waits for something; one that
// panics ends the instance, since only its own deferred functions could recover.
//
// A panic in the function is a failed iteration with its message and the lines that led to it; the VU goes on. What
// cannot be caught ends the instance, and the VU gets a new one: runtime.Goexit, os.Exit, a deadlock, memory that is used up,
// concurrent map writes.
//
// `main` runs in each instance, before its first function. It calls [Run], which returns at once; what follows it runs
// before the test does. os.Args holds nothing of the command line, and os.Getenv nothing of the environment: see [Variable].
// time.Sleep waits like [Sleep]; [Sleep] is cheaper. Standard output and error go to the log, line by line. Files are there only when
// granted with --allow-dir, and package net reaches nobody.
//
// Garbage is collected between iterations and before waiting, when enough of it has come together.
package wasmload
