"""Iterations and tests that end otherwise than well. What comes of them is looked at from outside."""

from session import SESSION
from wasmload import check, execution, scenario


@scenario
def failing():
    SESSION.iterations += 1
    check("meant to fail", False, {"meant": "yes"})
    raise RuntimeError("meant to fail")


@scenario
def aborting():
    SESSION.iterations += 1
    execution.abort("the first reason")
    execution.abort("the second reason")


@scenario
def marking():
    SESSION.iterations += 1
    execution.fail_test("the first reason")
    execution.fail_test("the second reason")
