"""The contract guest in Python, on the bindings that componentize-py makes out of `wit/`. It is not an example to copy:
scenarios are written on an SDK. The guests in the other languages do the same, check by check."""

import json
from typing import Any, Callable, Optional

from componentize_py_types import Err, Ok
from wit_world import exports
from wit_world.exports.lifecycle import Description, Failure
from wit_world.imports import checks, client, configuration, execution, groups, log, metrics, timing

DATA = '{"greeting":"hello"}'
PLAN = {"scenarios": {"contract": {"executor": "per-vu-iterations", "vus": 2, "iterations": 3, "exec": "default"}}}
WORD = "grüße"


def failure(message: str, stack: Optional[str] = None) -> Err[Failure]:
    """A failure is raised in an `Err`. Every other exception that leaves an export is a trap."""
    return Err(Failure(message, stack))


def raised(call: Callable[[], Any]) -> Any:
    """Calls `call` and gives the error that an import raised, or none."""
    try:
        call()
    except Err as error:
        return error.value
    return None


def request(
    method: str,
    url: str,
    body: Optional[client.Body] = None,
    params: Optional[client.Params] = None,
    headers: Optional[list[client.Header]] = None,
) -> client.Request:
    return client.Request(method, url, headers or [], body, params)


class Vu:
    """What a VU keeps between its iterations."""

    def __init__(self) -> None:
        self.params = client.Params()
        self.params.set_name("contract")
        self.params.set_tag("guest", "python")
        self.params.add_header("x-guest", "python")
        self.params.set_expected_statuses([client.StatusRange(200, 299)])
        self.params.set_redirects(3)
        self.params.set_timeouts(client.Timeouts(None, 20_000, 30_000))
        self.params.set_body_mode(client.BodyMode.KEEP)
        self.params.set_body_limit(1_048_576)
        self.discarding = client.Params()
        self.discarding.set_name("discarding")
        self.discarding.set_body_mode(client.BodyMode.DISCARD)
        self.requests = metrics.register("contract_requests", metrics.Kind.COUNTER, metrics.Unit.NONE)
        self.duration = metrics.register("contract_duration", metrics.Kind.TREND, metrics.Unit.MILLISECONDS)
        self.tags = metrics.register_tags([("guest", "python")])
        self.iterations = 0
        self.broken: list[str] = []

    def check(self, name: str, passed: bool) -> None:
        checks.record(checks.register(name), passed, self.tags)
        if not passed:
            self.broken.append(name)

    def iterate(self) -> None:
        self.broken = []
        groups.enter("contract")
        self.ask()
        self.post()
        self.refuse()
        self.measure()
        self.know()
        groups.leave()
        self.iterations += 1
        log.write(log.Level.INFO, f"iteration {self.iterations} is done")
        timing.sleep(1)
        if self.broken:
            raise failure("not as agreed: " + ", ".join(self.broken))

    def ask(self) -> None:
        """One GET, and everything that a response can be asked for."""
        url = configuration.variable("URL") or ""
        accept = [client.Header("accept", "application/json")]
        response = client.send(request("GET", url, params=self.params, headers=accept))
        with response.content as content:
            self.check("status is 200", response.status == 200)
            self.check("status is expected", response.expected)
            kind = content.header("Content-Type") or ""
            self.check("a header is found by name", kind.startswith("application/json"))
            self.check("a missing header is none", content.header("x-not-there") is None)
            self.check("headers are listed", any(header.name == "content-type" for header in content.headers()))
            self.check("id is 7", content.json("items.0.id") == client.JsonValue_Number(7))
            self.check("a missing value is none", content.json("items.99") is None)
            items = content.json("items")
            composite = isinstance(items, client.JsonValue_Composite) and json.loads(items.value)[0]["id"] == 7
            self.check("an array is JSON text", composite)
            size = len(content.bytes())
            self.check("text and bytes are there", '"items"' in content.text() and size == response.body_size)
            times = content.timings()
            whole = times.sending + times.waiting + times.receiving
            self.check("timings add up", times.waiting > 0 and abs(whole - response.duration_ms) < 0.001)
            details = content.details()
            plain = details.tls_version is None and details.redirects == 0 and ":" in details.remote_address
            there = details.url.startswith(url) and details.protocol == "HTTP/1.1" and plain
            self.check("details are there", there)
        metrics.add(self.requests, 1, self.tags)
        metrics.add(self.duration, response.duration_ms, 0)

    def post(self) -> None:
        """Bodies as text and as bytes; the second response's body is discarded."""
        url = configuration.variable("URL") or ""
        text = client.send(request("POST", url, client.Body_Text(WORD), self.params))
        with text.content:
            self.check("text is posted", text.status == 200)
        data = client.send(request("POST", url, client.Body_Bytes(WORD.encode()), self.discarding))
        with data.content as content:
            self.check("bytes are posted", data.status == 200)
            self.check("a discarded body is an error", raised(content.text) == client.BodyError_Discarded())

    def refuse(self) -> None:
        """A refused request, alone and beside one that is answered."""
        url = configuration.variable("URL") or ""
        refused = configuration.variable("REFUSED_URL") or ""
        error = raised(lambda: client.send(request("GET", refused)))
        typed = isinstance(error, client.Error) and error.kind == client.ErrorKind.NOT_GRANTED
        self.check("a refusal is not-granted", typed and error.code >= 1000 and error.message != "")
        requests = [request("GET", url, params=self.params), request("GET", refused, params=self.params)]
        match client.batch(requests):
            case [Ok(response), Err(client.Error(kind=client.ErrorKind.NOT_GRANTED))]:
                with response.content:
                    self.check("a batch keeps the order", response.status == 200)
            case _:
                self.check("a batch keeps the order", False)

    def measure(self) -> None:
        name = raised(lambda: metrics.register("1 bad name", metrics.Kind.COUNTER, metrics.Unit.NONE))
        self.check("a bad name is an error", isinstance(name, metrics.Error_InvalidName) and name.value != "")
        conflict = raised(lambda: metrics.register("contract_requests", metrics.Kind.GAUGE, metrics.Unit.BYTES))
        self.check("a conflict is an error", isinstance(conflict, metrics.Error_Conflict) and conflict.value != "")

    def know(self) -> None:
        vu = execution.current_vu()
        self.check("the VU is known", vu.id_in_test >= 1 and vu.id_in_scenario >= 1)
        iteration = execution.current_iteration()
        self.check("iterations are counted", iteration.in_vu == self.iterations)
        started = iteration.scheduled_us <= iteration.started_us <= execution.elapsed_us()
        self.check("starts are known", started)
        scenario = execution.current_scenario()
        known = scenario.name != "" and scenario.executor != "" and scenario.function == "default"
        self.check("the scenario is known", known)
        self.check("progress is a share", 0 <= execution.progress() <= 1)
        execution.set_tag("colour", "blue")
        self.check("a tag is set", ("colour", "blue") in execution.tags())
        execution.remove_tag("colour")
        self.check("a tag is removed", all(name != "colour" for name, _ in execution.tags()))
        seed = execution.random_seed()
        self.check("the seed is exact", 0 <= seed < 2**53 and seed == execution.random_seed())
        granted = any(name == "URL" for name, _ in configuration.variables())
        self.check("variables need a grant", configuration.variable("NOT_GRANTED") is None and granted)
        self.check("the target is optional", configuration.target() != "")


class Lifecycle(exports.Lifecycle):
    """What the component exports."""

    vu: Optional[Vu] = None

    def describe(self) -> Description:
        return Description(json.dumps(PLAN), ["default", "failing"], "", "")

    def setup(self) -> str:
        vu = execution.current_vu()
        if (vu.id_in_test, vu.id_in_scenario) != (0, 0):
            raise failure("`setup` runs in a VU")
        if execution.current_scenario().name != "":
            raise failure("`setup` belongs to a scenario")
        return DATA

    def vu_start(self, data: str) -> None:
        if data != DATA:
            raise failure(f"`vu-start` got {data}")
        Lifecycle.vu = Vu()

    def iteration(self, function: int) -> None:
        vu = Lifecycle.vu
        if vu is None:
            raise failure("`iteration` came before `vu-start`")
        if function == 1:
            vu.iterations += 1
            raise failure("meant to fail", "contract guest, function `failing`")
        vu.iterate()

    def vu_end(self) -> None:
        if Lifecycle.vu is not None:
            with Lifecycle.vu.params, Lifecycle.vu.discarding:
                Lifecycle.vu = None
        log.write(log.Level.INFO, "the VU ends")

    def teardown(self, data: str) -> None:
        if data != DATA:
            raise failure(f"`teardown` got {data}")
        log.write(log.Level.INFO, "teardown is done")
