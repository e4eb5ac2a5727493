"""The generator against its definition, and against the numbers that all SDKs agree on (`tests/conformance/README.md`)."""

import pickle
import unittest

from wasmload import Random


class Vectors(unittest.TestCase):
    def test_outputs_of_seed_42(self):
        random = Random(42)
        found = [random.u32() for _ in range(6)]
        self.assertEqual(found, [1776835114, 4165204688, 17111135, 2317295270, 2792088233, 2554630222])

    def test_what_is_made_of_them(self):
        random = Random(6679422623415661)
        self.assertEqual([random.u32() for _ in range(20)][-1], 101235406)
        floats = [0.4145367116931752, 0.5343576607720252, 0.1014679647172545, 0.4942949653280747]
        self.assertEqual([random.random() for _ in range(4)], floats)
        self.assertEqual([random.randrange(10, 20) for _ in range(4)], [16, 13, 15, 13])
        self.assertEqual([random.randrange(2**53) for _ in range(2)], [7737308066473213, 6598407098433076])
        self.assertEqual([random.chance(0.25) for _ in range(4)], [False, False, True, False])
        self.assertEqual([random.choice([1, 2, 3]) for _ in range(4)], [3, 3, 3, 3])
        self.assertEqual([random.weighted([(2, 1), (0, 2), (3, 3)]) for _ in range(4)], [1, 3, 1, 3])
        items = list(range(1, 9))
        random.shuffle(items)
        self.assertEqual(items, [5, 6, 3, 8, 2, 4, 1, 7])

    def test_bits_have_the_length_that_is_asked_for(self):
        random = Random(1)
        for bits in (0, 1, 31, 32, 33, 64, 100):
            self.assertLess(random.getrandbits(bits), 1 << bits)
        self.assertLess(random.randrange(2**80), 2**80)

    def test_a_state_can_be_kept(self):
        random = Random(7)
        random.gauss(0, 1)
        state, copy = random.getstate(), pickle.loads(pickle.dumps(random))
        drawn = [random.random() for _ in range(3)]
        random.setstate(state)
        self.assertEqual([random.random() for _ in range(3)], drawn)
        self.assertEqual([copy.random() for _ in range(3)], drawn)

    def test_what_cannot_be_drawn_says_so(self):
        for seed in (-1, 2**64, "words", True):
            with self.assertRaises(TypeError):
                Random(0).seed(seed)
        with self.assertRaisesRegex(ValueError, "weight above 0"):
            Random(0).weighted([(0, "a")])


if __name__ == "__main__":
    unittest.main()
