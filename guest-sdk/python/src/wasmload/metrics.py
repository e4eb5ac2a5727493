"""Figures of a test's own, beside the built-in ones. Not their storage: the host keeps the values.

A metric is made once, at the top of the file, and registered on its first use. Names match
`[A-Za-z_][A-Za-z0-9_]{0,127}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from . import _arguments
from ._host import Err
from ._host import metrics as _host

__all__ = ["Counter", "Gauge", "MetricError", "Rate", "Tags", "TagsLike", "Trend", "Value"]

Value = int | float | timedelta
"""What can be added to a metric: a number, or a `timedelta`, which counts in milliseconds."""

# A set of tags costs a call and memory in the host; those of a dict are kept, up to so many.
_MOST_KEPT = 1000
_kept: dict[tuple[tuple[str, Any], ...], int] = {}


class MetricError(Exception):
    """A metric that cannot be registered: its name is not valid, or stands for another kind or unit, or there are too
    many metrics.

    `reason` is `"invalid-name"`, `"conflict"` or `"too-many"`; `most` is how many there may be.
    """

    def __init__(self, reason: str, message: str, most: int | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.most = most


class Tags:
    """Tags for samples and checks, on top of the VU's own. Make them once, and use them often.

    ```python
    PREMIUM = Tags(plan="premium")
    ORDERS.add(1, PREMIUM)
    ```

    A dict does the same where tags are made: `ORDERS.add(1, {"plan": plan})`. Tags of the names `scenario` and `group`
    belong to the host and are left out.
    """

    __slots__ = ("_id", "_pairs")

    def __init__(self, tags: Mapping[str, str] | None = None, /, **more: str) -> None:
        self._pairs = _arguments.pairs("tags", {**(tags or {}), **more})
        self._id: int | None = None


TagsLike = Tags | Mapping[str, str] | None
"""Tags, or a dict that is made of such."""


def tag_set(tags: TagsLike) -> int:
    """The host's number of a set of tags."""
    if tags is None:
        return 0
    if isinstance(tags, Tags):
        if tags._id is None:
            tags._id = _host.register_tags(tags._pairs)
        return tags._id
    pairs = _arguments.pairs("tags", tags)
    key = tuple(pairs)
    number = _kept.get(key)
    if number is None:
        number = _host.register_tags(pairs)
        if len(_kept) < _MOST_KEPT:
            _kept[key] = number
    return number


class _Metric:
    """What the four kinds have in common: a name, and the host's number from the first use on."""

    __slots__ = ("_id", "_unit", "name")

    _kind: ClassVar[str]
    _units: ClassVar[tuple[str, ...]] = ("none",)

    def __init__(self, name: str, unit: str = "none") -> None:
        self.name = _arguments.text("name", name)
        if unit not in self._units:
            units = ", ".join(f'"{one}"' for one in self._units)
            raise ValueError(f"the unit of a {self._kind} is one of {units}, not {unit!r}")
        self._unit = unit
        self._id: int | None = None

    def register(self) -> None:
        """Registers the metric now instead of on first use.

        Raises `MetricError`: the name is not valid, or stands for another kind or unit, or there are too many metrics.
        """
        self._number()

    def _number(self) -> int:
        if self._id is None:
            kind = getattr(_host.Kind, self._kind.upper())
            unit = getattr(_host.Unit, self._unit.upper())
            try:
                self._id = _host.register(self.name, kind, unit)
            except Err as error:
                raise self._refusal(error.value) from None
        return self._id

    def _refusal(self, error: Any) -> MetricError:
        if isinstance(error, _host.Error_InvalidName):
            return MetricError("invalid-name", f"`{self.name}` cannot be the name of a metric: {error.value}")
        if isinstance(error, _host.Error_Conflict):
            return MetricError("conflict", f"the metric `{self.name}` is there already: {error.value}")
        return MetricError("too-many", f"there are {error.value} metrics, and no room for `{self.name}`", error.value)

    def _put(self, value: Value, tags: TagsLike) -> None:
        if type(value) is not float:
            value = value / _MILLISECOND if isinstance(value, timedelta) else _arguments.number("value", value)
        number = self._id
        _host.add(self._number() if number is None else number, value, 0 if tags is None else tag_set(tags))


_MILLISECOND = timedelta(milliseconds=1)


class Counter(_Metric):
    """A sum: orders made, bytes stored (`unit="bytes"`).

    ```python
    ORDERS = Counter("orders")
    ORDERS.add(1)
    ```
    """

    __slots__ = ()
    _kind = "counter"
    _units = ("none", "bytes")

    def add(self, value: Value = 1, tags: TagsLike = None) -> None:
        """Adds to the sum. Negative values count too."""
        self._put(value, tags)


class Gauge(_Metric):
    """A level, of which the latest value counts: items in the basket, the length of a queue. Its minimum and maximum are
    kept. The unit may be `"milliseconds"` or `"bytes"`.

    ```python
    QUEUE = Gauge("queue_length")
    QUEUE.set(12)
    ```
    """

    __slots__ = ()
    _kind = "gauge"
    _units = ("none", "milliseconds", "bytes")

    def set(self, value: Value, tags: TagsLike = None) -> None:
        """Sets the level."""
        self._put(value, tags)


class Rate(_Metric):
    """A share: orders that were delivered among all orders.

    ```python
    DELIVERED = Rate("delivered")
    DELIVERED.add(response.ok)
    ```
    """

    __slots__ = ()
    _kind = "rate"

    def add(self, truth: bool, tags: TagsLike = None) -> None:
        """Counts a case in which it held, or did not."""
        self._put(1.0 if truth else 0.0, tags)


class Trend(_Metric):
    """A distribution: average, minimum, maximum, percentiles. Exact to three digits, from 0.001 up. The unit may be
    `"milliseconds"` or `"bytes"`.

    ```python
    ORDER_TIME = Trend("order_time", unit="milliseconds")
    ORDER_TIME.add(response.elapsed)
    ```
    """

    __slots__ = ()
    _kind = "trend"
    _units = ("none", "milliseconds", "bytes")

    def add(self, value: Value, tags: TagsLike = None) -> None:
        """Adds a value."""
        self._put(value, tags)
