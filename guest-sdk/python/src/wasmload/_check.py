"""Named truths about the system under test. Not assertions: a check never stops anything, it is counted, and thresholds
may look at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, overload

from . import _arguments
from ._host import checks as _host
from .metrics import TagsLike, tag_set

Subject = TypeVar("Subject")

# Each name is registered once. Names that are made up as the test runs are forgotten beyond so many.
_MOST_KEPT = 1000
_kept: dict[str, int] = {}


@overload
def check(name: str, truth: object, tags: TagsLike = None) -> bool: ...
@overload
def check(name: Subject, truth: Mapping[str, Callable[[Subject], object]], tags: TagsLike = None) -> bool: ...
def check(name: Any, truth: Any, tags: TagsLike = None) -> bool:
    """Records that a truth held, or did not, and returns which.

    ```python
    page = http.get("/basket")
    check("status is 200", page.status_code == 200)
    if not check("there is a button", "Buy" in page.text):
        return
    ```

    As in k6, one value can be looked at in several ways; then it returns whether all of them held:

    ```python
    check(page, {
        "status is 200": lambda page: page.status_code == 200,
        "is not empty": lambda page: page.body_size > 0,
    })
    ```
    """
    if type(truth) is not bool:
        if isinstance(truth, Mapping) and not isinstance(name, str):
            outcomes = [check(one, holds(name), tags) for one, holds in truth.items()]
            return all(outcomes)
        if callable(truth):
            raise TypeError(f"the truth of the check {name!r} is a function, which is always true: call it")
        truth = bool(truth)
    held: bool = truth
    number = _kept.get(name)
    _host.record(_number(name) if number is None else number, truth, 0 if tags is None else tag_set(tags))
    return held


def _number(name: str) -> int:
    number = _host.register(_arguments.text("name", name))
    if len(_kept) < _MOST_KEPT:
        _kept[name] = number
    return number
