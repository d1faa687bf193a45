"""The chart beside a block: a bar of 100% for every period."""

from collections.abc import Callable

from qa_app.domain.charts import Bar, StackedChart
from qa_app.domain.grade_counts import GradeCounts
from qa_app.domain.judgement_table import Block, JudgementTable
from qa_app.presenters.judgements import wording

LinkTo = Callable[[int, int], str | None]
"""Where the audits of a column (the oldest is 0) with a grade (1 is best) are listed."""


def block_chart(block: Block, table: JudgementTable, link_to: LinkTo | None = None) -> StackedChart:
    return StackedChart(
        title=f"{block.name}: share of each grade, {wording.period_span(table.choice)}",
        description="The same figures stand in the table beside this chart.",
        series=table.scale.labels,
        bars=tuple(
            _bar(column, str(facts.period), place, link_to)
            for place, (column, facts) in enumerate(zip(block.columns, table.periods, strict=True))
        ),
    )


def _bar(column: GradeCounts, label: str, place: int, link_to: LinkTo | None) -> Bar:
    if column.withheld:
        # Its other parts would show how long those are that are left out.
        return Bar(label, shares=(), caption=wording.SUPPRESSED)
    if column.is_empty:
        return Bar(label, shares=(), caption="N/A")
    if column.published is not None:
        return Bar(label, shares=tuple(share or 0.0 for share in column.published), caption="n not known")
    audited = column.audited
    return Bar(
        label,
        # Floats, because a chart is drawn to the pixel and Fractions take ten times as long.
        shares=tuple([100 * count / audited for count in column.counts]),
        caption=f"n = {audited}",
        links=tuple(
            [link_to(place, position) if count else None for position, count in enumerate(column.counts, 1)]
        )
        if link_to
        else None,
        counts=column.counts,
    )
