"""Tasks and their weights. Not their order: a user draws each task by chance, or a `SequentialTaskSet` lines them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, overload

from .. import _arguments
from .._function import refuse_unfit

Task = TypeVar("Task", bound=Callable[..., Any])

_WEIGHT = "__wasmload_weight__"


@overload
def task(weight: Task) -> Task: ...
@overload
def task(weight: int = 1) -> Callable[[Task], Task]: ...
def task(weight: Any = 1) -> Any:
    """Makes a method a task of its class, and says how often it is drawn in proportion to the others.

    ```python
    class Shopper(User):
        @task(3)
        def browse(self): ...

        @task
        def buy(self): ...
    ```
    """
    if callable(weight):
        return _marked(weight, 1)
    return lambda function: _marked(function, _arguments.whole("weight", weight, 2**32 - 1))


def _marked(function: Any, weight: int) -> Any:
    if not isinstance(function, type):
        refuse_unfit(function, "task")
    setattr(function, _WEIGHT, weight)
    return function


def tasks_of(cls: Any) -> list[tuple[int, Any]]:
    """The tasks of a class with their weights: those of its `tasks`, then those of `@task` in the order of their definition,
    inherited ones first."""
    listed = cls.tasks.items() if isinstance(cls.tasks, Mapping) else [(one, 1) for one in cls.tasks]
    found = [(weight, _callable(one)) for one, weight in listed if weight > 0]
    marked: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            marked.pop(name, None)
            if getattr(value, _WEIGHT, 0) > 0:
                marked[name] = value
    return found + [(getattr(one, _WEIGHT), one) for one in marked.values()]


def _callable(function: Any) -> Any:
    if not callable(function):
        raise TypeError(f"`tasks` lists functions and task sets, not {_arguments.kind(function)}")
    if not isinstance(function, type):
        refuse_unfit(function, "task")
    return function
