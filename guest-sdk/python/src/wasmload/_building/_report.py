"""How a fault of the user's files is told to `wasmload build`: as Python tells it, without the frames of the machinery.

It is one line of JSON on standard error after a mark, since componentize-py puts text of its own around it.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from .._failure import shown_path

MARK = "WASMLOAD-REPORT "
"""What a line for `wasmload build` begins with."""

_SDK = __file__.rsplit("/", 2)[0] + "/"


@contextmanager
def reported() -> Iterator[None]:
    """Reports what is raised inside, and lets it go on."""
    try:
        yield
    except BaseException as error:
        tell(text(error))
        raise


def tell(message: str) -> None:
    """Writes a report."""
    print(MARK + json.dumps(message), file=sys.stderr, flush=True)


def text(error: BaseException) -> str:
    """The traceback in the user's files, and the exception."""
    told = traceback.TracebackException.from_exception(error, compact=True)
    _own(told)
    return "".join(told.format(chain=True)).rstrip()


def _own(told: traceback.TracebackException) -> None:
    """Takes the frames of the machinery out, and names files as people know them."""
    frames = [frame for frame in told.stack if not frame.filename.startswith((_SDK, "<frozen importlib", "/python/importlib/"))]
    told.stack = traceback.StackSummary.from_list(
        [traceback.FrameSummary(shown_path(one.filename), one.lineno, one.name, line=one.line) for one in frames]
    )
    if isinstance(getattr(told, "filename", None), str):
        told.filename = shown_path(told.filename)
    for other in (told.__cause__, told.__context__):
        if other is not None:
            _own(other)
