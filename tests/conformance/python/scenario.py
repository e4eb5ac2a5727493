"""The conformance scenario in Python. What it does, and why, is in `../README.md`."""

import draws
import errors
import figures
import requests
import responses
import run
import sockets
from session import SESSION, prove
from wasmload import Counter, PerVuIterations, Plan, execution, scenario, setup, teardown, vu_end, vu_start

AGREED = {"greeting": "grüße", "numbers": [1, 2, 3]}
ENDED = Counter("conformance_ended")


@setup
def prepare():
    nobody = tuple(execution.vu()) == (0, 0) and execution.scenario().name == "" and execution.elapsed() == 0
    if not nobody:
        raise RuntimeError("`setup` runs in a VU, or after the test began")
    return AGREED


@vu_start
def start(data):
    prove("lifecycle.setup", data == AGREED)
    if execution.scenario().name == "everything":
        # First of all: the numbers of a VU begin with its first draw.
        draws.record()
    SESSION.shared = requests.shared()


@scenario
def everything():
    prove("lifecycle.iteration", True)
    prove("lifecycle.vu-start", execution.iteration().in_vu == SESSION.iterations)
    SESSION.iterations += 1
    run.everything()
    rows.everything()
    figures.everything()
    requests.everything(SESSION.shared)
    responses.everything()
    errors.everything()
    sockets.everything()


# After `everything`, which is the first function.
import failing  # noqa: E402, F401
import rows  # noqa: E402


@vu_end
def end():
    prove("lifecycle.vu-end", SESSION.iterations > 0)
    ENDED.add(1)


@teardown
def clean_up(data):
    prove("lifecycle.teardown", data == AGREED)
    figures.too_many()


plan = Plan(
    tags={"suite": "conformance"},
    env={"FROM_PLAN": "yes"},
    scenarios={
        "everything": PerVuIterations(2, 2, exec="everything"),
        "failing": PerVuIterations(2, 2, exec="failing"),
        "aborting": PerVuIterations(1, 1000, exec="aborting"),
        "marking": PerVuIterations(1, 3, exec="marking"),
        "ending": PerVuIterations(1, 1000, exec="ending"),
    },
)
