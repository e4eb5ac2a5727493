package export_wasmload_scenario_lifecycle

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	client "contract/bindings/wasmload_http_client"
	checks "contract/bindings/wasmload_metrics_checks"
	groups "contract/bindings/wasmload_metrics_groups"
	metrics "contract/bindings/wasmload_metrics_metrics"
	configuration "contract/bindings/wasmload_scenario_configuration"
	execution "contract/bindings/wasmload_scenario_execution"
	log "contract/bindings/wasmload_scenario_log"
	timing "contract/bindings/wasmload_scenario_timing"
	witTypes "contract/wit/types"
)

const word = "grüße"

// user is what a VU keeps between its iterations.
type user struct {
	params     *client.Params
	discarding *client.Params
	requests   uint32
	duration   uint32
	tags       uint32
	iterations uint64
	broken     []string
}

func newUser() *user {
	params := client.MakeParams()
	params.SetName("contract")
	params.SetTag("guest", "go")
	params.AddHeader("x-guest", "go")
	params.SetExpectedStatuses([]client.StatusRange{{Lowest: 200, Highest: 299}})
	params.SetRedirects(3)
	params.SetTimeouts(client.Timeouts{
		FirstByteMs: witTypes.Some[uint32](20_000),
		TotalMs:     witTypes.Some[uint32](30_000),
	})
	params.SetBodyMode(client.BodyModeKeep)
	params.SetBodyLimit(1_048_576)
	discarding := client.MakeParams()
	discarding.SetName("discarding")
	discarding.SetBodyMode(client.BodyModeDiscard)
	return &user{
		params:     params,
		discarding: discarding,
		requests:   metrics.Register("contract_requests", metrics.KindCounter, metrics.UnitNone).Ok(),
		duration:   metrics.Register("contract_duration", metrics.KindTrend, metrics.UnitMilliseconds).Ok(),
		tags:       metrics.RegisterTags([]witTypes.Tuple2[string, string]{{F0: "guest", F1: "go"}}),
	}
}

func (vu *user) check(name string, passed bool) {
	checks.Record(checks.Register(name), passed, vu.tags)
	if !passed {
		vu.broken = append(vu.broken, name)
	}
}

// iterate runs the whole function `default` and gives the names of the checks that did not hold.
func (vu *user) iterate() string {
	vu.broken = nil
	groups.Enter("contract")
	vu.ask()
	vu.post()
	vu.refuse()
	vu.measure()
	vu.know()
	groups.Leave()
	vu.iterations++
	log.Write(log.LevelInfo, fmt.Sprintf("iteration %d is done", vu.iterations))
	timing.Sleep(1)
	return strings.Join(vu.broken, ", ")
}

func variable(name string) string {
	return configuration.Variable(name).SomeOr("")
}

// ask sends one GET and asks for everything that a response has.
func (vu *user) ask() {
	url := variable("URL")
	response := client.Send(client.Request{
		Method:  "GET",
		Url:     url,
		Headers: []client.Header{{Name: "accept", Value: "application/json"}},
		Params:  witTypes.Some(vu.params),
	}).Ok()
	content := response.Content
	defer content.Drop()
	vu.check("status is 200", response.Status == 200)
	vu.check("status is expected", response.Expected)
	kind := content.Header("Content-Type").SomeOr("")
	vu.check("a header is found by name", strings.HasPrefix(kind, "application/json"))
	vu.check("a missing header is none", content.Header("x-not-there").IsNone())
	isKind := func(header client.Header) bool { return header.Name == "content-type" }
	vu.check("headers are listed", slices.ContainsFunc(content.Headers(), isKind))
	id := content.Json("items.0.id").Ok().SomeOr(client.MakeJsonValueNull())
	vu.check("id is 7", id.Tag() == client.JsonValueNumber && id.Number() == 7)
	vu.check("a missing value is none", content.Json("items.99").Ok().IsNone())
	vu.check("an array is JSON text", firstId(content.Json("items").Ok()) == 7)
	text := content.Text().Ok()
	size := uint64(len(content.Bytes().Ok()))
	vu.check("text and bytes are there", strings.Contains(text, `"items"`) && size == response.BodySize)
	times := content.Timings()
	whole := times.Sending + times.Waiting + times.Receiving
	vu.check("timings add up", times.Waiting > 0 && math.Abs(whole-response.DurationMs) < 0.001)
	details := content.Details()
	plain := details.TlsVersion.IsNone() && details.Redirects == 0 && strings.Contains(details.RemoteAddress, ":")
	vu.check("details are there", strings.HasPrefix(details.Url, url) && details.Protocol == "HTTP/1.1" && plain)
	metrics.Add(vu.requests, 1, vu.tags)
	metrics.Add(vu.duration, response.DurationMs, 0)
}

// firstId reads the identity of the first item out of a list in JSON.
func firstId(list witTypes.Option[client.JsonValue]) int {
	var items []struct{ Id int }
	value := list.SomeOr(client.MakeJsonValueNull())
	if value.Tag() != client.JsonValueComposite || json.Unmarshal([]byte(value.Composite()), &items) != nil {
		return 0
	}
	return items[0].Id
}

// post sends bodies as text and as bytes; the second response's body is discarded.
func (vu *user) post() {
	post := func(body client.Body, params *client.Params) client.Response {
		return client.Send(client.Request{
			Method: "POST",
			Url:    variable("URL"),
			Body:   witTypes.Some(body),
			Params: witTypes.Some(params),
		}).Ok()
	}
	text := post(client.MakeBodyText(word), vu.params)
	defer text.Content.Drop()
	vu.check("text is posted", text.Status == 200)
	bytes := post(client.MakeBodyBytes([]byte(word)), vu.discarding)
	defer bytes.Content.Drop()
	vu.check("bytes are posted", bytes.Status == 200)
	body := bytes.Content.Text()
	vu.check("a discarded body is an error", !body.IsOk() && body.Err().Tag() == client.BodyErrorDiscarded)
}

// refuse sends a request that is refused, alone and beside one that is answered.
func (vu *user) refuse() {
	refused := client.Request{Method: "GET", Url: variable("REFUSED_URL")}
	answer := client.Send(refused)
	vu.check("a refusal is not-granted", notGranted(answer) && answer.Err().Code >= 1000 && answer.Err().Message != "")
	granted := client.Request{Method: "GET", Url: variable("URL")}
	granted.Params = witTypes.Some(vu.params)
	refused.Params = witTypes.Some(vu.params)
	answers := client.Batch([]client.Request{granted, refused})
	vu.check("a batch keeps the order", len(answers) == 2 && answers[0].IsOk() && answers[0].Ok().Status == 200 &&
		notGranted(answers[1]))
	for _, answer := range answers {
		if answer.IsOk() {
			answer.Ok().Content.Drop()
		}
	}
}

func notGranted(answer witTypes.Result[client.Response, client.Error]) bool {
	return !answer.IsOk() && answer.Err().Kind == client.ErrorKindNotGranted
}

func (vu *user) measure() {
	name := metrics.Register("1 bad name", metrics.KindCounter, metrics.UnitNone)
	vu.check("a bad name is an error", !name.IsOk() && name.Err().InvalidName() != "")
	conflict := metrics.Register("contract_requests", metrics.KindGauge, metrics.UnitBytes)
	vu.check("a conflict is an error", !conflict.IsOk() && conflict.Err().Conflict() != "")
}

func (vu *user) know() {
	current := execution.CurrentVu()
	vu.check("the VU is known", current.IdInTest >= 1 && current.IdInScenario >= 1)
	iteration := execution.CurrentIteration()
	vu.check("iterations are counted", iteration.InVu == vu.iterations)
	vu.check("starts are known", iteration.ScheduledUs <= iteration.StartedUs &&
		iteration.StartedUs <= execution.ElapsedUs())
	scenario := execution.CurrentScenario()
	vu.check("the scenario is known", scenario.Name != "" && scenario.Executor != "" && scenario.Function == "default")
	progress := execution.Progress()
	vu.check("progress is a share", progress >= 0 && progress <= 1)
	colour := witTypes.Tuple2[string, string]{F0: "colour", F1: "blue"}
	execution.SetTag(colour.F0, colour.F1)
	vu.check("a tag is set", slices.Contains(execution.Tags(), colour))
	execution.RemoveTag(colour.F0)
	vu.check("a tag is removed", !slices.Contains(execution.Tags(), colour))
	seed := execution.RandomSeed()
	vu.check("the seed is exact", seed < 1<<53 && seed == execution.RandomSeed())
	isUrl := func(pair witTypes.Tuple2[string, string]) bool { return pair.F0 == "URL" }
	vu.check("variables need a grant", configuration.Variable("NOT_GRANTED").IsNone() &&
		slices.ContainsFunc(configuration.Variables(), isUrl))
	target := configuration.Target()
	vu.check("the target is optional", target.IsNone() || target.Some() != "")
}
