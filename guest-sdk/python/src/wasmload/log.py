"""Messages for the person who reads the run's output. Not for results: count and measure those with metrics.

The host limits the rate of messages, and counts those that it leaves out. `print` and the module `logging` end up in the
same log.
"""

from __future__ import annotations

from ._host import log as _host

__all__ = ["debug", "error", "info", "warn"]


def debug(message: object) -> None:
    """Shown with `-v` only."""
    _host.write(_host.Level.DEBUG, printable(message))


def info(message: object) -> None:
    """Shown unless `--quiet`."""
    _host.write(_host.Level.INFO, printable(message))


def warn(message: object) -> None:
    """Shown always."""
    _host.write(_host.Level.WARN, printable(message))


def error(message: object) -> None:
    """Shown always."""
    _host.write(_host.Level.ERROR, printable(message))


def printable(message: object) -> str:
    """A message as text that can be sent as UTF-8."""
    text = str(message)
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
