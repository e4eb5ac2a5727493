"""One kind of user: asks for the front page, and looks at the answer."""

from wasmload import ConstantVus, Plan, check, http, scenario, think_time

# What runs without flags; a plan file or flags override it.
plan = Plan(
    scenarios={"visits": ConstantVus(5, "10s")},
    thresholds={"http_req_duration": "p(95)<500", "checks": "rate>0.99"},
)


@scenario
def visit():
    """One iteration."""
    page = http.get("/")
    check("status is 200", page.status_code == 200)
    check("the page is small", is_small(page.body_size))
    think_time(0.5, 1.5)


def is_small(size):
    """What a page may weigh, in bytes."""
    return size < 2**20
