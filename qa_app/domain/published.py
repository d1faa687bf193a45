"""Tables printed before the system: what each column really says, and where it contradicts itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qa_app.domain.percentages import NOTHING_AUDITED
from qa_app.domain.periods import Period


@dataclass(frozen=True)
class Figure:
    """One printed cell: its grade, its percentage with the decimals printed, its count. None is a blank."""

    label: str
    percent: Decimal | None
    count: int | None


@dataclass(frozen=True)
class Column:
    """The figures of one table in one period, one for each grade.

    Counts, where printed, are what was found; percentages are only their rounding.
    """

    figures: tuple[Figure, ...]

    @property
    def audited(self) -> int | None:
        """The sum of the counts; None unless every grade above 0% has one (a blank count beside 0% is 0)."""
        counted = any(figure.count is not None for figure in self.figures)
        missing = any(figure.count is None and figure.percent for figure in self.figures)
        return sum(figure.count or 0 for figure in self.figures) if counted and not missing else None

    @property
    def nothing_audited(self) -> bool:
        """Whether zeros are printed and nothing else: not a finding of 0%, but no audits."""
        printed = any(figure.percent is not None or figure.count is not None for figure in self.figures)
        return printed and not any(figure.percent or figure.count for figure in self.figures)

    @property
    def percents(self) -> tuple[Fraction | None, ...] | None:
        """What each grade really has, 0 to 100: from counts if printed, else as printed (a blank is None).

        None when nothing was audited.
        """
        audited = self.audited
        if self.nothing_audited or audited == 0:
            return None
        if audited is None:
            printed = (figure.percent for figure in self.figures)
            return tuple(None if percent is None else Fraction(percent) for percent in printed)
        return tuple(Fraction(100 * (figure.count or 0), audited) for figure in self.figures)


def contradictions(table: str, period: Period, figures: Sequence[Figure]) -> list[str]:
    """At most one warning, naming the table and the period, with every reason the column cannot be right.

    > Strategy Meetings and Sec 47, Q1 2016-17: adds to 92%, not 100%. Requires Improvement prints 10 of 18
    as 48%; it is 55.6%.
    """
    reasons = " ".join(f"{reason}." for reason in _reasons(Column(tuple(figures))))
    return [f"{table}, {period}: {reasons}"] if reasons else []


def _reasons(column: Column) -> Iterator[str]:
    if column.nothing_audited:
        yield f"prints 0% throughout: nothing was audited, shown as {NOTHING_AUDITED}"
        return
    percents = [figure.percent for figure in column.figures if figure.percent is not None]
    if not percents:
        return  # a table of counts alone
    if not _can_add_to_100(percents):
        yield f"adds to {sum(percents)}%, not 100%"
    yield from _wrong_shares(column)


def _can_add_to_100(percents: Sequence[Decimal]) -> bool:
    """Whether shares that round to these, none of them below 0, can add to 100; a blank adds nothing."""
    halves = [Fraction(1, 2 * 10 ** _decimals(percent)) for percent in percents]
    printed = [(Fraction(percent), half) for percent, half in zip(percents, halves, strict=True)]
    lowest = sum(max(Fraction(0), percent - half) for percent, half in printed)
    return lowest <= 100 <= sum(percent + half for percent, half in printed)


def _wrong_shares(column: Column) -> Iterator[str]:
    if all(figure.count is None for figure in column.figures):
        return
    for figure in column.figures:
        if figure.count is None and figure.percent:
            yield f"{figure.label} prints {figure.percent}% without its count"
        elif column.audited is not None:
            yield from _wrong_share(figure, audited=column.audited)


def _wrong_share(figure: Figure, *, audited: int) -> Iterator[str]:
    """A blank beside a count of 0, or the other way round, is a 0 not printed."""
    count = figure.count or 0
    printed = f"{figure.label} prints {count} of {audited}"
    share = Fraction(100 * count, audited) if audited else None
    match share, figure.percent:
        case None, percent if percent:
            yield f"{printed} as {percent}%; nothing was audited"
        case Fraction(), None if count:
            yield f"{printed} without its percentage; it is {_shown(share, decimals=1)}%"
        case Fraction(), Decimal() as percent:
            decimals = _decimals(percent)
            if _half_up(share, decimals=decimals) != Fraction(percent):
                yield f"{printed} as {percent}%; it is {_shown(share, decimals=decimals + 1)}%"


def _decimals(percent: Decimal) -> int:
    """How many decimals were printed: 1 for 0.8, and also for 46.0."""
    exponent = percent.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{percent} is not a percentage")
    return max(0, -exponent)


def _half_up(value: Fraction, *, decimals: int) -> Fraction:
    scale = 10**decimals
    return Fraction((value * scale * 2 + 1) // 2, scale)


def _shown(value: Fraction, *, decimals: int) -> str:
    """> 55.6, or > 50 where the decimals are zeros"""
    shown = f"{float(_half_up(value, decimals=decimals)):.{decimals}f}"
    return shown.rstrip("0").rstrip(".")
