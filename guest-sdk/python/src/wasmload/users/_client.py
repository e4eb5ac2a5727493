"""The client of a user: requests with the names and habits of `requests.Session`, as Locust's client has them. Not another
client beneath: it sends as `http` does."""

from __future__ import annotations

import base64
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypedDict

from .. import _arguments, http, log
from .._check import check

if TYPE_CHECKING:
    from typing_extensions import Unpack

_NOT_THERE = {
    "files": "put the form together and send it as `data`",
    "cookies": "send them in the header `cookie`",
    "stream": "the host reads the whole response",
    "verify": "start the test with `--cacert` or `--insecure-skip-tls-verify`",
    "cert": "client certificates are not there",
    "proxies": "requests go straight to their host",
    "hooks": "look at what the call returns",
}


class Arguments(TypedDict, total=False):
    """What a request of a client may have beside its method and URL, with the names of `requests` and Locust."""

    params: Any
    """Names and values to add to the URL."""
    headers: dict[str, str]
    """Header fields, over those of the client."""
    auth: tuple[str, str]
    """User and password for basic authentication."""
    timeout: Any
    """Seconds for the whole request, or a pair: for connecting, and from the end of sending to the first byte."""
    allow_redirects: bool
    """Whether to follow redirects."""
    name: str
    """The value of the tag `name`, under which samples are grouped instead of the URL."""
    catch_response: bool
    """Whether the scenario says itself if the response is a good one: see `ResponseContext`."""
    tags: dict[str, str]
    """Tags for the samples of the request."""
    expect_status: Any
    """Which statuses are expected; 200 to 399 without it."""
    discard_body: bool
    """Count the bytes of the body and forget them."""


class Client:
    """Sends requests for a user. A request without a response does not raise: the response has `status_code` 0 and an
    `error`, as in Locust."""

    def __init__(self, base_url: str = "") -> None:
        self.headers: dict[str, str] = {}
        """Header fields for all requests of this client."""
        self.auth: tuple[str, str] | None = None
        """User and password for basic authentication of all requests."""
        self.base_url = base_url
        """What relative URLs are put behind, instead of the test's target."""

    def get(self, url: str, **arguments: Unpack[Arguments]) -> Any:
        """Sends a GET."""
        if arguments or self.headers or self.auth or self.base_url:
            return self.request("GET", url, **arguments)
        try:
            return http.get(url)
        except http.Error as error:
            return http.NoResponse(error)

    def post(self, url: str, data: Any = None, json: Any = None, **arguments: Unpack[Arguments]) -> Any:
        """Sends a POST: `data` is text, bytes, or a dict, which is sent as a form; `json` is a value to send as JSON."""
        return self.request("POST", url, data, json, **arguments)

    def put(self, url: str, data: Any = None, json: Any = None, **arguments: Unpack[Arguments]) -> Any:
        """Sends a PUT. See `post`."""
        return self.request("PUT", url, data, json, **arguments)

    def patch(self, url: str, data: Any = None, json: Any = None, **arguments: Unpack[Arguments]) -> Any:
        """Sends a PATCH. See `post`."""
        return self.request("PATCH", url, data, json, **arguments)

    def delete(self, url: str, **arguments: Unpack[Arguments]) -> Any:
        """Sends a DELETE."""
        return self.request("DELETE", url, **arguments)

    def head(self, url: str, **arguments: Unpack[Arguments]) -> Any:
        """Sends a HEAD. Redirects are not followed unless it says so, as in `requests`."""
        arguments.setdefault("allow_redirects", False)
        return self.request("HEAD", url, **arguments)

    def options(self, url: str, **arguments: Unpack[Arguments]) -> Any:
        """Sends an OPTIONS."""
        return self.request("OPTIONS", url, **arguments)

    def request(self, method: str, url: str, data: Any = None, json: Any = None, **arguments: Unpack[Arguments]) -> Any:
        """Sends a request with any method. Returns a `Response`, or with `catch_response` a `ResponseContext`."""
        catch = arguments.pop("catch_response", False)
        name = arguments.get("name")
        if self.base_url and "://" not in url:
            url = self.base_url.rstrip("/") + "/" + url.lstrip("/")
        options = self._options(arguments)
        if data is not None:
            options["form" if isinstance(data, (dict, list, tuple)) else "body"] = data
        if json is not None:
            options["json"] = json
        response: http.Response
        try:
            response = http.send(http.Request(method, url, **options))
        except http.Error as error:
            response = http.NoResponse(error)
        return ResponseContext(response, f"{method} {name or url}") if catch else response

    def _options(self, arguments: Any) -> Any:
        options: dict[str, Any] = {}
        for argument, value in arguments.items():
            if argument in _PASSED:
                options[_PASSED[argument]] = value
            elif argument == "allow_redirects":
                if not value:
                    options["redirects"] = 0
            elif argument == "timeout":
                if isinstance(value, tuple):
                    options["connect_timeout"], options["first_byte_timeout"] = value
                else:
                    options["timeout"] = value
            elif argument in _NOT_THERE:
                raise TypeError(f"a request has no argument `{argument}` here: {_NOT_THERE[argument]}")
            elif argument != "auth":
                raise TypeError(f"a request has no argument `{argument}`")
        headers = {**self.headers, **(arguments.get("headers") or {})}
        auth = arguments.get("auth") or self.auth
        if auth is not None:
            headers.setdefault("authorization", _basic(auth))
        if headers:
            options["headers"] = headers
        return options


_PASSED = {
    "params": "query",
    "headers": "headers",
    "name": "name",
    "tags": "tags",
    "expect_status": "expect_status",
    "discard_body": "discard_body",
}


def _basic(auth: Any) -> str:
    if not isinstance(auth, (tuple, list)) or len(auth) != 2:
        raise TypeError(f"`auth` must be a pair of user and password, not {_arguments.kind(auth)}")
    user, password = (_arguments.text("auth", part) for part in auth)
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class ResponseContext:
    """What a request with `catch_response=True` returns: a response, and a `with` block that says if it is a good one.

    At the end of the block a check with the name of the request is recorded: as `success` or `failure` said, otherwise
    whether the status is expected. A failure is logged, too. `http_req_failed` does not change: the host counted the request
    by its status; say `expect_status` where another one is right.

    ```python
    with self.client.get("/items", catch_response=True) as response:
        if not response.json():
            response.failure("there are no items")
    ```
    """

    def __init__(self, response: http.Response, name: str) -> None:
        self.response = response
        """The response."""
        self._name = name
        self._outcome: bool | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.response, name)

    def __bool__(self) -> bool:
        return bool(self.response)

    def success(self) -> None:
        """Says that it is a good one."""
        self._outcome = True

    def failure(self, reason: object) -> None:
        """Says that it is not, and why."""
        self._outcome = False
        log.warn(f"{self._name}: {reason}")

    def __enter__(self) -> ResponseContext:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is not None and self._outcome is None:
            self._outcome = False
        check(self._name, self.response.expected if self._outcome is None else self._outcome)
