"""Somebody with a printed table and a solver, who knows nothing of how it was decided what to withhold.

It is given what is printed, and that counts are whole and not negative, and asks for the least and the most
that a figure withheld may be (SciPy's milp).
"""

from collections.abc import Collection, Hashable, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 1_000
"""No cell is thought to be more than this; far more than any in the tests."""


class Attacker:
    """`printed` are figures by the cells that they are the sum of."""

    def __init__(self, cells: Sequence[Hashable], printed: Mapping[frozenset[Hashable], int]) -> None:
        self.cells = cells
        self.limits = [
            LinearConstraint(self._ones(of_these), number, number)
            for of_these, number in printed.items()
            if of_these
        ]

    def range_of(self, cells: Collection[Hashable]) -> tuple[int, int]:
        """The least and the most that the sum of these cells may be."""
        ends = []
        for sign in (1, -1):
            answer = milp(
                sign * self._ones(cells),
                integrality=np.ones(len(self.cells)),
                bounds=Bounds(0, MOST),
                constraints=self.limits,
            )
            assert answer.success, answer.message
            ends.append(round(sign * answer.fun))
        return ends[0], ends[1]

    def _ones(self, cells: Collection[Hashable]) -> np.ndarray:
        return np.array([1.0 if cell in cells else 0.0 for cell in self.cells])
