"""The judgement tables as the public may see them: small numbers suppressed, and what would tell them.

Each period is a table of its own, groups by grades, with all its totals. What is suppressed is taken out of
the table itself, so that no page, document or workbook drawn from it can print it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_app.domain.directions import Direction
from qa_app.domain.disclosure import PrintedTable, Withheld, is_small_share, suppression_of
from qa_app.domain.grade_counts import GradeCounts, Sums
from qa_app.domain.judgement_table import Block, JudgementTable, PeriodFacts
from qa_app.domain.periods import Period


def public_table(table: JudgementTable) -> JudgementTable:
    """The same table without small numbers; directions and sentences only of what is still printed."""
    by_period = [_columns(table.blocks, place, table.scale.good_or_better) for place in _places(table)]
    periods = tuple(
        replace(facts, is_suppressed=_tells_few(facts, table.blocks, columns))
        for facts, columns in zip(table.periods, by_period, strict=True)
    )
    blocks = tuple(
        _block(block, table, tuple(columns[number] for columns in by_period))
        for number, block in enumerate(table.blocks)
    )
    return replace(
        table,
        periods=periods,
        blocks=blocks,
        # Over all periods together: less those of the others they would tell one period's.
        forms=tuple(replace(form, audits=None) for form in table.forms),
        other_scales=tuple(replace(other, audits=None) for other in table.other_scales),
        is_public=True,
    )


def _places(table: JudgementTable) -> range:
    return range(len(table.periods))


def _columns(blocks: Sequence[Block], place: int, good: int) -> list[GradeCounts]:
    """Of one period, every block's counts without those that are withheld."""
    columns = [block.columns[place] for block in blocks]
    total = next((number for number, block in enumerate(blocks) if block.is_total), None)
    groups = [number for number in range(len(blocks)) if number != total]
    if total is None or not groups or not columns[total].has_counts:
        # Domains, judged in the same audits, add up to nothing; nor does what was published without counts.
        withheld = {number: _alone(column, good) for number, column in enumerate(columns)}
    else:
        found = suppression_of(_together([columns[number] for number in groups], columns[total], good))
        withheld = dict(zip(groups, found.rows, strict=True)) | {total: found.totals}
    return [_without(column, withheld[number], good) for number, column in enumerate(columns)]


def _alone(column: GradeCounts, good: int) -> Withheld:
    table = PrintedTable((column.counts,), good, has_column_totals=False, has_grand_total=False)
    return suppression_of(table).rows[0]


def _together(groups: Sequence[GradeCounts], total: GradeCounts, good: int) -> PrintedTable:
    """A group of which only percentages were published is one of the others: how many it has is not told."""
    rows = tuple(column.counts for column in groups)
    sums = (sum(counts) for counts in zip(*rows, strict=True))
    others = tuple(of_all - of_these for of_all, of_these in zip(total.counts, sums, strict=True))
    return PrintedTable(rows, good, others=others)


def _without(column: GradeCounts, withheld: Withheld, good: int) -> GradeCounts:
    if not withheld:
        return column
    return replace(
        column,
        counts=tuple(
            0 if withheld.hides(position) else count for position, count in enumerate(column.counts, 1)
        ),
        withheld=withheld,
        sums=Sums(
            audited=0 if withheld.audited else column.audited,
            good=0 if withheld.good else column.count_up_to(good),
        ),
    )


def _tells_few(facts: PeriodFacts, blocks: Sequence[Block], columns: Sequence[GradeCounts]) -> bool:
    """Whether how many were audited or moderated is small, or is what the table withholds."""
    total = any(
        column.withheld.audited for block, column in zip(blocks, columns, strict=True) if block.is_total
    )
    return (
        total or is_small_share(facts.moderated, facts.audits) or is_small_share(facts.awaiting, facts.audits)
    )


def _block(block: Block, table: JudgementTable, columns: tuple[GradeCounts, ...]) -> Block:
    latest, previous = columns[-1], columns[-2] if len(columns) > 1 else None
    hidden = [
        previous is None
        or latest.withheld.hides_percent(position)
        or previous.withheld.hides_percent(position)
        for position in table.scale.positions
    ]
    good_hidden = (
        previous is None or latest.withheld.hides_good_percent or previous.withheld.hides_good_percent
    )
    return replace(
        block,
        columns=columns,
        directions=tuple(
            Direction.SUPPRESSED if hide else way for hide, way in zip(hidden, block.directions, strict=True)
        ),
        good_direction=Direction.SUPPRESSED if good_hidden else block.good_direction,
        good_assessment="" if good_hidden else block.good_assessment,
        good_interval="" if latest.withheld.hides_good_percent else block.good_interval,
        changes=tuple(_changes(block, table, columns)),
    )


def _changes(block: Block, table: JudgementTable, columns: Sequence[GradeCounts]) -> Iterator[str]:
    """Only between two periods that both stand in the table and print the figures that are compared."""
    last: Period = table.choice.last
    shown = {facts.period: column for facts, column in zip(table.periods, columns, strict=True)}
    for sentence, since in zip(block.changes, (last.previous(), last.same_last_year()), strict=False):
        compared = [shown[last], shown.get(since)]
        if all(column is not None and not column.withheld.hides_good_percent for column in compared):
            yield sentence
        else:
            yield (
                f"{table.scale.good_or_better_label}: the change since {since} is not given, so that no"
                " suppressed figure can be worked out from it"
            )
