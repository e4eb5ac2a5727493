"""What a scenario's file defines: functions, classes, steps of the lifecycle. Not their calling: that is the lifecycle's."""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import TYPE_CHECKING, Any, TypeVar, overload

from . import _arguments
from ._function import refuse_unfit, takes_argument
from .plan import Plan, PlanLike

if TYPE_CHECKING:
    from .users import User

Function = TypeVar("Function", bound=Callable[..., Any])

DEFAULT = "default"
"""The function that the host calls when a plan names none."""

_TOTALS = ("scenarios", "mixes", "duration", "iterations", "stages", "vus")


class Program:
    """What the decorators and classes of a file have told."""

    def __init__(self) -> None:
        self.functions: dict[str, Any] = {}
        """The functions marked with `@scenario`, by name."""
        self.users: list[type[User]] = []
        """All classes of users, also abstract ones and those without tasks."""
        self.steps: dict[str, Any] = {}
        """`setup`, `teardown`, `vu_start` and `vu_end`."""
        self.warnings: list[str] = []
        """What is told when the component is asked what it is."""

    def add_function(self, function: Any, name: str) -> None:
        """Adds a function of the scenario."""
        refuse_unfit(function, "scenario")
        if name in self.functions:
            raise ValueError(f"two scenarios are called `{name}`: rename one of them")
        self.functions[name] = function

    def add_user(self, cls: type[User]) -> None:
        """Adds a class of users."""
        self.users.append(cls)

    def add_step(self, step: str, function: Any) -> None:
        """Adds a step of the lifecycle."""
        refuse_unfit(function, step)
        takes_argument(function, step)
        if step in self.steps:
            first = self.steps[step].__qualname__
            raise ValueError(f"`{first}` and `{function.__qualname__}` are both marked with `@{step}`: there is one")
        self.steps[step] = function

    def personas(self) -> list[type[User]]:
        """The classes of users that can run: not abstract, and with tasks."""
        from .users._task import tasks_of

        return [cls for cls in self.users if not cls.abstract and cls.weight > 0 and tasks_of(cls)]


PROGRAM = Program()
"""The scenario of this component."""


@overload
def scenario(function: Function) -> Function: ...
@overload
def scenario(function: str) -> Callable[[Function], Function]: ...
def scenario(function: Any) -> Any:
    """Makes a function one of the scenario: an iteration is a call of it. Several are chosen from by a plan's `exec`.

    It takes nothing, or what `setup` returned. `@scenario("check-out")` gives it another name than its own.

    ```python
    @scenario
    def visit():
        page = http.get("/")
        check("status is 200", page.status_code == 200)
    ```

    What is at the top level of the file belongs to one VU: each VU has a copy of it.
    """
    if callable(function):
        takes_argument(function, "scenario")
        PROGRAM.add_function(function, function.__name__)
        return function
    name = _arguments.text("name", function)

    def named(function: Any) -> Any:
        takes_argument(function, "scenario")
        PROGRAM.add_function(function, name)
        function.__wasmload_name__ = name
        return function

    return named


def setup(function: Function) -> Function:
    """Marks what runs once before the first iteration, in no VU. What it returns is handed to every VU and to `teardown`: any
    value that can be written as JSON. An error ends the test before any load is made."""
    PROGRAM.add_step("setup", function)
    return function


def teardown(function: Function) -> Function:
    """Marks what runs once after the last iteration, also after an abort. It takes nothing, or what `setup` returned."""
    PROGRAM.add_step("teardown", function)
    return function


def vu_start(function: Function) -> Function:
    """Marks what runs in each VU before its first iteration, outside of any measurement. It takes nothing, or what `setup`
    returned. A class of users has `on_start` instead."""
    PROGRAM.add_step("vu_start", function)
    return function


def vu_end(function: Function) -> Function:
    """Marks what runs in each VU that is retired in good order: not after a trap, and not when it was interrupted."""
    PROGRAM.add_step("vu_end", function)
    return function


def plan_of(program: Program, given: PlanLike | None) -> dict[str, Any] | None:
    """The plan that the component proposes: the one that is given, with a mix of the personas where it says nothing of what
    runs, and the `host` of the personas where it has no target."""
    if given is not None and not isinstance(given, (Plan, dict)):
        raise TypeError(f"`plan` must be a `Plan` or a dict, not {_arguments.kind(given)}")
    plan: dict[str, Any] = given.to_dict() if isinstance(given, Plan) else dict(given or {})
    personas = program.personas()
    hosts = {cls.host for cls in personas if cls.host}
    if len(hosts) > 1:
        raise ValueError(f"the personas have several hosts, and a test has one target: {', '.join(sorted(hosts))}")
    if hosts and "target" not in plan:
        plan["target"] = hosts.pop()
    if len(personas) > 1 and not program.functions and not any(key in plan for key in _TOTALS):
        weights = {cls.__name__: _arguments.whole("weight", cls.weight, 2**32 - 1) for cls in personas}
        # As few VUs as the weights allow, for ten seconds: enough to see each persona once.
        vus = sum(weights.values()) // gcd(*weights.values())
        listed = [{"exec": name, "weight": weight} for name, weight in weights.items()]
        mix = {"executor": "constant-vus", "vus": vus, "duration": "10s", "personas": listed}
        plan["mixes"] = {"users": mix}
    return plan or None
