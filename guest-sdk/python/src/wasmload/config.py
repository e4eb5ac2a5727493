"""What the person who starts the test hands in. Not the environment: only what was granted with `-e NAME=VALUE`,
`--allow-env NAME` or the plan's `env` is visible."""

from __future__ import annotations

from typing import TypeVar, overload

from . import _arguments
from ._host import configuration as _host

__all__ = ["env", "secret", "target", "variables"]

Default = TypeVar("Default")


@overload
def env(name: str) -> str | None: ...
@overload
def env(name: str, default: Default) -> str | Default: ...
def env(name: str, default: Default | None = None) -> str | Default | None:
    """The value of a variable; `default` without a grant.

    ```python
    user = env("SHOP_USER", "demo")
    ```
    """
    value = _host.variable(_arguments.text("name", name))
    return default if value is None else value


def variables() -> dict[str, str]:
    """All granted variables, sorted by name."""
    return dict(_host.variables())


def secret(name: str) -> str | None:
    """The value of a secret granted with `--secret NAME` or the plan's `secrets`; None without a grant. Whatever the host prints
    and writes has `***` in its place.

    ```python
    token = secret("API_TOKEN")
    ```
    """
    return _host.secret(_arguments.text("name", name))


def target() -> str | None:
    """The base URL given with `--target`, without a slash at its end. Requests with a relative URL go there by themselves."""
    return _host.target()
