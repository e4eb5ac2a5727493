"""Why there is no response, or no body. Not statuses: a 500 is a response."""

from __future__ import annotations

from enum import Enum
from typing import Any

from .._host import client as _host


class ErrorKind(str, Enum):
    """What kept a request from an answer. New kinds may come with a new version: have a branch for the rest."""

    INVALID_REQUEST = "invalid-request"
    """The URL, the method, a header or a setting is not valid."""
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
    CONNECT_TIMEOUT = "connect-timeout"
    """Connecting took longer than `connect_timeout`."""
    FIRST_BYTE_TIMEOUT = "first-byte-timeout"
    """The first byte took longer than `first_byte_timeout`."""
    TIMEOUT = "timeout"
    """The whole took longer than `timeout`."""
    PROTOCOL = "protocol"
    """The answer is not HTTP, or it ended early."""
    TOO_LARGE = "too-large"
    """The body is larger than it may be."""
    REDIRECT = "redirect"
    """A redirect that cannot be followed."""
    OTHER = "other"
    """Anything else."""


class Error(Exception):
    """A request that has no response. The host has counted it: its samples carry `error` and `error_code`."""

    kind: ErrorKind
    """What to branch on."""
    code: int
    """A number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, 17xx body."""

    def __init__(self, kind: ErrorKind, code: int, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.code = code


class BodyError(ValueError):
    """A body that cannot be had as what it was asked for.

    `reason` is `"discarded"`, `"not-utf8"` or `"not-json"`; `offset` is that of the first byte that is not UTF-8.
    """

    reason: str
    offset: int | None

    def __init__(self, reason: str, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.offset = offset


def error(found: Any) -> Error:
    """The host's error as an exception."""
    kind = ErrorKind.__members__.get(found.kind.name, ErrorKind.OTHER)
    return Error(kind, found.code, found.message)


def body_error(found: Any) -> BodyError:
    """The host's reason for a missing body as an exception."""
    if isinstance(found, _host.BodyError_Discarded):
        return BodyError("discarded", "the body was discarded, as the request said")
    if isinstance(found, _host.BodyError_NotUtf8):
        return BodyError("not-utf8", f"the body is not UTF-8 at byte {found.value}", found.value)
    return BodyError("not-json", f"the body is not JSON: {found.value}")
