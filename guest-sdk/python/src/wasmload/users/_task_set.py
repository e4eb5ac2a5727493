"""Task sets: tasks that belong together, which a user works on until one of them calls `interrupt`. Not groups: a group times
a part of one iteration, and a task set lasts for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from .._random import random
from ._task import tasks_of

if TYPE_CHECKING:
    from ._client import Client
    from ._user import User


class InterruptTaskSet(Exception):  # noqa: N818 (Locust's name)
    """Leaves the task set that runs. `TaskSet.interrupt` raises it."""


class TaskSet:
    """Tasks that a user works on once it has drawn this set, one for each iteration, until `interrupt`.

    ```python
    class Shopper(User):
        @task
        class Basket(TaskSet):
            @task(5)
            def add(self):
                self.client.post("/basket", json={"item": 7})

            @task
            def leave(self):
                self.interrupt()
    ```
    """

    tasks: ClassVar[Any] = []
    wait_time: Any = None
    """How long to wait between these tasks; the user's own without it."""

    def __init__(self, parent: Any) -> None:
        self.parent = parent
        """The task set around this one, or the user."""
        self.user: User = parent.user
        """The user that works on it."""
        self.client: Client = self.user.client
        """The user's client."""
        self._tasks = tasks_of(type(self))
        if not self._tasks:
            raise TypeError(f"the task set `{type(self).__name__}` has no tasks: mark some of its methods with `@task`")

    def on_start(self) -> None:
        """Runs when the user begins with this set."""

    def on_stop(self) -> None:
        """Runs when the user leaves this set."""

    def interrupt(self, reschedule: bool = True) -> None:
        """Leaves the set: the user goes on with the one around it."""
        raise InterruptTaskSet

    def draw(self) -> Any:
        """The task for the next iteration."""
        return self._tasks[0][1] if len(self._tasks) == 1 else random.weighted(self._tasks)


class SequentialTaskSet(TaskSet):
    """A task set whose tasks are taken in the order of their definition, again and again. Weights do not count."""

    _next = 0

    def draw(self) -> Any:
        task = self._tasks[self._next % len(self._tasks)][1]
        self._next += 1
        return task
