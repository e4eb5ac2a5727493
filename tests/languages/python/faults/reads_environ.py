import os

from wasmload import scenario

USER = os.environ.get("SHOP_USER", "demo")


@scenario
def visit():
    pass
