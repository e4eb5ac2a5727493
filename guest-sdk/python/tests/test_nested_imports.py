"""Imports inside functions, as they are found in source."""

import unittest

from wasmload._building._imports import Nested, nested

SOURCE = """
import json

def visit():
    import decimal, a.b
    from . import shop
    try:
        from fast import loads
    except ImportError:
        from json import loads
    import_module("by_name")
    return lambda: __import__("deep")

class Shopper:
    def buy(self):
        from ..goods import *
"""


class Found(unittest.TestCase):
    def test_only_those_inside_of_functions(self):
        self.assertEqual(
            nested(SOURCE),
            [
                Nested("decimal", (), 5, False),
                Nested("a.b", (), 5, False),
                Nested(".", ("shop",), 6, False),
                Nested("fast", ("loads",), 8, True),
                Nested("json", ("loads",), 10, False),
                Nested("by_name", (), 11, False),
                Nested("deep", (), 12, False),
                Nested("..goods", (), 16, False),
            ],
        )


if __name__ == "__main__":
    unittest.main()
