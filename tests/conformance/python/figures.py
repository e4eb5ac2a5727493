"""`wasmload:metrics`: custom metrics, checks and groups."""

from contextlib import ExitStack

from session import prove
from wasmload import Counter, Gauge, MetricError, Rate, Tags, Trend, check, execution, group

COUNTER = Counter("conformance_counter")
BYTES = Counter("conformance_bytes", unit="bytes")
GAUGE = Gauge("conformance_gauge")
RATE = Rate("conformance_rate")
TREND = Trend("conformance_trend", unit="milliseconds")
TAGS = Tags(kind="own", scenario="mine", group="mine")

# More groups than may be open at once.
DEPTH = 18


def everything():
    kinds()
    refused()
    prove("checks.register", check("registered by its name", True))
    prove("checks.record", check("with tags", True, TAGS))
    groups()


def registered(metric):
    metric.register()
    return True


def kinds():
    for metric in (COUNTER, GAUGE, RATE, TREND):
        prove(f"kind.{type(metric).__name__.lower()}", registered(metric))
    prove("metrics.register", registered(COUNTER))
    # The last three are left out, and counted in `values_rejected`.
    for value in (1, 2.5, float("nan"), float("inf"), float("-inf")):
        COUNTER.add(value)
    for value in (3, -2, 7):
        GAUGE.set(value)
    for truth in (True, True, False):
        RATE.add(truth)
    for value in (10, 20, 30):
        TREND.add(value)
    prove("metrics.add", True)
    COUNTER.add(10, TAGS)
    GAUGE.set(70, TAGS)
    RATE.add(False, TAGS)
    TREND.add(100, TAGS)
    prove("metrics.register-tags", True)
    prove("unit.none", registered(COUNTER))
    prove("unit.milliseconds", registered(TREND))
    BYTES.add(1024)
    prove("unit.bytes", registered(BYTES))


def refusal(metric):
    try:
        metric.register()
    except MetricError as error:
        return error
    return None


def refused():
    invalid = refusal(Counter("not a name"))
    prove("metrics.error.invalid-name", invalid.reason == "invalid-name" and str(invalid) != "")
    conflict = refusal(Trend("conformance_counter"))
    prove("metrics.error.conflict", conflict.reason == "conflict" and "counter" in str(conflict))


def too_many():
    """Registers metrics until there are too many. Last of all: no other metric can be registered after it."""
    refusals = (refusal(Counter(f"filler_{number}")) for number in range(20_000))
    error = next(error for error in refusals if error is not None)
    prove("metrics.error.too-many", error.reason == "too-many" and error.most == 10_000)


def groups():
    def path(depth):
        return "".join(f"::{level}" for level in range(1, min(depth, 16) + 1)) or None

    def current():
        return execution.tags().get("group")

    entered = left = True
    open_groups = []
    for depth in range(1, DEPTH + 1):
        stack = ExitStack()
        stack.enter_context(group(str(depth)))
        open_groups.append(stack)
        entered &= current() == path(depth)
    COUNTER.add(100)
    for depth in reversed(range(DEPTH)):
        open_groups.pop().close()
        left &= current() == path(depth)
    prove("groups.enter", entered)
    prove("groups.leave", left)
