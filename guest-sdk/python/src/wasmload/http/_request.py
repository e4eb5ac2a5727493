"""A request while it is put together: from what Python programs hand over to the record that the host reads. Not sent here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from .. import _arguments
from .._host import client as _host
from ._params import Params, Settings, is_setting, read

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._bindings.imports import client

Fields = Mapping[str, Any] | list[tuple[str, Any]]
"""Names and values of a query or a form."""


class Options(Settings, total=False):
    """What a request may have beside its method and URL: `Settings`, and what follows."""

    headers: Mapping[str, str]
    """Header fields, over those of `params`."""
    query: Fields
    """Names and values to add to the URL."""
    body: str | bytes
    """What to send: text as UTF-8, bytes as they are."""
    json: Any
    """A value to send as JSON, with its content type."""
    form: Fields
    """Fields to send as a form, with its content type."""
    params: Params
    """Settings that many requests share; those of the request itself win."""


class Request:
    """A request that is not sent yet: `http.batch` sends them.

    ```python
    http.batch([http.Request("GET", "/items"), http.Request("POST", "/orders", json={"item": 7})])
    ```
    """

    __slots__ = ("body", "headers", "method", "params", "url")

    def __init__(self, method: str, url: str, **options: Unpack[Options]) -> None:
        self.method = _arguments.text("method", method)
        self.url = _arguments.text("url", url)
        self.headers: list[Any] = _NO_HEADERS
        self.body: client.Body | None = None
        self.params: client.Params | None = None
        if options:
            _fill(self, options)


class Plain:
    """A request with a method and a URL, and nothing else: the cheapest there is."""

    __slots__ = ("url",)

    method = "GET"
    headers: ClassVar[list[Any]] = []
    body = None
    params = None

    def __init__(self, url: str) -> None:
        self.url = url


class _Header:
    """A header field as the host reads it."""

    __slots__ = ("name", "value")

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.value = value


_NO_HEADERS: list[Any] = []

# The host's params of requests that say their settings themselves. Making them costs as much as the request, and the
# settings of one place in a scenario are the same each time; those beyond so many are made for one request.
_MOST_KEPT = 200
_kept: dict[Any, Params] = {}


def _fill(request: Request, options: Mapping[str, Any]) -> None:
    """Lays the options into a request."""
    settings: dict[str, Any] = {}
    for option, value in options.items():
        if value is None and option != "json":
            continue
        if is_setting(option):
            settings[option] = value
        elif option in ("body", "json", "form"):
            if request.body is not None:
                raise TypeError("a request has one of `body`, `json` and `form`")
            _BODIES[option](request, value)
        elif option == "headers":
            fields = [_Header(name, text) for name, text in _arguments.pairs("headers", value)]
            request.headers = [*_without(request.headers, fields), *fields]
        elif option == "query":
            joint = "&" if "?" in request.url else "?"
            request.url = f"{request.url}{joint}{_encoded('query', value)}"
        elif option != "params":
            raise TypeError(f"a request has no option `{option}`")
    base = options.get("params")
    if base is not None and not isinstance(base, Params):
        raise TypeError(f"`params` must be made with `http.Params`, not {_arguments.kind(base)}; a query is `query`")
    if settings:
        request.params = _shared(base, settings).host()
    elif base is not None:
        request.params = base.host()


def _shared(base: Params | None, settings: Mapping[str, Any]) -> Params:
    """Params for settings, the same ones for the same settings."""
    if len(settings) == 1 and "name" in settings:
        key: Any = (id(base), settings["name"])
    else:
        key = (id(base), tuple(sorted(read(settings).items())))
    found = _kept.get(key)
    if found is None:
        known = read(settings)
        found = Params().over(known) if base is None else base.over(known)
        if len(_kept) < _MOST_KEPT:
            _kept[key] = found
            _bases.append(base)
    return found


# What is kept is told apart by where its base lies: the base must not make room for another one.
_bases: list[Params | None] = []


def _body(request: Request, value: Any) -> None:
    if isinstance(value, str):
        request.body = _host.Body_Text(_arguments.text("body", value))
    elif isinstance(value, (bytes, bytearray, memoryview)):
        request.body = _host.Body_Bytes(bytes(value))
    else:
        raise TypeError(f"`body` must be text or bytes, not {_arguments.kind(value)}; a value for JSON is `json`")


def _json(request: Request, value: Any) -> None:
    request.body = _host.Body_Text(json.dumps(value))
    _content_type(request, "application/json")


def _form(request: Request, value: Any) -> None:
    request.body = _host.Body_Text(_encoded("form", value))
    _content_type(request, "application/x-www-form-urlencoded")


_BODIES = {"body": _body, "json": _json, "form": _form}


def _content_type(request: Request, value: str) -> None:
    """Says what the body is, unless the request says it itself."""
    if all(field.name.lower() != "content-type" for field in request.headers):
        request.headers = [*request.headers, _Header("content-type", value)]


def _without(headers: list[Any], fields: list[_Header]) -> list[Any]:
    names = {field.name.lower() for field in fields}
    return [field for field in headers if field.name.lower() not in names]


def _encoded(name: str, fields: Any) -> str:
    try:
        return urlencode(fields, doseq=True)
    except (TypeError, UnicodeEncodeError) as error:
        raise TypeError(f"`{name}` cannot be encoded: {error}") from None
