"""The module that componentize-py imports. `wasmload build` writes a module `wasmload_project` beside it, whose `MODULE` names
the scenario's own."""

from __future__ import annotations

from typing import Any

from ._load import load
from ._report import reported


def _lifecycle() -> Any:
    from wasmload_project import MODULE  # type: ignore[import-not-found]  # written by `wasmload build`

    with reported():
        return load(MODULE)


Lifecycle = _lifecycle()
