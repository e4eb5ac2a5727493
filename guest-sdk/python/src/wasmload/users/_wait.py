"""How long a user waits between its tasks, with Locust's names. Not `sleep`: these are made once, in a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import _arguments, execution
from .._random import random

if TYPE_CHECKING:
    from ._user import User

WaitTime = Callable[["User"], float]
"""How many seconds a user waits after a task. A method `wait_time(self)` of a class does the same."""


def between(shortest: float, longest: float) -> WaitTime:
    """A time drawn evenly from a range, in seconds. The same seed gives a VU the same times again."""
    low = _arguments.number("shortest", shortest)
    span = _arguments.number("longest", longest) - low

    def wait_time(user: User) -> float:
        return low + span * random.random()

    return wait_time


def constant(seconds: float) -> WaitTime:
    """Always the same time, in seconds."""
    pause = _arguments.number("seconds", seconds)

    def wait_time(user: User) -> float:
        return pause

    return wait_time


def constant_pacing(seconds: float) -> WaitTime:
    """Whatever is left of so many seconds since the task began, so that tasks start so far apart; nothing when the task took
    longer. For a rate that does not fall when the target slows down, use an executor with an arrival rate."""
    pace = _arguments.number("seconds", seconds)

    def wait_time(user: User) -> float:
        return pace - (execution.elapsed() - user.began)

    return wait_time


def constant_throughput(tasks_per_second: float) -> WaitTime:
    """`constant_pacing` by its inverse: at most so many tasks per second and user."""
    rate = _arguments.number("tasks_per_second", tasks_per_second)
    if not rate > 0:
        raise ValueError(f"`constant_throughput` takes a number above 0, not {tasks_per_second!r}")
    return constant_pacing(1 / rate)
