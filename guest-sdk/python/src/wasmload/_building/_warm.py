"""Runs what most VUs run, while the component is built, with stand-ins for the scenario and for the host's answers. No request is
sent, nothing of the scenario is called, and nothing of it is seen later.

Python rewrites the code of a function as it is called, for what it meets there, and numbers the functions and classes that it
meets. Each VU would do so in its own copy of all of these pages; done here, it is in the memory that VUs share.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .. import _check, http
from .._host import Ok, client, execution
from .._lifecycle import Vu
from .._program import Program
from .._random import Random
from .._time import sleep
from ..http import Response

if TYPE_CHECKING:
    from .._bindings.exports.lifecycle import Description
    from .._bindings.imports.client import Content
else:
    from wasmload_bindings.exports.lifecycle import Description

Host = Callable[[int, list[Any]], Any]
Release = Callable[[Any, Callable[[int, int], None], int, int], Any]

# Python looks at a call early, and again after some fifty more.
_ROUNDS = 200

_NAME = "warm"


def warm(within: Callable[[Host], Host], release: Release) -> None:
    """Calls what most scenarios call. `within` is what the SDK puts around a call of the host, and `release` makes what gives a
    handle back to it."""
    program = Program()
    program.functions[_NAME] = _nothing
    vu = Vu(program, Description(None, [_NAME], _NAME, _NAME), [], _nothing)
    drawn = Random(0)
    state = random.getstate()
    with _answers(within) as answer:
        for _ in range(_ROUNDS):
            answer(0, execution.Scenario(*(_NAME, _NAME, _NAME)))
            vu.vu_start("")
            vu.iteration(0)
            answer(Ok(_response(release)), Ok(client.JsonValue_Number(*(1.0,))), Ok("{}"), _NAME)
            page = http.get("/")
            page.json_path(_NAME)
            page.json()
            page.header(_NAME)
            answer(0, None, None, None)
            _check.check(_NAME, page.ok and page.status_code == 200)
            _check.check(_NAME, True)
            del _check._kept[_NAME]
            sleep(drawn.randrange(1, 3))
            drawn.choice(_NAME)
    random.setstate(state)


@contextmanager
def _answers(within: Callable[[Host], Host]) -> Iterator[Callable[..., None]]:
    """While this lasts, calls of the host are answered with what was said before, in that order."""
    import componentize_py_runtime as runtime  # type: ignore[import-not-found]  # only there in a component

    said: list[Any] = []
    host = runtime.call_import
    runtime.call_import = within(lambda _function, _arguments: said.pop(0))
    try:
        yield lambda *answers: said.extend(answers)
    finally:
        runtime.call_import = host


def _response(release: Release) -> Response:
    """A response made as the runtime makes it, which calls classes from C, with a handle on its content."""
    content: Content = client.Content.__new__(client.Content)
    content.handle = 0  # type: ignore[attr-defined]
    content.finalizer = release(*(content, _forget, 0, 0))  # type: ignore[attr-defined]
    return Response(*(200, True, 1.0, 2, content))


def _forget(resource: int, handle: int) -> None:
    """In the place of the host's function that drops a handle."""


def _nothing() -> None:
    """In the place of a scenario."""
