"""Imports the scenario's file and makes the component's exports of it."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from .._lifecycle import lifecycle
from .._program import PROGRAM
from . import _guard, _imports, _lean, _logging, _preload


def load(name: str) -> Any:
    """The class that the component exports, made of the module `name`.

    Raises whatever the module raises, and `TypeError`, `ValueError` and `ImportError` for what cannot work in a component.
    """
    _preload.load()
    with _guard.top_level(name):
        module = importlib.import_module(name)
        _imports.load_nested(module)
    exports = lifecycle(PROGRAM, getattr(module, "plan", None), _lean.restore)
    _logging.connect()
    sys.meta_path.append(_imports.Missing())
    _lean.prepare()
    return exports
