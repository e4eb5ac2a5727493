import unittest

from scenario import is_slow


class Slowness(unittest.TestCase):
    def test_half_a_second_is_slow(self):
        self.assertTrue(is_slow(500))
        self.assertFalse(is_slow(20))
