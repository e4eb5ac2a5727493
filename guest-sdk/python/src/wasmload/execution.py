"""What a VU may know about the run it is in, and do to it. Not about other VUs: nothing is shared between them."""

from __future__ import annotations

from typing import NamedTuple

from . import _arguments
from ._host import execution as _host

__all__ = [
    "Iteration",
    "Scenario",
    "Vu",
    "abort",
    "elapsed",
    "fail_test",
    "iteration",
    "progress",
    "random_seed",
    "remove_tag",
    "scenario",
    "set_tag",
    "tags",
    "vu",
]


class Vu(NamedTuple):
    """This VU. The numbers begin at 1, as in k6; they are 0 in `setup` and `teardown`."""

    id_in_test: int
    """Unique in the test."""
    id_in_scenario: int
    """Unique in the scenario."""


class Iteration(NamedTuple):
    """The iteration that runs now. The numbers begin at 0."""

    in_test: int
    """Unique in the test, over all scenarios."""
    in_scenario: int
    """Unique in the scenario, over all VUs."""
    in_vu: int
    """How many iterations this VU finished before."""
    scheduled: float
    """When the schedule wanted it to start, in seconds since the test began. Closed executors have no schedule of starts:
    there it equals `started`."""
    started: float
    """When it did start, in seconds since the test began."""


class Scenario(NamedTuple):
    """The scenario that this VU belongs to. All strings are empty in `setup` and `teardown`."""

    name: str
    """Its name in the plan."""
    executor: str
    """Its executor, such as `constant-vus`."""
    function: str
    """The name of the function that it calls."""


def vu() -> Vu:
    """Tells which VU this is."""
    found = _host.current_vu()
    return Vu(found.id_in_test, found.id_in_scenario)


def iteration() -> Iteration:
    """Tells which iteration this is. Before the first one, all numbers are 0."""
    now = _host.current_iteration()
    return Iteration(now.in_test, now.in_scenario, now.in_vu, now.scheduled_us / 1e6, now.started_us / 1e6)


def scenario() -> Scenario:
    """Tells which scenario this is."""
    found = _host.current_scenario()
    return Scenario(found.name, found.executor, found.function)


def progress() -> float:
    """How much of the scenario is done, from 0.0 to 1.0: by time, or by iterations where those are the limit."""
    return _host.progress()


def elapsed() -> float:
    """Seconds since the test began, on a monotonic clock; 0 during `setup`."""
    return _host.elapsed_us() / 1e6


def abort(reason: str) -> None:
    """Ends the whole test: no further iterations start, those that run are interrupted, `teardown` and the summary follow,
    and the exit code says so. Returns at once; end the iteration after it. Only the first reason is kept."""
    _host.abort(_arguments.text("reason", reason))


def fail_test(reason: str) -> None:
    """Marks the test as failed and lets it go on; the exit code says so at the end. Only the first reason is kept."""
    _host.fail_test(_arguments.text("reason", reason))


def set_tag(name: str, value: str) -> None:
    """Sets a tag on every sample that this VU records from now on. A few values per name at most: each combination of
    tags is a series of its own. The tags `scenario` and `group` belong to the host and stay as they are."""
    _host.set_tag(_arguments.text("name", name), _arguments.tag_value("value", value))


def remove_tag(name: str) -> None:
    """Removes a tag that `set_tag` set. Nothing happens when it is not there."""
    _host.remove_tag(_arguments.text("name", name))


def tags() -> dict[str, str]:
    """The tags of this VU, sorted by name: the plan's, the scenario's and those of `set_tag`."""
    return dict(_host.tags())


def random_seed() -> int:
    """A seed for this VU's random numbers, from 0 to 2^53 - 1: the same in every call, and again in a run with the same
    `--seed`. `wasmload.random` draws from it."""
    return _host.random_seed()
