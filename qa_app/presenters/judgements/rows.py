"""The judgement tables as rows to compute with: one for every figure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from qa_app.domain.grade_counts import GradeCounts
from qa_app.domain.intervals import wilson_interval
from qa_app.domain.judgement_table import Block, JudgementTable
from qa_app.domain.tables import Column, Kind, Shorthand, Table, Value, shown_time
from qa_app.presenters.judgements import wording

TIDY = (
    Column("group"),
    Column("period"),
    Column("grade"),
    Column("count", Kind.COUNT),
    Column("audited", Kind.COUNT),
    Column("percent", Kind.PERCENT),
    Column("direction"),
    Column("marks"),
    Column("filter"),
    Column("judged"),
    Column("drawn_at"),
)


def tidy_table(
    table: JudgementTable, *, title: str, drawn_at: datetime, limited_to: Sequence[str] | None
) -> Table:
    """One row for every group, period and grade, then "Good or better": for computing with.

    The direction stands in the rows of the latest period, which it is about, as a word alone:
    "=" would be a formula to a spreadsheet.
    """
    said = (wording.filters(table.choice, limited_to), table.choice.judged.value, shown_time(drawn_at))
    return Table(
        title=title,
        columns=TIDY,
        rows=[(*row, *said) for block in table.blocks for row in _tidy_rows(block, table)],
    )


def _tidy_rows(block: Block, table: JudgementTable) -> Iterator[tuple[Value, ...]]:
    scale, latest = table.scale, table.periods[-1]
    for place, (facts, column) in enumerate(zip(table.periods, block.columns, strict=True)):
        broken = block.breaks[place]
        marks = " ".join(wording.marks(facts, broken=broken, imported=column.is_imported))
        for position in scale.positions:
            way = block.directions[position - 1].word if facts is latest else None
            yield (
                block.name, facts.period.key, scale.label(position), counted(column, position),
                audited(column), percent(column, position), way, marks,
            )  # fmt: skip
        good = scale.good_or_better
        way = wording.direction_word(block.good_direction, block.good_assessment) if facts is latest else None
        yield (
            block.name, facts.period.key, scale.good_or_better_label, good_counted(column, good),
            audited(column), good_percent(column, good), way, marks,
        )  # fmt: skip


def audited(column: GradeCounts) -> Value:
    """How many were audited, or the mark that stands where it is not printed."""
    return _count(column, column.audited, hidden=column.withheld.audited)


def counted(column: GradeCounts, position: int) -> Value:
    """How many had this grade."""
    return _count(column, column.counts[position - 1], hidden=column.withheld.hides(position))


def good_counted(column: GradeCounts, good: int) -> Value:
    """How many had one of the grades that count as good together."""
    return _count(column, column.count_up_to(good), hidden=column.withheld.good)


def percent(column: GradeCounts, position: int) -> Value:
    """The share of this grade, unrounded."""
    return _or_mark(column.percent(position), column, hidden=column.withheld.hides_percent(position))


def good_percent(column: GradeCounts, good: int) -> Value:
    """The share of the grades that count as good together, unrounded."""
    return _or_mark(column.percent_up_to(good), column, hidden=column.withheld.hides_good_percent)


def good_interval(column: GradeCounts, good: int) -> tuple[Value, Value]:
    """Both ends of the 95% interval of that share, in percent."""
    interval = None if column.withheld.hides_good_percent else wilson_interval(*_good_of(column, good))
    if interval is not None:
        return interval
    mark = _or_mark(None, column, hidden=column.withheld.hides_good_percent)
    return mark, mark


def _good_of(column: GradeCounts, good: int) -> tuple[int, int]:
    share = column.share_up_to(good)
    return share.count, share.audited


def _count(column: GradeCounts, count: int, *, hidden: bool) -> Value:
    if hidden:
        return Shorthand.SUPPRESSED
    return count if column.has_counts or column.is_empty else Shorthand.NOT_AVAILABLE


def _or_mark(share: Fraction | None, column: GradeCounts, *, hidden: bool) -> Value:
    if hidden:
        return Shorthand.SUPPRESSED
    if share is not None:
        return share
    return Shorthand.NOT_APPLICABLE if column.is_empty else Shorthand.NOT_AVAILABLE
