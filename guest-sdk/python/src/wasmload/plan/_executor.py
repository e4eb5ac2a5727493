"""The six executors: the rules for how the iterations of a scenario start. Not the loops: the host runs them, with the
semantics that k6 gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ._document import Duration, Exec, document, duration, name_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

Distribution = Literal["uniform", "poisson"]
"""How starts are spread over time: evenly, or independently of each other, as users are."""

Stage = tuple[Duration, int]
"""How long it takes, and the number of VUs, or the rate, at its end."""


class Shared(TypedDict, total=False):
    """The settings that all executors have."""

    exec: Exec
    """The function to call. Without it the one named `default`, or the first one."""
    start_time: Duration
    """When it starts, after the test does. 0s without it."""
    graceful_stop: Duration
    """How long iterations may go on after its end before they are interrupted. 30s without it."""
    env: Mapping[str, str]
    """Variables for its VUs, over those of the plan."""
    tags: Mapping[str, str]
    """Tags for its samples, over those of the plan."""


class Executor:
    """One of the six. Make one of them, not this."""

    name = ""

    def __init__(self, own: Mapping[str, Any], shared: Shared) -> None:
        values: dict[str, Any] = {"executor": self.name, **own, **shared}
        for key in _DURATIONS & values.keys():
            if values[key] is not None:
                values[key] = duration(key, values[key])
        if "exec" in values:
            values["exec"] = name_of(values["exec"])
        if values.get("stages") is not None:
            values["stages"] = stages(values["stages"])
        self._values = document(values)

    def to_dict(self) -> dict[str, Any]:
        """The scenario as the plan document has it."""
        return dict(self._values)


_DURATIONS = {"duration", "max_duration", "start_time", "graceful_stop", "graceful_ramp_down", "time_unit"}


def stages(given: Iterable[Stage]) -> list[dict[str, Any]]:
    """Stages as the plan document has them."""
    return [{"duration": duration("the duration of a stage", length), "target": target} for length, target in given]


class SharedIterations(Executor):
    """VUs take iterations from one pool. What is left at `max_duration` (10m without it) is dropped."""

    name = "shared-iterations"

    def __init__(self, vus: int, iterations: int, *, max_duration: Duration | None = None, **shared: Unpack[Shared]) -> None:
        super().__init__({"vus": vus, "iterations": iterations, "max_duration": max_duration}, shared)


class PerVuIterations(Executor):
    """Each VU runs so many iterations. What is left at `max_duration` (10m without it) is dropped."""

    name = "per-vu-iterations"

    def __init__(self, vus: int, iterations: int, *, max_duration: Duration | None = None, **shared: Unpack[Shared]) -> None:
        super().__init__({"vus": vus, "iterations": iterations, "max_duration": max_duration}, shared)


class ConstantVus(Executor):
    """So many VUs loop for so long."""

    name = "constant-vus"

    def __init__(self, vus: int, duration: Duration, **shared: Unpack[Shared]) -> None:
        super().__init__({"vus": vus, "duration": duration}, shared)


class RampingVus(Executor):
    """A changing number of VUs loops: from `start_vus` (1 without it) through the stages."""

    name = "ramping-vus"

    def __init__(
        self,
        stages: Iterable[Stage],
        *,
        start_vus: int | None = None,
        graceful_ramp_down: Duration | None = None,
        **shared: Unpack[Shared],
    ) -> None:
        own = {"start_vus": start_vus, "stages": stages, "graceful_ramp_down": graceful_ramp_down}
        super().__init__(own, shared)


class ConstantArrivalRate(Executor):
    """So many iterations start in each `time_unit` (1s without it), whether earlier ones ended or not.

    `pre_allocated_vus` are there from the start, up to `max_vus` are made when they do not suffice. `distribution` is
    `"uniform"`, or `"poisson"`: independent starts with exponential gaps of the same mean.
    """

    name = "constant-arrival-rate"

    def __init__(
        self,
        rate: int,
        duration: Duration,
        pre_allocated_vus: int,
        *,
        max_vus: int | None = None,
        time_unit: Duration | None = None,
        distribution: Distribution | None = None,
        **shared: Unpack[Shared],
    ) -> None:
        own: dict[str, Any] = {"rate": rate, "duration": duration, "pre_allocated_vus": pre_allocated_vus}
        own |= {"max_vus": max_vus, "time_unit": time_unit, "distribution": distribution}
        super().__init__(own, shared)


class RampingArrivalRate(Executor):
    """A changing rate of starts: from `start_rate` (0 without it) through the stages. See `ConstantArrivalRate`."""

    name = "ramping-arrival-rate"

    def __init__(
        self,
        stages: Iterable[Stage],
        pre_allocated_vus: int,
        *,
        start_rate: int | None = None,
        max_vus: int | None = None,
        time_unit: Duration | None = None,
        distribution: Distribution | None = None,
        **shared: Unpack[Shared],
    ) -> None:
        own: dict[str, Any] = {"start_rate": start_rate, "stages": stages, "pre_allocated_vus": pre_allocated_vus}
        own |= {"max_vus": max_vus, "time_unit": time_unit, "distribution": distribution}
        super().__init__(own, shared)
