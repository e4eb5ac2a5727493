"""The plan as a whole. Not its parts: executors and mixes have files of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ._document import Duration, document, duration
from ._executor import Executor, Stage, stages
from ._mix import Mix


class Threshold:
    """A condition on a metric, with what follows when it does not hold.

    `abort_on_fail` ends the test at once; `delay_abort_eval` is how long after the start of the test it is first able to.
    A condition without these is plain text: `"p(95)<500"`.
    """

    def __init__(self, condition: str, *, abort_on_fail: bool | None = None, delay_abort_eval: Duration | None = None) -> None:
        delay = None if delay_abort_eval is None else duration("delay_abort_eval", delay_abort_eval)
        values = {"threshold": condition, "abort_on_fail": abort_on_fail, "delay_abort_eval": delay}
        self._values = document(values)

    def to_dict(self) -> dict[str, Any]:
        """The threshold as the plan document has it."""
        return dict(self._values)


Conditions = str | Threshold | Iterable[str | Threshold]


class Plan:
    """What runs, how often, and what has to hold. All parts may be left out.

    ```python
    plan = Plan(
        scenarios={"browse": ConstantVus(20, "1m", exec=browse)},
        thresholds={"http_req_duration": "p(95)<500", "checks": "rate>0.99"},
    )
    ```

    - `scenarios`, `mixes`: by name, run in parallel; None takes away what a plan below has, in a profile.
    - `vus` with `duration`, `iterations` or `stages`: the shortcuts for one scenario.
    - `thresholds`: conditions by metric, or `metric{tag:value}`.
    - `target`: the base URL for relative requests.
    - `env`, `tags`: variables for the scenario, tags for every sample.
    - `setup_timeout`, `teardown_timeout`: 60s without them.
    - `min_iteration_duration`: a VU waits at the end of a shorter iteration until this time is over.
    - `summary_trend_stats`: the columns of a trend in the summary, such as `["med", "p(99)", "count"]`.
    - `seed`: where all random numbers of the run begin.
    - `allow_net`, `allow_dirs`: what the person who starts the test is asked to grant.
    - `vu_memory`: the memory of one VU, such as `"128MiB"`; 64 MiB without it.
    - `guest_stall`: how long the scenario may compute without waiting; 5s without it.
    - `max_series`: how many series, each a metric with one set of tags, are kept apart.
    - `profiles`: variants of the plan by name, chosen with `--profile NAME`.
    """

    def __init__(
        self,
        *,
        scenarios: Mapping[str, Executor | None] | None = None,
        mixes: Mapping[str, Mix | None] | None = None,
        vus: int | None = None,
        duration: Duration | None = None,
        iterations: int | None = None,
        stages: Iterable[Stage] | None = None,
        thresholds: Mapping[str, Conditions] | None = None,
        target: str | None = None,
        env: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
        setup_timeout: Duration | None = None,
        teardown_timeout: Duration | None = None,
        min_iteration_duration: Duration | None = None,
        summary_trend_stats: Iterable[str] | None = None,
        seed: int | None = None,
        allow_net: Iterable[str] | None = None,
        allow_dirs: Iterable[str] | None = None,
        vu_memory: str | int | None = None,
        guest_stall: Duration | None = None,
        max_series: int | None = None,
        profiles: Mapping[str, Plan] | None = None,
    ) -> None:
        limits = {
            "duration": duration,
            "setup_timeout": setup_timeout,
            "teardown_timeout": teardown_timeout,
            "min_iteration_duration": min_iteration_duration,
            "guest_stall": guest_stall,
        }
        values = {
            "scenarios": _named(scenarios),
            "mixes": _named(mixes),
            "vus": vus,
            "iterations": iterations,
            "stages": _stages(stages),
            "thresholds": _thresholds(thresholds),
            "target": target,
            "env": env,
            "tags": tags,
            "summary_trend_stats": _list("summary_trend_stats", summary_trend_stats),
            "seed": seed,
            "allow_net": _list("allow_net", allow_net),
            "allow_dirs": _list("allow_dirs", allow_dirs),
            "vu_memory": vu_memory,
            "max_series": max_series,
            "profiles": _named(profiles),
            **{name: _duration(name, limit) for name, limit in limits.items()},
        }
        self._values = document(values)

    def to_dict(self) -> dict[str, Any]:
        """The plan document."""
        return dict(self._values)

    def to_json(self) -> str:
        """The plan document as the host reads it."""
        return json.dumps(self._values)


PlanLike = Plan | Mapping[str, Any]
"""A plan, or the plan document as a dict."""


def _named(parts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if parts is None:
        return None
    return {name: None if part is None else part.to_dict() for name, part in parts.items()}


def _stages(given: Iterable[Stage] | None) -> list[dict[str, Any]] | None:
    return None if given is None else stages(given)


def _duration(name: str, value: Duration | None) -> str | None:
    return None if value is None else duration(name, value)


def _list(name: str, values: Iterable[str] | None) -> list[str] | None:
    if isinstance(values, str):
        raise TypeError(f"`{name}` must be a list of texts, not the text {values!r}")
    return None if values is None else list(values)


def _thresholds(given: Mapping[str, Conditions] | None) -> dict[str, list[Any]] | None:
    if given is None:
        return None
    lists = {metric: [one] if isinstance(one, (str, Threshold)) else list(one) for metric, one in given.items()}
    return {
        metric: [one if isinstance(one, str) else one.to_dict() for one in conditions] for metric, conditions in lists.items()
    }
