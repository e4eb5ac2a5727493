import unittest

from scenario import question


class Questions(unittest.TestCase):
    def test_questions_are_counted_from_one(self):
        self.assertEqual(question(0), "question 1")
