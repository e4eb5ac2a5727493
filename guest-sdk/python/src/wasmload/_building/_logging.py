"""Python's `logging` in a component: its records go to the host's log, each at its own level."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .. import log

if TYPE_CHECKING:
    from logging import LogRecord


def connect() -> None:
    """Lets the root logger write to the host, if the scenario uses `logging` and has not set it up itself."""
    logging = sys.modules.get("logging")
    if logging is None or logging.root.handlers:
        return

    class Handler(logging.Handler):  # type: ignore[name-defined, misc]  # the module is there only if the scenario imported it
        def emit(self, record: LogRecord) -> None:
            levels = ((40, log.error), (30, log.warn), (20, log.info))
            write = next((write for least, write in levels if record.levelno >= least), log.debug)
            write(self.format(record))

    logging.root.addHandler(Handler())
    if logging.root.level == logging.WARNING:
        logging.root.setLevel(logging.INFO)
