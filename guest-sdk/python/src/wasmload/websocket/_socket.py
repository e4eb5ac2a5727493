"""Opening sockets, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from .. import _arguments
from .._host import Err
from .._host import sockets as _host
from ._error import Closure, Error, ErrorKind, closure, error

if TYPE_CHECKING:
    from .._bindings.imports import sockets

Seconds = int | float | timedelta
Message = str | bytes
"""Text or bytes."""

_MOST = 4_294_967_295


class Arrival(NamedTuple):
    """A message that came."""

    message: Message
    """What came."""
    at: float
    """When its last byte was read, in seconds since the test began: on the clock of `execution.elapsed`, and whatever the VU was
    doing then."""


def connect(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    subprotocols: Iterable[str] = (),
    compression: bool = False,
    timeout: Seconds | None = None,
    message_limit: int | None = None,
    name: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Socket:
    """Opens a socket to an absolute URL (`ws`, `wss`; `http` and `https` stand for them), or one that is relative to `--target`.

    `headers` are added to the handshake. `subprotocols` are offered, the most wanted first. `compression` offers
    permessage-deflate (RFC 7692). `timeout` is how long opening may take, in seconds; 60 without it. `message_limit` is how large
    a message may be that comes, in bytes; 1 MiB without it. `name` is the value of the tag `name`, which groups samples; without
    it the tag holds the URL.

    Raises `websocket.Error` when it cannot be opened.
    """
    options = _host.Options(
        _arguments.pairs("headers", headers or {}),
        [_arguments.text("subprotocols", one) for one in subprotocols],
        bool(compression),
        None if timeout is None else _arguments.milliseconds("timeout", timeout),
        None if message_limit is None else _arguments.whole("message_limit", message_limit, _MOST),
        None if name is None else _arguments.text("name", name),
        _arguments.pairs("tags", tags or {}),
    )
    try:
        return Socket(_host.connect(_arguments.text("url", url), options))
    except Err as refused:
        raise error(refused.value) from None


class Socket:
    """An open socket, or one that has ended. Close it when done, or use it in a `with` block; the host closes what is left at the
    end of the VU. To iterate over it gives the messages that come, until the other side closes it."""

    __slots__ = ("_end", "_host")

    def __init__(self, host: sockets.Socket) -> None:
        self._host: sockets.Socket | None = host
        self._end: Closure | None = None

    def _open(self) -> sockets.Socket:
        if self._host is None:
            raise Error(ErrorKind.CLOSED, 1803, "the socket is closed: the scenario closed it", self._end)
        return self._host

    def send(self, message: Message) -> None:
        """Sends a message, text or bytes, and waits until the system has taken it. Raises `websocket.Error`."""
        host = self._open()
        try:
            host.send(_message(message))
        except Err as failed:
            raise error(failed.value) from None

    @overload
    def receive(self, timeout: None = None) -> Arrival: ...

    @overload
    def receive(self, timeout: Seconds | None) -> Arrival | None: ...

    def receive(self, timeout: Seconds | None = None) -> Arrival | None:
        """Waits for the next message. None when none came within `timeout` seconds; without a timeout it waits for as long as the
        iteration lasts. Messages that came before the socket ended are still received; then `websocket.Error` says how it
        ended."""
        host = self._open()
        limit = None if timeout is None else _arguments.milliseconds("timeout", timeout)
        try:
            found = host.receive(limit)
        except Err as failed:
            raise error(failed.value) from None
        return None if found is None else _arrival(found)

    def exchange(self, message: Message, timeout: Seconds = 60) -> Arrival:
        """Sends a message and waits for the first one that comes after it: a request and its answer, where the protocol has one
        answer for each request. Records `ws_msg_rtt`. Messages that came before are left to `receive`. Raises
        `websocket.Error`."""
        host = self._open()
        try:
            return _arrival(host.exchange(_message(message), _arguments.milliseconds("timeout", timeout)))
        except Err as failed:
            raise error(failed.value) from None

    def ping(self, timeout: Seconds = 60) -> float:
        """Sends a ping and waits for its pong: the round trip in seconds. `ws_ping` records it too. Raises `websocket.Error`."""
        host = self._open()
        try:
            return host.ping(_arguments.milliseconds("timeout", timeout)) / 1000
        except Err as failed:
            raise error(failed.value) from None

    def close(self, code: int = 1000, reason: str = "", timeout: Seconds = 10) -> Closure:
        """Closes the socket and waits for the other side to do so too; after `timeout` seconds the connection ends anyway, and
        the code is 1006. `code` is 1000, 1001, or from 3000 to 4999; `reason` has at most 123 bytes. Says how the socket ended,
        also when it had ended before. Raises `websocket.Error` when the code or the reason is not valid."""
        if self._host is None:
            return self._end or Closure(1006, "")
        arguments = (
            _arguments.whole("code", code, 65_535),
            _arguments.text("reason", reason),
            _arguments.milliseconds("timeout", timeout),
        )
        try:
            found = self._host.close(*arguments)
        except Err as failed:
            raise error(failed.value) from None
        self._end = Closure(found.code, found.reason)
        self._host.__exit__(None, None, None)
        self._host = None
        return self._end

    @property
    def closure(self) -> Closure | None:
        """How the socket ended; None while it is open. Messages may still be waiting."""
        return self._end if self._host is None else closure(self._host.closure())

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol that the server chose; None when it chose none, and once the socket is closed."""
        return None if self._host is None else self._host.subprotocol() or None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The header fields of the answer to the handshake, in order, names in lower case; none once the socket is closed."""
        return [] if self._host is None else self._host.headers()

    def __iter__(self) -> Iterator[Arrival]:
        while True:
            try:
                found = self.receive()
            except Error as ended:
                if ended.kind is ErrorKind.CLOSED:
                    return
                raise
            yield found

    def __enter__(self) -> Socket:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def receive_any(sockets: Iterable[Socket], timeout: Seconds | None = None) -> tuple[Socket, Arrival | Error] | None:
    """Waits for the first of several sockets that has a message or has ended: that socket, and its message or the error that says
    how it ended. None when nothing happened within `timeout` seconds, or there are no sockets. Sockets take turns."""
    listed = list(sockets)
    lent = [socket._open() for socket in listed]
    limit = None if timeout is None else _arguments.milliseconds("timeout", timeout)
    found = _host.receive_any(lent, limit)
    if found is None:
        return None
    index, heard = found
    return (listed[index], error(heard.value) if isinstance(heard, Err) else _arrival(heard.value))


def _message(value: Any) -> Any:
    if isinstance(value, str):
        return _host.Message_Text(_arguments.text("message", value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _host.Message_Binary(bytes(value))
    raise TypeError(f"`message` must be text or bytes, not {_arguments.kind(value)}")


def _arrival(found: Any) -> Arrival:
    return Arrival(found.message.value, found.at_us / 1e6)
