"""HTTP requests whose every phase the host measures. Not a client to configure: each VU has connections of its own, kept
alive between its requests and iterations, as a user's browser does.

What a response carries stays in the host until it is asked for: what is not read costs nothing.
"""

from __future__ import annotations

from ._error import BodyError, Error, ErrorKind
from ._params import Params, Settings
from ._request import Options, Request
from ._response import Details, Headers, NoResponse, Response, StatusError, Timings
from ._send import batch, delete, get, head, options, patch, post, put, request, send

__all__ = [
    "BodyError",
    "Details",
    "Error",
    "ErrorKind",
    "Headers",
    "NoResponse",
    "Options",
    "Params",
    "Request",
    "Response",
    "Settings",
    "StatusError",
    "Timings",
    "batch",
    "delete",
    "get",
    "head",
    "options",
    "patch",
    "post",
    "put",
    "request",
    "send",
]
