"""Counts of grades by group and period, before they are a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from qa_app.domain.disclosure import NOTHING_WITHHELD, Withheld
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.percentages import Share
from qa_app.domain.periods import Period

TOTAL_NAMES = frozenset(
    grouping.total_label.casefold() for grouping in Grouping if grouping.total_label is not None
)


@dataclass(frozen=True)
class Sums:
    """What counts of which some are withheld no longer add up to; 0 where the sum is withheld itself."""

    audited: int
    good: int
    """Of the grades that count as good together."""


@dataclass(frozen=True)
class GradeCounts:
    """One group's judgements in one period, by grade, best first.

    `published` are percentages printed before the system, where no counts were printed with them. What is
    `withheld` is 0 in `counts`, so that nothing can print it by mistake; `sums` stand for their sums then.
    """

    counts: tuple[int, ...]
    published: tuple[Fraction | None, ...] | None = None
    is_imported: bool = False
    withheld: Withheld = NOTHING_WITHHELD
    sums: Sums | None = None

    @cached_property
    def audited(self) -> int:
        """How many were judged; 0 also where only percentages were published, or it is withheld."""
        return self.sums.audited if self.sums else sum(self.counts)

    @property
    def is_empty(self) -> bool:
        """Nothing was audited: N/A, never 0%."""
        return not self.audited and self.published is None and not self.withheld

    @property
    def has_counts(self) -> bool:
        return self.published is None

    def percent(self, position: int) -> Fraction | None:
        """The unrounded share of a grade (1 is best), 0 to 100; None if nothing was audited, or withheld."""
        if self.withheld.hides_percent(position):
            return None
        if self.published is not None:
            return self.published[position - 1]
        return Fraction(100 * self.counts[position - 1], self.audited) if self.audited else None

    def percent_up_to(self, position: int) -> Fraction | None:
        """The unrounded share of this grade or a better one; with `sums`, of all the good ones only."""
        if self.withheld.hides_good_percent:
            return None
        if self.published is not None:
            known = [share for share in self.published[:position] if share is not None]
            return sum(known, Fraction(0)) if len(known) == position else None
        return Fraction(100 * self.count_up_to(position), self.audited) if self.audited else None

    def share_of(self, position: int) -> Share:
        """How many of how many had this grade."""
        return Share(self.counts[position - 1], self.audited)

    def share_up_to(self, position: int) -> Share:
        """How many of how many had this grade or a better one; 0 of 0 where only percentages are known."""
        return Share(self.count_up_to(position), self.audited)

    def count_up_to(self, position: int) -> int:
        """How many had this grade or a better one; with `sums`, one of the good ones."""
        return self.sums.good if self.sums else sum(self.counts[:position])


@dataclass(frozen=True)
class Group:
    """A block to be: its name and code, its counts by period, and the question codes it draws on.

    `columns` also hold the same period last year, which the latest one is compared with.
    """

    name: str
    code: str
    columns: Mapping[Period, GradeCounts]
    asks: frozenset[str]


def total_of(choice: JudgementChoice, groups: Sequence[Group]) -> Group | None:
    """All groups together; every audit is in exactly one, so that they simply add up."""
    if choice.by.total_label is None:
        return None
    columns: dict[Period, GradeCounts] = {}
    for group in groups:
        for period, counts in group.columns.items():
            if period in columns:
                pairs = zip(columns[period].counts, counts.counts, strict=True)
                columns[period] = GradeCounts(tuple(one + other for one, other in pairs))
            else:
                columns[period] = counts
    asks = frozenset().union(*(group.asks for group in groups))
    return Group(choice.by.total_label, "", columns, asks)


def with_published(
    groups: Sequence[Group],
    total: Group | None,
    published: Mapping[str, Mapping[Period, GradeCounts]],
) -> tuple[list[Group], Group | None]:
    """Adds what was published before the system, wherever the system itself counted nothing.

    `published` has columns by the name of the group, whose case does not matter; a total published
    under any of the names of a total is the total.
    """
    known = {group.name.casefold(): group for group in groups}
    for name, columns in published.items():
        if total is not None and name.casefold() in TOTAL_NAMES:
            total = _filled(total, columns)
            continue
        group = known.get(name.casefold()) or Group(name, "", {}, frozenset())
        known[name.casefold()] = _filled(group, columns)
    return list(known.values()), total


def _filled(group: Group, published: Mapping[Period, GradeCounts]) -> Group:
    return Group(group.name, group.code, {**published, **group.columns}, group.asks)
