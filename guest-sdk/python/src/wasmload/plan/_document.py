"""From Python's names and values to the keys and values of the plan document. Not a check: the host does that, and names
all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

Duration = str | timedelta
"""A duration: text such as `"1m30s"` or `"500ms"`, or a `timedelta`."""

Exec = str | type | Callable[..., Any]
"""A function of the scenario: its name, the function itself, or the class of a persona."""


def camel(name: str) -> str:
    """`graceful_stop` as `gracefulStop`. VUs keep their capitals, as in k6."""
    first, *rest = name.split("_")
    return first + "".join("VUs" if part == "vus" else part.capitalize() for part in rest)


def document(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names as keys, without those that were not given."""
    return {camel(name): value for name, value in values.items() if value is not None}


def duration(name: str, value: Any) -> str:
    """A duration as the plan document has it."""
    if isinstance(value, str):
        return value
    if not isinstance(value, timedelta):
        raise TypeError(f'`{name}` must be text such as "30s", or a `timedelta`, not {value!r}')
    micros = value // timedelta(microseconds=1)
    for unit, size in (("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000)):
        if micros and micros % size == 0:
            return f"{micros // size}{unit}"
    return f"{micros}us"


def name_of(function: Exec) -> str:
    """The name by which a plan calls a function of the scenario."""
    if isinstance(function, str):
        return function
    name = getattr(function, "__wasmload_name__", None) or getattr(function, "__name__", None)
    if not isinstance(name, str):
        raise TypeError(f"`exec` must be a function of the scenario or its name, not {function!r}")
    return name
