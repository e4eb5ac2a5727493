"""Several personas that share one total. Not several scenarios: those have totals of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ._document import Exec, document, name_of
from ._executor import Executor


class Persona:
    """A persona of a mix: the function or class that it runs, and its part of the total.

    `weight` is in proportion to the other weights. `name` is the name of its scenario: `MIX-EXEC` without it.
    """

    def __init__(
        self,
        exec: Exec,
        weight: int = 1,
        *,
        name: str | None = None,
        env: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        values = {"exec": name_of(exec), "weight": weight, "name": name, "env": env, "tags": tags}
        self._values = document(values)

    def to_dict(self) -> dict[str, Any]:
        """The persona as the plan document has it."""
        return dict(self._values)


class Mix:
    """Splits the totals of one executor over personas by weight.

    ```python
    Mix(ConstantVus(50, "1m"), {Reader: 80, Writer: 20})
    ```
    """

    def __init__(self, totals: Executor, personas: Mapping[Any, int] | Iterable[Persona]) -> None:
        if isinstance(personas, Mapping):
            personas = [Persona(exec, weight) for exec, weight in personas.items()]
        self._values = {**totals.to_dict(), "personas": [persona.to_dict() for persona in personas]}

    def to_dict(self) -> dict[str, Any]:
        """The mix as the plan document has it."""
        return dict(self._values)
