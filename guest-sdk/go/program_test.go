package wasmload

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/failure"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

type shopper struct{ orders int }

func (s *shopper) buy() error { s.orders++; return nil }

func visit(*VU) error { return nil }

// parts puts options together as Run does.
func parts(options ...Option) *program {
	p := &program{}
	for _, option := range options {
		option.apply(p)
	}
	return p
}

func TestAFunctionIsCalledByItsNameWithoutThePath(t *testing.T) {
	for function, expected := range map[string]string{
		"main.visit":                     "visit",
		"main.(*shopper).buy":            "buy",
		"main.(*shopper).buy-fm":         "buy",
		"example.com/shop.v2/pages.Open": "Open",
		"main.main.func1":                "default",
		"main.glob..func2":               "default",
		"main.generic[...]":              "generic",
		"main.functional":                "functional",
	} {
		if got := nameOf(function); got != expected {
			t.Errorf("%s is called %s, not %s", function, got, expected)
		}
	}
}

func TestPartsThatDoNotFitAreNamed(t *testing.T) {
	for expected, p := range map[string]*program{
		"":                      parts(Function("a", visit), Function("b", visit)),
		"have different states": parts(Function("a", visit), Function("b", (*shopper).buy)),
		"`a` is not one":        parts(Function("a", visit), Function("a", visit)),
		"Start makes a *string": parts(Function("a", visit), Start(func() (*string, error) { return nil, nil })),
		"End takes a *int":      parts(Function("a", visit), End(func(*int) {})),
		"StartWith takes int, and Setup returns string": parts(Function("a", visit),
			Setup(func() (string, error) { return "", nil }), StartWith(func(int) (*VU, error) { return nil, nil })),
		"TeardownWith takes int, and Setup returns nothing": parts(Function("a", visit), TeardownWith(func(int) error { return nil })),
	} {
		if fault := p.fault(); !strings.Contains(fault, expected) || (expected == "") != (fault == "") {
			t.Errorf("%q does not say %q", fault, expected)
		}
	}
}

func TestDataGoesFromSetupToTheVUsAndToTeardown(t *testing.T) {
	type shop struct{ Tokens []string }
	var ended, handed []string
	p := parts(
		Function("buy", (*shopper).buy),
		TeardownWith(func(s shop) error { handed = s.Tokens; return nil }),
		StartWith(func(s shop) (*shopper, error) { return &shopper{orders: len(s.Tokens)}, nil }),
		End(func(s *shopper) { ended = append(ended, "x") }),
		Setup(func() (shop, error) { return shop{[]string{"a", "b"}}, nil }),
	)
	if fault := p.fault(); fault != "" {
		t.Fatal(fault)
	}
	data, err := p.Setup()
	if err != nil || data != `{"Tokens":["a","b"]}` {
		t.Fatal(data, err)
	}
	if err := errors.Join(p.Start(data), p.Iterate(0), p.Iterate(0)); err != nil {
		t.Fatal(err)
	}
	if orders := p.state.(*shopper).orders; orders != 4 {
		t.Errorf("%d orders, not 4", orders)
	}
	p.End()
	if err := p.Teardown(data); err != nil || !slices.Equal(handed, []string{"a", "b"}) || len(ended) != 1 {
		t.Error(err, handed, ended)
	}
	if err := p.Start("[]"); err == nil || !strings.HasPrefix(err.Error(), "the data of Setup cannot be read") {
		t.Error(err)
	}
}

func TestAVUWithoutAStartHasTheZeroState(t *testing.T) {
	p := parts(Function("buy", (*shopper).buy))
	if err := p.Iterate(0); err == nil {
		t.Error("a VU that was not started runs")
	}
	if err := errors.Join(p.Start(""), p.Iterate(0)); err != nil || p.state.(*shopper).orders != 1 {
		t.Error(err)
	}
	if err := p.Iterate(1); err == nil {
		t.Error("there is no second function")
	}
	p = parts(Function("buy", (*shopper).buy), Start(func() (*shopper, error) { return nil, nil }))
	if err := p.Start(""); err == nil {
		t.Error("nil is no state")
	}
}

func TestThePlanIsTheOneThatWasGiven(t *testing.T) {
	p := parts(Plan(plan.New(plan.VUs(2), plan.Duration(90*time.Second))))
	if json, err := p.Plan(); err != nil || json != `{"vus":2,"duration":"90s"}` {
		t.Error(json, err)
	}
	if json, err := parts().Plan(); err != nil || json != "" {
		t.Error(json, err)
	}
}

func TestAVariableThatIsNotOfTheTypeIsNamed(t *testing.T) {
	if value, err := parse("N", "12", 1); err != nil || value != 12 {
		t.Error(value, err)
	}
	if value, err := parse("PAUSE", "1m30s", time.Second); err != nil || value != 90*time.Second {
		t.Error(value, err)
	}
	_, err := parse("N", "many", 1)
	if err == nil || err.Error() != `the variable N is "many", which is not a int` {
		t.Error(err)
	}
	var located failure.Located
	if !errors.As(err, &located) {
		t.Error("the error does not know its place")
	}
}

func TestWithoutAHostAMessageSaysSo(t *testing.T) {
	defer func() {
		if said, _ := recover().(string); !strings.Contains(said, "wasmload run") {
			t.Errorf("it says %q", said)
		}
	}()
	Check("nobody hears this", true)
}
