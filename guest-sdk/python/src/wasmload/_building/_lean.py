"""What makes a VU small and a call cheap. Nothing here changes what a scenario sees.

componentize-py looks up the classes of the host's records, and `weakref.finalize`, once: after the scenario's module was
imported. What stands there by then is what each call pays for.
"""

from __future__ import annotations

import gc
import types
import weakref
from collections.abc import Callable
from typing import Any

from .._host import client
from ..http import Response
from . import _lasting, _warm


class _Release:
    """Gives a handle back to the host when the object that holds it goes: a fifth of what `weakref.finalize` costs, which keeps
    a list of all of them for the end of the program.

    It is used as that is: made with the object, what to call, and its two arguments.
    """

    __slots__ = ("_call", "_handle", "_resource")

    def __init__(self, owner: Any, call: Callable[[int, int], None], resource: int, handle: int) -> None:
        self._call: Callable[[int, int], None] | None = call
        self._resource = resource
        self._handle = handle

    def detach(self) -> Any:
        """Takes the duty away, and says what it was."""
        call, self._call = self._call, None
        return (None, call, (self._resource, self._handle), {})

    def __del__(self) -> None:
        if self._call is not None:
            self._call(self._resource, self._handle)


_SIZES = (65_536, 32_768, 16_384, 8192, 4096, 2048, 1024, 768, 512, 384, *range(256, -1, -8))

# What fills the holes, kept for ever. Its place is made before: a list that grows leaves holes itself.
_filling: list[bytes | object | None] = [None] * 200_000


def _fill_holes() -> None:
    """Fills what the build left free between the objects that stay.

    A VU would make its objects in these holes, all over the memory, and each first write to a page makes the page its own. With
    no holes left its objects lie side by side, behind all that is shared.
    """
    at = 0
    for size in _SIZES:
        top = id(bytes(1 << 20))
        while at < len(_filling):
            block = bytes(size)
            if id(block) >= top:
                break
            _filling[at] = block
            at += 1
    while at < len(_filling):
        small = object()
        if id(small) >= top:
            break
        _filling[at] = small
        at += 1


def _room() -> None:
    _more_room()


def _more_room() -> None:
    _most_room()


def _most_room() -> None:
    pass


def _with_room(call: Callable[..., Any]) -> Callable[..., Any]:
    """A call of the host that needs a few frames more than the host's answer does.

    The answer's records are made by calls of their classes. One of them that met the recursion limit would end the VU; here
    it is met before, as the exception that it is anywhere else.
    """

    def call_import(function: int, arguments: list[Any]) -> Any:
        _room()
        return call(function, arguments)

    return call_import


_finalize = weakref.finalize


def prepare() -> None:
    """The last step of a build."""
    import componentize_py_runtime as runtime  # type: ignore[import-not-found]  # only there in a component

    client.Response = Response  # type: ignore[assignment, misc]
    client.weakref = types.SimpleNamespace(finalize=_Release)  # type: ignore[assignment, attr-defined]
    weakref.finalize = _Release  # type: ignore[assignment, misc]
    _warm.warm(_with_room, _Release)
    runtime.call_import = _with_room(runtime.call_import)
    gc.collect()
    _lasting.keep()
    # What is in memory now is shared by all VUs. A collection that looked at it would write to all of its pages.
    gc.freeze()
    _fill_holes()


def restore() -> None:
    """The first step of a VU: gives the scenario what is its own."""
    weakref.finalize = _finalize  # type: ignore[misc]
