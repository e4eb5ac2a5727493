"""Named parts of an iteration. Not functions of the scenario: the host does not start groups, it only times them."""

from __future__ import annotations

from contextlib import ContextDecorator
from types import TracebackType

from . import _arguments
from ._host import groups as _host


class group(ContextDecorator):  # noqa: N801 (used like a keyword, as `contextlib.suppress` is)
    """Runs a part of an iteration as a group: a `with` statement, or a decorator of a function.

    Samples inside carry the tag `group`, in k6's form `::outer::inner`; the time it takes goes to the trend
    `group_duration`. At most 16 deep; deeper ones count as the 16th.

    ```python
    with group("log in"):
        http.post("/login", form={"user": "demo"})
    ```
    """

    def __init__(self, name: str) -> None:
        self._name = _arguments.text("name", name)

    def __enter__(self) -> None:
        _host.enter(self._name)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _host.leave()
