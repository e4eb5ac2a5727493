import random

from wasmload import scenario

NUMBER = random.random()


@scenario
def visit():
    pass
