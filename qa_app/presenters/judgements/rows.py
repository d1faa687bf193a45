"""The judgement tables as rows to compute with: one for every figure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from qa_app.domain.grade_counts import GradeCounts
from qa_app.domain.judgement_table import Block, JudgementTable
from qa_app.domain.tables import Column, Kind, Shorthand, Table, Value, shown_time
from qa_app.presenters.judgements import wording


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
        columns=(
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
        ),
        rows=[(*row, *said) for block in table.blocks for row in _tidy_rows(block, table)],
    )


def _tidy_rows(block: Block, table: JudgementTable) -> Iterator[tuple[Value, ...]]:
    scale, latest = table.scale, table.periods[-1]
    for place, (facts, column) in enumerate(zip(table.periods, block.columns, strict=True)):
        broken = block.breaks[place]
        marks = " ".join(wording.marks(facts, broken=broken, imported=column.is_imported))
        for position in scale.positions:
            count = column.counts[position - 1]
            way = block.directions[position - 1].word if facts is latest else None
            yield (
                block.name, facts.period.key, scale.label(position), *figures(column, count),
                or_mark(column.percent(position), column), way, marks,
            )  # fmt: skip
        good = scale.good_or_better
        way = wording.direction_word(block.good_direction, block.good_assessment) if facts is latest else None
        count = sum(column.counts[:good])
        yield (
            block.name, facts.period.key, scale.good_or_better_label, *figures(column, count),
            or_mark(column.percent_up_to(good), column), way, marks,
        )  # fmt: skip


def figures(column: GradeCounts, count: int) -> tuple[Value, Value]:
    """The count and how many were audited; a mark for each where only percentages were published."""
    if column.is_empty:
        return 0, 0
    return (
        (count, column.audited) if column.has_counts else (Shorthand.NOT_AVAILABLE, Shorthand.NOT_AVAILABLE)
    )


def or_mark(percent: Fraction | None, column: GradeCounts) -> Value:
    """The percentage, or the mark that stands where there is none."""
    if percent is not None:
        return percent
    return Shorthand.NOT_APPLICABLE if column.is_empty else Shorthand.NOT_AVAILABLE
