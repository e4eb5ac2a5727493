import unittest

from scenario import described


class Baskets(unittest.TestCase):
    def test_a_basket_is_listed(self):
        self.assertEqual(described([7, 1]), "item 7, item 1")
        self.assertEqual(described([]), "nothing")
