"""From what a scenario's file defines to what a component exports. Not loaded outside of a component.

An exception that left an export would end the VU. Whatever leaves the user's code becomes a failure here, of whatever class it
is; the VU goes on.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import partial
from math import gcd
from typing import TYPE_CHECKING, Any

from . import execution, log
from ._failure import message, stack
from ._function import takes_argument
from ._host import Err
from ._program import DEFAULT, Program, plan_of
from ._version import __version__

if TYPE_CHECKING:
    from ._bindings.exports.lifecycle import Description, Failure
    from .users import User
else:
    from wasmload_bindings.exports.lifecycle import Description, Failure

SDK_NAME = "wasmload-sdk-python"

_MOST_TURNS = 1000


_EXPORTS = ("describe", "setup", "vu_start", "iteration", "vu_end", "teardown")


def lifecycle(program: Program, plan: Any, first: Callable[[], None]) -> type:
    """The class that the component exports. componentize-py makes an object of it for each call, so that it has no state: its
    functions are those of one `Vu`. `first` is called before the first step of an instance."""
    personas = program.personas()
    names = [*program.functions, *(cls.__name__ for cls in personas)]
    if not names:
        raise ValueError("there is nothing to run: mark a function with `@scenario`, or write a class of users with tasks")
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two parts of the scenario are called `{twice.pop()}`: rename one of them")
    if len(personas) > 1 and not program.functions:
        names.append(DEFAULT)
    document = plan_of(program, plan)
    description = Description(None if document is None else json.dumps(document), names, SDK_NAME, __version__)
    vu = Vu(program, description, _turns(personas), first)
    return type("Lifecycle", (), {name: getattr(vu, name) for name in _EXPORTS})


class Vu:
    """The exports, and what a VU keeps between them. One object for each instance of the component."""

    def __init__(self, program: Program, description: Description, turns: list[type[User]], first: Callable[[], None]) -> None:
        self.program = program
        self.description = description
        self.turns = turns
        self.first = first
        self.calls: list[Callable[[], Any]] = []
        self.user: User | None = None

    def describe(self) -> Description:
        for warning in self.program.warnings:
            log.warn(warning)
        return self.description

    def setup(self) -> str:
        found = _guarded(self._setup)
        return "" if found is None else found

    def vu_start(self, data: str) -> None:
        _guarded(lambda: self._start(_read(data)))

    def iteration(self, function: int) -> None:
        failure = None
        try:
            outcome = self.calls[function]()
            if outcome is not None:
                _refuse_unfinished(outcome)
        except BaseException as error:
            failure = _failure(error)
        if failure is not None:
            raise Err(failure)

    def vu_end(self) -> None:
        try:
            if self.user is not None:
                self.user.on_stop()
            self._step("vu_end", None)
        except BaseException as error:
            log.error(f"{message(error)}\n{stack(error)}")
        self.calls, self.user = [], None

    def teardown(self, data: str) -> None:
        _guarded(lambda: self._teardown(_read(data)))

    def _setup(self) -> str | None:
        self.first()
        data = self._step("setup", None)
        if data is None:
            return None
        try:
            return json.dumps(data, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise TypeError(f"what `setup` returns cannot be written as JSON: {error}") from None

    def _teardown(self, data: Any) -> None:
        self.first()
        self._step("teardown", data)

    def _start(self, data: Any) -> None:
        self.first()
        random.seed(execution.random_seed())
        name = execution.scenario().function
        persona = next((cls for cls in self.turns if cls.__name__ == name), None)
        if persona is None and self.turns and name not in self.program.functions:
            persona = self.turns[(execution.vu().id_in_scenario - 1) % len(self.turns)]
            execution.set_tag("persona", persona.__name__)
        if persona is not None:
            self.user = persona()
            self.user.data = data
        run = _nobody if self.user is None else self.user.iterate
        functions = self.program.functions
        self.calls = [_call(functions[name], data) if name in functions else run for name in self.description.functions]
        self._step("vu_start", data)
        if self.user is not None:
            self.user.on_start()

    def _step(self, step: str, data: Any) -> Any:
        function = self.program.steps.get(step)
        if function is None:
            return None
        outcome = function(data) if takes_argument(function, step) else function()
        if outcome is not None:
            _refuse_unfinished(outcome)
        return outcome


def _guarded(call: Callable[[], Any]) -> Any:
    """Calls, and turns whatever is raised into a failure."""
    failure = None
    try:
        return call()
    except BaseException as error:
        failure = _failure(error)
    raise Err(failure)


def _failure(error: BaseException) -> Failure:
    failure = Failure(message(error), stack(error))
    # Frames hold what was in their variables, and a frame of an exception often holds the exception: a circle that would
    # keep responses until the next collection.
    error.__traceback__ = error.__context__ = None
    return failure


def _refuse_unfinished(outcome: Any) -> None:
    """A coroutine or a generator that was returned has done nothing yet."""
    if hasattr(outcome, "send") and hasattr(outcome, "close"):
        outcome.close()
        raise TypeError(f"the scenario returned a {type(outcome).__name__}, which has not run: call plain functions only")


def _call(function: Any, data: Any) -> Callable[[], Any]:
    return partial(function, data) if takes_argument(function, "scenario") else function


def _nobody() -> None:
    raise RuntimeError("the host called the function of a persona in a VU of another scenario")


def _read(data: str) -> Any:
    return json.loads(data) if data else None


def _turns(personas: list[type[User]]) -> list[type[User]]:
    """Which persona the first VU is, and the second, …: each as often as its weight says, and as evenly as can be."""
    if not personas:
        return []
    divisor = gcd(*(cls.weight for cls in personas))
    weights = [cls.weight // divisor for cls in personas]
    most = sum(weights)
    if most > _MOST_TURNS:
        weights = [max(1, weight * _MOST_TURNS // most) for weight in weights]
    total = sum(weights)
    credit = [0] * len(personas)
    turns = []
    for _ in range(total):
        credit = [have + weight for have, weight in zip(credit, weights, strict=True)]
        chosen = max(range(len(personas)), key=credit.__getitem__)
        credit[chosen] -= total
        turns.append(personas[chosen])
    return turns
