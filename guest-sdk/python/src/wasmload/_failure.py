"""From an exception to the failure that the host counts and logs: one line, and where it happened in the user's own files."""

from __future__ import annotations

import re
from types import FrameType, TracebackType
from typing import Any

_MOST_FRAMES = 20

_SDK = __file__.rsplit("/", 1)[0] + "/"


def message(error: BaseException) -> str:
    """One line for people: what kind of exception it is, and what it says."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__name__}"
    if isinstance(error, SystemExit):
        return f"SystemExit: the scenario called `sys.exit({'' if error.code is None else repr(error.code)})`"
    try:
        said = str(error)
    except BaseException as fault:
        said = f"<its text cannot be had: {type(fault).__name__}>"
    # Users meet the SDK's exceptions without the files that they stand in.
    name = re.sub(r"\b_\w+\.", "", name)
    line = f"{name}: {said}" if said else name
    return line.encode("utf-8", "replace").decode()


def stack(error: BaseException) -> str:
    """The frames of the user's own files, the innermost first, then what caused the exception, if anything did."""
    lines = _frames(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        lines.append(f"because of {message(cause)}")
        lines += _frames(cause.__traceback__)
    return "\n".join(lines).encode("utf-8", "replace").decode()


def _frames(traceback: TracebackType | None) -> list[str]:
    found: list[tuple[str, int, str]] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        # A component's Python has qualified names; the one that unit tests run on may be older.
        found.append((code.co_filename, traceback.tb_lineno, getattr(code, "co_qualname", code.co_name)))
        traceback = traceback.tb_next
    own = [frame for frame in found if not frame[0].startswith(_SDK)]
    shown = (own or found)[::-1]
    lines = [f"at {shown_path(path)}:{line} in {name}" for path, line, name in shown[:_MOST_FRAMES]]
    if len(shown) > _MOST_FRAMES:
        lines.append(f"… and {len(shown) - _MOST_FRAMES} more")
    return lines


def shown_path(path: str) -> str:
    """A path in the component as people know it: the folder of the project is not named."""
    mount, _, rest = path.removeprefix("/").partition("/")
    return rest if mount.isdigit() and rest else path


def innermost_user_frame(frame: FrameType | None) -> Any:
    """The nearest frame that is not the SDK's."""
    while frame is not None and frame.f_code.co_filename.startswith(_SDK):
        frame = frame.f_back
    return frame
