"""Load that grows in stages: where does the target begin to slow down?"""

from wasmload import ConstantVus, Plan, RampingVus, Rate, Threshold, check, http, scenario, think_time

SLOW_ANSWERS = Rate("slow_answers")
"""The share of answers that users would call slow."""

# Up to 10 VUs, up to 30, and down again. The test ends early when more than one answer in ten is slow.
plan = Plan(
    scenarios={"growing": RampingVus([("5s", 10), ("10s", 30), ("5s", 0)])},
    thresholds={"slow_answers": Threshold("rate<0.1", abort_on_fail=True)},
    profiles={"smoke": Plan(scenarios={"growing": ConstantVus(1, "3s")})},
)


@scenario
def visit():
    """One iteration."""
    page = http.get("/")
    check("status is 200", page.status_code == 200)
    SLOW_ANSWERS.add(is_slow(page.duration_ms))
    think_time(0.2, 0.8)


def is_slow(milliseconds):
    """Whether users would notice."""
    return milliseconds > 300
