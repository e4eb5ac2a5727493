"""Settings of requests: those that many share, and those that a single one has. Not what is sent: a request's method, URL,
header fields and body are its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from .. import _arguments
from .._host import client as _host

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._bindings.imports import client

Seconds = int | float | timedelta
Statuses = int | range | Iterable[int | range]
"""A status such as `404`, a range such as `range(200, 300)`, or several of these, such as `[200, 404]`."""


class Settings(TypedDict, total=False):
    """What can be set for requests."""

    name: str
    """The value of the tag `name`, which groups samples; without it the tag holds the URL. Name requests whose URL holds an
    identity, or every one of them becomes a series of its own."""
    tags: Mapping[str, str]
    """Tags for the samples of these requests."""
    expect_status: Statuses
    """Which statuses are expected; others count in `http_req_failed`. 200 to 399 without it."""
    redirects: int
    """How many redirects to follow; 0 follows none. Ten without it."""
    timeout: Seconds
    """For the whole request, all redirects included, in seconds. 60 without it."""
    connect_timeout: Seconds
    """For name look-up, connection and TLS handshake together, in seconds."""
    first_byte_timeout: Seconds
    """From the end of sending to the first byte of the response, in seconds."""
    discard_body: bool
    """Count the bytes of the body and forget them."""
    max_body: int
    """How large the body of the response may be, in bytes. 32 MiB without it."""


class Params:
    """Settings that many requests share: made once, at the top of the file or in `on_start`.

    ```python
    API = http.Params(headers={"authorization": "Bearer …"}, timeout=5, tags={"service": "shop"})
    http.get("/items", params=API)
    ```
    """

    __slots__ = ("_headers", "_made", "_settings")

    def __init__(self, *, headers: Mapping[str, str] | None = None, **settings: Unpack[Settings]) -> None:
        self._headers = _arguments.pairs("headers", headers or {})
        self._settings = read(settings)
        self._made: client.Params | None = None

    def over(self, settings: Mapping[str, Any]) -> Params:
        """The same with other settings laid over it. Tags add up."""
        laid = Params()
        laid._headers = self._headers
        tags = {**dict(self._settings.get("tags", ())), **dict(settings.get("tags", ()))}
        laid._settings = {**self._settings, **settings}
        if tags:
            laid._settings["tags"] = tuple(tags.items())
        return laid

    def host(self) -> client.Params:
        """The host's params, made on first use."""
        made = self._made
        if made is None:
            made = self._made = make(self._headers, self._settings)
        return made


def read(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings in a form that can be compared and kept, all of the right type."""
    return {name: _READERS[name](name, value) for name, value in settings.items() if value is not None}


def is_setting(name: str) -> bool:
    """Whether there is such a setting."""
    return name in _READERS


def make(headers: Iterable[tuple[str, str]], settings: Mapping[str, Any]) -> client.Params:
    """The host's params out of settings that were read."""
    params = _host.Params()
    for name, value in headers:
        params.add_header(name, value)
    for name, value in settings.get("tags", ()):
        params.set_tag(name, value)
    if "name" in settings:
        params.set_name(settings["name"])
    if "expect_status" in settings:
        params.set_expected_statuses([_host.StatusRange(*pair) for pair in settings["expect_status"]])
    if "redirects" in settings:
        params.set_redirects(settings["redirects"])
    limits = [settings.get(name) for name in ("connect_timeout", "first_byte_timeout", "timeout")]
    if limits != [None, None, None]:
        params.set_timeouts(_host.Timeouts(*limits))
    if settings.get("discard_body"):
        params.set_body_mode(_host.BodyMode.DISCARD)
    if "max_body" in settings:
        params.set_body_limit(settings["max_body"])
    return params


def _tags(name: str, value: Any) -> tuple[tuple[str, str], ...]:
    return tuple(_arguments.pairs(name, value))


def _statuses(name: str, value: Any) -> tuple[tuple[int, int], ...]:
    several = (value,) if isinstance(value, (int, range)) else value
    return tuple(_status_range(name, one) for one in several)


def _status_range(name: str, value: Any) -> tuple[int, int]:
    if isinstance(value, range):
        if value.step != 1:
            raise ValueError(f"`{name}` takes ranges without gaps, not {value}")
        lowest, highest = value.start, value.stop - 1
    else:
        lowest = highest = value
    return (_arguments.whole(name, lowest, 65_535), _arguments.whole(name, highest, 65_535))


def _flag(name: str, value: Any) -> bool:
    return bool(value)


def _count(name: str, value: Any) -> int:
    return _arguments.whole(name, value, 4_294_967_295)


def _size(name: str, value: Any) -> int:
    return _arguments.whole(name, value, 2**53 - 1)


_READERS = {
    "name": _arguments.text,
    "tags": _tags,
    "expect_status": _statuses,
    "redirects": _count,
    "timeout": _arguments.milliseconds,
    "connect_timeout": _arguments.milliseconds,
    "first_byte_timeout": _arguments.milliseconds,
    "discard_body": _flag,
    "max_body": _size,
}
