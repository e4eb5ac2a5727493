"""Waiting, as users do between clicks. Not a clock: `time` is one, and `execution.elapsed` is the run's.

A VU that waits costs nothing.
"""

from __future__ import annotations

from . import _arguments
from ._host import timing as _host
from ._random import random


def sleep(seconds: float) -> None:
    """Waits for so many seconds. Fractions count; zero, negative and not-a-number return at once. At most one day.

    `time.sleep` is the same.
    """
    milliseconds = _arguments.number("seconds", seconds) * 1000.0
    _host.sleep(milliseconds)


def think_time(shortest: float, longest: float) -> None:
    """Waits for so many seconds, drawn evenly from a range: the time a user takes to read and to decide. The same seed
    gives a VU the same times again."""
    low = _arguments.number("shortest", shortest)
    sleep(low + (_arguments.number("longest", longest) - low) * random.random())
