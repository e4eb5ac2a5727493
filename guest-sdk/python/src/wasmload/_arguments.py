"""Arguments on their way to the host. Not conversions that guess: what has the wrong type is named in a `TypeError`.

A value of the wrong type that reached the host's side would end the VU instead of the iteration.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any


def text(name: str, value: Any) -> str:
    """`value`, if it is text that can be sent as UTF-8."""
    if not isinstance(value, str):
        raise TypeError(f"`{name}` must be text, not {kind(value)}")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"`{name}` holds half of a surrogate pair at position {error.start}") from None
    return value


def tag_value(name: str, value: Any) -> str:
    """`value` as the value of a tag or a header field: text as it is, a number or a truth in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return text(name, value)


def pairs(name: str, value: Any) -> list[tuple[str, str]]:
    """A mapping from names to values as a list."""
    if not isinstance(value, Mapping):
        raise TypeError(f"`{name}` must be a dict, not {kind(value)}")
    return [(text(f"a name in {name}", key), tag_value(f"{name}[{key!r}]", one)) for key, one in value.items()]


def number(name: str, value: Any) -> float:
    """`value` as a float."""
    if isinstance(value, (int, float)):
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    raise TypeError(f"`{name}` must be a number, not {kind(value)}")


def whole(name: str, value: Any, most: int) -> int:
    """`value`, if it is a whole number from 0 to `most`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"`{name}` must be a whole number, not {kind(value)}")
    if not 0 <= value <= most:
        raise ValueError(f"`{name}` must be from 0 to {most}, not {value}")
    return value


def milliseconds(name: str, seconds: Any) -> int:
    """Seconds, or a `timedelta`, as whole milliseconds, rounded up so that a limit is never nothing."""
    value = seconds.total_seconds() if isinstance(seconds, timedelta) else number(name, seconds)
    if not value >= 0:
        raise ValueError(f"`{name}` must be 0 seconds or more, not {value}")
    rounded = min(value * 1000, 4_294_967_295.0)
    return int(rounded) + (rounded > int(rounded))


def kind(value: Any) -> str:
    """What a value is, in words."""
    return "None" if value is None else f"a value of type `{type(value).__name__}`"
