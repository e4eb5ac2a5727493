"""The plan that a scenario proposes: what runs, how often, and what has to hold. Not the last word: a plan file and
command-line flags override it, key by key.

A variable `plan` at the top level of the scenario's file is its plan: a `Plan`, or a dict with the keys that
`wasmload schema` prints. It is read when the component is built, and judged when it is run.
"""

from __future__ import annotations

from ._document import Duration, Exec
from ._executor import (
    ConstantArrivalRate,
    ConstantVus,
    Executor,
    PerVuIterations,
    RampingArrivalRate,
    RampingVus,
    SharedIterations,
    Stage,
)
from ._mix import Mix, Persona
from ._plan import Plan, PlanLike, Threshold

__all__ = [
    "ConstantArrivalRate",
    "ConstantVus",
    "Duration",
    "Exec",
    "Executor",
    "Mix",
    "PerVuIterations",
    "Persona",
    "Plan",
    "PlanLike",
    "RampingArrivalRate",
    "RampingVus",
    "SharedIterations",
    "Stage",
    "Threshold",
]
