"""Sending requests, one or several at a time. The host measures all of their phases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .. import _arguments
from .._host import Err
from .._host import client as _host
from ._error import Error, error
from ._request import Options, Plain, Request
from ._response import Response

if TYPE_CHECKING:
    from typing_extensions import Unpack


def get(url: str, **options: Unpack[Options]) -> Response:
    """Sends a GET and waits for the whole response. The URL may be relative to `--target`.

    Raises `http.Error` when there is no response; a response with any status is one.

    ```python
    page = http.get(f"/items/{item}", name="item")
    ```
    """
    if options:
        return send(Request("GET", url, **options))
    return send(Plain(url if type(url) is str and url.isascii() else _arguments.text("url", url)))


def post(url: str, **options: Unpack[Options]) -> Response:
    """Sends a POST. See `get`."""
    return send(Request("POST", url, **options))


def put(url: str, **options: Unpack[Options]) -> Response:
    """Sends a PUT. See `get`."""
    return send(Request("PUT", url, **options))


def patch(url: str, **options: Unpack[Options]) -> Response:
    """Sends a PATCH. See `get`."""
    return send(Request("PATCH", url, **options))


def delete(url: str, **options: Unpack[Options]) -> Response:
    """Sends a DELETE. See `get`."""
    return send(Request("DELETE", url, **options))


def head(url: str, **options: Unpack[Options]) -> Response:
    """Sends a HEAD. See `get`."""
    return send(Request("HEAD", url, **options))


def options(url: str, **options: Unpack[Options]) -> Response:
    """Sends an OPTIONS. See `get`."""
    return send(Request("OPTIONS", url, **options))


def request(method: str, url: str, **options: Unpack[Options]) -> Response:
    """Sends a request with any method, which is sent as written. See `get`."""
    return send(Request(method, url, **options))


def send(request: Any) -> Response:
    """Sends a `Request`."""
    try:
        return _host.send(request)  # type: ignore[return-value]  # `build` lets the host's records be made as `Response`s
    except Err as refused:
        raise error(refused.value) from None


def batch(requests: Iterable[Request | str]) -> list[Response | Error]:
    """Sends requests at the same time, at most six to one host and port and twenty in all, and waits for all of them.

    The answers are in the order of the requests; an `http.Error` among them is returned, not raised. A text is the URL of a
    GET.

    ```python
    page, style = http.batch(["/", "/style.css"])
    ```
    """
    listed = [Request("GET", one) if isinstance(one, str) else _request(one) for one in requests]
    return [error(one.value) if isinstance(one, Err) else one.value for one in _host.batch(listed)]  # type: ignore[arg-type, misc]


def _request(value: Any) -> Request:
    if isinstance(value, Request):
        return value
    raise TypeError(f"a batch has requests made with `http.Request`, and URLs, not {_arguments.kind(value)}")
