"""The chart beside a block: a bar of 100% for every period."""

from collections.abc import Callable
from fractions import Fraction

from qa_app.domain.charts import Bar, StackedChart
from qa_app.domain.judgement_table import Block, GradeCounts, JudgementTable, PeriodFacts
from qa_app.features.judgements import wording

LinkTo = Callable[[PeriodFacts, int], str | None]
"""Where the audits of a period with a grade are listed."""


def block_chart(block: Block, table: JudgementTable, link_to: LinkTo | None = None) -> StackedChart:
    return StackedChart(
        title=f"{block.name}: share of each grade, {wording.period_span(table.choice)}",
        description="The same figures stand in the table beside this chart.",
        series=table.scale.labels,
        bars=tuple(
            _bar(column, facts, link_to) for column, facts in zip(block.columns, table.periods, strict=True)
        ),
    )


def _bar(column: GradeCounts, facts: PeriodFacts, link_to: LinkTo | None) -> Bar:
    if column.is_empty:
        return Bar(str(facts.period), shares=(), caption="N/A")
    positions = range(1, len(column.counts) + 1)
    linked = link_to if link_to and column.has_counts and not column.is_imported else None
    return Bar(
        str(facts.period),
        shares=tuple(column.percent(position) or Fraction(0) for position in positions),
        caption=f"n = {column.audited}" if column.has_counts else "n not known",
        links=tuple(
            linked(facts, position) if column.counts[position - 1] else None for position in positions
        )
        if linked
        else None,
        counts=column.counts if column.has_counts else None,
    )
