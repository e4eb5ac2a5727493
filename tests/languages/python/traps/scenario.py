"""What would end a VU, or do nothing without a word, if the SDK let it. Each function is a scenario of the plan; all but those
whose name begins with `works` fail their iterations, and the VU goes on."""

import sys
import time
import weakref

from wasmload import Counter, PerVuIterations, Plan, check, execution, http, random, scenario

SURVIVED = Counter("survived")
"""Iterations of a VU after its first: a VU that was replaced begins again."""


class Misplaced(Exception):
    """An exception whose text cannot be had."""

    def __str__(self):
        raise ValueError("no text")


def survived():
    if execution.iteration().in_vu > 0:
        SURVIVED.add()


@scenario
def raises():
    survived()
    deeper({"a": 1})


def deeper(values):
    return values["b"]


@scenario
def raises_from_another():
    survived()
    try:
        deeper({})
    except KeyError as error:
        raise ValueError("no order") from error


@scenario
def exits():
    survived()
    sys.exit(3)


@scenario
def interrupts():
    survived()
    raise KeyboardInterrupt


@scenario
def raises_without_text():
    survived()
    raise Misplaced


@scenario
def recurses():
    survived()
    recurses()


@scenario
def recurses_in_requests():
    survived()
    deep()


def deep():
    # Whatever is asked last meets the limit: an answer with records, one with an error, and one without either.
    http.get("/").headers
    check("asked", True)
    deep()


@scenario
def wrong_url():
    survived()
    http.get(7)


@scenario
def wrong_header():
    survived()
    http.get("/", headers={"x-number": object()})


@scenario
def wrong_value():
    survived()
    SURVIVED.add("one")


@scenario
def wrong_text():
    survived()
    http.post("/", body="\ud800")


@scenario
def returns_a_coroutine():
    survived()

    async def later():
        pass

    return later()


@scenario
def imports_what_is_not_there():
    survived()
    __import__("not_" + "there")


@scenario
def works_nested_import():
    from decimal import Decimal

    import fractions

    if Decimal("0.5") != fractions.Fraction(1, 2):
        raise AssertionError
    survived()


@scenario
def works_late_library():
    if time.strptime("2026-01-02", "%Y-%m-%d").tm_mday != 2 or "ä".encode("latin-1") != b"\xe4":
        raise AssertionError
    survived()


@scenario
def works_sleep():
    before = execution.elapsed()
    time.sleep(0.05)
    if not 0.05 <= execution.elapsed() - before < 5:
        raise AssertionError
    survived()


@scenario
def works_finalize():
    called = []
    thing = Counter("thing_" + str(random.randrange(3)))
    weakref.finalize(type("Thing", (), {})(), called.append, 1)
    del thing
    if called != [1]:
        raise AssertionError
    survived()


@scenario
def works_print():
    print("a line from print")
    print("a line on standard error", file=sys.stderr)
    survived()


plan = Plan(
    scenarios={
        name: PerVuIterations(1, 3, exec=name)
        for name, value in list(globals().items())
        if callable(value) and getattr(value, "__module__", "") == __name__ and name not in ("deep", "deeper", "survived", "Misplaced")
    }
)
