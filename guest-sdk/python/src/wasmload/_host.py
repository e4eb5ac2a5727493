"""The host's functions, as the modules of the SDK import them. Not public: users meet the modules' own types.

In a component they are the bindings that componentize-py makes out of `wit/`. Elsewhere, as in unit tests and editors, they
are stand-ins that say so when they are called. Type checkers see the stubs under `_bindings`, which
`componentize-py bindings` writes out of the same `wit/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._bindings.imports import (
        checks,
        client,
        configuration,
        execution,
        groups,
        log,
        metrics,
        rows,
        sockets,
        timing,
    )
    from ._bindings.results import Err, Ok
else:
    try:
        import componentize_py_runtime
    except ImportError:
        from ._outside import Err, Ok, checks, client, configuration, execution, groups, log, metrics, rows, sockets, timing
    else:
        from componentize_py_types import Err, Ok
        from wasmload_bindings.imports import (
            checks,
            client,
            configuration,
            execution,
            groups,
            log,
            metrics,
            rows,
            sockets,
            timing,
        )

        del componentize_py_runtime

__all__ = [
    "Err",
    "Ok",
    "checks",
    "client",
    "configuration",
    "execution",
    "groups",
    "log",
    "metrics",
    "rows",
    "sockets",
    "timing",
]
