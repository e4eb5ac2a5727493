"""A response: a handle on what the host received. Not a copy of it: header fields and body cross over when asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from .. import _arguments
from .._host import Err
from .._host import client as _host
from ._error import BodyError, Error, body_error

if TYPE_CHECKING:
    from .._bindings.imports.client import Content


class Timings(NamedTuple):
    """Where the time of a request went, in milliseconds (k6's names). The last hop only, if there were redirects."""

    blocked: float
    """Everything before the sending begins: waiting for a free connection, and the three that follow."""
    dns: float
    """Looking up the name; 0 on a connection that was open."""
    connecting: float
    """Making the TCP connection; 0 on a connection that was open."""
    tls_handshaking: float
    """The TLS handshake; 0 on a connection that was open, and without TLS."""
    sending: float
    """Writing the request."""
    waiting: float
    """From the last byte written to the first byte of the response."""
    receiving: float
    """From the first byte of the response to its last."""


class Details(NamedTuple):
    """How a response came to be."""

    url: str
    """The URL that answered, after redirects."""
    protocol: str
    """`HTTP/1.0`, `HTTP/1.1`."""
    remote_address: str
    """Address and port of the server."""
    tls_version: str | None
    """`tls1.2`, `tls1.3`; None without TLS."""
    redirects: int
    """How many redirects were followed."""
    connection_reused: bool
    """Whether the connection had been used before."""


class Headers(Mapping[str, str]):
    """The header fields of a response, by name in any case. Fields that occur more than once are joined by commas."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self.fields = fields
        """All of them, in order, names in lower case."""
        self._values: dict[str, str] = {}
        for name, value in fields:
            self._values[name] = f"{self._values[name]}, {value}" if name in self._values else value

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


class Response:
    """A response, with the names that `requests` has.

    Asking for the same part twice asks the host twice: keep what is used more than once.
    """

    __slots__ = ("_content", "body_size", "duration_ms", "expected", "status_code")

    status_code: int
    """The status; 0 when there is no response."""
    expected: bool
    """Whether the status is one of those that the request expects: 200 to 399, unless it said otherwise."""
    duration_ms: float
    """Sending, waiting and receiving together, in milliseconds: what `http_req_duration` records."""
    body_size: int
    """The size of the body, in bytes."""

    def __init__(self, status: int, expected: bool, duration_ms: float, body_size: int, content: Content) -> None:
        self.status_code = status
        self.expected = expected
        self.duration_ms = duration_ms
        self.body_size = body_size
        self._content = content

    @property
    def ok(self) -> bool:
        """Whether the status is expected."""
        return self.expected

    def __bool__(self) -> bool:
        return self.expected

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"

    @property
    def error(self) -> Error | None:
        """Why there is no response. Only `User.client` returns such: `http.get` and its like raise the error."""
        return None

    @property
    def elapsed(self) -> timedelta:
        """`duration_ms` as a `timedelta`."""
        return timedelta(milliseconds=self.duration_ms)

    @property
    def text(self) -> str:
        """The body as text. Raises `BodyError` when it is not UTF-8, or was discarded."""
        try:
            return self._content.text()
        except Err as error:
            raise body_error(error.value) from None

    @property
    def content(self) -> bytes:
        """The body as bytes. Raises `BodyError` when it was discarded."""
        try:
            return self._content.bytes()
        except Err as error:
            raise body_error(error.value) from None

    def json(self) -> Any:
        """The body as JSON. Raises `BodyError`, a `ValueError`, when it is not. `json_path` is cheaper for one value."""
        try:
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            raise BodyError("not-json", f"the body is not JSON: {error}") from None
        except RecursionError:
            raise BodyError("not-json", "the body is not JSON that can be read: it is nested too deep") from None

    def json_path(self, path: str, default: Any = None) -> Any:
        """The value at a path into a JSON body, such as `items.0.id`; `default` when nothing is there.

        Names of members and indices of arrays are joined by dots; a dot that is part of a name has a backslash before it.
        The empty path is the whole document. The host reads the document: what else is in it never becomes Python's.
        Raises `BodyError` when the body is not JSON.
        """
        try:
            found = self._content.json(_arguments.text("path", path))
        except Err as error:
            raise body_error(error.value) from None
        if found is None:
            return default
        if isinstance(found, _host.JsonValue_Number):
            number = found.value
            return int(number) if number.is_integer() and abs(number) < _EXACT else number
        if isinstance(found, _host.JsonValue_Null):
            return None
        if isinstance(found, _host.JsonValue_Composite):
            return json.loads(found.value)
        return found.value

    def header(self, name: str) -> str | None:
        """The first header field of that name, in any case; cheaper than `headers` for one."""
        return self._content.header(_arguments.text("name", name))

    @property
    def headers(self) -> Headers:
        """All header fields."""
        return Headers([(field.name, field.value) for field in self._content.headers()])

    @property
    def url(self) -> str:
        """The URL that answered, after redirects."""
        return self._content.details().url

    @property
    def timings(self) -> Timings:
        """Where the time went."""
        spent = self._content.timings()
        return Timings(
            spent.blocked,
            spent.dns,
            spent.connecting,
            spent.tls_handshaking,
            spent.sending,
            spent.waiting,
            spent.receiving,
        )

    @property
    def details(self) -> Details:
        """How it came to be."""
        found = self._content.details()
        return Details(
            found.url,
            found.protocol,
            found.remote_address,
            found.tls_version,
            found.redirects,
            found.connection_reused,
        )

    def raise_for_status(self) -> None:
        """Raises `StatusError` when the status is not expected."""
        if not self.expected:
            raise StatusError(self)


_EXACT = 2**53


class StatusError(Exception):
    """A response whose status is not expected, as `raise_for_status` raises it."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"the status {response.status_code} is not expected")
        self.response = response


class NoResponse(Response):
    """What `User.client` returns in place of a response that never came: `status_code` 0, an empty body, and `error`."""

    __slots__ = ("_error",)

    def __init__(self, error: Error) -> None:
        self.status_code = 0
        self.expected = False
        self.duration_ms = 0.0
        self.body_size = 0
        self._error = error

    @property
    def error(self) -> Error:
        return self._error

    @property
    def text(self) -> str:
        return ""

    @property
    def content(self) -> bytes:
        return b""

    def json_path(self, path: str, default: Any = None) -> Any:
        raise BodyError("not-json", f"there is no response: {self._error}")

    def header(self, name: str) -> str | None:
        return None

    @property
    def headers(self) -> Headers:
        return Headers([])

    @property
    def url(self) -> str:
        return ""

    @property
    def timings(self) -> NoReturn:
        raise self._error

    @property
    def details(self) -> NoReturn:
        raise self._error

    def raise_for_status(self) -> None:
        raise self._error
