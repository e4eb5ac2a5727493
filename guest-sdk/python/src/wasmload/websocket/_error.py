"""Why a socket does not do what it was asked for, and how one ended."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple


class ErrorKind(str, Enum):
    """What went wrong. New kinds may come with a new version: have a branch for the rest."""

    INVALID_REQUEST = "invalid-request"
    """The URL, a header, a subprotocol, a close code or a message is not valid."""
    NOT_GRANTED = "not-granted"
    """The host and port were not granted."""
    DNS = "dns"
    """The name could not be resolved."""
    CONNECTION_REFUSED = "connection-refused"
    """Nobody listens there."""
    CONNECTION_RESET = "connection-reset"
    """The other side broke the connection."""
    CONNECTION_FAILED = "connection-failed"
    """The connection could not be made, for another reason."""
    TLS = "tls"
    """The TLS handshake failed, or the certificate is not trusted."""
    TIMEOUT = "timeout"
    """It took longer than it may."""
    REJECTED = "rejected"
    """The server answered the handshake, and did not agree to it."""
    PROTOCOL = "protocol"
    """The other side does not keep to the protocol: of HTTP, WebSocket, or UTF-8 in text."""
    TOO_LARGE = "too-large"
    """A message is larger than it may be."""
    CLOSED = "closed"
    """The socket is closed."""
    OTHER = "other"
    """Anything else."""


class Closure(NamedTuple):
    """How a socket ended."""

    code: int
    """That of the close frame (RFC 6455, section 7.4). 1005 when there was a frame without a code, 1006 when there was none: the
    connection broke."""
    reason: str
    """That of the close frame; empty without one."""


class Error(Exception):
    """A socket that cannot be opened, or does not do what it was asked for."""

    kind: ErrorKind
    """What to branch on."""
    code: int
    """A number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, and 18xx WebSocket; or 1000
    and the status of the answer, such as 1403, when the handshake was rejected."""
    closure: Closure | None
    """How the socket ended, if it has."""

    def __init__(self, kind: ErrorKind, code: int, message: str, closure: Closure | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.closure = closure


def error(found: Any) -> Error:
    """The host's error as an exception."""
    kind = ErrorKind.__members__.get(found.kind.name, ErrorKind.OTHER)
    return Error(kind, found.code, found.message, closure(found.closure))


def closure(found: Any) -> Closure | None:
    """The host's end of a socket as ours."""
    return None if found is None else Closure(found.code, found.reason)
