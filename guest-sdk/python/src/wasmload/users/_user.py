"""Personas as classes, as Locust has them: one object for each VU. Not the only way: `@scenario` makes one of a function."""

from __future__ import annotations

from typing import Any, ClassVar

from .. import _time, execution
from .._program import PROGRAM
from .._random import random
from ._client import Client
from ._task import tasks_of
from ._task_set import InterruptTaskSet, TaskSet

_NOT_THERE = {
    "fixed_count": "give the class a scenario of its own in the plan, with that many VUs",
    "min_wait": "write `wait_time = between(…)`, in seconds",
    "max_wait": "write `wait_time = between(…)`, in seconds",
    "task_set": "write `tasks = [TheTaskSet]`",
}


class User:
    """A persona: a class with tasks, of which every VU has one object. Each iteration runs one task, then waits.

    ```python
    class Shopper(User):
        weight = 3
        wait_time = between(1, 3)

        def on_start(self):
            self.client.post("/login", json={"user": "demo"})

        @task(3)
        def browse(self):
            self.client.get("/items", name="items")
    ```

    A class that is only a base of others says `abstract = True`. Several classes in one file make a mix by weight, unless
    there is a plan with scenarios.
    """

    weight: ClassVar[int] = 1
    """The part of all VUs that are of this class, in proportion to the other weights."""
    abstract: ClassVar[bool] = False
    """Whether it is only there for others to inherit from."""
    host: ClassVar[str | None] = None
    """The base URL when the test is started without `--target`; it becomes the plan's `target`."""
    tasks: ClassVar[Any] = []
    """Tasks beside those that are marked with `@task`: a list, or a dict from tasks to weights."""
    wait_time: Any = None
    """How long to wait after each task: `between`, `constant`, `constant_pacing`, `constant_throughput`, or a method that
    returns seconds. Without it there is no waiting."""

    data: Any = None
    """What `setup` returned."""
    began: float = 0.0
    """When the task that runs began, in seconds since the test did."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        for name, instead in _NOT_THERE.items():
            if name in vars(cls):
                raise TypeError(f"`{cls.__name__}.{name}` means nothing here: {instead}")
        if "abstract" not in vars(cls):
            cls.abstract = False
        PROGRAM.add_user(cls)

    def __init__(self) -> None:
        self.user = self
        self.client = Client()
        """Sends requests, as a session of `requests` does."""
        self._tasks = tasks_of(type(self))
        self._sets: list[TaskSet] = []

    def on_start(self) -> None:
        """Runs before the first iteration of the VU, outside of any measurement."""

    def on_stop(self) -> None:
        """Runs when the VU is retired in good order."""

    def wait(self) -> None:
        """Waits as long as `wait_time` says."""
        innermost: Any = self._sets[-1] if self._sets and self._sets[-1].wait_time else self
        if innermost.wait_time is not None:
            # A function in a class is bound to its object, as a method is: both forms take the user, or the set.
            _time.sleep(innermost.wait_time())

    def iterate(self) -> None:
        """One iteration: a task, then the waiting, which takes place after a task that failed too."""
        if self.wait_time is not None:
            self.began = execution.elapsed()
        try:
            self._run()
        finally:
            self.wait()

    def _run(self) -> None:
        drawer: Any = self._sets[-1] if self._sets else self
        task = drawer.draw()
        while isinstance(task, type) and issubclass(task, TaskSet):
            drawer = task(drawer)
            self._sets.append(drawer)
            drawer.on_start()
            task = drawer.draw()
        try:
            task(drawer)
        except InterruptTaskSet:
            if not self._sets:
                raise RuntimeError("`interrupt` leaves a task set, and this user is in none") from None
            self._sets.pop().on_stop()

    def draw(self) -> Any:
        """The task for the next iteration."""
        return self._tasks[0][1] if len(self._tasks) == 1 else random.weighted(self._tasks)


HttpUser = User
"""Locust's name for it."""
FastHttpUser = User
"""Locust's name for it."""
