"""How far auditors and moderators agree.

To be read over randomly moderated audits only: councils moderate every Inadequate, which biases the rest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.errors import UnknownGrade
from qa_app.domain.percentages import Share
from qa_app.domain.scales import NOT_APPLICABLE, GradingScale


@dataclass(frozen=True)
class Agreement:
    """`matrix[a][m]`: how many the auditor put at position a + 1 and the moderator at m + 1, best first.

    `not_graded` pairs, in which either found the question not applicable, are in no other figure.
    """

    matrix: tuple[tuple[int, ...], ...]
    not_graded: int

    @property
    def compared(self) -> int:
        return sum(sum(row) for row in self.matrix)

    @property
    def exact(self) -> Share:
        return self._within(0)

    @property
    def within_one(self) -> Share:
        return self._within(1)

    @property
    def moved_up(self) -> int:
        """How many the moderator judged better than the auditor did."""
        return sum(pairs for shift, pairs in self._shifts() if shift > 0)

    @property
    def moved_down(self) -> int:
        """How many the moderator judged worse than the auditor did."""
        return sum(pairs for shift, pairs in self._shifts() if shift < 0)

    @property
    def net_shift(self) -> int:
        """Grades moved up less grades moved down: below 0, auditors are more generous than moderators."""
        return sum(shift * pairs for shift, pairs in self._shifts())

    @property
    def missed_worst(self) -> int:
        """Missed Inadequates: the worst grade to the moderator, a better one to the auditor."""
        return sum(row[-1] for row in self.matrix[:-1])

    @property
    def weighted_kappa(self) -> Fraction | None:
        """1 is full agreement, 0 what chance gives; None when either judge used one grade only.

        1 - (disagreement observed) / (disagreement expected from each judge's totals), a pair so many
        grades apart weighing so much, over all labels of the scale. Source: Cohen 1968, linear weights.
        """
        auditor = [sum(row) for row in self.matrix]
        moderator = [sum(column) for column in zip(*self.matrix, strict=True)]
        if min(_used(auditor), _used(moderator)) < 2:
            return None
        observed = sum(abs(shift) * pairs for shift, pairs in self._shifts())
        expected = sum(abs(a - m) * x * y for a, x in enumerate(auditor) for m, y in enumerate(moderator))
        return 1 - Fraction(observed * self.compared, expected)

    def _within(self, grades: int) -> Share:
        return Share(sum(pairs for shift, pairs in self._shifts() if abs(shift) <= grades), self.compared)

    def _shifts(self) -> Iterator[tuple[int, int]]:
        """Grades moved up by moderation (below 0: down) and how many pairs; a shift comes more than once."""
        for a, row in enumerate(self.matrix):
            for m, pairs in enumerate(row):
                yield a - m, pairs


def agreement(pairs: Iterable[tuple[int, int]], *, scale: GradingScale) -> Agreement:
    """Counts (auditor, moderator) positions; raises UnknownGrade for a position off the scale."""
    counted = Counter(pairs)
    known = {NOT_APPLICABLE, *scale.positions}
    for pair in counted:
        if not known.issuperset(pair):
            raise UnknownGrade(f"{pair} is not a pair of positions on {scale.name}")
    return Agreement(
        matrix=tuple(tuple(counted[a, m] for m in scale.positions) for a in scale.positions),
        not_graded=sum(number for pair, number in counted.items() if NOT_APPLICABLE in pair),
    )


def _used(totals: list[int]) -> int:
    return sum(1 for total in totals if total)
