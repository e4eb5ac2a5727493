package wasmload_test

import (
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
	"github.com/wasmload/wasmload/guest-sdk/go/metrics"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
)

// shop is the data: made once by open, handed to every VU and to clean.
type shop struct {
	Token string
}

// shopper is the state of a VU.
type shopper struct {
	wasmload.VU
	api    *http.Params
	orders int
}

var orders = metrics.NewCounter("orders")

func open() (shop, error) {
	login, err := http.Post("/login", http.JSON(map[string]string{"user": "demo"}))
	if err != nil {
		return shop{}, err
	}
	token, err := login.JSONPath("token").Text()
	return shop{token}, err
}

func enter(data shop) (*shopper, error) {
	return &shopper{api: http.NewParams(http.Bearer(data.Token))}, nil
}

func (s *shopper) browse() error {
	page, err := http.Get("/items", http.With(s.api))
	if err != nil {
		return err
	}
	wasmload.Check("there are items", page.JSONPath("items.0").Exists())
	wasmload.ThinkTime(time.Second, 3*time.Second)
	return nil
}

func (s *shopper) order() error {
	defer wasmload.EnterGroup("check out")()
	answer, err := http.Post("/orders", http.With(s.api), http.JSON([]string{"tea"}), http.ExpectStatus(201))
	if err != nil {
		return err
	}
	if !answer.Expected {
		return wasmload.Errorf("order %d was answered by %d", s.orders, answer.Status)
	}
	s.orders++
	orders.Add(1)
	return nil
}

func clean(data shop) error {
	_, err := http.Delete("/orders", http.Bearer(data.Token))
	return err
}

// All parts of a scenario. In a component this stands in `main`.
func ExampleRun() {
	wasmload.Run((*shopper).browse,
		wasmload.Function("order", (*shopper).order),
		wasmload.Setup(open),
		wasmload.StartWith(enter),
		wasmload.TeardownWith(clean),
		wasmload.Plan(plan.New(
			plan.Mix("users", plan.ConstantVUs(10, 30*time.Second), plan.Persona("browse", 80), plan.Persona("order", 20)),
			plan.Threshold("checks", "rate>0.99"),
		)),
	)
}
