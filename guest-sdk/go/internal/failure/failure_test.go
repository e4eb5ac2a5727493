package failure

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
)

func TestFramesBelongToTheScenarioOrNot(t *testing.T) {
	dependencies := []string{"example.com/faker"}
	for function, expected := range map[string]source{
		"main.visit":                      scenario,
		"main.(*shopper).buy":             scenario,
		"example.com/shop/pages.Open":     scenario,
		"example.com/shopping.Open":       library,
		"example.com/faker.Name":          library,
		"encoding/json.Unmarshal":         library,
		"runtime.gopanic":                 hidden,
		sdk + ".Run[...]":                 hidden,
		sdk + "/http.Get":                 hidden,
		sdk + "/internal/lifecycle.begin": hidden,
		"":                                hidden,
	} {
		if got := origin(function, "example.com/shop", dependencies); got != expected {
			t.Errorf("%s is %d, not %d", function, got, expected)
		}
	}
}

func TestALineNamesFunctionFileAndLine(t *testing.T) {
	frame := runtime.Frame{Function: "main.visit", File: "shop/main.go", Line: 12}
	if got := line(frame, "shop"); got != "main.visit (main.go:12)" {
		t.Error(got)
	}
	frame.File = "example.com/faker@v1.0.0/name.go"
	if got := line(frame, "shop"); got != "main.visit (example.com/faker@v1.0.0/name.go:12)" {
		t.Error(got)
	}
}

type located struct{ trace Trace }

func (l *located) Error() string { return "sold out" }
func (l *located) Trace() *Trace { return &l.trace }

func TestAnErrorThatIsWrappedStillKnowsItsPlace(t *testing.T) {
	message, stack := Of(fmt.Errorf("cannot buy: %w", &located{Here(0)}))
	if message != "cannot buy: sold out" {
		t.Error(message)
	}
	// In this test all frames but the test runner's are the SDK's own.
	if stack == "" {
		t.Error("no place is known")
	}
	if _, stack := Of(errors.New("no place")); stack != "" {
		t.Error(stack)
	}
}

func TestAPanicIsTold(t *testing.T) {
	for value, expected := range map[any]string{"no": "panic: no", 7: "panic: 7", any(errors.New("e")): "panic: e"} {
		if message, _ := Panicked(value); message != expected {
			t.Errorf("%v is told as %q", value, message)
		}
	}
}
