"""Random numbers from the run's seed: the same `--seed` gives each VU the same numbers again. Not for secrets.

The generator is xoshiro128** (Blackman and Vigna), with its state from the seed by SplitMix64. All SDKs of wasmload have
it, so that the same seed gives the same numbers in every language.
"""

from __future__ import annotations

import random as _standard
from collections.abc import Sequence
from typing import Any, TypeVar

from . import execution

Item = TypeVar("Item")

_MASK32 = 0xFFFF_FFFF
_MASK64 = 0xFFFF_FFFF_FFFF_FFFF
_EXACT = 1 << 53


class Random(_standard.Random):
    """A `random.Random` that draws from the VU's own seed, or from one that is given.

    It has all of `random.Random`'s methods (`random`, `randint`, `choice`, `shuffle`, `sample`, `gauss`, …), and three
    more. `wasmload.random` is one of them: import that instead of making one.

    ```python
    from wasmload import random

    page = random.randrange(1, 20)
    city = random.choice(["Bern", "Oslo", "Quito"])
    ```
    """

    _state: tuple[int, int, int, int] | None = None

    def seed(self, a: Any = None, version: int = 2) -> None:
        """Starts again from `a`, a whole number from 0 to 2^64 - 1; without it, from the VU's seed at the next draw."""
        self.gauss_next = None
        if a is None:
            self._state = None
        elif isinstance(a, int) and not isinstance(a, bool) and 0 <= a <= _MASK64:
            self._state = _expand(a)
        else:
            raise TypeError(f"`seed` takes a whole number from 0 to 2**64 - 1, not {a!r}")

    def u32(self) -> int:
        """A whole number from 0 to 2^32 - 1."""
        s0, s1, s2, s3 = self._state or _expand(execution.random_seed())
        scrambled = (s1 * 5) & _MASK32
        scrambled = ((scrambled << 7) | (scrambled >> 25)) & _MASK32
        s2 ^= s0
        s3 ^= s1
        rest = (s1 << 9) & _MASK32
        s1 ^= s2
        s0 ^= s3
        self._state = (s0, s1, s2 ^ rest, ((s3 << 11) | (s3 >> 21)) & _MASK32)
        return (scrambled * 9) & _MASK32

    def random(self) -> float:
        """A number from 0.0 up to, but not including, 1.0."""
        high = self.u32() >> 5
        return (high * 67_108_864 + (self.u32() >> 6)) / _EXACT

    def getrandbits(self, k: int, /) -> int:
        """A whole number of `k` random bits."""
        if k < 0:
            raise ValueError("`getrandbits` takes a number of bits from 0")
        bits = shift = 0
        while shift < k:
            word = self.u32()
            bits |= (word if k - shift >= 32 else word >> (32 - (k - shift))) << shift
            shift += 32
        return bits

    def chance(self, probability: float) -> bool:
        """True with a probability from 0.0 to 1.0."""
        return self.random() < probability

    def weighted(self, items: Sequence[tuple[int, Item]]) -> Item:
        """One of the items, as likely as the weight before it says.

        Raises `ValueError` when no weight is above 0.

        ```python
        step = random.weighted([(70, browse), (30, buy)])
        ```
        """
        total = sum(weight for weight, _ in items)
        if total <= 0:
            raise ValueError("`weighted` needs a weight above 0")
        point = self._randbelow(total)
        for weight, item in items:
            if point < weight:
                return item
            point -= weight
        raise AssertionError("the point lies below the sum of the weights")

    def getstate(self) -> tuple[Any, ...]:
        """The state, for `setstate`."""
        return (self._state, self.gauss_next)

    def setstate(self, state: tuple[Any, ...]) -> None:
        """Goes back to a state that `getstate` returned."""
        self._state, self.gauss_next = state

    def __reduce__(self) -> tuple[Any, ...]:
        return (Random, (), self.getstate())

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.setstate(state)

    # `randrange`, `choice`, `shuffle` and `sample` of the base class draw with this one.
    def _randbelow(self, n: int) -> int:
        if n <= _EXACT:
            return int(self.random() * n)
        bits = n.bit_length()
        drawn = self.getrandbits(bits)
        while drawn >= n:
            drawn = self.getrandbits(bits)
        return drawn


random = Random()
"""Random numbers from this VU's seed."""


def _expand(seed: int) -> tuple[int, int, int, int]:
    """The state of xoshiro128** for a seed: the halves of two outputs of SplitMix64."""
    first = _mix((seed + 0x9E37_79B9_7F4A_7C15) & _MASK64)
    second = _mix((seed + 2 * 0x9E37_79B9_7F4A_7C15) & _MASK64)
    return (first & _MASK32, first >> 32, second & _MASK32, second >> 32)


def _mix(z: int) -> int:
    z = ((z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9) & _MASK64
    z = ((z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB) & _MASK64
    return z ^ (z >> 31)
