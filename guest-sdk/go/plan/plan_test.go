package plan

import (
	"testing"
	"time"
)

func TestAPlanIsTheDocumentThatTheHostReads(t *testing.T) {
	plan := New(
		Scenario("z", ConstantVUs(10, 30*time.Second, Exec("browse"), GracefulStop(5*time.Second), ScenarioEnv("A", "1"))),
		Scenario("a", RampingVUs([]Stage{{10 * time.Second, 5}}, StartVUs(0))),
		Mix("users", ConstantArrivalRate(5, 2*time.Minute, 20, Poisson()),
			Persona("browse", 3),
			Persona("buy", 1, PersonaName("buyers"), PersonaTag("t", "v"))),
		Threshold("checks", "rate>0.9"),
		Threshold("checks", "rate>0.5", AbortOnFail(), DelayAbortEval(10*time.Second)),
		Profile("smoke", WithoutScenario("a"), WithoutMix("users")),
	)
	json, err := plan.JSON()
	expected := `{"scenarios":{"z":{"executor":"constant-vus","vus":10,"duration":"30s","exec":"browse",` +
		`"gracefulStop":"5s","env":{"A":"1"}},` +
		`"a":{"executor":"ramping-vus","stages":[{"duration":"10s","target":5}],"startVUs":0}},` +
		`"mixes":{"users":{"executor":"constant-arrival-rate","rate":5,"duration":"2m","preAllocatedVUs":20,` +
		`"distribution":"poisson","personas":[{"exec":"browse","weight":3},` +
		`{"exec":"buy","weight":1,"name":"buyers","tags":{"t":"v"}}]}},` +
		`"thresholds":{"checks":["rate>0.9",` +
		`{"threshold":"rate>0.5","abortOnFail":true,"delayAbortEval":"10s"}]},` +
		`"profiles":{"smoke":{"scenarios":{"a":null},"mixes":{"users":null}}}}`
	if err != nil || json != expected {
		t.Fatalf("%v\n%s\n%s", err, json, expected)
	}
}

func TestEveryKeyIsWritten(t *testing.T) {
	plan := New(
		VUs(2), Duration(90*time.Second), Iterations(7), Stages(Stage{0, 1}), Target("http://a"), AllowNet("b:1"), AllowNet("c"),
		AllowDir("./data:/data"), SummaryTrendStats("med", "p(99.9)"), SetupTimeout(time.Minute), TeardownTimeout(time.Second),
		MinIterationDuration(time.Millisecond), VUMemory(1<<20), GuestStall(1500*time.Millisecond), MaxSeries(5), Seed(42),
		Env("A", "1"), Tag("b", "2"),
		Scenario("s", SharedIterations(1, 2, MaxDuration(time.Second), StartTime(time.Second), ScenarioTag("t", "u"))),
		Scenario("p", PerVUIterations(1, 2)),
		Scenario("r", RampingArrivalRate([]Stage{{time.Second, 9}}, 3, StartRate(1), TimeUnit(time.Minute), MaxVUs(4))),
		Scenario("v", RampingVUs(nil, GracefulRampDown(time.Second))),
	)
	json, err := plan.JSON()
	expected := `{"vus":2,"duration":"90s","iterations":7,"stages":[{"duration":"0s","target":1}],"target":"http://a",` +
		`"allowNet":["b:1","c"],"allowDirs":["./data:/data"],"summaryTrendStats":["med","p(99.9)"],"setupTimeout":"1m",` +
		`"teardownTimeout":"1s","minIterationDuration":"1ms","vuMemory":1048576,"guestStall":"1500ms","maxSeries":5,"seed":42,` +
		`"env":{"A":"1"},"tags":{"b":"2"},"scenarios":{` +
		`"s":{"executor":"shared-iterations","vus":1,"iterations":2,"maxDuration":"1s","startTime":"1s","tags":{"t":"u"}},` +
		`"p":{"executor":"per-vu-iterations","vus":1,"iterations":2},` +
		`"r":{"executor":"ramping-arrival-rate","preAllocatedVUs":3,"stages":[{"duration":"1s","target":9}],"startRate":1,` +
		`"timeUnit":"1m","maxVUs":4},` +
		`"v":{"executor":"ramping-vus","stages":[],"gracefulRampDown":"1s"}}}`
	if err != nil || json != expected {
		t.Fatalf("%v\n%s\n%s", err, json, expected)
	}
}

func TestDurationsAreWrittenAsPeopleWriteThem(t *testing.T) {
	for d, expected := range map[time.Duration]string{
		0: "0s", 2 * time.Minute: "2m", 90 * time.Second: "90s", 1500 * time.Millisecond: "1500ms", 250 * time.Microsecond: "250us", 1: "1ns",
	} {
		if got := duration(d); got != expected {
			t.Errorf("%d ns is written %s, not %s", d, got, expected)
		}
	}
}

func TestTheSameTotalsServeSeveralMixes(t *testing.T) {
	totals := ConstantVUs(4, time.Second)
	json, err := New(Mix("a", totals, Persona("x", 1)), Mix("b", totals, Persona("y", 1))).JSON()
	expected := `{"mixes":{"a":{"executor":"constant-vus","vus":4,"duration":"1s","personas":[{"exec":"x","weight":1}]},` +
		`"b":{"executor":"constant-vus","vus":4,"duration":"1s","personas":[{"exec":"y","weight":1}]}}}`
	if err != nil || json != expected {
		t.Fatalf("%v\n%s\n%s", err, json, expected)
	}
}
