"""Stand-ins for the host's functions where there is no host: in unit tests, in editors, in a Python shell. Not a fake of the
host: what is asked of it raises `NoHostError`. Pure code can be tested beside them."""

from __future__ import annotations

from typing import Any, NoReturn


class NoHostError(RuntimeError):
    """Something was asked of the host where there is none."""


class Ok:
    """What an import that may fail returns in a list."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Err(Exception):  # noqa: N818 (the bindings' name)
    """What an import that fails raises."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value


class _Interface:
    """An interface of the host: every name in it is a refusal."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> NoReturn:
        raise NoHostError(
            f"`{self._name}.{name}` asks the wasmload host, and there is none here: "
            "build the scenario and run it with `wasmload run`"
        )


checks = _Interface("checks")
client = _Interface("http")
configuration = _Interface("config")
execution = _Interface("execution")
groups = _Interface("group")
log = _Interface("log")
metrics = _Interface("metrics")
rows = _Interface("data")
sockets = _Interface("websocket")
timing = _Interface("sleep")
