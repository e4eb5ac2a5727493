// Two kinds of users in a mix: many who browse, few who order. Each VU has a basket of its own.
package main

import (
	"fmt"
	"strings"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/http"
	"github.com/wasmload/wasmload/guest-sdk/go/log"
	"github.com/wasmload/wasmload/guest-sdk/go/plan"
	"github.com/wasmload/wasmload/guest-sdk/go/random"
)

// proposed has ten users, eight of whom browse. A plan file or flags override it.
var proposed = plan.New(
	plan.Mix("users", plan.ConstantVUs(10, 10*time.Second),
		plan.Persona("browse", 80),
		plan.Persona("order", 20),
	),
	plan.Threshold("http_req_duration{scenario:users-browse}", "p(95)<500"),
	plan.Threshold("checks", "rate>0.99"),
)

// shopper is the state of a VU.
type shopper struct {
	basket []int
}

// browse looks around, and sometimes takes something.
func (s *shopper) browse() error {
	page, err := http.Get("/")
	if err != nil {
		return err
	}
	wasmload.Check("status is 200", page.Status == 200)
	if random.Chance(0.3) {
		s.basket = append(s.basket, 7)
	}
	wasmload.ThinkTime(500*time.Millisecond, 1500*time.Millisecond)
	return nil
}

// order takes two things and orders them.
func (s *shopper) order() error {
	s.basket = append(s.basket, 1, 2)
	err := wasmload.Group("check out", func() error {
		answer, err := http.Post("/", http.JSON(s.basket))
		if err != nil {
			return err
		}
		wasmload.Check("the order is accepted", answer.Status < 300)
		return nil
	})
	if err != nil {
		return err
	}
	log.Debugf("ordered %s", described(s.basket))
	s.basket = nil
	wasmload.ThinkTime(time.Second, 3*time.Second)
	return nil
}

// described is the basket for people.
func described(basket []int) string {
	items := make([]string, len(basket))
	for i, item := range basket {
		items[i] = fmt.Sprintf("item %d", item)
	}
	return strings.Join(items, ", ")
}

func main() {
	wasmload.Run((*shopper).browse,
		wasmload.Function("order", (*shopper).order),
		wasmload.Plan(proposed),
	)
}
