"""The top level of the scenario's file runs while the component is built: no host is there, and no variables. What it asks of
them raises an error that says so, instead of an answer that would hold for all VUs or none."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, NoReturn

from .._failure import innermost_user_frame
from .._program import PROGRAM
from .._time import sleep

_SEED = 0


@contextmanager
def top_level(name: str) -> Iterator[None]:
    """Guards the import of the module `name`."""
    import componentize_py_runtime as runtime  # type: ignore[import-not-found]  # only there in a component

    environ, call = os.environ, runtime.call_import
    guard = _Environ(environ)
    os.environ = guard  # type: ignore[assignment]  # noqa: B003 (replaced, not cleared)
    runtime.call_import = _no_host
    time.sleep = sleep  # type: ignore[assignment]  # takes all that the other does
    # The same numbers in each build, so that the same files make the same component.
    random.seed(_SEED)
    before = random.getstate()
    try:
        yield
    finally:
        os.environ = environ  # noqa: B003
        guard.built = True
        runtime.call_import = call
    if random.getstate() != before:
        # componentize-py shows nothing of a build that succeeds: it is said when the component is asked what it is.
        PROGRAM.warnings.append(f"`{name}` draws random numbers at its top level, so that all VUs get the same: draw in a function")


def _no_host(*_: Any) -> NoReturn:
    frame = innermost_user_frame(sys._getframe(2))
    function = getattr(sys._getframe(1).f_code, "co_qualname", "")
    where = "" if frame is None else f" (line {frame.f_lineno})"
    raise RuntimeError(
        f"the top level of the file asks the host for something (`{function}`){where}, and runs while the component is built: "
        "do it in a function of the scenario, in `setup` or in `vu_start`"
    )


class _Environ(MutableMapping[str, str]):
    """`os.environ` while the file is imported: what the file itself asks for is an error, what libraries ask for is empty."""

    def __init__(self, environ: MutableMapping[str, str]) -> None:
        self._environ = environ
        self.built = False

    def _refuse(self, name: str) -> None:
        if self.built:
            return
        frame: Any = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename.startswith(("/python", "<frozen")):
            frame = frame.f_back
        if frame is not None and frame.f_code.co_filename.startswith("/0/"):
            raise RuntimeError(
                f"`os.environ` has no variables while the component is built: write `wasmload.env({name!r})` in a function, and "
                f"start the test with `-e {name}=VALUE` or `--allow-env {name}`"
            )

    def __getitem__(self, name: str) -> str:
        self._refuse(name)
        return self._environ[name]

    def __contains__(self, name: object) -> bool:
        self._refuse(str(name))
        return name in self._environ

    def __setitem__(self, name: str, value: str) -> None:
        self._environ[name] = value

    def __delitem__(self, name: str) -> None:
        del self._environ[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._environ)

    def __len__(self) -> int:
        return len(self._environ)
