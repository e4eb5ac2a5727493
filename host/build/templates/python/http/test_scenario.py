import unittest

from scenario import is_small


class Sizes(unittest.TestCase):
    def test_a_mebibyte_is_not_small(self):
        self.assertTrue(is_small(80))
        self.assertFalse(is_small(2**20))
