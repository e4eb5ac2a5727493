"""Write load test scenarios for `wasmload` in Python.

```python
from wasmload import check, http, scenario

@scenario
def visit():
    page = http.get("/")
    check("status is 200", page.status_code == 200)
```

Not a load generator: it is what a scenario is written with, a WebAssembly component that `wasmload run` instantiates once for
each virtual user (VU). Files that come from Locust find `HttpUser`, `task` and `between` here.

| for | see |
| --- | --- |
| functions of the scenario, and steps around them | `scenario`, `setup`, `teardown`, `vu_start`, `vu_end` |
| personas as classes | `User`, `task`, `between`, `TaskSet` |
| requests | `http` |
| sockets | `websocket` |
| truths about the answers | `check` |
| figures of your own | `Counter`, `Gauge`, `Rate`, `Trend`, `Tags` |
| what runs, how often, and what has to hold | `Plan`, and `plan` for its parts |
| parts of an iteration, waiting, chance | `group`, `sleep`, `think_time`, `random` |
| who and where one is; ending a test | `execution` |
| rows of files that all VUs share | `Dataset`, `data` |
| variables, secrets and the target | `env`, `secret`, `config` |
| messages | `log`, and `print` |
"""

from __future__ import annotations

from . import config, data, execution, http, log, metrics, plan, websocket
from ._check import check
from ._group import group
from ._program import scenario, setup, teardown, vu_end, vu_start
from ._random import Random, random
from ._time import sleep, think_time
from ._version import __version__
from .config import env, secret
from .data import DataError, Dataset
from .metrics import Counter, Gauge, MetricError, Rate, Tags, Trend
from .plan import (
    ConstantArrivalRate,
    ConstantVus,
    Mix,
    Persona,
    PerVuIterations,
    Plan,
    RampingArrivalRate,
    RampingVus,
    SharedIterations,
    Threshold,
)
from .users import (
    FastHttpUser,
    HttpUser,
    SequentialTaskSet,
    TaskSet,
    User,
    between,
    constant,
    constant_pacing,
    constant_throughput,
    task,
)

__all__ = [
    "ConstantArrivalRate",
    "ConstantVus",
    "Counter",
    "DataError",
    "Dataset",
    "FastHttpUser",
    "Gauge",
    "HttpUser",
    "MetricError",
    "Mix",
    "PerVuIterations",
    "Persona",
    "Plan",
    "RampingArrivalRate",
    "RampingVus",
    "Random",
    "Rate",
    "SequentialTaskSet",
    "SharedIterations",
    "Tags",
    "TaskSet",
    "Threshold",
    "Trend",
    "User",
    "__version__",
    "between",
    "check",
    "config",
    "constant",
    "constant_pacing",
    "constant_throughput",
    "data",
    "env",
    "execution",
    "group",
    "http",
    "log",
    "metrics",
    "plan",
    "random",
    "scenario",
    "secret",
    "setup",
    "sleep",
    "task",
    "teardown",
    "think_time",
    "vu_end",
    "vu_start",
    "websocket",
]
