package main

import (
	"fmt"
	"strings"
	"time"

	wasmload "github.com/wasmload/wasmload/guest-sdk/go"
	"github.com/wasmload/wasmload/guest-sdk/go/log"
)

// run proves `wasmload:scenario`: what a VU may know about the run it is in, what it is handed, messages, and waiting.
func run(s *session) {
	aboutTheRun(s)
	tags(s)
	configuration()
	messages()
	waiting()
	seed := s.Seed()
	prove("execution.random-seed", seed == s.Seed() && seed > 0 && seed < 1<<53)
}

func aboutTheRun(s *session) {
	now, scenario := s.Iteration(), s.Scenario()
	prove("execution.current-vu", s.ID() == s.ID() && s.IDInScenario() == s.IDInScenario())
	prove("vu.id-in-test", s.ID() == 1 || s.ID() == 2)
	prove("vu.id-in-scenario", s.IDInScenario() == 1 || s.IDInScenario() == 2)
	prove("execution.current-iteration", now == s.Iteration())
	prove("iteration.in-test", now.InTest < 4)
	prove("iteration.in-scenario", now.InScenario < 4)
	prove("iteration.in-vu", now.InVU < 2)
	prove("iteration.scheduled-us", now.Scheduled == now.Started)
	prove("iteration.started-us", now.Started <= wasmload.Elapsed())
	prove("execution.current-scenario", scenario == s.Scenario())
	prove("scenario.name", scenario.Name == "everything")
	prove("scenario.executor", scenario.Executor == "per-vu-iterations")
	prove("scenario.function", scenario.Function == "everything")
	progress := wasmload.Progress()
	prove("execution.progress", progress >= 0 && progress <= 1)
	before := wasmload.Elapsed()
	wasmload.Sleep(2 * time.Millisecond)
	prove("execution.elapsed-us", wasmload.Elapsed()-before >= 2*time.Millisecond)
}

func tags(s *session) {
	has := func(name, value string) bool {
		found, there := s.Tags()[name]
		return there && found == value
	}
	hasNo := func(name string) bool {
		_, there := s.Tags()[name]
		return !there
	}
	prove("execution.tags", has("suite", "conformance") && has("scenario", "everything") && hasNo("group"))
	s.SetTag("phase", "late")
	s.SetTag("scenario", "mine")
	s.SetTag("group", "mine")
	s.RemoveTag("scenario")
	prove("execution.set-tag", has("phase", "late") && has("scenario", "everything") && hasNo("group"))
	s.RemoveTag("phase")
	s.RemoveTag("never set")
	prove("execution.remove-tag", hasNo("phase"))
}

func configuration() {
	greeting, _ := wasmload.Variable("GREETING")
	fromPlan, err := wasmload.VariableOr("FROM_PLAN", "")
	_, there := wasmload.Variable("NOT_THERE")
	prove("configuration.variable", greeting == "grüße" && fromPlan == "yes" && err == nil && !there)
	prove("configuration.variables", wasmload.Variables()["GREETING"] == "grüße")
	token, granted := wasmload.Secret("TOKEN")
	_, there = wasmload.Secret("NOT_THERE")
	prove("configuration.secret", granted && token == "conformance-token" && !there)
	target, given := wasmload.Target()
	prove("configuration.target", given && strings.HasPrefix(target, "http://127.0.0.1:") && !strings.HasSuffix(target, "/"))
}

func messages() {
	for _, level := range []struct {
		name  string
		write func(string, ...any)
	}{{"debug", log.Debugf}, {"info", log.Infof}, {"warn", log.Warnf}, {"error", log.Errorf}} {
		level.write("a message of the level %s", level.name)
		prove(fmt.Sprintf("level.%s", level.name), true)
	}
	prove("log.write", true)
}

func waiting() {
	before := wasmload.Elapsed()
	wasmload.Sleep(0)
	wasmload.Sleep(-time.Second)
	// A time.Duration is always a number.
	wasmload.Sleep(0)
	between := wasmload.Elapsed()
	wasmload.Sleep(5500 * time.Microsecond)
	prove("timing.sleep", between-before < 900*time.Millisecond && wasmload.Elapsed()-between >= 5*time.Millisecond)
}
