// Package log writes messages for the person who reads the run's output. It is not for results: count and measure those
// with package metrics.
//
// The host limits the rate of messages, and counts those that it leaves out.
package log

import (
	"fmt"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/log"
)

// Debugf writes a message that is shown with -v only. The arguments are fmt.Sprintf's.
func Debugf(format string, arguments ...any) { write(log.LevelDebug, format, arguments) }

// Infof writes a message that is shown unless --quiet.
func Infof(format string, arguments ...any) { write(log.LevelInfo, format, arguments) }

// Warnf writes a message that is shown always.
func Warnf(format string, arguments ...any) { write(log.LevelWarn, format, arguments) }

// Errorf writes a message that is shown always.
func Errorf(format string, arguments ...any) { write(log.LevelError, format, arguments) }

func write(level log.Level, format string, arguments []any) {
	log.Write(level, fmt.Sprintf(format, arguments...))
}
