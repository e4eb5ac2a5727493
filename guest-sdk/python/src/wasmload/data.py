"""Rows of files that all VUs share: `--data NAME=FILE`, or `data` in the plan. Not files: which file a name stands for is the
affair of who starts the test. The host reads it once, and a row crosses when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, overload

from . import _arguments
from ._host import Err
from ._host import rows as _host

__all__ = ["DataError", "Dataset", "RowIndexError"]


class DataError(Exception):
    """Why there is no data, or no row.

    `fault` is `"unknown"`, `"missing"`, `"malformed"`, `"empty"`, `"out-of-range"`, `"exhausted"` or `"ended"`. Let the last one
    through: the test ends, and the iteration does not count as failed.
    """

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


class RowIndexError(DataError, IndexError):
    """There is no row of that index."""


# What was opened in this VU: one handle for each name.
_opened: dict[str, _host.Dataset] = {}


class Dataset(Sequence[Any]):
    """Data of a name, as a sequence: `len(users)`, `users[3]`, `for user in users`; and rows that are handed out. A row is what
    its JSON is: of CSV, a dict of strings by the names of the columns.

    Opened at its first use, so that it may be made at the top of the file.

    ```python
    USERS = Dataset("users")

    @scenario
    def login():
        user = USERS.random()
        http.post("/login", data={"name": user["name"]})
    ```
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = _arguments.text("name", name)

    def __len__(self) -> int:
        return self._data().size()

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        size = len(self)
        at = index + size if index < 0 else index
        if not 0 <= at < size:
            raise RowIndexError("out-of-range", f"the data `{self.name}` has no row {index}: it has {size}")
        return _row(lambda: self._data().row(at))

    def row(self, index: int) -> Any:
        """The row of that index, from 0. Raises `RowIndexError`."""
        if not 0 <= index < 2**32:
            raise RowIndexError("out-of-range", f"the data `{self.name}` has no row {index}")
        return _row(lambda: self._data().row(index))

    def random(self) -> Any:
        """A row at random, with repetitions. The same `--seed` gives each VU the same rows again."""
        return json.loads(self._data().random())

    def unique(self) -> Any:
        """The next row that nobody had, over all VUs of the test. Raises `DataError` when they are used up."""
        return _row(self._data().unique)

    def partition(self) -> Any:
        """The next row of this VU's own part: every n-th row, where n is the most VUs that its scenario may have. Raises
        `DataError` when they are used up."""
        return _row(self._data().partition)

    def __repr__(self) -> str:
        return f"Dataset({self.name!r})"

    def _data(self) -> _host.Dataset:
        found = _opened.get(self.name)
        if found is None:
            try:
                found = _opened[self.name] = _host.open(self.name)
            except Err as error:
                raise _error(error.value) from None
        return found


def _row(ask: Callable[[], str]) -> Any:
    try:
        row = ask()
    except Err as error:
        raise _error(error.value) from None
    return json.loads(row)


def _error(found: Any) -> DataError:
    fault = found.fault.name.lower().replace("_", "-")
    kind = RowIndexError if fault == "out-of-range" else DataError
    return kind(fault, found.message)
