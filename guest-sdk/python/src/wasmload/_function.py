"""Which functions can be called by a scenario. Not their calling."""

from __future__ import annotations

import inspect
from typing import Any


def refuse_unfit(function: Any, role: str) -> None:
    """Raises a `TypeError` for a function whose body would not run when it is called."""
    plain = inspect.unwrap(function)
    name = getattr(plain, "__qualname__", repr(plain))
    if inspect.iscoroutinefunction(plain) or inspect.isasyncgenfunction(plain):
        raise TypeError(
            f"the {role} `{name}` is an `async def`, whose body would never run: make it a plain `def`; "
            "a VU waits without costing anything, and `http.batch` sends requests at the same time"
        )
    if inspect.isgeneratorfunction(plain):
        raise TypeError(f"the {role} `{name}` has a `yield`, so that calling it would not run its body: take the `yield` out")


def takes_argument(function: Any, role: str) -> bool:
    """Whether a function wants one argument; it may also want none."""
    parameters = inspect.signature(function).parameters.values()
    required = [one for one in parameters if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    positional = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    if len(required) > 1 or any(one.kind is one.KEYWORD_ONLY for one in required):
        names = ", ".join(one.name for one in required)
        raise TypeError(f"the {role} `{function.__qualname__}` takes ({names}): it gets the data of `setup`, or nothing")
    return bool(positional)
