package wasmload

import (
	"strconv"
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/configuration"
)

// Variable gives the value of a variable that was granted with -e NAME=VALUE, --allow-env NAME or the plan's env, and whether it
// was. Nothing else of the environment is visible.
func Variable(name string) (value string, granted bool) {
	return configuration.Variable(name).Get()
}

// Variables gives all granted variables.
func Variables() map[string]string { return dictionary(configuration.Variables()) }

// VariableOr gives the value of a variable as the type of the other value, or the other value when the variable is not
// there. It is an error when the variable is there and is not of that type. Durations are written as 1m30s.
func VariableOr[T string | bool | int | float64 | time.Duration](name string, other T) (T, error) {
	value, granted := Variable(name)
	if !granted {
		return other, nil
	}
	return parse(name, value, other)
}

func parse[T string | bool | int | float64 | time.Duration](name, value string, other T) (T, error) {
	var parsed any
	var err error
	switch any(other).(type) {
	case string:
		parsed = value
	case bool:
		parsed, err = strconv.ParseBool(value)
	case int:
		parsed, err = strconv.Atoi(value)
	case float64:
		parsed, err = strconv.ParseFloat(value, 64)
	case time.Duration:
		parsed, err = time.ParseDuration(value)
	}
	if err != nil {
		return other, Errorf("the variable %s is %q, which is not a %T", name, value, other)
	}
	return parsed.(T), nil
}

// Secret gives the value of a secret that was granted with --secret NAME or the plan's secrets, and whether it was. Whatever the
// host prints and writes has *** in its place.
func Secret(name string) (value string, granted bool) {
	return configuration.Secret(name).Get()
}

// Target gives the base URL of --target or the plan's target, without a slash at its end, and whether there is one. Requests with a relative
// URL go there by themselves.
func Target() (url string, given bool) {
	return configuration.Target().Get()
}
