"""Which of the build's objects last as long as the VU. Not their marking: `wasmload build` finds the tuple that is made here in
the component's memory, and makes immortal what it holds.

Python counts the references to an object inside of it, so that a VU writes to each object that it only reads, and gets a copy
of the page around it. An immortal object is not counted: its page stays shared by all VUs.
"""

from __future__ import annotations

import gc
import sys
import types
import weakref
from typing import Any

# `wasmload build` looks for these bytes, at both ends of the tuple.
_MARK = b"wasmload: between these two, objects last as long as the VU"

# An iteration under way, and what it holds, is over when the build is.
_PASSING = (types.FrameType, types.TracebackType, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)

# What the runtime itself refers to weakly; it does not wait for their end.
_DEFINITIONS = (type, types.FunctionType, types.ModuleType)

_PARTS_OF_CODE = ("co_consts", "co_names", "co_filename", "co_name", "co_qualname", "co_linetable", "co_exceptiontable")

_kept: list[tuple[Any, ...]] = []


def keep() -> None:
    """Keeps for ever what can be reached now, so that what is marked is never freed."""
    _kept.append((_MARK, *_reachable(), _MARK))


def _reachable() -> list[Any]:
    found: list[Any] = []
    todo: list[Any] = gc.get_objects()
    todo.extend(sys.modules.values())
    # The mark would end the tuple where it is met.
    seen = {id(todo), id(found), id(_MARK)}
    while todo:
        one = todo.pop()
        if id(one) in seen or not _lasts(one):
            continue
        seen.add(id(one))
        found.append(one)
        # The collector does not know what code holds.
        todo += [getattr(one, name) for name in _PARTS_OF_CODE] if isinstance(one, types.CodeType) else gc.get_referents(one)
    return found


def _lasts(one: Any) -> bool:
    """Whether nobody is told when the object goes: one that is told must go when the scenario lets it go."""
    kind = type(one)
    if kind in _PASSING or hasattr(kind, "__del__"):
        return False
    return weakref.getweakrefcount(one) == 0 or isinstance(one, _DEFINITIONS)
